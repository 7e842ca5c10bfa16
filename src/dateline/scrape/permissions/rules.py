"""Files in the form of robots.txt: groups of lines, and the patterns of paths in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote


class Line(NamedTuple):
    """One line that is no comment: whom it addresses (lower case), its field, its value."""

    agents: frozenset[str]
    field: str
    value: str


def read_lines(text: str) -> Iterator[Line]:
    """The lines of a file with the agents of their group; those before any group address `*`."""
    agents: set[str] = set()
    heading = False
    for raw in text.lstrip("\ufeff").splitlines():
        name, colon, value = raw.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            agents = agents if heading else set()
            agents.add(value.lower())
            heading = True
        else:
            heading = False
            yield Line(frozenset(agents or {"*"}), name, value)


def matches(pattern: str, path: str) -> bool:
    """Whether a path begins as `pattern` says: `*` is any text, a final `$` the end (RFC 9309)."""
    pattern, path = unquote(pattern), unquote(path)
    anchored = pattern.endswith("$")
    first, *pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for piece in pieces[:-1] if anchored else pieces:
        if (at := path.find(piece, at)) < 0:
            return False
        at += len(piece)
    if not anchored:
        return True
    return path.endswith(pieces[-1], at) if pieces else at == len(path)


def longest(patterns: Iterable[str], path: str) -> int:
    """The length of the most specific of the patterns that match, -1 where none does."""
    return max((len(pattern) for pattern in patterns if matches(pattern, path)), default=-1)

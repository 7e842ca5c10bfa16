"""What is known of the tokens of an annotated text and of another one, besides their codes.

Of the annotated text the offsets are published where something begins or ends. What lies between
two known offsets has a known width; and where a token was found in the other text, its width there
carries a known offset on to its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.publish.hashed import Codes, Hashed, plain

Map = NDArray[np.int64]
Flags = NDArray[np.bool_]

# A width is measured from the token's start or the end of the one before, to its end or the start
# of the next. The kind of a width is its place here.
KINDS = (("start", "end"), ("before", "end"), ("start", "after"), ("before", "after"))
UNKNOWN = -1


class Old(NamedTuple):
    """The annotated tokens."""

    codes: Codes
    begins: Flags  # a block
    widths: Map  # in code points, or UNKNOWN
    kinds: Map  # of the widths

    def cut(self, part: slice) -> Old:
        return Old(self.codes[part], self.begins[part], self.widths[part], self.kinds[part])


class New(NamedTuple):
    """The tokens of another text."""

    codes: Codes
    begins: Flags
    widths: Map  # (kinds, tokens)
    named: Flags  # not all lower case: a name, a figure, a mark, the beginning of a sentence

    def cut(self, part: slice) -> New:
        return New(self.codes[part], self.begins[part], self.widths[:, part], self.named[part])


class Edges(NamedTuple):
    """Offsets at which tokens start and end, or UNKNOWN."""

    starts: Map
    ends: Map

    def copy(self) -> Edges:
        return Edges(self.starts.copy(), self.ends.copy())


def read_edges(row: Mapping[str, Any], size: int) -> Edges:
    """The offsets that a stand-off row gives away of its `size` tokens."""
    edges = Edges(np.full(size, UNKNOWN, np.int64), np.full(size, UNKNOWN, np.int64))
    for anchor in row["anchors"]:
        if anchor["edge"] == "START":
            edges.starts[anchor["token"]] = anchor["offset"] - anchor["inside"]
        else:
            edges.ends[anchor["token"]] = anchor["offset"] + anchor["inside"]
    return edges


def old_stream(row: Mapping[str, Any], codes: Codes, left: Edges, right: Edges) -> Old:
    """The tokens of a stand-off row, with offsets known from their left and from their right."""
    begins = np.isin(left.starts, [block["start"] for block in row["blocks"]])
    widths, kinds = np.full((2, len(codes)), UNKNOWN, np.int64)
    froms = {"start": left.starts, "before": np.append(UNKNOWN, left.ends[:-1])}
    tos = {"end": right.ends, "after": np.append(right.starts[1:], UNKNOWN)}
    for kind, (a, b) in enumerate(KINDS):
        fresh = (widths == UNKNOWN) & (froms[a] != UNKNOWN) & (tos[b] != UNKNOWN)
        widths[fresh], kinds[fresh] = (tos[b] - froms[a])[fresh], kind
    return Old(codes, begins, widths, kinds)


def new_stream(tokens: Hashed, text: str) -> New:
    """The tokens of `text`."""
    begins = np.zeros(len(tokens.codes), bool)
    starts = [0, *(match.end() for match in re.finditer(r"\n\s*\n", text))]
    at = np.searchsorted(tokens.starts, starts)
    begins[at[at < len(begins)]] = True
    froms = {"start": tokens.starts, "before": np.append(0, tokens.ends[:-1])}
    tos = {"end": tokens.ends, "after": np.append(tokens.starts[1:], len(text))}
    words = (text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True))
    named = np.array([not word.islower() for word in words], bool)
    return New(tokens.codes, begins, np.stack([tos[b] - froms[a] for a, b in KINDS]), named)


def learn_edges(
    edges: Edges, same: Flags, found: Map, new: Hashed, text: str
) -> tuple[Edges, Edges]:
    """More offsets: those that follow from what stands left of a token, and right of it.

    `found` maps the old tokens to the new, `same` says whose code is the same. What a token itself
    was mapped to is never used for its own width, which so stays a test of it.
    """
    sizes = np.where(_steady(new, text), new.ends - new.starts, UNKNOWN)[found]
    sizes[~same] = UNKNOWN
    gaps = np.append(new.starts[1:] - new.ends[:-1], 0)
    pairs = (found[:-1] >= 0) & (found[1:] > found[:-1])
    left, right = edges.copy(), edges.copy()
    for i in range(len(found)):
        _carry(left.starts, i, left.ends, i, sizes[i])
        if i + 1 < len(found) and pairs[i]:
            _carry(left.ends, i, left.starts, i + 1, gaps[found[i]])
    for i in reversed(range(len(found))):
        _carry(right.ends, i, right.starts, i, sizes[i], sign=-1)
        if i and pairs[i - 1]:
            _carry(right.starts, i, right.ends, i - 1, gaps[found[i] - 1], sign=-1)
    return left, right


def _carry(known: Map, i: int, wanted: Map, j: int, size: int, sign: int = 1) -> None:
    """Set `wanted[j]` to what lies `size` after (or before) `known[i]`, where it is not known."""
    if known[i] != UNKNOWN and wanted[j] == UNKNOWN and size != UNKNOWN:
        wanted[j] = known[i] + sign * size


def _steady(new: Hashed, text: str) -> Flags:
    """Tokens whose width is the same however they are typed: no quotation marks, no ellipsis."""
    words = [text[a:b] for a, b in zip(new.starts, new.ends, strict=True)]
    kept = (len(word) == 1 and word not in "…—" and plain(word) != '"' for word in words)
    return np.array([one or word.isalnum() for one, word in zip(kept, words, strict=True)], bool)

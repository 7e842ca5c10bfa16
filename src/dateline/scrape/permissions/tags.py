"""The few HTML tags that speak about rights, found without building a tree.

HTML parsers take quadratic time on deeply nested pages (200,000 open tags: 84 s with lexbor), and a
statement that stands where a browser would not look is still a statement. One linear pass is
enough: comments, scripts and styles are stepped over.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_START = re.compile(r"<(!--|(?:script|style|meta|link)(?=[\s/>]))", re.IGNORECASE)
# Up to the bracket that closes a tag. Quotation marks count after an equals sign only, as in HTML.
_BRACKET = re.compile(r"""(?:[^>=]+|=\s*(?:"[^"]{0,4000}"|'[^']{0,4000}')?)*(>|\Z)""")
_ATTRIBUTE = re.compile(
    r"""(?<![\w:.-])([a-z][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I
)
_END = {
    "!--": re.compile("-->"),
    "script": re.compile("</script", re.IGNORECASE),
    "style": re.compile("</style", re.IGNORECASE),
}
_MAX_TAG = 10_000  # characters of a tag that are read


class Tag(NamedTuple):
    """A tag: its name in lower case, its attributes, and the text of a script."""

    name: str
    attributes: dict[str, str]
    text: str = ""


def read_tags(page: bytes) -> Iterator[Tag]:
    """The meta, link and script tags of a page, in its order."""
    page_text = _decode(page)
    at = 0
    while match := _START.search(page_text, at):
        name = match[1].lower()
        if name == "!--":
            at = _find(_END[name], page_text, match.end())
            continue
        at = _find(_BRACKET, page_text, match.end())
        attributes = _read_attributes(page_text[match.end() : min(at, match.end() + _MAX_TAG)])
        begin = at + 1
        if name in _END:
            at = _find(_END[name], page_text, at)
        if name != "style":
            yield Tag(name, attributes, page_text[begin:at])


def _find(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where the pattern begins, or the end of the text."""
    match = pattern.search(text, at)
    return match.start(match.lastindex or 0) if match else len(text)


def _decode(page: bytes) -> str:
    """Tags and the names in them are ASCII, so only the width of a code unit matters."""
    if page[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return page.decode("utf-16", "replace")
    return page.decode("utf-8", "replace")


def _read_attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), html.unescape(next(filter(None, values), "")).strip())
    return found

"""The headline without the site's name, chosen by the agreement of what the page gives."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dateline.clean.metadata.dates import parse_date

_SEPARATOR = re.compile(
    r"\s+(?:[|·•»«‹›~*]+|[-–—―:]{1,3})\s+|\s*[|｜]\s*|(?<=\S)(?:--|__| — )(?=\S)"
)
_WORD = re.compile(r"\w+")
_LONGEST, _MOST_PARTS = 1_000, 20  # characters and parts of a title
_LONGEST_CUT = 100  # characters near which some write only the beginning of a headline
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_BRACKETED = re.compile(
    r"\s*[\(\[【](?:video|photos?|fotos?|gallery|update[d]?|live)[\)\]】]\s*$", re.I
)


class Candidate(NamedTuple):
    """A title and where it stood; `weight` is how far the place is trusted."""

    text: str
    source: str
    weight: float


def words(text: str) -> str:
    """The text's words in lower case, for comparing."""
    return " ".join(_WORD.findall(text.lower()))


def strip_site(title: str, names: Sequence[str], others: Iterable[str] = ()) -> str:
    """The title without the parts at its ends that name the site.

    `names`: the site's names and host. `others`: further titles of the page; what remains of the
    title when its last parts are cut is believed where one of them says just that.
    """
    known = {words(other) for other in others}
    compact = [re.sub(r"\W+", "", name.lower()) for name in names if name]
    while True:
        cuts = list(_SEPARATOR.finditer(title))
        if not 0 < len(cuts) < _MOST_PARTS:
            return title
        head, tail = title[: cuts[-1].start()].strip(), title[cuts[-1].end() :].strip()
        first, rest = title[: cuts[0].start()].strip(), title[cuts[0].end() :].strip()
        starts = (title[: cut.start()].strip() for cut in reversed(cuts))
        if start := next((start for start in starts if words(start) in known), ""):
            title = start
        elif head and _names_site(tail, compact):
            title = head
        elif rest and (_names_site(first, compact) or (words(rest) in known and len(cuts) == 1)):
            title = rest
        else:
            return title


def _readable(title: str) -> str:
    """The title with references that were escaped twice read, and without unseen characters."""
    return " ".join(_UNSEEN.sub("", html.unescape(title)).split())


def _names_site(part: str, compact: list[str]) -> bool:
    bare = re.sub(r"\W+", "", part.lower())
    if not bare or len(part) > 60:
        return not bare
    for name in compact:
        if bare == name or (len(bare) >= 3 and bare in name) or (len(name) >= 4 and name in bare):
            return len(bare) < 3 * len(name) + 8
    return False


def choose_title(candidates: Sequence[Candidate], names: Sequence[str]) -> Candidate | None:
    """The candidate that most of the others agree with, without the site's name; None where none
    is a title."""
    read = [c._replace(text=_readable(c.text)) for c in candidates]
    usable = [c for c in read if len(c.text) <= _LONGEST and words(c.text)]
    if not usable:
        return None
    own = {words(name) for name in names}
    usable = [c for c in usable if words(c.text) not in own] or usable
    stripped = [
        c._replace(text=strip_site(c.text, names, [o.text for o in usable if o is not c]))
        for c in usable
    ]
    forms = [words(c.text) for c in stripped]

    def support(row: int) -> float:
        total = stripped[row].weight
        for other, form in enumerate(forms):
            if other != row and form == forms[row]:
                total += stripped[other].weight
        return total

    best = max(range(len(stripped)), key=lambda row: (support(row), -row))
    texts = [c.text for c in stripped]
    title = without_date(whole(texts[best], texts), texts)
    return stripped[best]._replace(text=_BRACKETED.sub("", title).strip() or title)


def whole(title: str, others: Sequence[str]) -> str:
    """The title, or where it was cut off another that goes on from it."""
    cut = title.endswith(("…", "..."))
    if len(title) < _LONGEST_CUT and not cut:
        return title
    start = title.rstrip(" .…") if cut else title
    return max((o for o in others if o.startswith(start)), key=len, default=title)


def without_date(title: str, others: Sequence[str]) -> str:
    """The title without the day before it (`5 March 2024 Quay closes`), as another title has it.

    Other kickers stay: publishers are divided on whether "Harbour: Quay closes" is the title.
    """
    plain = next((o for o in others if o and o != title and title.endswith(o)), title)
    return plain if parse_date(title.removesuffix(plain)) else title

"""Names in one article: what they look like, what type they are, and which are the same thing."""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Name(NamedTuple):
    """A name in the text with a type; half-open."""

    start: int
    end: int
    type: str


TITLES = frozenset(
    "mr mr. mrs mrs. ms ms. dr dr. miss sir lord lady dame president vice prime minister senator "
    "sen sen. representative rep rep. congressman congresswoman governor gov gov. mayor king "
    "queen prince princess secretary chancellor general gen gen. lieutenant lt lt. colonel col "
    "col. captain capt capt. sergeant sgt sgt. officer judge justice professor prof prof. rev "
    "rev. reverend pope bishop cardinal imam sheikh sheriff ambassador spokesman spokeswoman "
    "spokesperson director chairman chairwoman chief coach administrator commissioner detective "
    "administrator emeritus major coordinator editor".split()
)
_ORGANISATION = frozenset(
    "university college party ministry inc corp corporation committee association council "
    "department agency bank court police company co ltd group union federation institute "
    "foundation commission congress senate parliament assembly club league times post journal "
    "herald gazette news tribune press navy army force guard authority office organization "
    "organisation network society church coalition front administration bureau board trust fund "
    "airlines airways motors industries partners holdings media broadcasting team center centre "
    "service services alliance nations legion brigade forces".split()
)
_FACILITY = frozenset(
    "airport bridge building hall hospital hotel house museum palace park prison road square "
    "stadium station street avenue theater theatre tower towers mosque cathedral arena highway "
    "plaza temple embassy boulevard convention".split()
)
_LOCATION = frozenset("river lake sea ocean island islands mountain mountains valley bay desert "
                      "gulf peninsula coast strait hill hills canal".split())  # fmt: skip
_OFFICES = frozenset(
    "spokesman spokeswoman spokesperson administrator director chairman chairwoman commissioner "
    "president minister governor ambassador coordinator editor captain".split()
)
_REFERRING = frozenset("the a an this that our their his her its".split())


@functools.cache
def places() -> dict[str, str]:
    """The names of countries, regions and large cities -> the name of the cluster they are in."""
    text = (
        importlib.resources.files("dateline.predict.entities")
        .joinpath("places.txt")
        .read_text("utf-8")
    )
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            names = line.split("=")
            found |= dict.fromkeys(names, names[0])
    return found


def whole_names(text: str, name: Name) -> Iterator[Name]:
    """The name as far as its words go, without a bracket that it opens; what it has in it, too.

    Kim Jong-un, Upper-Lower Center; World Trade Organization and WTO, not both in one.
    """
    start, end, type_ = name
    given = _REST.match(text, end) if type_ == "PERSON" and " " in text[start:end] else None
    end = given.end() if given else end
    double = _LEFT.search(text, max(0, start - 30), start)
    if double and type_ in ("ORG", "FAC") and double[0][:-1] not in places():
        start = double.start()
    before, bracket, behind = text[start:end].partition(" (")
    if not bracket or ")" in behind:
        yield Name(start, end, type_)
        return
    yield Name(start, start + len(before), type_)
    yield Name(end - len(behind), end, type_)


_REST = re.compile(r"-[a-z]{1,4}(?![\w-])")  # of a Korean name
_LEFT = re.compile(r"(?<![\w-])[A-Z]\w+-\Z")


def common_nouns(text: str, names: Iterable[Name]) -> set[str]:
    """Single words that are no names: the article has iron, too, and Iron only where a sentence
    begins with it, or far less often."""
    small = Counter(re.findall(r"(?<![\w-])[a-z]{4,}(?![\w-])", text))
    times: Counter[str] = Counter()
    inside: Counter[str] = Counter()  # a sentence
    for start, end, _ in names:
        times[text[start:end]] += 1
        inside[text[start:end]] += bool(
            start and not _OPENING.search(text[max(0, start - 8) : start])
        )
    return {
        form
        for form, count in times.items()
        if small[form.lower()] >= (3 * count if inside[form] else 1) and form not in places()
    }


_OPENING = re.compile(r"[.!?:\n][\s\"“‘']*\Z")


def trimmed(text: str, name: Name) -> Name | None:
    """The name without article, title and genitive; None where nothing is left of it."""
    start, end = name.start, name.end
    for mark in ("'s", "’s", "'", "’"):
        if text[start:end].endswith(mark):
            end -= len(mark)
    words = list(re.finditer(r"\S+", text[start:end]))
    first = 0
    while first < len(words) and _before_name(words[first][0], name.type, first, words):
        first += 1
    while words and words[-1][0] in ("Image", "Photo", "File", "Story"):
        words.pop()
    if name.type in ("ORG", "GPE") and len(words) > 1 and words[-1][0].lower() in _OFFICES:
        words.pop()  # NASA Administrator
    if words and words[-1][0].isdigit() and " ".join(w[0] for w in words[:-1]) in places():
        words.pop()  # Brazil 1 – 0
    if first >= len(words):
        return None
    end = start + words[-1].end()
    start += words[first].start()
    while start < end and not text[end - 1].isalnum() and text[end - 1] not in ".)!":
        end -= 1
    while start < end and not text[start].isalnum():
        start += 1
    numbered = name.type in ("PERSON", "GPE", "LOC") and any(c.isdigit() for c in text[start:end])
    if (
        numbered
        or start >= end
        or "\n" in text[start:end]
        or not any(c.isupper() for c in text[start:end])
    ):
        return None
    return Name(start, end, name.type)


def _before_name(word: str, type_: str, at: int, words: Sequence[re.Match[str]]) -> bool:
    """Whether a word at the beginning is none of the name."""
    if at + 1 == len(words):
        return False
    if word.lower() in _REFERRING:
        return word != "The" or type_ != "WORK_OF_ART"
    return type_ == "PERSON" and word.lower() in TITLES


def typed(text: str, names: Iterable[Name]) -> list[Name]:
    """The names with one type for each form, by what all its places in the article say."""
    names = list(names)
    votes: dict[str, Counter[str]] = {}
    for name in names:
        form = text[name.start : name.end]
        votes.setdefault(form, Counter()).update({name.type: 2})
        if _titled(text, name.start):
            votes[form]["PERSON"] += 3
        if _SPEAKS.match(text, name.end) and len(form.split()) < 3:
            votes[form]["PERSON"] += 1
    people = {form for form, count in votes.items() if count.most_common(1)[0][0] == "PERSON"}
    parts = {part for form in people if " " in form for part in (form.split()[-1], form.split()[0])}
    for form, count in votes.items():
        known = _known(form)
        if known:
            count[known] += 4
        if form in parts and " " not in form:
            count["PERSON"] += 3
    return [Name(n.start, n.end, _best(votes[text[n.start : n.end]])) for n in names]


_SPEAKS = re.compile(r" (?:said|says|told|added|wrote|explained|recalled)\b")


def _best(count: Counter[str]) -> str:
    return max(count, key=lambda type_: (count[type_], type_ == "PERSON", type_))


def _titled(text: str, start: int) -> bool:
    before = text[max(0, start - 16) : start].split()
    return bool(before) and before[-1].lower() in TITLES and before[-1][0].isupper()


def _known(form: str) -> str | None:
    """The type that a name says itself: a country, University of …, … Street."""
    if form in places():
        return "GPE"
    words = [word.lower() for word in re.findall(r"\w+", form)]
    if len(words) < 2:
        return None
    for head in (words[-1], words[0] if words[1] in ("of", "for") else ""):
        if head in _LOCATION:
            return "LOC"
        if head in _FACILITY:
            return "FAC"
        if head in _ORGANISATION:
            return "ORG"
    return None


def spread(text: str, names: Sequence[Name]) -> list[Name]:
    """The names, and every other place in the text where one of them (or a surname) stands."""
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(text[name.start : name.end], name.type)
    for form, type_ in list(known.items()):
        words = form.split()
        if type_ == "PERSON" and len(words) > 1 and len(words[-1]) > 2 and words[-1].isalpha():
            known.setdefault(words[-1], "PERSON")
    found = list(names)
    taken = [(name.start, name.end) for name in names]
    for start, end, form in _places(text, known):
        if not any(start < stop and begin < end for begin, stop in taken):
            found.append(Name(start, end, known[form]))
    return sorted(found)


def _places(text: str, known: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, form) of every place of a known form, the longest where several begin."""
    forms = sorted((form for form in known if _may_spread(form)), key=len, reverse=True)
    for at in range(0, len(forms), 200):  # an alternation of thousands of names is slow
        pattern = re.compile(
            rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms[at : at + 200]))})(?!\w)"
        )
        for match in pattern.finditer(text):
            yield match.start(), match.end(), match[0]


def _may_spread(form: str) -> bool:
    return len(form) > 2 and form[0].isupper() and form.lower() not in _COMMON


_COMMON = frozenset(
    "state house congress may will march mark rose grant bill hope faith one first general".split()
)


_AMBIGUOUS = frozenset(
    "Georgia Jordan Chad Victoria Wellington Santiago Phoenix Turkey America".split()
)


@functools.cache
def _gazetteer() -> re.Pattern[str]:
    forms = sorted((f for f in places() if f not in _AMBIGUOUS and len(f) > 3), key=len)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, reversed(forms)))})(?![\w-])")


def with_places(text: str, names: Sequence[Name]) -> list[Name]:
    """The names, with countries and large cities that are in none of them.

    A name that is a part of such a place gives way to it: Washington in Washington D.C.
    """
    found = list(names)
    for match in _gazetteer().finditer(text):
        start, end = match.span()
        over = [name for name in found if name.start < end and start < name.end]
        if all(start <= name.start and name.end <= end for name in over):
            found = [name for name in found if name not in over]
            found.append(Name(start, end, "GPE"))
    return sorted(found)


def clusters(text: str, names: Sequence[Name]) -> list[str]:
    """For each name the key of the thing it names: the same for a surname and the whole name."""
    keys: list[str] = []
    last: dict[str, str] = {}
    acronyms: dict[str, str] = {}
    full = [text[name.start : name.end] for name in names]
    for name, form in zip(names, full, strict=True):
        if name.type == "PERSON":
            key = last.get(form.split()[-1], form) if " " not in form else form
            if " " in form:
                key = _same_person(form, last)
                last[form.split()[-1]] = key
        else:
            bare = form.removeprefix("The ").replace(".", "") if len(form) > 4 else form
            key = places().get(form) or acronyms.get(form) or bare
            acronyms.setdefault("".join(w[0] for w in form.split() if w[0].isupper()), key)
        keys.append(f"{name.type}|{key}")
    return keys


def _same_person(form: str, last: dict[str, str]) -> str:
    """A longer name with the same surname and first letter is the same person."""
    before = last.get(form.split()[-1])
    return before if before and before[0] == form[0] else form

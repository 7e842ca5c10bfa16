"""Ten kinds of edits that pages get after they were annotated, each with the truth of where it
moved every offset."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import NamedTuple


class Edit(NamedTuple):
    """`text[start:end]` becomes `new`."""

    start: int
    end: int
    new: str


class Edited(NamedTuple):
    """A text after edits, sorted and disjoint."""

    text: str
    edits: list[Edit]

    def start(self, offset: int) -> int | None:
        """Where something that began at `offset` begins now; None where it began inside an edit."""
        shift = 0
        for edit in self.edits:
            if edit.start < offset < edit.end:
                return None
            if edit.end <= offset:
                shift += len(edit.new) - (edit.end - edit.start)
        return offset + shift

    def end(self, offset: int) -> int | None:
        """Where something that ended before `offset` ends now."""
        shift = 0
        for edit in self.edits:
            if edit.start < offset < edit.end:
                return None
            if edit.end <= offset and not edit.start == edit.end == offset:
                shift += len(edit.new) - (edit.end - edit.start)
        return offset + shift


def apply(text: str, edits: list[Edit]) -> Edited:
    """`text` after `edits`; of overlapping ones the first stays."""
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    parts, at = [], 0
    for edit in kept:
        parts += [text[at : edit.start], edit.new]
        at = edit.end
    return Edited("".join([*parts, text[at:]]), kept)


def _words(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"[^\W\d_]{5,}", text)]


def typos(text: str, rng: random.Random) -> list[Edit]:
    """Three words lose or gain a slip: two letters change places."""
    edits = []
    for start, end in rng.sample(_words(text), 3):
        at = rng.randrange(start + 1, end - 2)
        edits.append(
            Edit(start, end, text[start:at] + text[at + 1] + text[at] + text[at + 2 : end])
        )
    return edits


def marks(text: str, rng: random.Random) -> list[Edit]:
    """Straight quotation marks become curly ones or the other way round, dashes change, NBSP."""
    other = {"“": '"', "”": '"', "'": "’", "’": "'", "‘": "'", "–": "—", "—": "–"}
    found = []
    for match in re.finditer("''|``|[\"“”'’‘–—]", text):
        opens = not match.start() or text[match.start() - 1] in " \n(["
        new = other.get(match[0], "“" if opens else "”")
        found.append(Edit(*match.span(), new))
    return found + [Edit(m.start(), m.end(), "\u00a0") for m in list(re.finditer(" ", text))[::40]]


def paragraph_in(text: str, rng: random.Random) -> list[Edit]:
    """A new paragraph of 30 words."""
    at = rng.choice([m.end() for m in re.finditer("\n\n", text)] or [0])
    return [Edit(at, at, " ".join(rng.choice(WORDS) for _ in range(30)).capitalize() + ".\n\n")]


def paragraph_out(text: str, rng: random.Random) -> list[Edit]:
    """A paragraph is taken out."""
    places = [m.span() for m in re.finditer("[^\n]+\n+", text)][1:]
    return [Edit(*rng.choice(places), "")] if places else []


def sentence_in(text: str, rng: random.Random) -> list[Edit]:
    """A sentence of 12 words is put in."""
    at = rng.choice([m.end() for m in re.finditer(r"[.!?] ", text)] or [0])
    return [Edit(at, at, " ".join(rng.choice(WORDS) for _ in range(12)).capitalize() + ". ")]


def words_in(text: str, rng: random.Random) -> list[Edit]:
    """Three words are put in."""
    return [Edit(start, start, rng.choice(WORDS) + " ") for start, _ in rng.sample(_words(text), 3)]


def words_out(text: str, rng: random.Random) -> list[Edit]:
    """Three words are taken out, with the space after them."""
    found = [m.span() for m in re.finditer(r"\b[^\W\d_]{5,} ", text)]
    return [Edit(*place, "") for place in rng.sample(found, 3)]


def numbers(text: str, rng: random.Random) -> list[Edit]:
    """Two figures are brought up to date."""
    found = [m.span() for m in re.finditer(r"\b\d+\b", text)]
    chosen = rng.sample(found, min(2, len(found)))
    return [Edit(*place, str(int(text[slice(*place)]) + rng.randint(1, 9))) for place in chosen]


def respelled(text: str, rng: random.Random) -> list[Edit]:
    """A name is spelt otherwise throughout."""
    names = re.findall(r"(?<=[a-z] )[A-Z][a-z]{3,}", text)
    if not names:
        return []
    name = rng.choice(names)
    return [Edit(*m.span(), name[:-1] + "esh") for m in re.finditer(rf"\b{name}\b", text)]


def notices(text: str, rng: random.Random) -> list[Edit]:
    """Lines between paragraphs: an advertisement, a link, a time of update."""
    places = [m.start() for m in re.finditer("\n\n", text)]
    lines = ("Advertisement", "Read more: what we know so far", "Updated at 14:05")
    chosen = rng.sample(places, min(3, len(places)))
    return [Edit(at, at, f"\n\n{line}") for at, line in zip(chosen, lines, strict=False)]


KINDS: dict[str, Callable[[str, random.Random], list[Edit]]] = {
    "typos": typos,
    "marks": marks,
    "paragraph in": paragraph_in,
    "paragraph out": paragraph_out,
    "sentence in": sentence_in,
    "words in": words_in,
    "words out": words_out,
    "numbers": numbers,
    "name respelled": respelled,
    "notices": notices,
}
WORDS = (
    "harbour council ferry ministers said that the vote on a new pier would go ahead after months "
    "of talks with fishers who fear for their berths and prices while storms delay work".split()
)

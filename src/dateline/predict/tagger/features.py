"""Features of words for the taggers. What each name stands for is in docs/predict.md.

Names are hashed to 20 bits, so that a model file holds no words.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence

from dateline.predict.quotes.cues import CUES, NOUNS
from dateline.predict.tagger.words import Page, Word

_BITS = 0xFFFFF


@functools.lru_cache(maxsize=1 << 20)
def hashed(name: str) -> str:
    """The name of a feature in the model: five hexadecimal digits of its CRC-32."""
    return f"{zlib.crc32(name.encode('utf-8', 'replace')) & _BITS:05x}"


@functools.lru_cache(maxsize=1 << 16)
def shape(text: str) -> str:
    """Xx-d: the kinds of the characters, runs cut to two."""
    found = ""
    for character in text[:20]:
        kind = (
            "X" if character.isupper() else "x" if character.islower()
            else "d" if character.isdigit() else character
        )  # fmt: skip
        if not found.endswith(kind * 2):
            found += kind
    return found


_CLAUSE = frozenset(
    "nsubj nsubjpass ccomp dobj prep mark xcomp csubj aux auxpass advcl parataxis agent".split()
)


def _own(page: Page, at: int, paragraph: range) -> list[str]:
    """What one word says by itself."""
    word, words = page.words[at], page.words
    found = [f"w={word.lower}", f"s={shape(word.text)}", f"suf={word.lower[-3:]}"]
    found += [f"pre={word.lower[:3]}", f"q={word.quote is not None}"]
    if word.lower in CUES:
        found.append(f"lex={word.lower in NOUNS}")
    if word.quote is not None:
        first = at == paragraph.start or words[at - 1].quote != word.quote
        last = at + 1 == paragraph.stop or words[at + 1].quote != word.quote
        found.append(f"qpos={'first' if first else 'last' if last else 'mid'}")
    if page.parsed:
        head = words[word.head]
        deps = sorted({words[child].relation for child in word.children} & _CLAUSE)
        found += [
            f"l={word.lemma}", f"t={word.tag}", f"d={word.relation}",
            f"hd={head.lemma}|{word.relation}", f"pd={word.pos}{word.relation}{head.pos}",
            f"ch={'_'.join(deps)}", f"e={word.entity}",
        ]  # fmt: skip
    return found


def of_paragraph(
    page: Page, paragraph: range, stacked: Sequence[Sequence[str]] = ()
) -> list[list[str]]:
    """The features of each word of a paragraph.

    `stacked` holds, for each word of the page, the tags that other predictors gave it.
    """
    own = {at: _own(page, at, paragraph) for at in paragraph}
    any_quote = any(page.words[at].quote is not None for at in paragraph)
    found = []
    for at in paragraph:
        names = [*own[at], f"pq={any_quote}"]
        for step in (-2, -1, 1, 2):
            names += _neighbour(page, at + step, step, paragraph)
        names.append(f"w+={own[at][0]}|{own[at + 1][0] if at + 1 in own else ''}")
        names.append(f"w-={own[at - 1][0] if at - 1 in own else ''}|{own[at][0]}")
        names += _near_quote(page, at, paragraph)
        if page.parsed:
            names += _syntax(page, at)
        for step in (-1, 0, 1) if stacked else ():
            if at + step in own:
                names += [f"stack{step}={tag}" for tag in stacked[at + step]]
        found.append([hashed(name) for name in names])
    return found


def _neighbour(page: Page, at: int, step: int, paragraph: range) -> list[str]:
    if at not in paragraph:
        return [f"{step}:none"]
    word = page.words[at]
    form = word.tag if page.parsed else shape(word.text)
    return [f"{step}:w={word.lower}", f"{step}:q={word.quote is not None}", f"{step}:t={form}"]


def _near_quote(page: Page, at: int, paragraph: range) -> list[str]:
    """How far the next quotation marks are on either side, up to five words."""
    before = (
        k for k in range(1, 6) if at - k in paragraph and page.words[at - k].quote is not None
    )
    behind = (
        k for k in range(1, 6) if at + k in paragraph and page.words[at + k].quote is not None
    )
    return [f"lq={next(before, 0)}", f"rq={next(behind, 0)}"]


def _syntax(page: Page, at: int) -> list[str]:
    words, word = page.words, page.words[at]
    above, here = [], at
    for _ in range(3):
        if words[here].head == here:
            break
        here = words[here].head
        above.append(words[here].relation)
    found = [f"anc={'/'.join(above)}"]
    for child in word.children:
        relation = words[child].relation
        if relation in ("nsubj", "nsubjpass"):
            found.append(f"subj={words[child].entity}|{words[child].tag}")
        elif relation in ("ccomp", "xcomp", "parataxis"):
            found.append(f"cc={relation}|{words[child].tag}|{child > at}")
    return found


def around(page: Page, paragraph: range, pivot: range, pivots: set[int]) -> list[list[str]]:
    """The features of each word of a paragraph, seen from the words `pivot` in it.

    `pivots` are all words of the paragraph that are in any pivot.
    """
    view = _View(page, paragraph, pivot, pivots)
    return [[hashed(name) for name in view.features(at)] for at in paragraph]


class _View:
    """One paragraph, seen from one pivot: the cue of a quote, the number of a figure."""

    def __init__(self, page: Page, paragraph: range, pivot: range, pivots: set[int]) -> None:
        self.page, self.words, self.paragraph, self.pivot = page, page.words, paragraph, pivot
        self.head = self._head()
        self.lemma = page.words[self.head].lemma or page.words[self.head].lower
        self.any_quote = any(page.words[at].quote is not None for at in paragraph)
        size = len(paragraph) + 1
        self._stops, self._commas, self._others = [0] * size, [0] * size, [0] * size
        for at in paragraph:
            k, text = at - paragraph.start, page.words[at].text
            self._stops[k + 1] = self._stops[k] + (text in ".!?")
            self._commas[k + 1] = self._commas[k] + (text in ",;:—-")
            self._others[k + 1] = self._others[k] + (at in pivots)
        self._pivots = pivots
        self._stretches: dict[int, range] = {}
        for at in paragraph:
            quote = page.words[at].quote
            if quote is not None:
                first = self._stretches.get(quote, range(at, at)).start
                self._stretches[quote] = range(first, at + 1)
        self._branches = self._tree() if page.parsed else {}

    def _head(self) -> int:
        """The word of the pivot that governs: the last verb, noun or preposition."""
        heads = [at for at in self.pivot if self.words[at].pos in ("VERB", "NOUN", "ADP")]
        return heads[-1] if heads else self.pivot[-1]

    def _tree(self) -> dict[int, tuple[str, int]]:
        """For each word of the head's sentence: its branch as seen from the head, and its depth."""
        found: dict[int, tuple[str, int]] = {self.head: ("self", 0)}
        self._below(self.head, "", found)
        path: list[str] = []
        above, here = self.head, self.words[self.head].head
        while here != above and len(path) < 5:
            path.append(self.words[above].relation)
            found.setdefault(here, (f"up:{'/'.join(path)}", 9))
            self._below(here, f"sib:{'/'.join(path)}:", found)
            above, here = here, self.words[here].head
        return found

    def _below(self, top: int, prefix: str, found: dict[int, tuple[str, int]]) -> None:
        stack = [(child, 1, "") for child in self.words[top].children]
        while stack:
            at, depth, branch = stack.pop()
            if at in found:
                continue
            if not branch:
                side = "<" if at < self.head else ">"
                branch = f"{prefix or 'dn:'}{self.words[at].relation}{side}"
            found[at] = (branch, depth if not prefix else 9)
            stack += [(child, min(depth + 1, 9), branch) for child in self.words[at].children]

    def _between(self, sums: list[int], at: int) -> int:
        """How many of what is summed up stand between word `at` and the pivot."""
        start = self.paragraph.start
        if at < self.pivot.start:
            return sums[self.pivot.start - start] - sums[at + 1 - start]
        if at >= self.pivot.stop:
            return sums[at - start] - sums[self.pivot.stop - start]
        return 0

    def features(self, at: int) -> list[str]:
        word, pivot = self.words[at], self.pivot
        side = "L" if at < pivot.start else "R" if at >= pivot.stop else "C"
        distance = pivot.start - at if side == "L" else at - pivot.stop + 1 if side == "R" else 0
        quote = f"q{word.quote is not None}"
        stops, commas = self._between(self._stops, at), self._between(self._commas, at)
        found = [
            "bias", f"w={word.lower}", f"side={side}", f"dist={side}{_bucket(distance)}",
            f"cue={self.lemma}|{side}", side + quote, f"any={self.any_quote}{side}{quote}",
            f"other={self._between(self._others, at) > 0}{side}", f"pivot={at in self._pivots}",
            f"stops={min(stops, 3)}{side}", f"commas={min(commas, 3)}{side}{quote}",
        ]  # fmt: skip
        if word.quote is not None:
            found += self._quote(at, word.quote, side)
        found += self._syntax(at, word, quote) if self.page.parsed else _form(word)
        for step in (-2, -1, 1, 2):
            found += self._neighbour(at + step, step)
        return found

    def _quote(self, at: int, quote: int, side: str) -> list[str]:
        stretch, pivot = self._stretches[quote], self.pivot
        gap = pivot.start - stretch.stop if side == "L" else stretch.start - pivot.stop
        edge = "first" if at == stretch.start else "last" if at == stretch.stop - 1 else "mid"
        near = stretch.stop - 1 if side == "L" else stretch.start
        return [
            f"qgap={side}{gap if -1 < gap < 6 else 'far'}", f"qlen={min(4, len(stretch) // 3)}",
            f"qedge={edge}{side}", f"qother={self._between(self._others, near) > 0}{side}",
            f"qstops={min(self._between(self._stops, near), 4)}",
            f"qend={self.words[stretch.stop - 2].text if len(stretch) > 2 else ''}",
        ]  # fmt: skip

    def _branch(self, at: int) -> str:
        if self.words[at].sentence == self.words[self.head].sentence:
            return self._branches.get(at, ("other", 9))[0]
        return "S-1" if at < self.head else "S+1"

    def _syntax(self, at: int, word: Word, quote: str) -> list[str]:
        branch = self._branch(at)
        depth = self._branches.get(at, ("", 9))[1]
        head = self.words[self.head]
        return [
            f"r={branch}", f"r|l={branch}|{self.lemma}", f"r|q={branch}{quote}", f"t={word.tag}",
            f"r|t={branch}|{word.tag}", f"d={word.relation}", f"depth={depth}{branch[:2]}",
            f"e={word.entity}{branch}", f"r|w={branch}|{word.lower}", f"cuetag={head.tag}|{branch}",
            f"cueq={head.quote is not None}|{branch}",
        ]  # fmt: skip

    def _neighbour(self, at: int, step: int) -> list[str]:
        if at not in self.paragraph:
            return [f"{step}:none"]
        word = self.words[at]
        found = [f"{step}:w={word.lower}"]
        if not self.page.parsed:
            return [*found, f"{step}:s={shape(word.text)}"]
        if abs(step) == 1:
            found += [f"{step}:r={self._branch(at)}", f"{step}:t={word.tag}"]
        return found


def _form(word: Word) -> list[str]:
    return [f"s={shape(word.text)}", f"suf={word.lower[-3:]}"]


def _bucket(distance: int) -> str:
    if distance < 6:
        return str(distance)
    return "near" if distance < 12 else "far" if distance < 30 else "very far"

"""A page saved as text to an article: segments, their classes, raw offsets of what stays."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from dateline import urls
from dateline.clean.article import Piece
from dateline.clean.blocks import classify
from dateline.clean.blocks.characters import (
    Floats,
    count_characters,
    repeats,
    text_columns,
    word_tokens,
)
from dateline.clean.blocks.classify import LABELS
from dateline.clean.blocks.features import Features, Hints, overlaps, positions
from dateline.clean.dumptypes import BODY, ROW, decide, lists_read_aloud
from dateline.clean.lines import ENDS, count_words, goes_on, linked, one_line
from dateline.clean.metadata.authors import split_byline
from dateline.clean.metadata.collect import Metadata
from dateline.clean.metadata.dates import date_in_url, parse_date
from dateline.clean.metadata.titles import strip_site
from dateline.clean.repeats import Site, beside, texts_of
from dateline.clean.segments import Segment, cut

_SEPARATOR = re.compile(r"\s+[|·•–—-]\s+|\s*[|｜]\s*")
# Of a page without its <title>: a sign of a list or of markup, or a link to the content.
_NO_TITLE = re.compile(
    r"[*#•·+(\[-]|\d{1,2}\.\s|(?:IFRAME|Image):|(?:Skip|Jump) to ", re.IGNORECASE
)
_WORD = re.compile(r"\S+")
_LONGEST_TITLE = 300
_BAR = re.compile(r"[|｜]")
_BYLINE = re.compile(r"(?:By|Von|Par|Por|Di|Av|Af|Door|Text:|Author:)\s", re.IGNORECASE)
_JOINED = ("PARAGRAPH", "BLOCKQUOTE", "LIST_ITEM")
_LEAST_LEFT = 2 / 3  # of the article's characters


@dataclass(slots=True)
class DumpReading:
    """A dump that was read: its segments, the type each was given, and why."""

    dump: str
    title: str
    segments: list[Segment]
    probabilities: Floats
    types: list[str]
    repeats: list[int]  # pages of the site with this segment, where it was dropped for that

    def text(self, row: int) -> str:
        """The segment's text in one line."""
        segment = self.segments[row]
        return one_line(self.dump[segment.start : segment.end])

    def pieces(self) -> list[Piece]:
        """The segments that were kept; those cut inside a paragraph are one again."""
        paragraphs: list[list[int]] = []
        for row, kind in enumerate(self.types):
            if kind and row and self.types[row - 1] and self._continues(row):
                paragraphs[-1].append(row)
            elif kind:
                paragraphs.append([row])
        return [self._piece(rows) for rows in paragraphs]

    def _piece(self, rows: list[int]) -> Piece:
        first = rows[0]
        start, end = self.segments[first].start, self.segments[rows[-1]].end
        text = one_line(self.dump[start:end])
        return Piece(self.types[first], text, None, start, end, round(self.score(first), 4))

    def score(self, row: int) -> float:
        """Probability of the segment's type, or that it is body text where it was dropped."""
        p, kind = self.probabilities[row], self.types[row]
        if kind in ("PARAGRAPH", "SUBHEADING", "LIST_ITEM", "BLOCKQUOTE", ""):
            return float(p[BODY].sum())
        return float(p[ROW[kind.lower()]])

    def body_size(self) -> int:
        """Characters of the running text that was kept."""
        return sum(
            segment.end - segment.start
            for segment, kind in zip(self.segments, self.types, strict=True)
            if kind in ("PARAGRAPH", "SUBHEADING", "STANDFIRST")
        )

    def metadata(self, url: str | None) -> Metadata:
        """What the text says of itself: headline, standfirst, dates, names in bylines."""
        found = Metadata()
        for row, kind in enumerate(self.types):
            if kind == "HEADLINE":
                found.put("title", self.text(row), "text")
            elif kind == "STANDFIRST":
                found.put("standfirst", self.text(row), "text")
        found.put("title", self.title, "text")
        near = self._near_the_headline()
        for row in near:
            found.put("published", parse_date(self.text(row)), "text")
        bylines = [self.text(r) for r in near if _BYLINE.match(self.text(r))]
        byline = split_byline(bylines[:3])
        found.put("authors", byline.authors, "text")
        found.put("agencies", byline.agencies, "text")
        found.put("url", url, "url")
        found.put("canonical_url", urls.normalise_url(url) if url else None, "url")
        found.put("published", date_in_url(url) if url else None, "url")
        return found

    def _near_the_headline(self) -> list[int]:
        """Rows that were dropped between the headline and the third paragraph, short ones."""
        start = self.types.index("HEADLINE") if "HEADLINE" in self.types else 0
        paragraphs = [row for row, kind in enumerate(self.types) if kind == "PARAGRAPH"]
        end = paragraphs[2] if len(paragraphs) > 2 else len(self.types)
        return [
            row
            for row in range(start, max(end, start))
            if not self.types[row] and len(self.text(row)) < 120
        ]

    def _continues(self, row: int) -> bool:
        """Whether the cut before this segment was inside a word, a sentence, or a line."""
        before, here = self.segments[row - 1], self.segments[row]
        if self.types[row - 1] not in _JOINED or self.types[row] not in _JOINED or here.mark:
            return False
        if not here.glued and not here.lines:
            return True
        open_end = self.dump[before.end - 1] not in ENDS
        return open_end and (here.glued or (here.lines == 1 and goes_on(self.text(row))))


def read_dump(
    dump: str, site: Site | None = None, *, model: classify.Model | None = None
) -> DumpReading:
    """The dump's segments and their types. `site` is what repeats over the dumps of its site.

    `model` is the net that judges them; the package's where there is none.

    Of a run of segments that repeat the net sees two at each end, headings maybe of what is beside
    them. Where less is left of the article than if it had seen all, all are judged. Without either
    F1 on dumps in frames of publishers was .003 to .010 lower (`benchmarks/site_dumps.py`, 24
    November 2026).
    """
    title = page_title(dump)
    segments = cut(dump, title)
    texts = texts_of(dump, segments)
    repeats = site.repeats(texts, title) if site else [0] * len(segments)

    def read(seen: NDArray[np.bool_]) -> DumpReading:
        p = judge(dump, segments, seen, title=title, model=model or classify.load_model("dump.npz"))
        types = _types(texts, segments, p, repeats=repeats, title=title)
        for row in lists_read_aloud(texts):
            types[row] = ""
        return DumpReading(dump, title, segments, p, types, repeats)

    single = np.array(repeats) == 0
    reading = read(beside(beside(single)))
    if not single.all():
        whole = read(np.ones_like(single))
        if reading.body_size() < _LEAST_LEFT * whole.body_size():
            return whole
    return reading


def _types(
    texts: list[str], segments: list[Segment], p: Floats, *, repeats: list[int], title: str
) -> list[str]:
    """The types of the segments, "" for those that repeat or are dropped."""
    rows = [row for row, pages in enumerate(repeats) if not pages]
    types = [""] * len(segments)
    if rows:
        chosen = [texts[row] for row in rows], [segments[row] for row in rows]
        kinds = decide(*chosen, p[rows], title)
        for row, kind in zip(rows, kinds, strict=True):
            types[row] = kind
    return types


def segment_texts(dump: str) -> list[str]:
    """The texts of the dump's segments, as a site's are counted."""
    return texts_of(dump, cut(dump, page_title(dump)))


def judge(
    dump: str,
    segments: list[Segment],
    seen: NDArray[np.bool_],
    *,
    title: str,
    model: classify.Model,
) -> Floats:
    """Probability of each of LABELS for each segment that is `seen`; zeros for the others."""
    rows = np.flatnonzero(seen)
    out = np.zeros((len(segments), len(LABELS)), np.float32)
    if len(rows):
        features = featurise_segments(dump, [segments[row] for row in rows.tolist()], title)
        out[rows] = classify.probabilities(features, model)
    return out


def page_title(dump: str) -> str:
    """The headline in the first line, which is the page's <title>: `Headline | Section | Site`.

    A dump of one line begins with it, and has it again. "" where the first line is no title.
    """
    first = next((line.strip() for line in dump[:5000].splitlines() if line.strip()), "")
    first = first.removeprefix("# ")
    start = dump.find(first)
    if len(first) > _LONGEST_TITLE:
        first = _said_again(first)
    if _NO_TITLE.match(first):
        return ""
    rest = dump[start + len(first) :]
    cuts = list(_SEPARATOR.finditer(first))
    starts, ends = [0, *(c.end() for c in cuts)], [*(c.start() for c in cuts), len(first)]
    parts = [part for start, end in zip(starts, ends, strict=True) if (part := first[start:end])]
    # The headline, which may have dashes in it, comes again below; the site's name does too, but
    # it is shorter.
    least = max(12, *(len(part) / 2 for part in parts)) if parts else 12
    runs = (first[start:end] for at, start in enumerate(starts[:8]) for end in ends[at:8])
    again = [
        run
        for run in runs
        if len(run) >= least and count_words(run) > 2 and not _BAR.search(run) and run in rest
    ]
    if again:
        return max(again, key=len)
    if len(parts) > 2 and len(parts[0].split()) > 3 and all(len(p.split()) < 4 for p in parts[1:]):
        return parts[0]
    title = strip_site(first, parts[-1:] if len(parts) > 1 else [])
    return title if len(parts) > 1 or _reads_as_title(title) else ""


def _reads_as_title(line: str) -> bool:
    """Whether a line that comes nowhere again may be a headline: several words, no sentence."""
    return count_words(line) > 4 and line[-1] not in ".:"


def _said_again(line: str) -> str:
    """The most words that a line begins with and has again."""
    ends = [word.end() for word in islice(_WORD.finditer(line), _LONGEST_TITLE // 4)]
    many = bisect_left(ends, True, key=lambda end: line.find(line[:end], end) < 0)
    return line[: ends[many - 1]] if many else ""


def featurise_segments(dump: str, segments: list[Segment], title: str) -> Features:
    """The features of every segment; the bags of element names are empty."""
    texts = texts_of(dump, segments)
    n = len(texts)
    counts, ends = count_characters(texts)
    words = [text.lower().split() for text in texts]
    columns, sizes, units = text_columns(counts, words)
    prose = np.where(units >= 10, sizes, np.float32(0))
    overlap = overlaps(texts, words, Hints(title=title))
    glued = np.array([s.glued for s in segments], np.float32)
    lines = np.minimum(np.array([s.lines for s in segments], np.float32), 8)
    links = [linked(dump[s.start : s.end]) for s in segments]
    match = overlap[:, 0] * overlap[:, 1]
    match[: 1 if n > 1 else 0] = 0  # line 1 is the <title>
    columns += [
        (prose > 0).astype(np.float32),
        *positions(prose, int(match.argmax()) if match.max() > 0.5 else 0),
        glued,
        np.append(glued[1:], 0).astype(np.float32),
        (lines / 4).astype(np.float32),
        np.append(lines[1:], 0).astype(np.float32) / np.float32(4),
        _line_shares(segments, sizes),
        np.minimum(np.array(links, np.float32) / sizes, 1),
        np.array([s.mark == "#" for s in segments], np.float32),
        np.array([s.mark not in ("", "#") for s in segments], np.float32),
    ]
    repeated = repeats(words)
    numbers = np.concatenate(
        [np.stack(columns, axis=1).astype(np.float32), ends, overlap[:, :2], repeated], axis=1
    )
    nothing = np.zeros((n, 1), np.int64)
    return Features(numbers, nothing, nothing, word_tokens(words), repeated)


def _line_shares(segments: list[Segment], sizes: Floats) -> Floats:
    """Each segment's share of the characters of its line."""
    line = np.cumsum([segment.lines > 0 for segment in segments])
    totals = np.bincount(line, sizes)
    shares: Floats = (sizes / np.maximum(totals[line], 1)).astype(np.float32)
    return shares

"""The rules for quotes, at work on one paragraph."""

from __future__ import annotations

import bisect
import operator

from dateline.language.quotation import Quoted
from dateline.predict.phrases import phrase_after, phrase_before
from dateline.predict.quotes.cues import CUES, NOUNS
from dateline.predict.quotes.drafts import Draft
from dateline.predict.tagger.words import Page

_LAST = 12  # words between a stretch in marks and its cue
_BEFORE_VERB = frozenset("he she they it i we you who also to will would can could must".split())
_MOST_BEHIND_COMMA = 8  # words from the comma to the cue of: They had run, Finch said
_SENTENCE = operator.attrgetter("sentence")
_DASHES = ("—", "―", "–", "--")


class Paragraph:
    """One paragraph, and what its rules have used up."""

    def __init__(self, page: Page, paragraph: range, before: list[Draft]) -> None:
        self.page, self.words, self.paragraph = page, page.words, paragraph
        self.before = before  # drafts of the paragraphs above
        self.used: set[int] = set()  # words that are a cue already
        self.stretches: dict[int, range] = {}
        for at in paragraph:
            quote = page.words[at].quote
            if quote is not None:
                first = self.stretches.get(quote, range(at, at)).start
                self.stretches[quote] = range(first, at + 1)

    def drafts(self) -> list[Draft]:
        """The quotes of the paragraph, direct ones first."""
        found: list[Draft] = []
        for quote, words in self.stretches.items():
            self._stretch(quote, words, found)
        for at in self.paragraph:
            reported = self._reported(at, found)
            if reported is not None:
                found.append(reported)
        return found

    # In quotation marks

    def _stretch(self, quote: int, words: range, found: list[Draft]) -> None:
        marked = self.page.quoted[quote]
        last = found[-1] if found else None
        if last and last.stretches and self._goes_on(last, words):
            last.pieces.append((marked.start, marked.end))
            last.stretches.append(quote)
            return
        above = self.before[-1] if self.before else None
        if not found and above and above.stretches and self._continues(above.stretches[-1], quote):
            above.pieces.append((marked.start, marked.end))
            above.stretches.append(quote)
            self._complete(above, words)
            return
        draft = self._attributed(marked, words, quote)
        if draft is not None:
            found.append(draft)
        elif self._speech(marked, words):
            found.append(Draft([(marked.start, marked.end)], None, None, 0.5, [quote]))

    def _continues(self, before: int, quote: int) -> bool:
        return quote == before + 1 and self.page.quoted[before].continues

    def _complete(self, draft: Draft, words: range) -> None:
        """A speech over paragraphs has its attribution in any of them."""
        if draft.cue is None:
            cue = self._cue_behind(words) or self._cue_before(words)
            if cue is not None:
                draft.cue, draft.source = cue
                self.used |= set(cue[0])

    def _goes_on(self, last: Draft, words: range) -> bool:
        """Whether nothing but the attribution stands between the last stretch and this one."""
        previous = self.stretches.get(last.stretches[-1])
        if previous is None or last.cue is None:
            return False
        between = range(previous.stop, words.start)
        if not between or last.cue.start not in between or len(between) > 25:
            return False
        # “A,” said Finch, the mayor. “B.”: a stop only right before the second stretch.
        return not any(self._ends_sentence(at) for at in between[:-1])

    def _ends_sentence(self, at: int) -> bool:
        word = self.words[at]
        return word.text in ".!?" and self.words[at + 1].sentence > word.sentence

    def _speech(self, marked: Quoted, words: range) -> bool:
        """Whether words in marks are an utterance of their own, rather than a term or irony."""
        text = self.page.text[marked.start : marked.end].rstrip("\"'”’»")
        alone = words.start == self.paragraph.start or self._stop(words.start - 1)
        return len(words) >= 7 and (text[-1:] in ".!?,…" or not marked.closed) and alone

    def _stop(self, at: int) -> bool:
        return at in self.paragraph and self.words[at].text in ".!?:"

    def _attributed(self, marked: Quoted, words: range, quote: int) -> Draft | None:
        piece = (marked.start, marked.end)
        behind = self._cue_behind(words)
        if behind is not None:
            self.used |= set(behind[0])
            return Draft([piece], *behind, score=0.9, stretches=[quote])
        before = self._cue_before(words)
        if before is None:
            return None
        cue, source = before
        self.used |= set(cue)
        opening = range(cue.stop, words.start)
        if len(opening) <= 1 or self.words[opening[-1]].text in ",:":
            return Draft([piece], cue, source, 0.9, [quote])
        first = opening[0] + (self.words[opening[0]].lower in ("that", ":", ","))
        end = self._clause_end(words.stop)
        return Draft([(self.words[first].start, end)], cue, source, 0.8, [quote])

    def _clause_end(self, at: int) -> int:
        """Where a mixed quote ends: before the stop of its sentence."""
        here = at
        while here in self.paragraph and self.words[here].text not in ".!?;":
            if self.words[here].lower in CUES and self.words[here].quote is None:
                break
            here += 1
        closed = here in self.paragraph and self.words[here].text in ".!?;"
        last = here - 1 if closed or here not in self.paragraph else at - 1
        return self.words[last].end

    def _cue_behind(self, words: range) -> tuple[range, range | None] | None:
        """The attribution behind a stretch: “…,” Finch said; “…,” said Finch; “…” — Finch."""
        first = words.stop
        inside = self.page.text[self.words[words.start].start : self.words[first - 1].end]
        last = inside.rstrip("\"'”’»")[-1:]
        following = self.words[first].text if first in self.paragraph else ""
        if following == ",":
            first += 1
        elif last not in ",?!—…-" and following not in _DASHES:
            return None
        for at in range(first, min(first + _LAST, self.paragraph.stop)):
            word = self.words[at]
            if (
                word.sentence > self.words[first].sentence
                or word.text in "!?;:"
                or word.quote is not None
            ):
                return None
            if word.text in _DASHES and at == first:
                return range(at, at + 1), phrase_after(self.words, at + 1, self.paragraph.stop)
            if not self._is_cue(at):
                continue
            cue = range(at, at + 1)
            if at == first:
                return cue, phrase_after(self.words, at + 1, self.paragraph.stop)
            return cue, phrase_before(self.words, at, first)
        return None

    def _cue_before(self, words: range) -> tuple[range, range | None] | None:
        """The attribution before a stretch: Finch said, “…”; Finch said it was “…”."""
        for at in range(words.start - 1, max(self.paragraph.start, words.start - _LAST) - 1, -1):
            word = self.words[at]
            if word.text in "!?;" or word.quote is not None or self._ends_sentence(at):
                return None
            if word.lower == "to" and at and self.words[at - 1].lower == "according":
                return None
            if self._is_cue(at):
                return range(at, at + 1), phrase_before(self.words, at, self.paragraph.start)
        return None

    def _is_cue(self, at: int) -> bool:
        word, before = self.words[at], self._lower(at - 1)
        if word.lower not in CUES or at in self.used:
            return False
        if word.lower not in NOUNS:
            return True
        named = at - 1 in self.paragraph and self.words[at - 1].text[0].isupper()
        return before in _BEFORE_VERB or (named and before not in ("the", "a", "this", "in"))

    # Without quotation marks

    def _reported(self, at: int, found: list[Draft]) -> Draft | None:
        word = self.words[at]
        if word.quote is not None or at in self.used:
            return None
        if word.lower == "according" and self._lower(at + 1) == "to":
            return self._according(at)
        if not self._is_cue(at) or self._lower(at - 1) in ("to", "the", "a", "of", "an"):
            return None
        source = phrase_before(self.words, at, self.paragraph.start)
        return self._clause_behind(at, source) or self._clause_before(at)

    def _lower(self, at: int) -> str:
        return self.words[at].lower if at in self.paragraph else ""

    def _clause_behind(self, at: int, source: range | None) -> Draft | None:
        """Finch said (that) they had run."""
        if source is None:
            return None
        first = at + 1
        if self._lower(first) in (
            "reporters",
            "journalists",
            "cnn",
            "me",
            "us",
            "him",
            "her",
            "them",
        ):
            first += 1
        that = self._lower(first) == "that"
        first += that
        surely = that or self.words[at].lower in ("said", "says", "say")
        if not surely or not self._begins_clause(first, that):
            return None
        last = self._sentence_end(first)
        if last - first < 3:
            return None
        self.used.add(at)
        piece = (self.words[first].start, self.words[last - 1].end)
        return Draft([piece], range(at, at + 1), source, 0.75 if that else 0.65)

    def _begins_clause(self, at: int, that: bool) -> bool:
        if at not in self.paragraph or self.words[at].text in ",.:;!?":
            return False
        no_clause = ("on", "in", "at", "to", "about", "of", "with", "by", "so", "for", "during")
        return that or self.words[at].lower not in no_clause

    def _sentence_end(self, at: int) -> int:
        number, stop = self.words[at].sentence, self.paragraph.stop
        end = bisect.bisect_right(self.words, number, at, stop, key=_SENTENCE)
        while end > at and self.words[end - 1].text in '.!?”"':
            end -= 1
        return end

    def _sentence_start(self, at: int) -> int:
        number, first = self.words[at].sentence, self.paragraph.start
        return bisect.bisect_left(self.words, number, first, at, key=_SENTENCE)

    def _clause_before(self, at: int) -> Draft | None:
        """They had run, Finch said. They had run, said Finch."""
        word = self.words[at]
        if word.lower not in ("said", "says", "reported", "added", "wrote", "announced", "noted"):
            return None
        start = self._sentence_start(at)
        near = range(at - 1, max(start + 3, at - _MOST_BEHIND_COMMA) - 1, -1)
        comma = next((here for here in near if self.words[here].text == ","), None)
        if comma is None:
            return None
        if any(self.words[here].quote is not None for here in range(start, comma)):
            return None
        inverted = at == comma + 1
        source = (
            phrase_after(self.words, at + 1, self.paragraph.stop) if inverted
            else phrase_before(self.words, at, comma + 1)
        )  # fmt: skip
        if source is None:
            return None
        self.used.add(at)
        piece = (self.words[start].start, self.words[comma - 1].end)
        return Draft([piece], range(at, at + 1), source, 0.7)

    def _according(self, at: int) -> Draft | None:
        """According to Finch, they had run; they had run, according to Finch."""
        source = phrase_after(self.words, at + 2, self.paragraph.stop)
        if source is None:
            return None
        word = self.words[at]
        self.used |= {at, at + 1}
        if at == self.paragraph.start or self.words[at - 1].sentence != word.sentence:
            first = source.stop + 1
            if self._lower(source.stop) != "," or first not in self.paragraph:
                return None
            last = self._sentence_end(first)
        else:
            first = self._sentence_start(at)
            last = at - (self.words[at - 1].text == ",")
        if last - first < 3:
            return None
        piece = (self.words[first].start, self.words[last - 1].end)
        return Draft([piece], range(at, at + 2), source, 0.8)

"""Event triggers by a lexicon and spaCy's parse, with arguments: proposals with low scores.

A verb of the lexicon is a trigger; a noun is one where it is no modifier. Arguments follow the
relations of the parse and are items of the context: entities, figures and times.
"""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.predict.registry import Article, Context, Scored, item_id, span
from dateline.predict.tagger.words import Page, Word, read_pages

_ROLES = {  # type -> (role of the agent, role of what it is done to)
    "DIE": ("AGENT", "VICTIM"), "INJURE": ("AGENT", "VICTIM"), "TRAVEL": ("PERSON", "DESTINATION"),
    "STATEMENT": ("SPEAKER", "THEME"), "TRANSFER": ("AGENT", "AMOUNT"),
    "LEGISLATE": ("AGENT", "THEME"), "ELECT": ("AGENT", "PERSON"), "DISASTER": ("THEME", "THEME"),
}  # fmt: skip
_INTRANSITIVE = frozenset("die drown".split())  # what suffers is the subject
_SUBJECT = ("nsubj", "agent")
_OBJECT = ("dobj", "nsubjpass", "obj", "dative")


@functools.cache
def lexicon() -> dict[tuple[str, str], str]:
    """(part of speech, lemma) -> event type."""
    path = importlib.resources.files("dateline.predict").joinpath("triggers.tsv")
    found: dict[tuple[str, str], str] = {}
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            type_, verbs, nouns = line.split("\t")
            found |= {("VERB", lemma): type_ for lemma in verbs.split()}
            for lemma in nouns.split():
                found.setdefault(("NOUN", lemma), type_)
    return found


@dataclass(frozen=True)
class EventsLexicon:
    """The predictor `lexicon` of the layer events; nothing takes it unless it is asked for."""

    layer: str = "events"
    name: str = "lexicon"
    version: str = "1"

    def predict(self, articles: list[Article], context: Context) -> list[list[Scored]]:
        """The triggers of each article. Raises MissingExtra without spaCy."""
        return [
            list(_events(page, given))
            for page, given in zip(read_pages(articles, parse=True), context, strict=True)
        ]


def _events(page: Page, given: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Scored]:
    targets = [item for name in ("entities", "figures", "times") for item in given.get(name, ())]
    number = 0
    for at, word in enumerate(page.words):
        type_ = lexicon().get((word.pos, word.lemma))
        if type_ is None or (word.pos == "NOUN" and word.relation in ("compound", "amod")):
            continue
        item: dict[str, Any] = {
            "id": item_id("events", number), "type": type_, **span(page.text, word.start, word.end),
            **_attributes(page, word),
        }  # fmt: skip
        arguments = _distinct(_arguments(page, at, type_, targets))
        if arguments:
            item["arguments"] = arguments
        number += 1
        yield Scored(item, 0.5 if arguments else 0.3)


def _attributes(page: Page, word: Word) -> dict[str, str]:
    """Realis, polarity and tense from auxiliaries and negation."""
    children = [page.words[child] for child in word.children]
    lemmas = {child.lemma for child in children if child.relation in ("aux", "auxpass", "mark")}
    negative = any(child.relation == "neg" for child in children)
    open_ = bool(lemmas & {"will", "would", "may", "might", "could", "should", "if", "to", "shall"})
    tense = "FUTURE" if "will" in lemmas else "PAST" if word.tag in ("VBD", "VBN") else None
    found = {
        "realis": "OTHER" if negative or open_ else "ACTUAL",
        "polarity": "NEGATIVE" if negative else "POSITIVE",
    }
    return found | ({"tense": tense} if tense else {})


def _arguments(
    page: Page, at: int, type_: str, targets: Sequence[Mapping[str, Any]]
) -> Iterator[dict[str, str]]:
    agent, patient = _ROLES.get(type_, ("ACTOR", "RECIPIENT"))
    word = page.words[at]
    for child in word.children:
        relation = page.words[child].relation
        role = agent if relation in _SUBJECT else patient if relation in _OBJECT else None
        if role == agent and word.lemma in _INTRANSITIVE:
            role = patient
        if relation in ("prep", "agent"):
            yield from _prepositional(page, child, type_, targets, agent)
        elif role is not None:
            yield from _named(page, child, role, targets)


def _prepositional(
    page: Page, at: int, type_: str, targets: Sequence[Mapping[str, Any]], agent: str
) -> Iterator[dict[str, str]]:
    """Places and times in prepositions, the agent behind by."""
    word = page.words[at]
    for child in word.children:
        if word.relation == "agent":
            yield from _named(page, child, agent, targets)
            continue
        for found in _inside(page, child, targets):
            if found["type"] in ("DATE", "TIME"):
                yield {"role": "TIME", "target": found["id"]}
            elif found["type"] in ("GPE", "LOC", "FAC") and word.lower in ("in", "at", "near"):
                yield {"role": "PLACE", "target": found["id"]}
            elif found["type"] in ("GPE", "LOC", "FAC") and type_ == "TRAVEL":
                role = "ORIGIN" if word.lower == "from" else "DESTINATION"
                yield {"role": role, "target": found["id"]}


def _named(
    page: Page, at: int, role: str, targets: Sequence[Mapping[str, Any]]
) -> Iterator[dict[str, str]]:
    for found in _inside(page, at, targets):
        if "value" not in found:
            yield {"role": role, "target": found["id"]}
        elif role == "VICTIM":
            yield {"role": "COUNT", "target": found["id"]}
        elif found["type"] == "MONEY":
            yield {"role": "AMOUNT", "target": found["id"]}


def _inside(page: Page, at: int, targets: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The items that hold the word, or a word of its phrase: the head's own before others."""
    word = page.words[at]
    own = [item for item in targets if item["start"] <= word.start < item["end"]]
    if own:
        return own
    near = [page.words[child] for child in word.children]
    return [i for i in targets if any(i["start"] <= w.start < i["end"] for w in near)][:1]


def _distinct(arguments: Iterator[dict[str, str]]) -> list[dict[str, str]]:
    return list({(one["role"], one["target"]): one for one in arguments}.values())

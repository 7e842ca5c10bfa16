"""Quotes by the shipped tagger, completed by the rules: speakers, media, and speech it missed."""

from __future__ import annotations

import importlib.resources
from dataclasses import dataclass
from pathlib import Path

from dateline.layers import find
from dateline.predict.quotes.by_rules import QuotesRules
from dateline.predict.quotes.cues import medium
from dateline.predict.quotes.speakers import Speakers
from dateline.predict.registry import Article, Context, Item, Scored, item_id
from dateline.predict.tagger.tagger import CrfTagger, open_tagger

_MODEL = "quotes.crf"  # trained on PolNeAR's train compartment; see docs/predict.md


@dataclass(frozen=True)
class QuotesCrf:
    """The predictor `crf` of the layer quotes."""

    tagger: CrfTagger
    layer: str = "quotes"
    name: str = "crf"

    @property
    def version(self) -> str:
        return self.tagger.version

    @classmethod
    def shipped(cls) -> QuotesCrf:
        """The one with the model that comes with Dateline. Raises MissingExtra."""
        path = Path(str(importlib.resources.files("dateline.predict.quotes").joinpath(_MODEL)))
        return cls(open_tagger(path, find("quotes")))

    def predict(self, articles: list[Article], context: Context) -> list[list[Scored]]:
        """The quotes of each article; speakers are items of the entities in its context."""
        tagged = self.tagger.predict(articles, context)
        ruled = QuotesRules().predict(articles, context)
        return [
            _completed(
                article["text"], quotes, rules, Speakers(article["text"], given.get("entities", ()))
            )
            for article, quotes, rules, given in zip(articles, tagged, ruled, context, strict=True)
        ]


def _completed(
    text: str, quotes: list[Scored], rules: list[Scored], speakers: Speakers
) -> list[Scored]:
    """The tagger's quotes, and the direct speech of the rules where it has none."""
    made = [Scored(_attributed(one.item, speakers), one.score) for one in quotes]
    for one in rules:
        if one.item["type"] == "DIRECT" and not any(_overlap(one.item, q.item) for q in quotes):
            made.append(one)
    made.sort(key=lambda one: (one.item["start"], -one.item["end"]))
    return [
        Scored({**one.item, "id": item_id("quotes", at)}, one.score)
        for at, one in enumerate(made)
    ]  # fmt: skip


def _attributed(item: Item, speakers: Speakers) -> Item:
    cue = item.get("cue")
    made = {**item, "medium": medium(cue["text"])} if cue else dict(item)
    speaker = speakers.of(made)
    return made if speaker is None else {**made, "speaker": speaker}


def _overlap(one: Item, other: Item) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])

"""Quotes by rules that need no parse: quotation marks, cue words, and the order of words.

Direct and mixed quotes follow from the marks and the attribution beside them, indirect ones from
a cue with a source before it and a clause behind it, or the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.predict.quotes.drafts import Draft, finished
from dateline.predict.quotes.paragraph import Paragraph
from dateline.predict.registry import Article, Context, Scored
from dateline.predict.tagger.words import Page, read_pages


@dataclass(frozen=True)
class QuotesRules:
    """The predictor `rules` of the layer quotes."""

    layer: str = "quotes"
    name: str = "rules"
    version: str = "1"

    def predict(self, articles: list[Article], context: Context) -> list[list[Scored]]:
        """The quotes of each article; speakers are items of the entities in its context."""
        pages = read_pages(articles, parse=False)
        return [
            finished(page, drafts_of(page), given.get("entities", ()))
            for page, given in zip(pages, context, strict=True)
        ]


def drafts_of(page: Page) -> list[Draft]:
    """All quotes of a page."""
    found: list[Draft] = []
    for paragraph in page.paragraphs:
        found += Paragraph(page, paragraph, found).drafts()
    return found

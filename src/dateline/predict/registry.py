"""What a predictor is, what it reads, and what it gives: items of a layer with scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

Article = Mapping[str, Any]
Item = dict[str, Any]
# For each article the annotations of other layers that a predictor may use: layer -> items.
Context = Sequence[Mapping[str, Sequence[Mapping[str, Any]]]]


class Scored(NamedTuple):
    """An item as the layer's schema has it, and the probability that a person would accept it."""

    item: Item
    score: float


class Predictor(Protocol):
    """Makes items of one layer. The registry in `dateline.predict` holds them by name."""

    @property
    def layer(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def predict(self, articles: list[Article], context: Context) -> list[list[Scored]]:
        """The items of each article, in the order of its text; `context` has one member each."""
        ...


class Baseline(NamedTuple):
    """A line of the registry."""

    make: Callable[[], Predictor]
    languages: frozenset[str] | None  # ISO 639-1 codes of what it reads; None: any
    needs: tuple[str, ...] = ()  # modules that it cannot do without; see the extras


def reads(languages: frozenset[str] | None, article: Article) -> bool:
    """Whether what reads `languages` reads the article; one of no known language is read."""
    code = article.get("language")
    return languages is None or not code or code.partition("-")[0].lower() in languages


def unread(languages: frozenset[str] | None, articles: Iterable[Article]) -> Counter[str]:
    """How many articles are in each language that is not one of `languages`."""
    return Counter(one["language"] for one in articles if not reads(languages, one))


def item_id(layer: str, at: int) -> str:
    """The id of the layer's item number `at`: unique in an article over all layers."""
    return f"{layer}-{at + 1}"


def span(text: str, start: int, end: int) -> Item:
    """The span of `text[start:end]`, half-open."""
    return {"start": start, "end": end, "text": text[start:end]}


def spanned(text: str, pieces: Sequence[tuple[int, int]]) -> Item:
    """The span over sorted `pieces`, with fragments where there are several."""
    made = span(text, pieces[0][0], pieces[-1][1])
    if len(pieces) > 1:
        made["fragments"] = [{"start": start, "end": end} for start, end in pieces]
    return made

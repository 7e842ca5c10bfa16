"""What an attacker reads of stand-off: the most likely word at each place, given all codes.

He knows how the codes are made, a word list and the frequencies of words and of word pairs in
other news, and the lengths that the offsets of annotated single words give away. Forward-backward
over all words that fit, nothing pruned: no attack with the same knowledge reads more words.

A second attacker has a trigram model of the same news (trigrams.py) and chooses among the words
that the first finds likeliest at each place.

usage: python benchmarks/attack.py ../shared/data
"""

from __future__ import annotations

import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

sys.path.insert(0, str(Path(__file__).parent))

import trigrams
from standoff import Document, documents

from dateline.publish.hashed import code, hashed, plain
from dateline.publish.standoff import spans_of

BITS = (0, 1, 2, 3, 4, 6, 8)
PAIRS = 0.75  # weight of word pairs against single words
COMMON = 200  # most frequent words, which carry no content
READ = 18  # documents
KEPT = 300  # words at each place that the second attacker weighs


class Model(NamedTuple):
    """Words by frequency, their shares, and the share of each word after each."""

    words: list[str]
    single: NDArray[np.float32]
    after: csr_matrix
    before: csr_matrix  # the transpose
    lengths: NDArray[np.int64]


def news(data: Path) -> Iterator[str]:
    """The texts that the attacker has: none of the documents that he reads."""
    for path in sorted((data / "polnear/train").rglob("*.txt")):
        yield path.read_text("utf-8")
    for line in (data / "pages/wcxb_dev/truth.jsonl").open("rb"):
        yield json.loads(line).get("body") or ""
    for line in (data / "pages/fundus/truth.jsonl").open("rb"):
        yield "\n".join(_strings(json.loads(line).get("sections")))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for member in value.values() if isinstance(value, dict) else value:
            yield from _strings(member)


def words(text: str) -> list[str]:
    found = hashed(text, "", 1)
    return [plain(text[a:b]) for a, b in zip(found.starts, found.ends, strict=True)]


def learn(texts: Iterator[str]) -> Model:
    """Frequencies of words that occur twice or more."""
    counts: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        found = words(text)
        counts.update(found)
        pairs.update(itertools.pairwise(found))
    known = [word for word, count in counts.most_common() if count > 1]
    ids = {word: at for at, word in enumerate(known)}
    single = np.array([counts[word] for word in known], np.float32) / counts.total()
    kept = [(ids[a], ids[b], n) for (a, b), n in pairs.items() if a in ids and b in ids]
    first, second, number = (np.array(column) for column in zip(*kept, strict=True))
    shares = number / np.array([counts[word] for word in known])[first]
    after = csr_matrix((shares.astype(np.float32), (first, second)), (len(known),) * 2)
    lengths = np.array([len(word) for word in known])
    return Model(known, single, after, after.T.tocsr(), lengths)


def learn_trigrams(texts: Iterator[str], model: Model) -> trigrams.Trigrams:
    """Of the words of `model`."""
    ids = {word: at for at, word in enumerate(model.words)}
    numbers = [np.array([ids.get(word, -1) for word in words(text)], np.int64) for text in texts]
    return trigrams.learn(numbers, len(model.words))


def read(
    document: Document, bits: int, model: Model, third: trigrams.Trigrams
) -> list[tuple[str, str, str]]:
    """(true word, the first attacker's, the second's) of each token of a document."""
    article, gold = document
    text = article["text"]
    tokens = hashed(text, article["id"], max(bits, 1))
    lengths = _lengths(gold, tokens.starts, tokens.ends)
    codes = np.array([code(word, article["id"], bits or 1) for word in model.words], np.uint8)
    fits = []
    for at, wanted in enumerate(tokens.codes.tolist()):
        fit = codes == wanted if bits else np.ones(len(codes), bool)
        if at in lengths:
            fit = fit & (model.lengths == lengths[at])
        fits.append(np.flatnonzero(fit))
    weights = _posteriors(fits, model)
    kept = [_top(*both) for both in zip(fits, weights, strict=True)]
    second = trigrams.likeliest(kept, third)
    first = [fit[w.argmax()] if len(fit) else 0 for fit, w in zip(fits, weights, strict=True)]
    found = ([model.words[at] for at in side] for side in (first, second))
    return list(zip(words(text), *found, strict=True))


def _top(fit: NDArray[np.int64], weights: NDArray[np.float32]) -> NDArray[np.int64]:
    """The likeliest words of a place; word 0 where none fits."""
    if not len(fit):
        return np.zeros(1, np.int64)
    return fit[np.argpartition(-weights, min(KEPT, len(fit)) - 1)[:KEPT]]


def _lengths(gold: Mapping[str, Any], starts: Any, ends: Any) -> dict[int, int]:
    """Lengths that the offsets of single-word spans give away."""
    first, last = ({int(o): at for at, o in enumerate(edges)} for edges in (starts, ends))
    found = {}
    for span in spans_of([a["items"] for a in gold.values()]):
        at = first.get(span["start"])
        if at is not None and last.get(span["end"]) == at:
            found[at] = span["end"] - span["start"]
    return found


def _posteriors(fits: list[NDArray[np.int64]], model: Model) -> list[NDArray[np.float32]]:
    """The weights of the words that fit at each place, given all codes."""
    ahead = list(_weights(fits, model.single, model.before))
    behind = list(_weights(fits[::-1], model.single, model.after, back=True))[::-1]
    return [a * b for a, b in zip(ahead, behind, strict=True)]


def _weights(
    fits: list[NDArray[np.int64]], single: NDArray[np.float32], move: csr_matrix, back: bool = False
) -> Iterator[NDArray[np.float32]]:
    """Forward weights of the fitting words at each place, or backward ones before their own."""
    state = np.ones(len(single), np.float32)
    for number, fit in enumerate(fits):
        if back:
            yield state[fit]
            inside = np.zeros(len(single), np.float32)
            inside[fit] = state[fit]
            state = (1 - PAIRS) * float(inside @ single) + PAIRS * (move @ inside)
        else:
            come = (1 - PAIRS) * single * state.sum() + PAIRS * (move @ state)
            come = single if not number else come
            state = np.zeros(len(single), np.float32)
            state[fit] = come[fit]
            yield state[fit]
        if not state.any():  # a word that is not in the list: begin anew
            state = single.copy()
        state = state / state.max()


def main(data: Path) -> None:
    model = learn(news(data))
    third = learn_trigrams(news(data), model)
    docs = list(documents(data))[-READ:]
    common = set(model.words[:COMMON])
    print(f"{len(model.words)} words, {model.after.nnz} pairs, {len(third.third)} trigrams")
    print("| bits | tokens, pairs | content words, pairs | tokens, trigrams | content words |")
    print("|---|---|---|---|---|")
    for bits in BITS:
        found = [one for document in docs for one in read(document, bits, model, third)]
        content = [one for one in found if one[0] not in common and one[0][0].isalnum()]
        shares = [
            sum(one[0] == one[side] for one in part) / len(part)
            for side in (1, 2)
            for part in (found, content)
        ]
        print(f"| {bits} | " + " | ".join(f"{share:.1%}" for share in shares) + " |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

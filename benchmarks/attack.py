"""What an attacker reads of stand-off: the most likely words that have the published codes.

He knows how the codes are made, a word list and the frequencies of words and of word pairs in
other news, and the lengths that the offsets of annotated single words give away. Viterbi over the
words that fit each code, with a beam.

usage: python benchmarks/attack.py ../shared/data
"""

from __future__ import annotations

import itertools
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent))

from standoff import Document, documents

from dateline.publish.hashed import _code, hashed
from dateline.publish.standoff import spans_of

BITS = (0, 1, 2, 3, 4, 6, 8)
BEAM = 60
PAIRS = 0.75  # weight of word pairs against single words
COMMON = 200  # most frequent words, which carry no content


class Model(NamedTuple):
    """Words by frequency, the logarithms of theirs, and what follows each."""

    words: list[str]
    ids: dict[str, int]
    single: NDArray[np.float64]
    after: dict[int, tuple[NDArray[np.int64], NDArray[np.float64]]]
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
    return [text[a:b].casefold() for a, b in zip(found.starts, found.ends, strict=True)]


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
    single = np.log(np.array([counts[word] for word in known]) / counts.total())
    follow: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (a, b), count in pairs.items():
        if a in ids and b in ids:
            follow[ids[a]].append((ids[b], count / counts[a]))
    after = {
        a: (np.array([b for b, _ in found]), np.array([p for _, p in found]))
        for a, found in follow.items()
    }
    return Model(known, ids, single, after, np.array([len(word) for word in known]))


def read(document: Document, bits: int, model: Model) -> tuple[list[str], list[str]]:
    """(true words, the attacker's words) of a document."""
    article, gold = document
    text = article["text"]
    tokens = hashed(text, article["id"], max(bits, 1))
    codes = np.array([_code(word, article["id"], max(bits, 1)) for word in model.words], np.uint8)
    by_code = {code: np.flatnonzero(codes == code) for code in range(2**bits)}
    lengths = _lengths(gold, tokens.starts, tokens.ends)
    fits = []
    for at, code in enumerate(tokens.codes.tolist()):
        options = by_code[code if bits else 0] if bits else np.arange(len(model.words))
        if at in lengths:
            options = options[model.lengths[options] == lengths[at]]
        fits.append(options)
    return words(text), [model.words[w] if w >= 0 else "" for w in _viterbi(fits, model)]


def _lengths(gold: Mapping[str, Any], starts: Any, ends: Any) -> dict[int, int]:
    """Lengths that the offsets of single-word spans give away."""
    first, last = ({int(o): at for at, o in enumerate(edges)} for edges in (starts, ends))
    found = {}
    for span in spans_of([a["items"] for a in gold.values()]):
        at = first.get(span["start"])
        if at is not None and last.get(span["end"]) == at:
            found[at] = span["end"] - span["start"]
    return found


def _viterbi(fits: list[NDArray[np.int64]], model: Model) -> list[int]:
    """The best words, one of `fits` at each place; -1 where none fits."""
    single = np.log1p(-PAIRS) + model.single
    beams: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []  # words, positions before
    kept, score = np.array([-1]), np.zeros(1)
    value = np.full(len(model.words), -np.inf)
    before = np.zeros(len(model.words), np.int64)
    for options in fits:
        if not len(options):
            beams.append((np.array([-1]), np.array([int(score.argmax())])))
            kept, score = np.array([-1]), score.max(keepdims=True)
            continue
        value[options] = score.max() + single[options]
        before[options] = score.argmax()
        for place, word in enumerate(kept.tolist()):
            if word in model.after:
                nexts, chances = model.after[word]
                inside = value[nexts] > -np.inf
                nexts, chances = nexts[inside], chances[inside]
                gain = score[place] + np.log(
                    PAIRS * chances + (1 - PAIRS) * np.exp(model.single[nexts])
                )
                better = gain > value[nexts]
                value[nexts[better]] = gain[better]
                before[nexts[better]] = place
        top = options[np.argsort(-value[options])[:BEAM]]
        beams.append((top, before[top].copy()))
        kept, score = top, value[top].copy()
        value[options] = -np.inf
    return _back(beams, score)


def _back(beams: list[tuple[NDArray[np.int64], NDArray[np.int64]]], score: Any) -> list[int]:
    at, path = int(score.argmax()), []
    for found, before in reversed(beams):
        path.append(int(found[at]))
        at = int(before[at])
    return path[::-1]


def main(data: Path, documents_read: int) -> None:
    model = learn(news(data))
    docs = list(documents(data))[-documents_read:]
    common = set(model.words[:COMMON])
    print(f"{len(model.words)} words, {sum(len(a[0]) for a in model.after.values())} pairs")
    print("| bits a token | tokens read | content words read |\n|---|---|---|")
    for bits in BITS:
        right = total = content = content_right = 0
        for document in docs:
            for true, guess in zip(*read(document, bits, model), strict=True):
                total += 1
                right += true == guess
                if true not in common and true[0].isalnum():
                    content += 1
                    content_right += true == guess
        print(f"| {bits} | {right / total:.1%} | {content_right / content:.1%} |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), 17)

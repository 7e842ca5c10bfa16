"""Scores and times article extractors on any folder of pages with `truth.jsonl`.

    python benchmarks/extract.py ../shared/data/pages/fundus
    python benchmarks/extract.py FOLDER --extractors dateline trafilatura resiliparse --pages 60
    python benchmarks/extract.py FOLDER --held-out FILE --extractors trafilatura

The body is scored by token F1 and by the 4-gram F1 of scrapinghub's article-extraction-benchmark
(AEB), titles by their words, dates by the day, authors as sets of names (agencies among them).
Intervals are 95 % bootstrap intervals over pages; the difference to the first extractor is paired.
FILE is what `train_blocks.py --held-out` wrote: answers for pages whose publishers were left out of
the training. It is scored first, as `held-out`, and needs nothing of ours installed.
All extractors take turns page by page in one process, so that they are timed in the same weather.
Set OPENBLAS_NUM_THREADS=1, and remember that pages which a model was trained on flatter it: what
`train_blocks.py --held-out` prints does not.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
RESAMPLES = 2000
FEWEST = 8  # pages of a language from which its difference has an interval
HELD_OUT = "held-out"


class Extracted(NamedTuple):
    """What an extractor says of a page; None where it has no opinion."""

    body: str
    title: str | None = None
    date: str | None = None
    authors: list[str] | None = None
    language: str | None = None


Extractor = Callable[[bytes, str], Extracted]


NOTHING = Extracted("", "", "", [])


def dateline_extractor(data: bytes, url: str) -> Extracted:
    from dateline.clean import clean
    from dateline.errors import Reject

    try:
        return answer(clean(data, url, min_words=1))
    except Reject:
        return NOTHING


def answer(article: Mapping[str, Any]) -> Extracted:
    """An article of ours as the answer that is scored."""
    from dateline.clean import body

    # Tables are in, as peers have them. Where nobody is named, truths name the publication, but
    # our authors are people.
    names = article["authors"] + article["agencies"] or [article["publisher"] or ""]
    text = body(article, standfirst=True, tables=True)
    return Extracted(
        text, article["title"] or "", article["published"] or "", names, article["language"]
    )


def trafilatura_extractor(data: bytes, url: str) -> Extracted:
    import trafilatura

    found = trafilatura.bare_extraction(data, url=url, with_metadata=True, include_comments=False)
    if found is None:
        return NOTHING
    authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return Extracted(found.text or "", found.title or "", found.date or "", authors)


def resiliparse_extractor(data: bytes, url: str) -> Extracted:
    from resiliparse.extract.html2text import extract_plain_text

    text = extract_plain_text(data.decode("utf-8", "replace"), main_content=True, alt_texts=False)
    return Extracted(text)


EXTRACTORS: dict[str, Extractor] = {
    "dateline": dateline_extractor,
    "trafilatura": trafilatura_extractor,
    "resiliparse": resiliparse_extractor,
}


def tokens(text: str) -> list[str]:
    """Words in lower case, composed (NFC); a character each in scripts without spaces."""
    return TOKEN.findall(unicodedata.normalize("NFC", text).lower())


def overlap_f1(found: Sequence[Any], wanted: Sequence[Any]) -> float:
    """F1 of two bags.

    >>> overlap_f1(["a", "b", "b"], ["a", "b", "c"])
    0.6666666666666666
    """
    if not found and not wanted:
        return 1.0
    shared = sum((Counter(found) & Counter(wanted)).values())
    return 2 * shared / (len(found) + len(wanted))


def grams(words: list[str], size: int = 4) -> list[tuple[str, ...]]:
    """The word 4-grams of AEB; of shorter texts one, of all words."""
    return [tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1))]


def score(found: Extracted, truth: Mapping[str, Any]) -> dict[str, float]:
    """The scores of one page, those that its truth allows."""
    said, wanted = tokens(found.body), tokens(truth["body"])
    scores = {"tokens": overlap_f1(said, wanted), "4-grams": overlap_f1(grams(said), grams(wanted))}
    if truth.get("title") and found.title is not None:
        scores["title"] = float(tokens(found.title) == tokens(truth["title"]))
    if truth.get("published") and found.date is not None:
        scores["date"] = float(found.date[:10] == str(truth["published"])[:10])
    if truth.get("authors") and found.authors is not None:
        names = [" ".join(tokens(name)) for name in truth["authors"]]
        scores["authors"] = overlap_f1([" ".join(tokens(name)) for name in found.authors], names)
    return scores


def interval(values: Sequence[float]) -> tuple[float, float, float]:
    """Mean, and the ends of its 95 % bootstrap interval."""
    array = np.array(values)
    draws = np.random.default_rng(0).integers(0, len(array), (RESAMPLES, len(array)))
    low, high = np.percentile(array[draws].mean(axis=1), [2.5, 97.5])
    return float(array.mean()), float(low), float(high)


def read_pages(folder: Path, most: int | None) -> Iterator[tuple[bytes, Mapping[str, Any]]]:
    """Pages and their truth; evenly spread where `most` are asked for."""
    lines = (folder / "truth.jsonl").read_text("utf-8").strip().split("\n")
    step = max(1, len(lines) // most) if most else 1
    for line in lines[::step][:most]:
        truth = json.loads(line)
        if truth.get("body"):
            file = folder / "html" / f"{truth['id']}.html.gz"
            yield gzip.decompress(file.read_bytes()), truth


def read_held_out(file: Path) -> dict[str, Extracted]:
    """The answers that `train_blocks.py` wrote, by the page's id in `truth.jsonl`."""
    rows = map(json.loads, file.read_text("utf-8").splitlines())
    return {row.pop("id"): Extracted(**row) for row in rows}


def installed(names: Sequence[str]) -> list[str]:
    """The extractors that can be run here; says of the others how to get them."""
    for name in names:
        if importlib.util.find_spec(name) is None:
            print(f"{name} is not installed, so it is left out: pip install {name}")
    return [name for name in names if importlib.util.find_spec(name) is not None]


def run(
    folder: Path,
    names: list[str],
    most: int | None,
    held_out: Mapping[str, Extracted] | None = None,
) -> None:
    """Score and print; `held_out` are answers that come first, as an extractor of that name."""
    if held_out is not None:
        names = [HELD_OUT, *names]
    scores: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    seconds = Counter[str]()
    groups = []
    for number, (data, truth) in enumerate(read_pages(folder, most)):
        language = truth.get("language") or truth.get("country")
        for name in names[number % len(names) :] + names[: number % len(names)]:
            started = time.process_time()
            if name == HELD_OUT and held_out is not None:
                found = held_out[truth["id"]]
                language = found.language or language
            else:
                found = EXTRACTORS[name](data, truth["url"])
            if number:  # the first page pays for imports and models
                seconds[name] += time.process_time() - started
            scores[name].append(score(found, truth))
        groups.append(language or "all")
    print(f"{folder.name}: {len(groups)} pages")
    for name in names:
        rate = (len(groups) - 1) / max(seconds[name], 1e-9)
        print(f"\n{name}: " + ("" if name == HELD_OUT else f"{rate:.0f} pages per CPU-second"))
        for metric in ("tokens", "4-grams", "title", "date", "authors"):
            _print_metric(metric, scores[name], scores[names[0]] if name != names[0] else None)
    _print_groups(names, scores, groups)


def _print_metric(
    metric: str, mine: list[dict[str, float]], first: list[dict[str, float]] | None
) -> None:
    values = [page[metric] for page in mine if metric in page]
    if not values:
        return
    mean, low, high = interval(values)
    line = f"  {metric:8} {mean:.3f} [{low:.3f}, {high:.3f}] on {len(values)}"
    if first is not None:
        line += "   first minus this " + _difference(metric, first, mine)
    print(line)


def _difference(metric: str, first: list[dict[str, float]], other: list[dict[str, float]]) -> str:
    """The mean of the paired differences, with its interval."""
    pairs = [
        a[metric] - b[metric]
        for a, b in zip(first, other, strict=True)
        if metric in a and metric in b
    ]
    mean, low, high = interval(pairs)
    return f"{mean:+.3f} [{low:+.3f}, {high:+.3f}]"


def _print_groups(
    names: Sequence[str], scores: dict[str, list[dict[str, float]]], groups: list[str]
) -> None:
    print("\ntoken F1 by language or country, and the difference to the first")
    for group, count in Counter(groups).most_common(12):
        rows = [row for row, own in enumerate(groups) if own == group]
        own = {name: [scores[name][row] for row in rows] for name in names}
        cells = [f"{name} {np.mean([page['tokens'] for page in own[name]]):.3f}" for name in names]
        if count >= FEWEST:
            cells[1:] = [
                f"{cell} ({_difference('tokens', own[names[0]], own[name])})"
                for cell, name in zip(cells[1:], names[1:], strict=True)
            ]
        print(f"  {group:6} {count:4}  " + "  ".join(cells))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="holds truth.jsonl and html/ID.html.gz")
    parser.add_argument("--extractors", nargs="+", choices=EXTRACTORS, default=list(EXTRACTORS))
    parser.add_argument("--pages", type=int, help="at most so many, evenly spread")
    parser.add_argument("--held-out", type=Path, help="answers of ours that are scored first")
    arguments = parser.parse_args()
    held_out = read_held_out(arguments.held_out) if arguments.held_out else None
    run(arguments.folder, installed(arguments.extractors), arguments.pages, held_out)


if __name__ == "__main__":
    main()

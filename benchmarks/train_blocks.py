"""Trains the block classifier and writes its files into src/dateline/clean.

    python benchmarks/train_blocks.py ../shared/data/pages/fundus ../shared/data/pages/wcxb_dev
    python benchmarks/train_blocks.py DATA… --held-out OUT  # and say what publishers left out score

DATA are folders with `truth.jsonl` and `html/ID.html.gz`. Needs `pip install 'dateline[train]'`;
about ten minutes on one core, and deterministic, as it keeps BLAS to one thread:

1. blocks.npz, the net, on all pages;
2. body.npz, the trees of the second stage. What they see of a page must come from a net that has
   not seen it, so FOLDS more nets are trained, each without a part of the publishers;
3. dump.npz, the net for text dumps, on the same pages as tools save them as text.

With --held-out every page is judged by the net that has not seen its publisher, and by trees
trained on the other publishers alone. (Those trees were shown opinions of nets that did know the
publisher, about pages of others.) The answers go to OUT, and are compared page by page with the
peers that are installed; `extract.py --held-out` does so where peers have their own environment.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from block_labels import UNKNOWN, label_blocks
from export_forest import to_forest
from extract import NOTHING, Extracted, answer, installed, run
from glue import glue, label_segments, whole_page
from net import Example, Trainer
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser

from dateline.clean import textdump, to_article
from dateline.clean.blocks import classify
from dateline.clean.blocks.context import BODY, contextualise
from dateline.clean.blocks.cut import Page, read_blocks
from dateline.clean.blocks.features import featurise
from dateline.clean.blocks.forest import LEAVES, Forest
from dateline.clean.charset import decode
from dateline.clean.html import Models, read_page, unsure
from dateline.clean.metadata.collect import hints_of, registrable
from dateline.clean.metadata.facts import read_facts
from dateline.clean.segments import cut
from dateline.errors import Reject

FOLDS = 4
PEERS = ("trafilatura", "resiliparse")
# Weights of a newspaper's page in the two stages. Cross-validated on 24 November 2026, twice the
# weight in the first made the F1 of other pages .946 from .943, that of newspapers stayed .966.
NEWS_FIRST, NEWS_SECOND = 2.0, 3.0
EPOCHS = 20  # 10 gave .964 on newspapers, 20 .967
DUMP_EPOCHS = 10
ALONE, WITHOUT_MENUS = 0.1, 0.1  # of the dumps
ARTICLE = [
    classify.LABELS.index(name)
    for name in "headline standfirst paragraph subheading list_item quote caption byline".split()
]
HEADLINES = 4.0  # weight of a dump's headline, one segment of hundreds
OUT = Path(__file__).parent.parent / "src" / "dateline" / "clean" / "blocks"


@dataclass
class Labelled:
    """A page with its truth: the blocks, the net's view of them, the label of each."""

    page: Page
    example: Example
    labels: list[int]
    truth: Mapping[str, Any]
    data: bytes
    folder: str

    @property
    def fold(self) -> int:
        """A part of the publishers, the same on every machine."""
        return int(hashlib.md5(self.example.group.lower().encode()).hexdigest(), 16)


def read_pages(folder: Path) -> Iterator[Labelled]:
    """The pages of a folder whose text is known."""
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        for truth in map(json.loads, lines):
            if not truth["body"]:
                continue
            data = gzip.decompress((folder / "html" / f"{truth['id']}.html.gz").read_bytes())
            tree = LexborHTMLParser(decode(data))
            facts = read_facts(tree)
            page = read_blocks(tree)
            if not page.texts:
                continue
            labels = label_blocks(page, truth)
            sizes = [len(text) for text in page.texts]
            example = make_example(featurise(page, hints_of(facts)), labels, sizes, group(truth))
            if is_newspaper(truth):
                example.weights *= NEWS_FIRST
            yield Labelled(page, example, labels, truth, data, folder.name)


def make_example(
    features: classify.Features, labels: list[int], sizes: list[int], group: str
) -> Example:
    """The example with its weights: longer blocks count more, as the scores count words."""
    weights = np.minimum(0.4 + np.sqrt(np.array(sizes, np.float32)) / 12, 2.0)
    weights *= np.array(labels) != UNKNOWN
    return Example(features, np.maximum(labels, 0), weights.astype(np.float32), group)


def is_newspaper(truth: Mapping[str, Any]) -> bool:
    """Whether the page is from the set of newspapers, whose truth has sections."""
    return "sections" in truth


def group(truth: Mapping[str, Any]) -> str:
    """The publisher, whose pages are trained on together or not at all."""
    return str(truth.get("publisher") or registrable(urlsplit(truth["url"]).hostname or ""))


def train_net(pages: list[Labelled], seed: int = 0) -> classify.Model:
    return Trainer([page.example for page in pages], seed=seed, epochs=EPOCHS).run()


def train_fold_nets(pages: list[Labelled]) -> list[classify.Model]:
    """One net for each part of the publishers, trained without it."""
    return [
        train_net([page for page in pages if page.fold % FOLDS != fold], seed=fold + 1)
        for fold in range(FOLDS)
    ]


def unseen_probabilities(
    pages: list[Labelled], nets: list[classify.Model]
) -> list[NDArray[np.float32]]:
    """Of each page, the probabilities by the net that was trained without its publisher."""
    return [
        classify.probabilities(page.example.features, nets[page.fold % FOLDS]) for page in pages
    ]


def train_forest(pages: list[Labelled], probabilities: list[NDArray[np.float32]]) -> Forest:
    """The trees of the second stage: is a block body, given the first stage's view of the page?"""
    import lightgbm

    rows, targets, weights = [], [], []
    for page, p in zip(pages, probabilities, strict=True):
        chosen = unsure(p) & (page.example.weights > 0)
        rows.append(second_rows(page, p)[chosen])
        targets.append(np.isin(page.example.labels, BODY)[chosen])
        more = NEWS_SECOND / NEWS_FIRST if is_newspaper(page.truth) else 1
        weights.append(page.example.weights[chosen] * more)
    data = lightgbm.Dataset(
        np.concatenate(rows), np.concatenate(targets), weight=np.concatenate(weights)
    )
    parameters = {
        "objective": "binary", "num_leaves": LEAVES, "learning_rate": 0.09,
        "feature_fraction": 0.3, "bagging_fraction": 0.7, "bagging_freq": 1,
        "min_data_in_leaf": 150, "lambda_l2": 5.0, "num_threads": 1, "deterministic": True,
        "force_row_wise": True, "verbose": -1, "seed": 1,
    }  # fmt: skip
    return to_forest(lightgbm.train(parameters, data, 112).dump_model())


def second_rows(page: Labelled, p: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.concatenate([page.example.features.numbers, contextualise(page.page, p)], axis=1)


def glued_examples(pages: Iterable[Labelled], copies: int = 6) -> Iterator[Example]:
    """Every page as a text dump, in a few versions: most with menus and footers, a tenth without, a
    tenth with nothing but the article."""
    rng = np.random.default_rng(0)
    for page in pages:
        whole, title = whole_page(page.data)
        whole_labels = label_blocks(whole, page.truth)
        for _ in range(copies):
            draw = rng.random()
            if draw < ALONE:
                dumped, page_labels = article_alone(whole, whole_labels)
            elif draw < ALONE + WITHOUT_MENUS:
                dumped, page_labels = page.page, page.labels
            else:
                dumped, page_labels = whole, whole_labels
            dump = glue(dumped, title, rng)
            title = textdump.page_title(dump.text)
            segments = cut(dump.text, title)
            labels = label_segments(segments, dump.rows, page_labels)
            features = textdump.featurise_segments(dump.text, segments, title)
            sizes = [segment.end - segment.start for segment in segments]
            example = make_example(features, labels, sizes, page.example.group)
            if is_newspaper(page.truth):
                example.weights *= NEWS_FIRST
            example.weights[example.labels == textdump.ROW["headline"]] *= HEADLINES
            yield example


def article_alone(page: Page, labels: list[int]) -> tuple[Page, list[int]]:
    """The blocks of the page that are the article's, and their labels."""
    rows = [row for row, label in enumerate(labels) if label in ARTICLE]
    columns = {
        name: [getattr(page, name)[row] for row in rows] for name in ("texts", "elements", "linked")
    }
    return replace(page, **columns), [labels[row] for row in rows]


def train_dump_nets(pages: list[Labelled]) -> list[classify.Model]:
    """Nets for dumps, each trained without a part of the publishers."""
    parts = [
        list(glued_examples(page for page in pages if page.fold % FOLDS == fold))
        for fold in range(FOLDS)
    ]
    return [
        train_dump_net([each for own, part in enumerate(parts) if own != fold for each in part])
        for fold in range(FOLDS)
    ]


def train_dump_net(examples: list[Example]) -> classify.Model:
    return Trainer(examples, epochs=DUMP_EPOCHS).run()


def cross_validate(
    pages: list[Labelled], nets: list[classify.Model], probabilities: list[NDArray[np.float32]]
) -> dict[str, dict[str, Extracted]]:
    """By folder and id, the answers for every page by models that never saw its publisher."""
    answers: dict[str, dict[str, Extracted]] = {}
    for fold, net in enumerate(nets):
        seen = [row for row, page in enumerate(pages) if page.fold % FOLDS != fold]
        forest = train_forest([pages[row] for row in seen], [probabilities[row] for row in seen])
        for page in pages:
            if page.fold % FOLDS == fold:
                found = extract(page, Models(net, forest))
                answers.setdefault(page.folder, {})[page.truth["id"]] = found
    return answers


def write_answers(answers: dict[str, Extracted], file: Path) -> None:
    """The answers as `extract.py --held-out` reads them."""
    rows = [json.dumps({"id": id, **found._asdict()}) for id, found in answers.items()]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(rows) + "\n", "utf-8")


def extract(page: Labelled, models: Models) -> Extracted:
    """What `extract.dateline_extractor` says, with these models."""
    url = page.truth["url"]
    try:
        article = to_article(read_page(decode(page.data), url, models=models), url, min_words=1)
    except Reject:
        return NOTHING
    return answer(article)


def keep_to_one_thread() -> None:
    """Start this program again where its linear algebra may take more than one thread."""
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":  # read when numpy is loaded
        os.execve(
            sys.executable,
            [sys.executable, *sys.argv],
            {**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", nargs="+", type=Path, help="folders with truth.jsonl and html/")
    parser.add_argument("--held-out", type=Path, help="where the answers for pages left out go")
    parser.add_argument("--out", type=Path, default=OUT, help="where the model files go")
    arguments = parser.parse_args()
    keep_to_one_thread()
    pages = [page for folder in arguments.data for page in read_pages(folder)]
    nets = train_fold_nets(pages)
    probabilities = unseen_probabilities(pages, nets)
    if arguments.held_out:
        for name, answers in cross_validate(pages, nets, probabilities).items():
            write_answers(answers, arguments.held_out / f"{name}.jsonl")
            folder = next(folder for folder in arguments.data if folder.name == name)
            run(folder, installed(PEERS), None, answers)
    save = np.savez_compressed
    save(arguments.out / "blocks.npz", **classify.to_arrays(train_net(pages)))
    save(arguments.out / "body.npz", **train_forest(pages, probabilities)._asdict())
    dumps = train_dump_net(list(glued_examples(pages)))
    save(arguments.out / "dump.npz", **classify.to_arrays(dumps))


if __name__ == "__main__":
    main()

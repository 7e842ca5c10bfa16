"""Floors under the baselines on the development data; lowering one is an explicit act.

Measured on 2026-11-24: quotes .562, figures .974, times .868, and every imported line is valid.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.checks import validate
from dateline.clean import article
from dateline.convert import read
from dateline.evaluate import evaluate
from dateline.predict import annotate, predict

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.is_dir(), reason="needs the corpora in ../shared/data"),
]


def test_quotes_rules_keep_their_floor() -> None:
    imported = list(read("polnear", DATA / "polnear" / "dev", article))
    pages, gold = [one.article for one in imported], [one.annotations[0] for one in imported]
    found = [made for made, _ in annotate(pages, "quotes", predictor="rules")]
    scores = evaluate(gold, found, "quotes", articles=pages, samples=0)
    assert scores["overlap"]["0.3"]["spans"]["f1"] >= 0.55
    assert scores["labels"]["DIRECT"]["overlap_0.3"]["f1"] >= 0.84


def test_times_grammar_keeps_its_floor() -> None:
    imported = list(read("gum", DATA / "gum_news" / "conllu", article))
    right = dates = 0
    for one, items in zip(
        imported, predict([one.article for one in imported], "times"), strict=True
    ):
        for date in one.annotations[1]["items"]:
            over = [i for i in items if i["start"] < date["end"] and date["start"] < i["end"]]
            dates += bool(date.get("value"))
            right += any(date.get("value") == item.get("value") for item in over if "value" in item)
    assert right / dates >= 0.85


def test_figures_grammar_keeps_its_floor() -> None:
    path = DATA / "newsquant" / "newsquant_dev.json"
    imported = list(read("newsquant", path, article))[:147]
    gold = right = made = 0
    for one, items in zip(
        imported, predict([one.article for one in imported], "figures"), strict=True
    ):
        values = [i["value"] for i in items if i["type"] != "ORDINAL"]
        made += len(values)
        for wanted in one.annotations[0]["items"]:
            gold += 1
            if wanted["value"] in values:
                values.remove(wanted["value"])
                right += 1
    assert 2 * right / (gold + made) >= 0.96


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("polnear", "polnear/annotator-training"),
        ("gum", "gum_news/conllu"),
        ("newsquant", "newsquant/newsquant_dev.json"),
    ],
)
def test_imported_corpus_is_valid(name: str, path: str) -> None:
    for one in read(name, DATA / path, article):
        for annotation in one.annotations:
            assert validate(annotation, one.article, others=one.annotations) == []

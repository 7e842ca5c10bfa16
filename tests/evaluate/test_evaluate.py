"""Scores of made-up predictions, each of which can be worked out by hand."""

import json
import math
import random
from collections.abc import Callable, Sequence
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pytest

from dateline.errors import Stop, Usage
from dateline.evaluate import compare, evaluate
from dateline.evaluate.mistakes import mistakes_page
from dateline.evaluate.tables import comparison_tables, tables
from dateline.layers import Layer, read_layer, shipped
from dateline.scoring.parts import composites

TEXT = "Ada Lark said on Friday that the bridge would open. Tom Reed, 41, said 2.50 tonnes fell."
Line = dict[str, Any]


def span(words: str) -> dict[str, Any]:
    at = TEXT.index(words)
    return {"start": at, "end": at + len(words), "text": words}


def item(name: str, kind: str, words: str, /, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": kind, **span(words), **more}


def line(items: Sequence[dict[str, Any]], layer: str = "entities", article: str = "a1") -> Line:
    return {
        "article": article,
        "text_sha256": "0" * 64,
        "layer": layer,
        "annotator": {"id": "x", "kind": "HUMAN"},
        "items": list(items),
    }


def score(gold: Sequence[Line], found: Sequence[Line], layer: str = "entities") -> dict[str, Any]:
    return evaluate(gold, found, layer, samples=0)


ADA, TOM = item("1", "PERSON", "Ada Lark"), item("2", "PERSON", "Tom Reed")


def test_evaluate_counts_the_four_schemes() -> None:
    gold = [line([ADA, TOM, item("3", "GPE", "bridge"), item("4", "ORG", "tonnes")])]
    found = [
        line([
            ADA,  # right
            {**TOM, "type": "ORG"},  # span right, label wrong
            item("3", "GPE", "the bridge"),  # label right, span wrong
            item("9", "LAW", "Friday"),  # spurious; tonnes is missed
        ])
    ]  # fmt: skip
    spans = score(gold, found)["spans"]
    names = ("correct", "incorrect", "partial", "missed", "spurious")
    counts = {name: tuple(cell[key] for key in names) for name, cell in spans.items()}
    assert counts == {
        "strict": (1, 2, 0, 1, 1),
        "exact": (2, 1, 0, 1, 1),
        "partial": (2, 0, 1, 1, 1),
        "type": (2, 1, 0, 1, 1),
    }
    assert [spans[name]["f1"] for name in spans] == [0.25, 0.5, 0.625, 0.5]


def test_evaluate_does_not_hang_on_order() -> None:
    gold = [line([item("1", "GPE", "the bridge"), item("2", "GPE", "bridge")])]
    found = [line([item("1", "GPE", "bridge would"), item("2", "GPE", "bridge")])]
    turned = [line(found[0]["items"][::-1])]
    assert score(gold, found)["spans"] == score(gold, turned)["spans"]
    assert score(gold, found)["spans"]["strict"]["f1"] == 0.5


def test_evaluate_scores_discontinuous_spans_by_their_pieces() -> None:
    pieces = [{"start": 0, "end": 3}, {"start": 9, "end": 13}]
    gapped = {**item("1", "PERSON", "Ada Lark said"), "fragments": pieces}
    between = item("2", "PERSON", "Lark")
    assert score([line([gapped])], [line([between])])["spans"]["partial"]["f1"] == 0
    assert score([line([gapped])], [line([gapped])])["spans"]["strict"]["f1"] == 1
    whole = [line([item("1", "PERSON", "Ada Lark said")])]
    assert score([line([gapped])], whole)["spans"]["strict"]["f1"] == 0


def test_evaluate_tells_no_annotation_from_nothing_there() -> None:
    gold = [line([ADA]), line([], article="a2"), line([ADA], "quotes", "a3") | {"items": []}]
    found = [line([ADA]), line([TOM], article="a2"), line([TOM], article="a3")]
    result = score(gold, found)
    assert result["articles"]["scored"] == 2
    assert result["articles"]["left_out"] == [
        {"article": "a3", "reason": "not annotated in entities"}
    ]
    assert result["spans"]["strict"]["precision"] == 0.5


def test_evaluate_counts_a_missing_prediction_as_nothing_found() -> None:
    result = score([line([ADA]), line([TOM], article="a2")], [line([ADA])])
    assert result["articles"]["without_prediction"] == ["a2"]
    assert result["spans"]["strict"]["recall"] == 0.5


def test_evaluate_leaves_undefined_scores_undefined() -> None:
    result = score([line([])], [line([])])
    strict = result["spans"]["strict"]
    assert (strict["f1"], strict["precision"]) == (None, None)
    assert strict["reason"] == "nothing there in gold and nothing predicted"
    assert result["macro"]["strict"]["f1"] is None
    assert result["clusters"]["conll"]["f1"] is None
    one_sided = score([line([ADA])], [line([])])["spans"]["strict"]
    assert (one_sided["precision"], one_sided["recall"], one_sided["f1"]) == (None, 0, 0)


def test_evaluate_gives_the_mean_over_labels_that_occur() -> None:
    gold = [line([ADA, TOM, item("3", "GPE", "bridge")])]
    assert score(gold, [line([ADA, TOM])])["macro"]["strict"]["f1"] == 0.5


def test_evaluate_compares_numbers_as_decimals() -> None:
    gold = item("1", "MEASURE", "2.50 tonnes", value="2.50", unit="t", measured=None)
    found = {**gold, "value": "2.5", "unit": "kg"}
    result = score([line([gold], "figures")], [line([found], "figures")], "figures")
    assert result["attributes"]["value"]["accuracy"] == 1
    assert result["attributes"]["unit"]["accuracy"] == 0
    assert result["composites"]["value"]["strict"]["f1"] == 1
    assert result["composites"]["value+value_high"]["overlap"]["f1"] == 1
    assert result["composites"]["value+value_high+unit+per"]["overlap"]["f1"] == 0
    assert result["attributes"]["per"]["reason"] == "no matched items to compare"


def quote(speaker: str | None, source: str = "Ada Lark", **more: Any) -> dict[str, Any]:
    words = "that the bridge would open"
    return item(
        "q", "INDIRECT", words, cue=span("said"), source=span(source), speaker=speaker, **more
    )


def test_evaluate_takes_any_mention_of_the_right_entity() -> None:
    mentions = [{**ADA, "entity": "A"}, {**TOM, "entity": "A"}]
    gold = [line([quote("1")], "quotes"), line(mentions)]
    other = [line([quote("x")], "quotes"), line([{**TOM, "id": "x"}])]
    wrong = [line([quote("x")], "quotes"), line([item("x", "GPE", "bridge")])]
    assert score(gold, other, "quotes")["references"]["speaker"]["f1"] == 1
    assert score(gold, wrong, "quotes")["references"]["speaker"]["f1"] == 0
    assert score(gold, other, "quotes")["composites"]["joint"]["strict"]["f1"] == 1


def test_evaluate_scores_joint_items_by_label() -> None:
    direct = {**quote(None), "id": "d", "type": "DIRECT", **span("2.50 tonnes")}
    gold = [line([quote(None), direct], "quotes")]
    found = [line([quote(None), {**direct, "source": span("Tom Reed")}], "quotes")]
    labels = score(gold, found, "quotes")["labels"]
    assert labels["INDIRECT"]["joint_strict"]["f1"] == 1
    assert labels["DIRECT"]["joint_strict"]["f1"] == 0
    assert labels["MIXED"]["joint_strict"]["f1"] is None


def test_evaluate_does_not_reward_one_cluster_of_everything() -> None:
    gold = [line([quote("1")], "quotes"), line([{**ADA, "entity": "A"}, {**TOM, "entity": "T"}])]
    merged = [line([quote("2")], "quotes"), line([{**ADA, "entity": "Z"}, {**TOM, "entity": "Z"}])]
    assert score(gold, merged, "quotes")["references"]["speaker"]["f1"] == 0


def test_evaluate_follows_references_into_gold_that_was_the_context() -> None:
    gold = [line([quote("1")], "quotes"), line([ADA])]
    assert score(gold, [line([quote("1")], "quotes")], "quotes")["references"]["speaker"]["f1"] == 1


def test_evaluate_counts_references_that_lead_nowhere() -> None:
    lines = [line([quote("1")], "quotes")]
    cell = score(lines, lines, "quotes")["references"]["speaker"]
    assert (cell["f1"], cell["unresolved"]) == (None, 1)


def test_evaluate_scores_anchors_on_matched_items_and_alone() -> None:
    gold = [line([quote(None)], "quotes")]
    found = [line([quote(None, "Ada")], "quotes")]
    source = score(gold, found, "quotes")["anchors"]["source"]
    assert [source[k]["f1"] for k in ("strict", "overlap", "alone_strict", "alone_overlap")] == [
        0, 1, 0, 1,
    ]  # fmt: skip


def test_evaluate_scores_triggers_and_arguments() -> None:
    def event(kind: str, arguments: list[tuple[str, str]]) -> dict[str, Any]:
        members = [{"role": role, "target": target} for role, target in arguments]
        return item("v", kind, "said", arguments=members)

    gold = [
        line([event("STATEMENT", [("ACTOR", "1"), ("THEME", "2")])], "events"),
        line([ADA, TOM]),
    ]
    found = [
        line([event("STATEMENT", [("ACTOR", "1"), ("PLACE", "2")])], "events"),
        line([ADA, TOM]),
    ]
    cell = score(gold, found, "events")["arguments"]["arguments"]
    assert cell["trig_c"]["f1"] == 1
    assert cell["predicted_triggers"]["arg_i"]["f1"] == 1
    assert cell["predicted_triggers"]["arg_c"]["f1"] == 0.5
    other = [line([event("AGREE", [("ACTOR", "1")])], "events"), line([ADA, TOM])]
    cell = score(gold, other, "events")["arguments"]["arguments"]
    assert (cell["trig_i"]["f1"], cell["trig_c"]["f1"]) == (1, 0)
    assert cell["predicted_triggers"]["arg_i"]["f1"] == 0
    assert cell["gold_triggers"]["arg_i"]["f1"] is None


def test_evaluate_scores_clusters() -> None:
    gold = [line([{**ADA, "entity": "A"}, {**TOM, "entity": "A"}])]
    found = [line([{**ADA, "entity": "A"}, {**TOM, "entity": "B"}])]
    clusters = score(gold, found)["clusters"]
    assert clusters["muc"]["recall"] == 0
    assert clusters["b_cubed"]["recall"] == 0.5
    assert score(gold, gold)["clusters"]["conll"]["f1"] == 1


def test_composites_are_made_of_what_the_schema_has() -> None:
    layers = shipped()
    assert composites(layers["quotes"])["joint"] == ("cue", "source", "speaker")
    assert composites(layers["figures"])["all"] == (
        "type", "number", "measured", "value", "value_high", "modifier", "unit", "per", "of",
        "part_of",
    )  # fmt: skip
    assert "joint" not in composites(layers["times"])


@pytest.fixture
def claims(tmp_path: Path) -> dict[str, Layer]:
    """A layer that no code has heard of."""
    schema = {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "kind": {"type": "string", "enum": ["FACT", "OPINION"], "x-label": True},
            "type": {"type": "string"},
            "start": {"type": "integer"},
            "end": {"type": "integer"},
            "text": {"type": "string"},
            "score": {"type": ["number", "null"], "x-agreement": "interval"},
            "about": {"type": ["string", "null"], "x-ref": ["claims"]},
        },
        "required": ["id", "kind", "type", "start", "end", "text"],
    }
    path = tmp_path / "claims.schema.json"
    path.write_text(json.dumps(schema), "utf-8")
    return {"claims": read_layer(path)}


def test_evaluate_scores_a_layer_it_has_never_seen(claims: dict[str, Layer]) -> None:
    first = item("1", "", "Ada Lark", kind="FACT", score=2)
    second = item("2", "", "Tom Reed", kind="OPINION", about="1")
    lines = [line([first, second], "claims")]
    result = evaluate(lines, lines, "claims", layers=claims, samples=0)
    assert result["spans"]["strict"]["f1"] == 1
    assert result["references"]["about"]["f1"] == 1
    assert result["attributes"]["score"]["accuracy"] == 1


OTHER_TEXT = {"text_sha256": "1" * 64}


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ([line([ADA], article="zz")], "hold no|unknown articles"),
        ([line([ADA]), line([TOM])], "given twice"),
        ([line([ADA]) | OTHER_TEXT], "predict again"),
        ([line([{**ADA, "type": "ALIEN"}])], "unknown label 'ALIEN'"),
        ([line([{**ADA, "end": 5000}])], "out of range: 0 ≤ start < end, and the text has"),
        ([line([{**ADA, "start": -1}])], "out of range"),
        ([line([{**ADA, "start": 2.0}])], "start: 2.0 is no whole number as written: write 2"),
        ([line([{**ADA, "end": 0}])], "out of range"),
        ([line([{**ADA, "score": math.nan}])], "score is nan"),
        ([line([{**ADA, "score": "high"}])], "score is high"),
        ([line([{**ADA, "fragments": [{"start": 0, "end": 20}]}])], "fragments"),
        ([line([{"id": "1", "type": "PERSON"}])], "out of range"),
        ([line([{**ADA, "type": ["PERSON"]}])], "unknown label"),
        ([line([{**ADA, "level": ["NAM"]}])], "level: a value is a list"),
        ([line([{**ADA, "end": 10**30}])], "out of range"),
        ([line([]) | {"items": [7]}], "items must be a list of objects"),
        ([line([]) | {"items": None}], "items must be a list of objects"),
        ([line([ADA], "quotes")], "predictions hold no line of layer entities"),
        ([{"article": "a1"}], "lacks 'text_sha256'"),
        ([], "predictions hold no line"),
    ],
)
def test_evaluate_refuses_bad_predictions(found: list[Line], message: str) -> None:
    with pytest.raises(Stop, match=message):
        evaluate([line([ADA])], found, "entities", articles=[{"id": "a1", "text": TEXT}])


def test_evaluate_refuses_empty_gold_and_unknown_names() -> None:
    with pytest.raises(Stop, match="gold hold no line"):
        evaluate([], [line([ADA])], "entities")
    with pytest.raises(Usage, match="no layer 'nope'"):
        evaluate([line([ADA])], [line([ADA])], "nope")
    with pytest.raises(Usage, match="samples is -1"):
        evaluate([line([ADA])], [line([ADA])], "entities", samples=-1)
    with pytest.raises(Stop, match="unknown articles, the first of them 'zz'"):
        evaluate([line([ADA])], [line([ADA]), line([ADA], article="zz")], "entities")


def many(seed: int, right: float) -> list[Line]:
    draw = random.Random(seed)
    words = ["Ada Lark", "Tom Reed", "bridge", "Friday", "tonnes"]
    return [
        line([item(str(n), "PERSON", w) for n, w in enumerate(words) if draw.random() < right],
             article=f"a{at}")
        for at in range(60)
    ]  # fmt: skip


def test_evaluate_gives_intervals_that_hold_the_score() -> None:
    result = evaluate(many(1, 1), many(2, 0.7), "entities", samples=300, seed=1)
    strict = result["spans"]["strict"]
    low, high = strict["interval"]["f1"]
    assert low < strict["f1"] < high
    assert json.loads(json.dumps(result)) == result
    assert evaluate(many(1, 1), many(2, 0.7), "entities", samples=300, seed=1) == result


def test_compare_tells_a_better_system_from_the_same() -> None:
    gold = many(1, 1)
    result = compare(gold, many(2, 0.5), many(3, 0.9), "entities", samples=300)
    cell = result["scores"]["spans/strict"]
    assert cell["difference"] > 0 and cell["interval"][0] > 0 and cell["p"] < 0.01
    assert cell["p"] <= cell["p_holm"]
    same = compare(gold, many(2, 0.5), many(2, 0.5), "entities", samples=200)["scores"]
    assert same["spans/strict"]["difference"] == 0
    assert same["spans/strict"]["p"] == 1
    spans = comparison_tables(result)[0]
    assert [row[0] for row in spans.rows] == ["", "strict", "exact", "partial", "type"]


def test_compare_gives_no_interval_without_samples() -> None:
    scores = compare(many(1, 1), many(2, 0.5), many(3, 0.9), "entities", samples=0)["scores"]
    cell = scores["spans/strict"]
    assert cell["difference"] > 0 and (cell["interval"], cell["p"]) == (None, None)
    assert "p_holm" not in cell


Spans = list[tuple[int, int, str]]


def best(left: Spans, right: Spans, worth: Callable[[Any, Any], float]) -> float:
    """The largest sum of `worth` over all one-to-one matchings."""
    if len(left) > len(right):
        return best(right, left, worth)
    return max(
        (
            sum(worth(left[a], right[b]) for a, b in zip(rows, columns, strict=True))
            for size in range(len(left) + 1)
            for rows in combinations(range(len(left)), size)
            for columns in permutations(range(len(right)), size)
        ),
        default=0,
    )


def share(a: tuple[int, int, str], b: tuple[int, int, str]) -> float:
    both = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return both / (a[1] - a[0] + b[1] - b[0] - both)


WORTH: dict[tuple[str, ...], Callable[[Any, Any], float]] = {
    ("spans", "strict"): lambda a, b: a == b,
    ("spans", "exact"): lambda a, b: a[:2] == b[:2],
    ("spans", "partial"): lambda a, b: 1 if a[:2] == b[:2] else 0.5 * (share(a, b) > 0),
    ("spans", "type"): lambda a, b: share(a, b) > 0 and a[2] == b[2],
    ("overlap", "0.3", "spans"): lambda a, b: share(a, b) >= 0.3,
    ("overlap", "0.8", "labelled"): lambda a, b: share(a, b) >= 0.8 and a[2] == b[2],
}


def test_evaluate_agrees_with_brute_force_in_every_scheme() -> None:
    draw = random.Random(44)

    def spans() -> Spans:
        starts = [draw.randrange(10) for _ in range(draw.randrange(4))]
        return [(s, s + 1 + draw.randrange(6), draw.choice(["ORG", "GPE"])) for s in starts]

    documents = [(spans(), spans()) for _ in range(700)]
    sides = [
        [
            line([{"id": str(n), "type": k, "start": s, "end": e, "text": "x"}
                  for n, (s, e, k) in enumerate(document[side])], article=f"a{at}")
            for at, document in enumerate(documents)
        ]
        for side in (0, 1)
    ]  # fmt: skip
    result = evaluate(*sides, "entities", samples=0)
    for path, worth in WORTH.items():
        cell: Any = result
        for key in path:
            cell = cell[key]
        expected = sum(best(left, right, worth) for left, right in documents)
        assert cell["matched"] == expected, path


def test_mistakes_page_shows_each_in_its_sentence() -> None:
    gold = [line([ADA, TOM, item("3", "GPE", "bridge")])]
    found = [line([ADA | {"type": "ORG"}, item("3", "GPE", "the bridge"), item("4", "LAW", "41")])]
    page = mistakes_page(gold, found, "entities", articles=[{"id": "a1", "text": TEXT}])
    for kind in ("label", "boundary", "missed", "spurious"):
        assert f'data-kind="{kind}"' in page
    assert "http" not in page and "<link" not in page and "src=" not in page
    assert ">the </mark>" not in page and "the bridge</mark>" in page


def test_tables_show_what_occurs() -> None:
    result = evaluate([line([ADA, TOM])], [line([ADA])], "entities", samples=20)
    found = tables(result)
    assert [row[0] for row in found[0].rows[1:]] == ["all labels", "PERSON", "mean of labels"]
    clusters = next(table for table in found if table.title == "clusters")
    assert [row[0] for row in clusters.rows[1:]] == ["b_cubed", "ceaf_e", "ceaf_m", "lea"]


@pytest.mark.parametrize("layer", shipped())
def test_tables_fit_80_columns(layer: str, capsys: pytest.CaptureFixture[str]) -> None:
    labels = shipped()[layer].labels
    items = [
        {"id": str(at), "type": name, "start": 9 * at, "end": 9 * at + 5, "text": "x"}
        for at, name in enumerate(labels)
    ]
    gold = [line(items, layer, f"a{at}") for at in range(12)]
    found = [line(items[at % 3 :], layer, f"a{at}") for at in range(12)]
    result = evaluate(gold, found, layer, samples=20)
    both = compare(gold, found, gold, layer, samples=20)
    for table in (*tables(result), *comparison_tables(both)):
        columns = zip(*table.rows, strict=True)
        assert sum(2 + max(map(len, column)) for column in columns) <= 80, table.title
        assert len(table.title) <= 78

"""Agreement of made-up annotators: what each number says, and what it must not hang on."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.annotate.agreement import agreement
from dateline.annotate.agreement.report import agreement_report, rows
from dateline.annotate.gold import gold
from dateline.errors import Stop, Usage
from dateline.layers import read_layer

TEXT = "Ada Lark said on Friday that the bridge would open. Tom Reed, 41, said 2.50 tonnes fell."
Line = dict[str, Any]


def item(name: str, kind: str, words: str, /, **more: Any) -> dict[str, Any]:
    at = TEXT.index(words)
    return {"id": name, "type": kind, "start": at, "end": at + len(words), "text": words, **more}


def line(who: str, items: Sequence[dict[str, Any]], layer: str = "entities", **more: Any) -> Line:
    return {
        "article": "a1",
        "text_sha256": "0" * 64,
        "layer": layer,
        "annotator": {"id": who, "kind": "HUMAN"},
        "items": list(items),
        **more,
    }


ADA, TOM = item("1", "PERSON", "Ada Lark"), item("2", "PERSON", "Tom Reed")
ARTICLES = [{"id": f"a{n}", "text": TEXT} for n in range(1, 40)]


def measure(lines: Sequence[Line], layer: str = "entities", **more: Any) -> dict[str, Any]:
    options: dict[str, Any] = {"articles": ARTICLES, "samples": 0, **more}
    return agreement(lines, layer, **options)


def test_agreement_counts_pairs() -> None:
    long = item("9", "PERSON", "Tom Reed, 41")
    result = measure([line("ann", [ADA, TOM]), line("bob", [ADA, long]), line("cay", [ADA])])
    strict, overlap = result["spans"]["strict"], result["spans"]["type"]
    # Items of the pairs: 2 + 2, 2 + 1, 2 + 1; matched 1 each, overlapping one more.
    assert strict["micro"] == pytest.approx(2 * 3 / 10)
    assert overlap["micro"] == pytest.approx(2 * 4 / 10)
    assert strict["macro"] == pytest.approx((0.5 + 2 / 3 + 2 / 3) / 3)
    by_pair = {(p["a"], p["b"]): p["strict_f1"] for p in result["pairs"]}
    assert by_pair == {
        ("ann", "bob"): 0.5,
        ("ann", "cay"): pytest.approx(2 / 3),
        ("bob", "cay"): pytest.approx(2 / 3),
    }


def test_agreement_counts_only_articles_that_two_judged() -> None:
    lines = [line("ann", [ADA]), line("bob", [ADA])]
    alone = line("ann", [TOM], article="a2")
    result = measure([*lines, alone])
    assert result["articles"] == {"judged": 2, "judged_by_two_or_more": 1, "left_out": []}
    same = measure(lines)
    for name in ("spans", "labels", "tokens", "pairs", "confusion", "gamma"):
        assert result[name] == same[name]


def test_agreement_of_one_annotator_says_why_there_is_none() -> None:
    result = measure([line("ann", [ADA])])
    assert result["reason"] == "no article was judged by two people"
    assert result["tokens"]["alpha"] is None and result["tokens"]["reason"]
    assert result["gamma"]["gamma"] is None and result["gamma"]["reason"]
    assert rows(result)[0][0] == "all"


def test_agreement_is_undefined_where_nothing_is_there() -> None:
    result = measure([line("ann", []), line("bob", [])])
    assert result["spans"]["strict"]["micro"] is None
    assert result["spans"]["strict"]["reason"] == "neither annotator has any"
    assert result["alpha_u"]["alpha_u"] is None
    assert result["attributes"]["type"]["alpha"] is None


def test_agreement_says_where_judgements_are_on_another_text() -> None:
    old = line("ann", [ADA], text_sha256="1" * 64, created="2026-01-01T00:00:00Z")
    new = [line(who, [ADA], created="2026-01-02T00:00:00Z") for who in ("bob", "cay")]
    result = measure([old, *new])
    assert result["articles"]["left_out"][0]["annotator"] == "ann"
    assert result["spans"]["strict"]["micro"] == 1


def test_agreement_needs_people() -> None:
    model = {**line("crf", [ADA]), "annotator": {"id": "crf", "kind": "MODEL"}}
    with pytest.raises(Stop, match="no judgement of layer entities by a person"):
        measure([model])
    with pytest.raises(Usage, match="samples=-1"):
        measure([line("ann", [])], samples=-1)


def figure(value: str | None, unit: str = "t", **more: Any) -> dict[str, Any]:
    return item("f", "MEASURE", "2.50 tonnes", value=value, unit=unit, **more)


def numbers(pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> list[Line]:
    return [
        line(who, [pair[side]], "figures", article=f"a{at}")
        for at, pair in enumerate(pairs, start=1)
        for side, who in enumerate(("ann", "bob"))
    ]


def test_agreement_compares_numbers_as_numbers_with_units() -> None:
    near = [(figure("100"), figure("101")), (figure("7"), figure("7.0"))]
    far = [(figure("100"), figure("900")), (figure("7"), figure("7.0"))]
    unit = [(figure("100"), figure("100", "kg")), (figure("7"), figure("7.0"))]
    cells = [measure(numbers(p), "figures")["attributes"]["value"] for p in (near, far, unit)]
    alphas = [cell["alpha"] for cell in cells]
    assert alphas[0] > 0.99 > alphas[1]
    assert alphas[2] < alphas[0]
    assert cells[0]["distance"] == "ratio"
    gap = measure(numbers([*near, (figure("5"), figure(None))]), "figures")
    assert gap["attributes"]["value"]["given_by_one"] == 1


def test_agreement_on_values_has_kappa_and_alpha() -> None:
    def pair(a: str | None, b: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
        return figure("1", modifier=a), figure("1", modifier=b)

    pairs = [pair("APPROX", "APPROX"), pair("EXACT", "EXACT"), pair("EXACT", None)]
    cell = measure(numbers(pairs), "figures")["attributes"]["modifier"]
    # κ of approx-approx, exact-exact, exact-none: observed 2/3, by chance 1/3.
    assert cell["kappa"] == pytest.approx(0.5)
    assert cell["accuracy"] == pytest.approx(2 / 3)
    assert cell["items"] == 3


def test_agreement_asks_both_whether_references_are_the_same() -> None:
    def judged(who: str, speaker: str, clusters: str) -> list[Line]:
        quote = item("q", "INDIRECT", "the bridge would open", speaker=speaker)
        people = [{**ADA, "entity": clusters[0]}, {**TOM, "entity": clusters[1]}]
        return [line(who, [quote], "quotes"), line(who, people)]

    both = measure([*judged("ann", "1", "AA"), *judged("bob", "2", "AA")], "quotes")
    one = measure([*judged("ann", "1", "AA"), *judged("bob", "2", "AB")], "quotes")
    assert both["references"]["speaker"]["micro"] == 1
    assert one["references"]["speaker"]["micro"] == 0


def test_agreement_against_gold() -> None:
    gold = [line("gold", [ADA, TOM])]
    result = measure([line("ann", [ADA]), line("bob", [])], gold=gold)
    assert result["gold"]["ann"]["strict"] == {
        "precision": 1,
        "recall": 0.5,
        "f1": pytest.approx(2 / 3),
    }
    assert result["gold"]["bob"]["strict"]["precision"] is None


def series(days: int, good: set[int]) -> list[Line]:
    """Two annotators, who agree on the days in `good`, and whose seconds fall."""
    lines = []
    for day in range(1, days + 1):
        stamp = {"created": f"2026-01-{day:02}T00:00:00Z", "seconds": 100.0 - day}
        lines.append(line("ann", [ADA, TOM], article=f"a{day}", **stamp))
        found = [ADA, TOM] if day in good else [ADA, item("2", "PERSON", "Reed")]
        lines.append(line("bob", found, article=f"a{day}", **stamp))
    return lines


def test_agreement_over_time() -> None:
    result = measure(series(10, set(range(6, 11))), samples=50)
    drift = result["drift"]
    assert [b["strict_f1"] for b in drift["bins"]] == [0.5, 0.5, 0.75, 1, 1]
    assert drift["change"]["late_minus_early"] == 0.5
    assert result["annotators"]["ann"]["median_seconds_early"] == 97
    assert result["annotators"]["ann"]["median_seconds_late"] == 92
    assert measure(series(2, set()))["drift"]["reason"]


def test_agreement_by_the_guidelines_that_pairs_had() -> None:
    lines = series(4, {3, 4})
    for at, judged in enumerate(lines):
        judged["guideline"] = "entities@1" if at < 4 else "entities@2"
    lines[-1]["guideline"] = None
    found = measure(lines)["guidelines"]
    assert found == {
        "": {"judgements": 1, "articles": 0, "strict_f1": None},
        "entities@1": {"judgements": 4, "articles": 2, "strict_f1": 0.5},
        "entities@2": {"judgements": 3, "articles": 1, "strict_f1": 1.0},
        "different": {"judgements": 0, "articles": 1, "strict_f1": 1.0},
    }


def test_agreement_of_the_blind_slice() -> None:
    lines = series(10, set(range(6, 11)))
    models = [
        {**line("crf", [ADA, TOM], article=f"a{day}"), "annotator": {"id": "crf", "kind": "MODEL"}}
        for day in range(1, 11)
    ]
    found = measure([*lines, *models], blind=[f"a{day}" for day in range(1, 6)])["preannotation"]
    assert found["blind"]["strict_f1"] == 0.5
    assert found["suggested"]["strict_f1"] == 1
    assert found["blind"]["strict_f1_with_model"] == 0.75
    assert found["blind"]["median_seconds"] > found["suggested"]["median_seconds"]


def test_agreement_names_what_costs_most() -> None:
    lines = series(6, {1})
    result = measure([*lines, line("cay", [{**ADA, "type": "ORG"}, TOM])])
    kinds = {(entry["kind"], *entry["labels"]): entry["count"] for entry in result["costly"]}
    assert kinds == {("boundary", "PERSON"): 5, ("label", "ORG", "PERSON"): 2}
    assert len(result["costly"][0]["examples"]) == 5
    assert result["contested"][0]["article"] in {f"a{n}" for n in range(2, 7)}
    assert result["confusion"]["PERSON"]["ORG"] == 2


def chance(seed: int) -> list[Line]:
    draw = random.Random(seed)
    lines = []
    for at in range(1, 31):
        for who in ("ann", "bob", "cay"):
            starts = sorted(draw.sample(range(0, len(TEXT) - 12, 12), 3))
            items = [
                {"id": str(s), "type": draw.choice(["ORG", "GPE"]), "start": s,
                 "end": s + 8, "text": "x"} for s in starts
            ]  # fmt: skip
            lines.append(line(who, items, article=f"a{at}"))
    return lines


def test_agreement_by_chance_is_near_zero() -> None:
    result = measure(chance(4), gamma_samples=10)
    assert abs(result["tokens"]["alpha"]) < 0.08
    assert abs(result["alpha_u"]["alpha_u"]) < 0.15
    assert abs(result["gamma"]["gamma"]) < 0.15
    assert abs(result["attributes"]["type"]["kappa"]) < 0.2


def test_agreement_has_intervals_and_is_json() -> None:
    result = measure(chance(1), samples=100, gamma_samples=3)
    strict = result["spans"]["strict"]
    assert strict["interval"][0] <= strict["micro"] <= strict["interval"][1]
    assert json.loads(json.dumps(result)) == result
    again = measure(chance(1), samples=100, gamma_samples=3)
    assert again == result


def test_agreement_without_texts_counts_characters() -> None:
    lines = [line("ann", [ADA]), line("bob", [ADA, TOM])]
    assert measure(lines, articles=None)["tokens"]["unit"] == "character"
    assert measure(lines)["tokens"]["unit"] == "token"


WORDS = ["Ada Lark", "Lark said", "Friday", "bridge", "Tom Reed", "Reed, 41"]
judged = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(["PERSON", "ORG", "GPE"])),
    max_size=5,
    unique=True,
)
corpus = st.lists(st.tuples(judged, judged, judged), min_size=1, max_size=3)


def lines_of(articles: Any, names: Sequence[str], labels: dict[str, str]) -> list[Line]:
    return [
        line(
            who,
            [item(str(n), labels.get(kind, kind), words) for n, (words, kind) in enumerate(found)],
            article=f"a{at}",
        )
        for at, judgements in enumerate(articles, start=1)
        for who, found in zip(names, judgements, strict=True)
    ]


def heads(result: dict[str, Any]) -> list[float | None]:
    spans = result["spans"]
    return [
        *(spans[name]["micro"] for name in ("strict", "exact", "partial", "type")),
        spans["strict"]["macro"],
        result["tokens"]["alpha"],
        result["alpha_u"]["alpha_u"],
        *(result["clusters"][name]["micro"] for name in ("muc", "b_cubed", "ceaf_e", "lea")),
    ]


@settings(max_examples=25, deadline=None)
@given(corpus)
def test_agreement_does_not_hang_on_names_or_order(articles: Any) -> None:
    plain = heads(measure(lines_of(articles, "abc", {}), gamma_articles=0))
    renamed = lines_of(articles, "zyx", {"PERSON": "LAW", "ORG": "PERSON", "GPE": "EVENT"})
    other = heads(measure(renamed[::-1], gamma_articles=0))
    for a, b in zip(plain, other, strict=True):
        assert b == (a if a is None else pytest.approx(a))


@settings(max_examples=20, deadline=None)
@given(judged.filter(bool))
def test_agreement_is_one_where_all_agree(found: Any) -> None:
    result = measure(lines_of([(found, found, found)], "abc", {}), gamma_samples=1)
    values = [*heads(result), result["gamma"]["gamma"]]
    assert all(value in (None, pytest.approx(1)) for value in values)
    assert result["spans"]["strict"]["micro"] == 1


def test_report_is_one_page_that_needs_nothing() -> None:
    lines = [{**judged, "guideline": "entities@1"} for judged in series(8, {1, 2})]
    results = {"entities": measure(lines, samples=20, blind=["a1"], gold=lines[:1])}
    page = agreement_report(results, lines, ARTICLES)
    assert "http" not in page and "src=" not in page and "<link" not in page
    assert page.count("<table>") == page.count("<caption>")
    assert page.count("<details") == len(results["entities"]["costly"]) + 6
    assert "The later half against the earlier one: -0.250 (95 %" in page
    assert "entities@1" in page
    assert 'class="odd"' in page
    assert "<script>alert" not in agreement_report(
        results, lines, [{"id": "a3", "text": TEXT.replace("Friday", "<script>alert")}]
    )


def test_agreement_and_gold_take_a_layer_they_have_never_seen(tmp_path: Path) -> None:
    text = {"type": "string"}
    schema = {
        "type": "object",
        "properties": {
            "id": text,
            "kind": {"type": "string", "enum": ["FACT", "OPINION"], "x-label": True},
            "type": text,
            "start": {"type": "integer"},
            "end": {"type": "integer"},
            "text": text,
            "certainty": {"type": ["string", "null"], "enum": ["LOW", "MEDIUM", "HIGH", None],
                          "x-agreement": "ordinal"},
            "about": {"type": ["string", "null"], "x-ref": ["claims"]},
        },
        "required": ["id", "kind", "type", "start", "end", "text"],
    }  # fmt: skip
    path = tmp_path / "claims.schema.json"
    path.write_text(json.dumps(schema), "utf-8")
    layers = {"claims": read_layer(path)}

    def claims(certainty: str) -> list[dict[str, Any]]:
        first = item("1", "", "Ada Lark", kind="FACT", certainty=certainty)
        return [first, item("2", "", "Tom Reed", kind="OPINION", certainty="LOW", about="1")]

    lines = [line(who, claims(c), "claims") for who, c in (("ann", "HIGH"), ("bob", "MEDIUM"))]
    result = measure(lines, "claims", layers=layers)
    assert result["labels"]["OPINION"]["strict"]["micro"] == 1
    assert result["references"]["about"]["micro"] == 1
    assert result["attributes"]["certainty"]["distance"] == "ordinal"
    assert 0 < result["attributes"]["certainty"]["alpha"] < 1
    assert "FACT" in agreement_report({"claims": result}, lines, ARTICLES, layers=layers)
    built = gold(lines, (), layers)
    assert built.settled["a1"].disputes[0].outcome.disputed == ("certainty",)
    same = gold([lines[0], line("bob", claims("HIGH"), "claims")], (), layers)
    assert [i["about"] for i in same.annotations[0]["items"] if "about" in i] == ["claims-1"]


def test_report_of_one_annotator_says_why_there_is_no_agreement() -> None:
    lines = [line("ann", [ADA])]
    page = agreement_report({"entities": measure(lines)}, lines, ARTICLES)
    assert "no article was judged by two people" in page

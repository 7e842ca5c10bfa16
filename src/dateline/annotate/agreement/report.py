"""The report on agreement, for a curator: one page to be opened from disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dateline.annotate.agreement.inputs import Judged, gather
from dateline.annotate.agreement.report_examples import contested_articles, costly_confusions
from dateline.layers import Layer, find
from dateline.page import escape, heat, page, table, whisker

Result = Mapping[str, Any]


def agreement_report(
    results: Mapping[str, Result],
    judgements: Iterable[Mapping[str, Any]],
    articles: Iterable[Mapping[str, Any]],
    *,
    layers: Mapping[str, Layer] | None = None,
) -> str:
    """The page for the results of `agreement` by layer. Articles are shown where there is text."""
    lines = list(judgements)
    texts = {article["id"]: article["text"] for article in articles}
    parts = []
    for name, result in results.items():
        judged = gather(lines, find(name, layers))
        parts.append(f'<section id="{escape(name)}">{_layer(result, judged, texts)}</section>')
    links = [(name, name) for name in results]
    return page("Agreement of annotators", _reading() + "".join(parts), links=links)


def rows(result: Result) -> list[list[str]]:
    """The lines of the short table: all labels together, then each that occurs."""
    found = []
    if "spans" not in result:
        return [["all", "0", *["–"] * 5]]
    everything = (result["spans"], result["tokens"], result["alpha_u"])
    found.append(_row("all labels", *everything))
    for label, spans in result["labels"].items():
        if spans["strict"]["items"]:
            tokens, units = (result[name]["labels"][label] for name in ("tokens", "alpha_u"))
            found.append(_row(label, spans, tokens, units))
    return found


def _row(name: str, spans: Result, tokens: Result, units: Result) -> list[str]:
    strict = spans["strict"]
    bounds = strict.get("interval")
    return [
        name,
        f"{strict['items']:g}",
        _number(strict["micro"]),
        f"{bounds[0]:.2f}–{bounds[1]:.2f}" if bounds else "–",
        _number(spans["type"]["micro"]),
        _number(tokens["alpha"]),
        _number(units["alpha_u"]),
    ]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _reading() -> str:
    return (
        "<p>F1 counts items that two people both have: strict, the same span and label; overlap, "
        "the same label on spans that touch. α, α_U and γ are corrected for chance. Krippendorff "
        "keeps what is .80 or more, draws tentative conclusions from .667, and discards the rest: "
        "there the guideline needs work. A dash stands where a value is undefined.</p>"
    )


def _layer(result: Result, judged: Judged, texts: Mapping[str, str]) -> str:
    title = f"<h2>{escape(result['layer'])}</h2>"
    shared = result["articles"]["judged_by_two_or_more"]
    people = len(result["annotators"])
    intro = (
        f"<p>{people} annotators, {result['articles']['judged']} articles, {shared} of them "
        f"judged by two or more. α is over {result['tokens']['unit']}s.</p>"
    )
    if "spans" not in result:
        return title + intro + f"<p>{escape(result['reason'])}.</p>" + _pace(result)
    return "".join(
        [
            title,
            intro,
            _cards(result),
            _labels(result),
            _pairs(result),
            _confusion(result),
            _attributes(result),
            _others(result),
            _circumstances(result),
            costly_confusions(result, judged.layer, texts),
            contested_articles(result, judged, texts),
        ]
    )


def _cards(result: Result) -> str:
    spans = result["spans"]
    gamma = result["gamma"]
    cards = [
        ("strict F1", spans["strict"]["micro"], spans["strict"].get("interval"), False),
        ("overlap F1", spans["type"]["micro"], spans["type"].get("interval"), False),
        ("token α", result["tokens"]["alpha"], result["tokens"].get("interval"), True),
        ("α_U", result["alpha_u"]["alpha_u"], result["alpha_u"].get("interval"), True),
        ("γ", gamma["gamma"], gamma.get("interval"), False),
    ]
    return f'<ul class="cards">{"".join(_card(*card) for card in cards)}</ul>'


def _card(name: str, value: float | None, bounds: Sequence[float] | None, judge: bool) -> str:
    grade = "" if value is None or not judge else _grade(value)
    between = f"{bounds[0]:.2f} to {bounds[1]:.2f}" if bounds else "no interval"
    return (
        f'<li>{escape(name)}<b class="{grade.split(" ")[0]}">{_number(value)}</b>'
        f'<span class="soft">{between}{f", {grade}" if grade else ""}</span></li>'
    )


def _grade(value: float) -> str:
    if value >= 0.8:
        return "good"
    return "fair (tentative)" if value >= 0.667 else "poor (see the guideline)"


def _labels(result: Result) -> str:
    lines = []
    for label, spans in result["labels"].items():
        strict = spans["strict"]
        if not strict["items"]:
            continue
        row = _row(label, spans, *(result[n]["labels"][label] for n in ("tokens", "alpha_u")))
        lines.append([row[0], row[1], row[2], whisker(strict["micro"], strict.get("interval")),
                      *row[4:]])  # fmt: skip
    head = ("label", "items", "strict F1", "0 to 1, 95 %", "overlap F1", "token α", "α_U")
    return "<h3>By label</h3>" + table("Agreement by label", head, lines)


def _pairs(result: Result) -> str:
    names = sorted(result["annotators"])
    cells: dict[tuple[str, str], tuple[float | None, int]] = {}
    for pair in result["pairs"]:
        for key in ((pair["a"], pair["b"]), (pair["b"], pair["a"])):
            cells[key] = (pair["strict_f1"], pair["articles"])
    lines = [
        [
            a,
            *(
                _pair_cell(cells.get((a, b))) if a != b else '<td class="soft">·</td>'
                for b in names
            ),
        ]
        for a in names
    ]
    caption = "Strict F1 of each pair of annotators, with the articles they share"
    return "<h3>By pair</h3>" + table(caption, ("", *names), lines) + _gold(result)


def _pair_cell(cell: tuple[float | None, int] | None) -> str:
    if cell is None:
        return "<td>–</td>"
    value, articles = cell
    return heat(value, None if value is None else f"{value:.2f} ({articles})")


def _gold(result: Result) -> str:
    lines = [
        [who, str(cell["articles"]), *(heat(cell[k]["f1"]) for k in ("strict", "overlap"))]
        for who, cell in result.get("gold", {}).items()
        if cell["articles"]
    ]
    head = ("annotator", "articles", "strict F1", "overlap F1")
    return table("Each annotator against gold", head, lines) if lines else ""


def _confusion(result: Result) -> str:
    confusion = result["confusion"]
    names = [name for name in (*result["labels"], "") if name in confusion]
    lines = []
    for name in names:
        total = sum(confusion[name].values())
        counts = [confusion[name].get(other, 0) for other in names]
        lines.append([name or "no item", *(heat(n / total, str(n)) for n in counts)])
    head = ("", *(name or "no item" for name in names))
    return "<h3>Confusion</h3>" + table("Labels of matched items, both ways", head, lines)


def _attributes(result: Result) -> str:
    lines = [
        [
            name,
            _number(cell["alpha"]),
            whisker(cell["alpha"], cell.get("interval") if "alpha" in cell else None),
            _number(cell["kappa"]),
            _number(cell["accuracy"]),
            str(cell["items"]),
            cell["distance"],
        ]
        for name, cell in result["attributes"].items()
        if cell["items"]
    ]
    head = ("property", "α", "0 to 1, 95 %", "κ", "the same", "items", "distance")
    return "<h3>Values of matched items</h3>" + table("Agreement on values", head, lines)


def _others(result: Result) -> str:
    """F1 of anchors, references, arguments, clusters and of whole items."""
    lines = []
    for group in ("anchors", "references", "arguments", "clusters", "composites"):
        for name, cell in _leaves(result.get(group, {})):
            if cell.get("micro") is not None:
                shown = whisker(cell["micro"], cell.get("interval"))
                lines.append([f"{group}: {name}", _number(cell["micro"]), shown])
    if not lines:
        return ""
    head = ("", "F1", "0 to 1, 95 %")
    return "<h3>Anchors, references, clusters</h3>" + table("F1 of what items hold", head, lines)


def _leaves(tree: Mapping[str, Any], name: str = "") -> Iterable[tuple[str, Mapping[str, Any]]]:
    if "micro" in tree:
        yield name, tree
        return
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{name} {key}".strip())


def _circumstances(result: Result) -> str:
    return "<h3>Time and suggestions</h3>" + "".join(
        part(result) for part in (_drift, _guidelines, _pace, _suggestions)
    )


def _drift(result: Result) -> str:
    drift = result["drift"]
    if not drift["bins"]:
        return f"<p>No drift over time: {escape(drift['reason'])}.</p>"
    lines = [
        [f"{b['from'][:10]} to {b['to'][:10]}", str(b["articles"]), _number(b["strict_f1"]),
         whisker(b["strict_f1"], None)]
        for b in drift["bins"]
    ]  # fmt: skip
    head = ("judged", "articles", "strict F1", "0 to 1")
    return table("Strict F1 over time", head, lines) + _change(drift["change"])


def _change(change: Result) -> str:
    value, bounds = change["late_minus_early"], change.get("interval")
    if value is None:
        return ""
    between = f" (95 %: {bounds[0]:+.3f} to {bounds[1]:+.3f})" if bounds else ""
    return f"<p>The later half against the earlier one: {value:+.3f}{between}.</p>"


def _guidelines(result: Result) -> str:
    lines = [
        [
            version or "not said",
            *map(str, (cell["judgements"], cell["articles"])),
            _number(cell["strict_f1"]),
        ]
        for version, cell in result["guidelines"].items()
    ]
    head = ("guideline", "judgements", "articles of pairs", "strict F1")
    return table("Pairs that both had one version of the guideline", head, lines)


def _pace(result: Result) -> str:
    lines = [
        [
            who,
            *(
                "–" if cell[key] is None else f"{cell[key]:.4g}"
                for key in ("articles", "items", "median_seconds", "median_seconds_early",
                            "median_seconds_late", "items_per_minute")
            ),
        ]
        for who, cell in result["annotators"].items()
    ]  # fmt: skip
    head = ("annotator", "articles", "items", "seconds an article", "early", "late", "items/min")
    return table("Work and pace (medians)", head, lines)


def _suggestions(result: Result) -> str:
    if "preannotation" not in result:
        return ""
    lines = [
        [name, str(cell["articles"]), *(_number(cell[key]) for key in
         ("strict_f1", "strict_f1_with_model")),
         "–" if cell["median_seconds"] is None else f"{cell['median_seconds']:.4g}"]
        for name, cell in result["preannotation"].items()
    ]  # fmt: skip
    head = ("articles", "number", "strict F1", "strict F1 with the model", "seconds")
    return table("Judged blind and with suggestions", head, lines)

"""Figures in English news by a grammar: values, ranges, units, and what is counted.

Left to right over the tokens and linear in the length of the text: around each numeral a bounded
window is looked at. Decisions are calibrated on news sentences of 2019 (the first half of the
development set of NewsQuant) and on one article of 2021.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dateline.language.numerals import Numeral, Token, decimal_string, glued, parse, tokens
from dateline.predict.figures import not_figures as no
from dateline.predict.figures.counted import counted
from dateline.predict.figures.counts import counting, millions
from dateline.predict.figures.figure import Figure, new
from dateline.predict.figures.kinds import age, graded, ordinal, ratio
from dateline.predict.figures.measures import Measure, rest_behind
from dateline.predict.figures.parts import currency_before, modifier_before, modifier_behind
from dateline.predict.figures.ranges import with_range
from dateline.predict.figures.rates import per_behind
from dateline.predict.registry import Article, Context, Scored, item_id, span


@dataclass(frozen=True)
class FiguresGrammar:
    """The predictor `grammar` of the layer figures."""

    layer: str = "figures"
    name: str = "grammar"
    version: str = "1"

    def predict(self, articles: list[Article], context: Context) -> list[list[Scored]]:
        """The figures of each article."""
        return [outside_tables(figures_of(article["text"]), article) for article in articles]


def figures_of(text: str) -> list[Scored]:
    """The figures of `text` as items with scores, in the order of the text."""
    found = tokens(text)
    figures = list(find(found))
    _link_parts(found, figures)
    _share_units(found, figures)
    return [_item(text, found, figure, at) for at, figure in enumerate(figures)]


def outside_tables(scored: list[Scored], article: Article) -> list[Scored]:
    """The items that begin in no TABLE block: nobody annotates the cells of a table."""
    tables = [block for block in article.get("blocks") or () if block["type"] == "TABLE"]
    return [
        one
        for one in scored
        if not any(table["start"] <= one.item["start"] < table["end"] for table in tables)
    ]


def find(found: list[Token]) -> Iterator[Figure]:
    """The figures among the tokens of a text."""
    at = 0
    while at < len(found):
        numeral = parse(found, at)
        figure = _figure(found, numeral) if numeral else None
        if figure is not None:
            yield figure
            at = max(figure.last, at + 1)
        else:
            at = max(numeral.last if numeral and numeral.kind == "DIGITS" else 0, at + 1)


def _figure(found: list[Token], numeral: Numeral) -> Figure | None:
    if numeral.kind == "ORDINAL":
        return ordinal(found, numeral)
    if graded(found, numeral):
        return None
    numeral = millions(found, numeral)
    figure = ratio(found, numeral) or age(found, numeral) or _measured(found, numeral)
    if figure is None:
        return None
    if figure.per is None and figure.type in ("MONEY", "MEASURE", "COUNT", "DURATION"):
        per = per_behind(found, figure.last)
        if per:
            figure.per, figure.last = per.code, per.last
    _modify(found, figure)
    if figure.measured is None:
        figure.measured = _of_what(found, figure)
    return figure


def _measured(found: list[Token], numeral: Numeral) -> Figure | None:
    """A number or a range with a currency or a unit, else one that counts something."""
    figure = new(numeral)
    if numeral.kind == "VAGUE":
        figure.high, figure.modifier = numeral.high, "RANGE"
    sign = _sign(found, numeral.first)
    money = currency_before(found, numeral.first - sign)
    figure, low_unit, high_unit = with_range(found, figure, numeral)
    if money:
        figure.type, figure.unit, figure.first = "MONEY", money.code, money.first
        figure.score = 0.97
        return _negative(found, figure, sign)
    unit = high_unit or low_unit
    if unit is None:
        count = counting(found, figure, numeral)
        return count and _negative(found, count, sign if count.unit == "{point}" else 0)
    if unit.unit.type == "DURATION" and no.dated(found, numeral):
        return None
    before = found[numeral.first - 1].text if glued(found, numeral.first) else ""
    if before[-1:].isalpha() and before not in ("x", "X"):  # B2C, M4m; not 3x4cm
        return None
    figure = _with_unit(found, figure, unit)
    rest = rest_behind(found, unit, figure.value) if figure.high is None else None
    if rest:
        figure.value, figure.unit, figure.last = rest.value, rest.unit.code, rest.last
        figure.number = (figure.first, rest.last)
    return figure


def _with_unit(found: list[Token], figure: Figure, measure: Measure) -> Figure:
    figure.unit, figure.type, figure.per = measure.unit
    figure.value *= measure.factor
    figure.high = figure.high and figure.high * measure.factor
    figure.last, figure.score = max(figure.last, measure.last), 0.93
    old = [token.lower for token in found[figure.last : figure.last + 2]]
    if measure.unit.type == "DURATION":
        figure.last += 2 if old in (["-", "old"], ["-", "olds"]) else old[:1] == ["old"]
    return _negative(found, figure, _sign(found, figure.first))


def _sign(found: list[Token], first: int) -> int:
    """How many tokens before a number say minus: minus five, -5, minus-5, $-5; none in 3-5."""
    before = [token.lower for token in found[max(0, first - 2) : first]]
    if before[-1:] in (["minus"], ["negative"]):
        return int(before[:1] != ["or"])  # plus or minus 3
    if before == ["minus", "-"]:
        return 2
    alone = glued(found, first) and (not glued(found, first - 1) or before[:1] in (["$"], ["£"]))
    return int(bool(before) and before[-1] in "-−" and alone)


def _negative(found: list[Token], figure: Figure, sign: int) -> Figure:
    if not sign:
        return figure
    if figure.high is None:
        figure.value = -figure.value
    elif _both_negative(found, figure):
        figure.value, figure.high = -figure.high, -figure.value
    else:
        return figure
    figure.first = min(figure.first, figure.number[0] - sign)
    figure.number = (figure.number[0] - sign, figure.number[1])
    return figure


def _both_negative(found: list[Token], figure: Figure) -> bool:
    """Whether the second end of a range has a minus, too: from -18 to -34 degrees."""
    inside = [token.lower for token in found[figure.number[0] : figure.number[1]]]
    minus = {"-", "−", "minus"} & set(inside)
    return bool(minus) and ("to" in inside or "and" in inside)


def _modify(found: list[Token], figure: Figure) -> None:
    """Widen the figure by the words that say how exact it is, and say it."""
    before = modifier_before(found, figure.first)
    if before is None and figure.first and found[figure.first - 1].lower in ("between", "from"):
        figure.first -= figure.modifier == "RANGE" and figure.high is not None
    if before and not _lasting(found, before.at, figure):
        figure.first = before.at
        figure.modifier = figure.modifier if figure.modifier == "RANGE" else before.name
    behind = modifier_behind(found, figure.last) or modifier_behind(found, figure.number[1])
    if behind and figure.type != "ORDINAL":
        figure.last = max(figure.last, behind.at)
        figure.modifier = figure.modifier if figure.modifier == "RANGE" else behind.name


def _lasting(found: list[Token], at: int, figure: Figure) -> bool:
    """Whether `over` means during: over three years."""
    return (
        figure.type == "DURATION"
        and found[at].lower == "over"
        and (at == 0 or found[at - 1].lower not in ("for", "is", "was", "of", "in", "just", "aged"))
    )


_DETERMINERS = frozenset("the a an its his her their our this these those all".split())


def _of_what(found: list[Token], figure: Figure) -> tuple[int, int] | None:
    """What money or a share is of: aid in $2.8bn in aid, revenue in 60% of its revenue."""
    at = figure.last
    if at >= len(found) or figure.type in ("ORDINAL", "DURATION"):
        return None
    if found[at].lower in ("of", "in"):
        at += 1
        while at < len(found) and found[at].lower in _DETERMINERS:
            at += 1
    elif figure.type not in ("MONEY", "MEASURE"):
        return None
    noun = at < len(found) and counted(found, at, Decimal(1))
    return (noun.first, noun.last) if noun else None


_PARTS = ("including", "among")


def _link_parts(found: list[Token], figures: list[Figure]) -> None:
    """Say which figure is a part of which: 248 people, including 66 children and 40 women."""
    for at in range(1, len(figures)):
        whole, part = figures[at - 1], figures[at]
        between = [token.lower for token in found[whole.last : part.first]]
        if len(between) > 12 or not {whole.type, part.type} <= {"COUNT", "RATIO", "PERCENT"}:
            continue
        listed = between in ([","], ["and"], [",", "and"]) and whole.part_of is not None
        including = any(word in between for word in _PARTS) or between[-3:-1] == ["of", "them"]
        if listed:
            part.part_of = whole.part_of
        elif including and "." not in between and part.value <= whole.value:
            part.part_of = at - 1


def _share_units(found: list[Token], figures: list[Figure]) -> None:
    """Give a bare number the unit of a figure beside it: 45 and 50 mg; 2 percent, then 3.

    Cents are of the euro where the text names euros and no dollars.
    """
    for figure, behind in reversed(list(itertools.pairwise(figures))):
        between = [token.lower for token in found[figure.last : behind.first]]
        if _bare(figure) and behind.unit and between in _COORDINATED:
            figure.type, figure.unit = behind.type, behind.unit
    for before, figure in itertools.pairwise(figures):
        between = [token.lower for token in found[before.last : figure.first]]
        near = len(between) <= 20 and not set(between) & set(".!?;")
        level = before.type == "PERCENT" and between[-1:] in (["to"], ["at"])  # rose 2% to 41.5
        if _bare(figure) and near and not level and before.type in ("COUNT", "PERCENT", "MEASURE"):
            figure.type, figure.unit = before.type, before.unit
    _share_points(found, figures)
    money = {one.unit for one in figures if one.type == "MONEY" and not _cents(found, one)}
    if "EUR" in money and "USD" not in money:
        for figure in figures:
            if _cents(found, figure):
                figure.unit = "EUR"


def _share_points(found: list[Token], figures: list[Figure]) -> None:
    """Give the level of an index the points of one before it: at 1,463.78 points, to 1,334.20."""
    for at, figure in enumerate(figures):
        level = _bare(figure) and figure.value > 100 and figure.value % 1
        if not level or not figure.first or found[figure.first - 1].lower not in ("at", "to"):
            continue
        for one in reversed(figures[max(0, at - 6) : at]):
            if any(token.text in ".!?" for token in found[one.last : figure.first]):
                break
            if one.unit == "{point}":
                figure.unit = one.unit
                break


_COORDINATED = (
    ["and"], ["or"], [","], [",", "and"], [",", "or"], ["-"], ["-", ","], ["-", "and"],
    ["-", "or"], ["-", ",", "and"], ["of", "the"], ["to"], ["versus"], ["vs"], ["x"], ["×"],
    ["and", "even"], [",", "and", "even"], ["or", "even"], ["and", "then"],
)  # fmt: skip


def _bare(figure: Figure) -> bool:
    return figure.type == "COUNT" and figure.unit is None


def _cents(found: list[Token], figure: Figure) -> bool:
    words = found[figure.number[1] : figure.last]
    return figure.unit == "USD" and any(token.lower in ("cent", "cents") for token in words)


def _item(text: str, found: list[Token], figure: Figure, at: int) -> Scored:
    def covered(first: int, last: int) -> dict[str, object]:
        return span(text, found[first].start, found[last - 1].end)

    item: dict[str, object] = {
        "id": item_id("figures", at), "type": figure.type, **covered(figure.first, figure.last),
        "number": covered(*figure.number), "value": decimal_string(figure.value),
        "modifier": figure.modifier,
    }  # fmt: skip
    if figure.high is not None:
        item["value_high"] = decimal_string(figure.high)
    if figure.measured is not None:
        item["measured"] = covered(*figure.measured)
    if figure.unit is not None:
        item["unit"] = figure.unit
    if figure.per is not None:
        item["per"] = figure.per
    if figure.part_of is not None:
        item["part_of"] = item_id("figures", figure.part_of)
    return Scored(item, figure.score)

"""NewsQuant: which unit, value and place a quantity of the corpus gets."""

import json
from pathlib import Path
from typing import Any

import pytest

from dateline import article
from dateline.convert import read
from dateline.convert.imported import Imported
from dateline.errors import Stop


def imported(folder: Path, text: str, *quantities: tuple[object, str, str]) -> Imported:
    rows = [
        {
            "text": text,
            "quantities": [
                {"value": value, "unit": unit, "normalized_unit": name, "change": "=",
                 "referred_concepts": "-"}
                for value, unit, name in quantities
            ],
        }
    ]  # fmt: skip
    path = folder / "rows.json"
    path.write_text(json.dumps(rows), "utf-8")
    return next(iter(read("newsquant", path, article)))


@pytest.mark.parametrize(
    ("text", "quantity", "expected"),
    [
        ("It was one of the finest hours of the harbour.",
         ("1", "finest hours harbour", "fine hour harbour"), ("1", "{hour}")),
        ("They sank a record 32 boats.", ("32.0", "record boats", "record boat"), ("32", "{boat}")),
        ("She has 40 by-elections behind her.", ("40", "by-elections", "by-election"),
         ("40", "{election}")),
        ("A third of the pilots left.", ("0.3333333333333333", "% pilots", "% pilot"),
         ("0.3333", None)),
        ("Two out of five pilots left.", ("0.4", "% pilots", "% pilot"), ("0.4", None)),
        ("It fell to minus 7 degrees.", ("-7", "degrees", "degree"), ("-7", "deg")),
        ("Ferries closed at 180p on Monday.", ("180.0", "p", "point"), ("1.8", "GBP")),
        ("He bought 2 to 3 thousand nets.", ("2000-3000", "nets", "net"), ("2000", "{net}")),
        ("The quay trades at 6.5 times sales.", ("6.5", "times", "count"), ("6.5", "{time}")),
        ("Nobody over the age of 21 came.", ("21", "age", "age"), ("21", "a")),
        ("It grew 3 times faster.", ("3", "times", "count"), ("3", None)),
        ("He has two brothers-in-law.", ("2", "brothers-in-law", "brother-in-law"),
         ("2", "{person}")),
        ("He has 40 boats and ferries.", ("40", "boats and ferries", "boat ferry"),
         ("40", "{boat}")),
        ("It pumps 300 barrels of oil.", (300, "barrels of oil", "barrel of oil"),
         ("300", "[bbl_us]")),
        ("She had 0.4 WAR.", ("0.4", "WAR", "win above replacement"), ("0.4", "{win}")),
        ("It paid 1,250 Polish złoty.", ("1,250", "złoty", "polish złoty"), ("1250", "PLN")),
    ],
)  # fmt: skip
def test_newsquant_quantity_has_value_and_unit(
    tmp_path: Path, text: str, quantity: tuple[Any, str, str], expected: tuple[str, str | None]
) -> None:
    (item,) = imported(tmp_path, text, quantity).annotations[0]["items"]
    assert (item["value"], item.get("unit")) == expected


def test_newsquant_cents_are_of_the_euro_beside_euros(tmp_path: Path) -> None:
    one = imported(
        tmp_path, "A roll is 40 cents, a loaf €3.", ("40", "cents", "cent"), ("3", "€", "euro")
    )
    assert [item["unit"] for item in one.annotations[0]["items"]] == ["EUR", "EUR"]


def test_newsquant_range_that_falls_is_the_words_from_its_first_number(tmp_path: Path) -> None:
    one = imported(tmp_path, "It fell from 7 to 5 boats.", ("5-7", "boats", "boat"))
    (item,) = one.annotations[0]["items"]
    assert (item["text"], item["number"]["text"]) == ("7 to 5 boats", "7 to 5")


@pytest.mark.parametrize("value", ["nine or so", "nan", "Infinity"])
def test_newsquant_value_that_is_no_number_is_lost(tmp_path: Path, value: str) -> None:
    one = imported(tmp_path, "It sank at nine.", (value, "-", "-"))
    assert (one.annotations[0]["items"], one.lost) == ([], {"value that is no number": 1})


@pytest.mark.parametrize("rows", [5, [{"text": "Five boats."}], [{"text": "5", "quantities": 5}],
                                  [{"text": "5", "quantities": ["5"]}]])  # fmt: skip
def test_newsquant_other_json_is_refused(tmp_path: Path, rows: object) -> None:
    (tmp_path / "rows.json").write_text(json.dumps(rows), "utf-8")
    with pytest.raises(Stop, match=r"rows\.json"):
        list(read("newsquant", tmp_path / "rows.json", article))

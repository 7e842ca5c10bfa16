"""Figures: what the grammar finds in sentences written for it, and what it must leave alone."""

import random

import pytest

from dateline.predict.figures.grammar import figures_of
from dateline.predict.registry import Item


def found(text: str) -> list[Item]:
    return [scored.item for scored in figures_of(text)]


def summary(text: str) -> list[tuple[str | None, ...]]:
    """(text, type, value, unit) of each figure."""
    return [(i["text"], i["type"], i["value"], i.get("unit")) for i in found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aid of $2.8bn a year", ("$2.8bn a year", "MONEY", "2800000000", "USD")),
        ("It paid €735m for it", ("€735m", "MONEY", "735000000", "EUR")),
        ("fined 3.5m Swiss francs", ("3.5m Swiss francs", "MONEY", "3500000", "CHF")),
        ("worth HK$1.2 trillion", ("HK$1.2 trillion", "MONEY", "1200000000000", "HKD")),
        ("up 19 cents", ("19 cents", "MONEY", "0.19", "USD")),
        ("Rs 5 crore was seized", ("Rs 5 crore", "MONEY", "50000000", "INR")),
        ("by 7.5 per cent", ("7.5 per cent", "PERCENT", "7.5", "%")),
        ("by 2 percentage points", ("2 percentage points", "PERCENT", "2", "%")),
        ("twenty-five kilometres away", ("twenty-five kilometres", "MEASURE", "25", "km")),
        ("winds of 90 km/h", ("90 km/h", "MEASURE", "90", "km/h")),
        ("fell to minus 5 degrees Celsius", ("minus 5 degrees Celsius", "MEASURE", "-5", "Cel")),
        ("he is 5 feet 2 inches tall", ("5 feet 2 inches", "MEASURE", "62", "[in_i]")),
        ("after two and a half years", ("two and a half years", "DURATION", "2.5", "a")),
        ("the 50-year-old baker", ("50-year-old", "DURATION", "50", "a")),
        ("Ada Quint, 45, said so", ("45", "DURATION", "45", "a")),
        ("one in five voters", ("one in five voters", "RATIO", "0.2", None)),
        ("two-thirds of the seats", ("two-thirds", "RATIO", "0.6667", None)),
        ("half a million people fled", ("half a million people", "COUNT", "500000", "{person}")),
        ("2.5m people fled", ("2.5m people", "COUNT", "2500000", "{person}")),
        ("two hundred and twelve men", ("two hundred and twelve men", "COUNT", "212", "{person}")),
        ("the third storm of the year", ("third", "ORDINAL", "3", None)),
        ("worth $US5m", ("$US5m", "MONEY", "5000000", "USD")),
        ("a loss of $-3bn", ("$-3bn", "MONEY", "-3000000000", "USD")),
        ("shares at 180p", ("180p", "MONEY", "1.8", "GBP")),
        ("a rate of .5 per cent", (".5 per cent", "PERCENT", "0.5", "%")),
        ("a six-page letter", ("six-page", "COUNT", "6", "{page}")),
        ("She is 35.", ("35", "DURATION", "35", "a")),
        ("nearly 4.3M digital and physical sales",
         ("nearly 4.3M digital and physical sales", "COUNT", "4300000", "{sale}")),
        ("cost HK $12.5 billion", ("HK $12.5 billion", "MONEY", "12500000000", "HKD")),
        ("cost Mex$ 10 million", ("Mex$ 10 million", "MONEY", "10000000", "MXN")),
        ("a $735m ship", ("$735m", "MONEY", "735000000", "USD")),
        ("lost 85 USD million", ("85 USD million", "MONEY", "85000000", "USD")),
        ("sales of 120 MEUR", ("120 MEUR", "MONEY", "120000000", "EUR")),
        ("a price of 100 ₡", ("100 ₡", "MONEY", "100", "CRC")),
        ("350 million Finnish markka", ("350 million Finnish markka", "MONEY", "350000000", "FIM")),
        ("a quarter million dollars", ("a quarter million dollars", "MONEY", "250000", "USD")),
        ("two-thirds of a million euros",
         ("two-thirds of a million euros", "MONEY", "666666.6667", "EUR")),
        ("a million and a half ships", ("a million and a half ships", "COUNT", "1500000",
                                        "{ship}")),
        ("two and three-quarter hours later", ("two and three-quarter hours", "DURATION", "2.75",
                                               "h")),
        ("two and three-quarters per cent", ("two and three-quarters per cent", "PERCENT", "2.75",
                                             "%")),
        ("worth 10 bln roubles", ("10 bln roubles", "MONEY", "10000000000", "RUB")),
        ("down to 20 degrees C", ("20 degrees C", "MEASURE", "20", "Cel")),
        ("now it is -10C", ("-10C", "MEASURE", "-10", "Cel")),
        ("he is 5 ft 2 in tall", ("5 ft 2 in", "MEASURE", "62", "[in_i]")),
        ("at a negative 0.5 per cent", ("negative 0.5 per cent", "PERCENT", "-0.5", "%")),
        ("a 4.3 second run", ("4.3 second", "DURATION", "4.3", "s")),
        ("a 79 yo man", ("79 yo", "DURATION", "79", "a")),
        ("three new 747 Cargo jets", ("three new 747 Cargo jets", "COUNT", "3", "{jet}")),
        ("30 Fiat and Lancia cars", ("30 Fiat and Lancia cars", "COUNT", "30", "{car}")),
        ("6,000 Austrians", ("6,000 Austrians", "COUNT", "6000", "{person}")),
        ("27 killed in the market", ("27", "COUNT", "27", "{person}")),
        ("the blast killing 12 on Monday", ("12", "COUNT", "12", "{person}")),
        ("30 earlier years", ("30 earlier years", "DURATION", "30", "a")),
        ("after 290 rowing yards", ("290 rowing yards", "MEASURE", "290", "[yd_i]")),
        ("they sank a boat or two", ("two", "COUNT", "2", "{boat}")),
        ("worked there for 9 a and left", ("9 a", "DURATION", "9", "a")),
        ("a farm of 12 a, they say", ("12 a", "MEASURE", "12", "[acr_us]")),
        ("the file has 16 million b.", ("16 million b", "MEASURE", "16000000", "bit")),
        ("a dose of 50 R", ("50 R", "MEASURE", "50", "R")),
        ("it cost 90 R there", ("90 R", "MONEY", "90", "ZAR")),
        ("he scored 12 p", ("12 p", "COUNT", "12", "{point}")),
        ("water of 20 c", ("20 c", "MEASURE", "20", "Cel")),
        ("a charge of 3 C", ("3 C", "MEASURE", "3", "C")),
        ("winds of 25 kt", ("25 kt", "MEASURE", "25", "[kn_i]")),
        ("a bomb of 20 kt", ("20 kt", "MEASURE", "20", "kt")),
        ("paid 500 drams", ("500 drams", "MONEY", "500", "AMD")),
        ("a Chinese fund of ¥5bn", ("¥5bn", "MONEY", "5000000000", "CNY")),
        ("two Quay-linked firms", ("two Quay-linked firms", "COUNT", "2", "{firm}")),
        ("a rating of -11 points", ("-11 points", "COUNT", "-11", "{point}")),
        ("a 12 point lead", ("12 point", "COUNT", "12", "{point}")),
        ("four of five ships", ("four of five ships", "RATIO", "0.8", None)),
        ("90 coal- and gas-fired boilers",
         ("90 coal- and gas-fired boilers", "COUNT", "90", "{boiler}")),
        ("at the age of four months", ("four months", "DURATION", "4", "mo")),
        ("at age 23 she left", ("23", "DURATION", "23", "a")),
        ("The average age of the boats was 27.", ("27", "DURATION", "27", "a")),
        ("Life expectancy there is around 68.", ("around 68", "DURATION", "68", "a")),
        ("for those 58 or older", ("58 or older", "DURATION", "58", "a")),
        ("Ida, 34; and others", ("34", "DURATION", "34", "a")),
        ("it weighs 100,000 pounds", ("100,000 pounds", "MEASURE", "100000", "[lb_av]")),
        ("a fine of 100,000 pounds", ("100,000 pounds", "MONEY", "100000", "GBP")),
        ("two of her old pilots left", ("two", "COUNT", "2", "{person}")),
        ("90 of the mayor's letters", ("90", "COUNT", "90", "{letter}")),
        ("1 in 32", ("1 in 32", "RATIO", "0.03125", None)),
        ("1 in 10 of our pilots", ("1 in 10", "RATIO", "0.1", None)),
        ("two side-by-side berths", ("two side-by-side berths", "COUNT", "2", "{berth}")),
        ("40 COVID-19 wards", ("40 COVID-19 wards", "COUNT", "40", "{ward}")),
        ("27 “as-new” ropes", ("27 “as-new” ropes", "COUNT", "27", "{rope}")),
        ("200 Vessel 818s were sold", ("200 Vessel 818s", "COUNT", "200", "{vessel}")),
        ("half a mile away", ("half a mile", "MEASURE", "0.5", "[mi_i]")),
        ("in three-quarters of an hour", ("three-quarters of an hour", "DURATION", "0.75", "h")),
        ("a three-and-a-half-acre quay", ("three-and-a-half-acre", "MEASURE", "3.5", "[acr_us]")),
        ("plus or minus 5.1 per cent", ("5.1 per cent", "PERCENT", "5.1", "%")),
        ("20 or so pastors", ("20 or so pastors", "COUNT", "20", "{person}")),
        ("500+ ferries", ("500+ ferries", "COUNT", "500", "{ferry}")),
        ("30 more ferries", ("30 more ferries", "COUNT", "30", "{ferry}")),
        ("ten crew members", ("ten crew members", "COUNT", "10", "{person}")),
        ("40 freshly painted quays", ("40 freshly painted quays", "COUNT", "40", "{quay}")),
        ("A $1.2 billion port", ("$1.2 billion", "MONEY", "1200000000", "USD")),
        ("rose 50c", ("50c", "MONEY", "0.5", "USD")),
        ("1.2 million bpd", ("1.2 million bpd", "MEASURE", "1200000", "[bbl_us]")),
        ("9 kr", ("9 kr", "MONEY", "9", "SEK")),
        ("seven steam-driven cranes", ("seven steam-driven cranes", "COUNT", "7", "{crane}")),
        ("two most daring winners", ("two most daring winners", "COUNT", "2", "{winner}")),
        ("nine Quays police officers", ("nine Quays police officers", "COUNT", "9", "{person}")),
        ("half a percentage point", ("half a percentage point", "PERCENT", "0.5", "%")),
        ("One tattered 1968 chart", ("One tattered 1968 chart", "COUNT", "1", "{chart}")),
        ("her daughter, 34, left", ("34", "DURATION", "34", "a")),
        ("in 15 earlier contests", ("15 earlier contests", "COUNT", "15", "{contest}")),
        ("500 IT leaders", ("500 IT leaders", "COUNT", "500", "{person}")),
        ("2,000 US troops", ("2,000 US troops", "COUNT", "2000", "{person}")),
        ("one sail I’ve sewn", ("one sail", "COUNT", "1", "{sail}")),
        ("cut in half", ("half", "RATIO", "0.5", None)),
        ("for a week or two", ("two", "DURATION", "2", "wk")),
        ("a list of 20 P&C ratings", ("20 P&C ratings", "COUNT", "20", "{rating}")),
        ("one odd thing about ships", ("one odd thing", "COUNT", "1", "{thing}")),
        ("one way to row", ("one way", "COUNT", "1", "{way}")),
        ("two brothers-in-law", ("two brothers-in-law", "COUNT", "2", "{person}")),
        ("31 hastily-hired seasoned sailors",
         ("31 hastily-hired seasoned sailors", "COUNT", "31", "{person}")),
        ("pilots under 30 who row", ("under 30", "DURATION", "30", "a")),
        ("85 RBIs in May", ("85 RBIs", "COUNT", "85", "{rbi}")),
        ("room for 14,000 TEU.", ("14,000 TEU", "COUNT", "14000", "{teu}")),
        ("ten times faster", ("ten times", "RATIO", "10", None)),
        ("6 times sales", ("6 times", "COUNT", "6", "{time}")),
        ("a lamp of 3100K", ("3100K", "MEASURE", "3100", "K")),
        ("it runs at 8KHz", ("8KHz", "MEASURE", "8", "kHz")),
        ("one of those sank", ("one", "COUNT", "1", None)),
        ("cut its fleet by half", ("half", "RATIO", "0.5", None)),
        ("most over-70s agreed", ("over-70s", "DURATION", "70", "a")),
        ("Ida Quint, also 19, left", ("19", "DURATION", "19", "a")),
        ("a fare of R20", ("R20", "MONEY", "20", "ZAR")),
        ("paid 45 pounds for it", ("45 pounds", "MONEY", "45", "GBP")),
        ("the ticket cost 90 kn", ("90 kn", "MONEY", "90", "HRK")),
        ("a wind of 90 kn", ("90 kn", "MEASURE", "90", "[kn_i]")),
        ("a 24 V battery", ("24 V", "MEASURE", "24", "V")),
        ("a capacitor of 2.5 F and", ("2.5 F", "MEASURE", "2.5", "F")),
        ("at 90F outside", ("90F", "MEASURE", "90", "[degF]")),
        ("80 sq. ft", ("80 sq. ft", "MEASURE", "80", "[sft_i]")),
        ("20 imperial gallons", ("20 imperial gallons", "MEASURE", "20", "[gal_us]")),
        ("it used 8 gwh", ("8 gwh", "MEASURE", "8", "GW.h")),
        ("up by 24.5 % on Monday", ("24.5 %", "PERCENT", "24.5", "%")),
        ("40 million of the euros", ("40 million", "MONEY", "40000000", "EUR")),
        ("One of Quint's pilots is Ida.", ("One", "COUNT", "1", "{person}")),
        ("It is one of Norway’s oldest piers.", ("one", "COUNT", "1", "{pier}")),
        ("One of Mr. Quint's ropes broke.", ("One", "COUNT", "1", "{rope}")),
        ("One of U.S. Sen. Quint's pilots left.", ("One", "COUNT", "1", "{person}")),
        ("one of last year's boats", ("one", "COUNT", "1", "{boat}")),
        ("She said that one of the sails tore.", ("one", "COUNT", "1", "{sail}")),
        ("They found that one sailor drowned.", ("one sailor", "COUNT", "1", "{person}")),
        ("He told her that one mast was gone.", ("one mast", "COUNT", "1", "{mast}")),
        ("a couple dozen ferries", ("a couple dozen ferries", "COUNT", "24", "{ferry}")),
        ("A couple hundred sailors came.", ("A couple hundred sailors", "COUNT", "200",
                                            "{person}")),
        ("cost a couple of thousand euros", ("a couple of thousand euros", "MONEY", "2000", "EUR")),
        ("They sold rope for 4m/-.", ("4m", "COUNT", "4000000", None)),
        ("They paid 4,000/= for rope.", ("4,000", "COUNT", "4000", None)),
        ("4 out of 5 ferries", ("4 out of 5 ferries", "RATIO", "0.8", None)),
        ("At this level, 4 out of 5 agree.", ("4 out of 5", "RATIO", "0.8", None)),
        ("2m high school pupils", ("2m high school pupils", "COUNT", "2000000", "{person}")),
        ("one wounded in the port", ("one", "COUNT", "1", "{person}")),
        ("one sailor brought up a rope", ("one sailor", "COUNT", "1", "{person}")),
    ],
)  # fmt: skip
def test_figures_expression_has_value_and_unit(text: str, expected: tuple[str, ...]) -> None:
    assert summary(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "on March 29 and on 3 April 2026", "at 10:27 PM, or 5am", "in 2019", "the Sept. 11 attacks",
        "an iPhone 11 and a Boeing 747", "won 2-0 at home", "COVID-19 and the F-150", "see page 4",
        "the two-state solution", "at 575 Wilbraham Road", "flight MH370", "each one of us, no one",
        "call 555-1234", "Article 50 and Chapter 11", "the Big Ten", "a 5G network in the '80s",
        "https://example.org/2024/12/77", "The 21st century began", "the First Amendment",
        "agent 007", "192.168.1.1", "a 401(k) plan", "in the bottom three", "among the top 10",
        "a two-pronged plan", "founded in 2012 as a firm", "the Group of 20 met", "on day five",
        "a high-five", "it ended 1 – 0",
        "one sails, one swims", "we 1) row and 2) swim",
        "one way or another", "an ESP32 board", "DSM‑5 rules",
        "B2C firms", "if one exists", "one-on-one lessons",
        "a six-pointed star", "from July 8 to 12", "she went 2-for-5",
        "like the R5's engine", "one size fits all", "a 4x4 on the quay",
        "twenty-somethings", "the name MÃ1⁄4ller",
        "He wants that one.", "That one is red.", "I like that one better.",
        "That one ship is old.",
        "in the 80's", "in his 50’s", "the 1980's", "it ended 3-4", "it ended 4.5-3.5",
        "open 9.30-10.15", "on 24.11-26.11 it rained", "version 3.5-4.0",
        "The alarm is at Level 2 out of 5.", "a storm of category 3 out of 5",
        "The risk of ice is 4 out of 5.", "a rating of four out of five", "a couple of ships",
        "crews, one local and one drawn up at sea", "ships, one old, one new",
        "one based in the port", "one partly built by hand",
    ],
)  # fmt: skip
def test_figures_other_number_is_none(text: str) -> None:
    assert summary(text) == []


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("about 300 boats", "APPROX"),
        ("more than 300 boats", "MORE_THAN"),
        ("fewer than 300 boats", "LESS_THAN"),
        ("at least 300 boats", "EQUAL_OR_MORE"),
        ("up to 300 boats", "EQUAL_OR_LESS"),
        ("300 boats", "EXACT"),
    ],
)
def test_figures_modifier_is_in_the_span(text: str, modifier: str) -> None:
    (item,) = found(text)
    assert (item["text"], item["modifier"]) == (text, modifier)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between €4m and €5m", "4000000", "5000000"),
        ("$4-5 million", "4000000", "5000000"),
        ("10 to 15 boats", "10", "15"),
        ("two or three weeks", "2", "3"),
        ("tens of thousands of people", "10000", "100000"),
        ("10-15 foreign ships", "10", "15"),
        ("from -12 °C to -25 °C", "-25", "-12"),
        ("from $10 in March to $12", "10", "12"),
        ("From 30 percent on May 14 to 36 percent", "30", "36"),
        ("ages 17 to 26", "17", "26"),
        ("many 31-36s", "31", "36"),
        ("a 4-5 ½ inch nail", "4", "5.5"),
        ("one or two full-time sailors", "1", "2"),
        ("It fell to 0.3-0.4.", "0.3", "0.4"),
        ("now 10.1–10.4 there", "10.1", "10.4"),
    ],
)
def test_figures_range_has_both_ends(text: str, low: str, high: str) -> None:
    (item,) = found(text)
    assert (item["value"], item["value_high"], item["modifier"]) == (low, high, "RANGE")


def test_figures_growth_by_one_to_another_is_two_figures() -> None:
    values = [item["value"] for item in found("The gap rose by $4m to $5m.")]
    assert values == ["4000000", "5000000"]


def test_figures_fall_is_a_range_from_the_lower_end() -> None:
    (item,) = found("It fell from 7 to 5 per cent.")
    assert (item["value"], item["value_high"], item["modifier"]) == ("5", "7", "RANGE")


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("doses of 35 and 60 mg", ["mg", "mg"]),
        ("with two-, three- and four-page letters", ["{page}"] * 3),
        ("40 million of the 1.2 billion euros", ["EUR", "EUR"]),
        ("It rose 8.2% to 41.5.", ["%", None]),
        ("It fell 12 points, or 1.1%, to 2,600.45.", ["{point}", "%", "{point}"]),
        ("for six, seven and even nine hours", ["h", "h", "h"]),
        ("five 40-metre ropes", ["{rope}", "m"]),
        ("a box of 12x7x3cm", ["cm", "cm", "cm"]),
        ("a screen of 1,600 x 900 pixels", ["{pixel}", "{pixel}"]),
        ("It went from 30 ml to 60 mg.", ["mL", "mg"]),
        ("It is 4m long and cost 3m pounds.", ["m", "GBP"]),
        ("one sail and one mast", ["{sail}", "{mast}"]),
    ],
)
def test_figures_bare_number_has_the_unit_beside_it(text: str, units: list[str | None]) -> None:
    assert [item.get("unit") for item in found(text)] == units


def test_figures_number_before_a_range_of_decimals_is_its_own() -> None:
    values = [(item["value"], item.get("value_high")) for item in found("from 0.1 to 0.3-0.4")]
    assert values == [("0.1", None), ("0.3", "0.4")]


def test_figures_one_of_some_measures_the_noun_behind_the_owner() -> None:
    (item,) = found("One of Mr. Quint's old ropes broke.")
    assert item["measured"]["text"] == "old ropes"


def test_figures_part_names_its_whole() -> None:
    whole, part, more = found("At least 248 people, including 66 children and 40 women, fled.")
    assert part["part_of"] == more["part_of"] == whole["id"]


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("$3 per litre", "L"),
        ("$35,000-a-year", "a"),
        ("12 crimes per 100,000 people", "100000.{person}"),
        ("$5-per-share", "{share}"),
        ("$100-a-barrel oil", "[bbl_us]"),
        ("11 µg/m3 of dust", "m3"),
        ("1.2 million bpd", "d"),
    ],
)
def test_figures_per_is_read(text: str, per: str) -> None:
    assert found(text)[0]["per"] == per


def test_figures_year_ago_is_no_rate() -> None:
    (item,) = found("It lost $1.1bn a year ago.")
    assert "per" not in item


def test_figures_number_and_measured_lie_inside_the_text() -> None:
    text = "She lost about 60% of its revenue and 13 tall ships."
    share, ships = found(text)
    assert (share["number"]["text"], share["measured"]["text"]) == ("60", "revenue")
    assert (ships["number"]["text"], ships["measured"]["text"]) == ("13", "tall ships")


@pytest.mark.parametrize(
    "piece",
    [
        "1,",
        "1-",
        "one and ",
        "million ",
        "12 ",
        "1 000 ",
        "x10 ",
        "a third ",
        "one of ",
        "$",
        "tens of ",
        "1/2 ",
        "a ",
        "1.1.",
        "’1",
        "1x",
        "A-1a-",
        "12-a-",
        "one of A ",
        "4 out of ",
        "that one a ",
        "0.3-",
        "1 a-",
        "-",
    ],
)
def test_figures_come_to_an_end_of_a_repeated_piece(piece: str) -> None:
    text = piece * 4_000
    items = [scored.item for scored in figures_of(text)]
    assert all(text[item["start"] : item["end"]] == item["text"] for item in items)


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("twenty - or", "twenty"), ("=5 boats in Y", "5 boats"), ("of Ten", "Ten"),
        pytest.param("5 " + "us " * 3_000, "5", id="many us"),
    ],
)  # fmt: skip
def test_figures_end_of_text_is_no_further_word(text: str, expression: str) -> None:
    assert [item["text"] for item in found(text)] == [expression]


def test_figures_any_text_gives_slices() -> None:
    pieces = [
        "1",
        ",",
        ".",
        "-",
        "$",
        "m",
        "two",
        "million",
        " ",
        "\n",
        "of",
        "é",
        "½",
        "per",
        "🙂",
        "’",
        "%",
    ]
    rng = random.Random(7)
    for _ in range(400):
        text = "".join(rng.choices(pieces, k=60))
        for item in found(text):
            for span in (item, item["number"], item.get("measured") or item):
                assert text[span["start"] : span["end"]] == span["text"]

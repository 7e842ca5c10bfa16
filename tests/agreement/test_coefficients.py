"""Published values of agreement on items that everybody rates; the source is named at each."""

import json
import math
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.annotate.agreement.alpha import krippendorff_alpha
from dateline.annotate.agreement.coefficients import (
    bennett_s,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    scott_pi,
)
from dateline.annotate.agreement.distances import masi
from dateline.errors import Usage

FIXTURES = Path(__file__).parents[3] / "shared/data/agreement_fixtures"

Table = list[list[int]]


def spread(table: Table, values: str = "abcdefgh") -> tuple[list[str], list[str]]:
    """The two annotators' ratings that a contingency table counts."""
    pairs = [
        (values[row], values[column])
        for row, cells in enumerate(table)
        for column, times in enumerate(cells)
        for _ in range(times)
    ]
    return [a for a, _ in pairs], [b for _, b in pairs]


# Artstein and Poesio 2008, the examples of their section 2; DKPro ArtsteinPoesio2008Test.
FIRST = spread([[20, 10], [20, 50]])
SECOND = spread([[46, 0, 0], [6, 32, 6], [0, 0, 10]])


def test_coefficients_of_artstein_and_poesio() -> None:
    assert cohen_kappa(*FIRST) == pytest.approx(0.3478, abs=5e-5)
    assert scott_pi(*FIRST) == pytest.approx(0.3407, abs=5e-5)
    assert bennett_s(*FIRST) == pytest.approx(0.40)
    assert krippendorff_alpha(FIRST) == pytest.approx(0.344, abs=5e-4)
    assert cohen_kappa(*SECOND) == pytest.approx(0.8013, abs=5e-5)
    assert scott_pi(*SECOND) == pytest.approx(0.7995, abs=5e-5)
    assert bennett_s(*SECOND) == pytest.approx(0.82)
    assert krippendorff_alpha(SECOND) == pytest.approx(0.8005, abs=5e-5)


def test_weighted_coefficients_of_artstein_and_poesio() -> None:
    def check_is_between(a: str, b: str) -> float:
        return 0.0 if a == b else 0.5 if "c" in (a, b) else 1.0

    assert krippendorff_alpha(SECOND, check_is_between) == pytest.approx(0.8156, abs=5e-5)
    assert cohen_kappa(*SECOND, check_is_between) == pytest.approx(0.8163, abs=5e-5)


def test_cohen_kappa_of_cohen() -> None:
    # Cohen 1960, p. 45; the table also in the irrCAC fixture.
    table = spread([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert cohen_kappa(*table) == pytest.approx(0.4915, abs=5e-5)
    assert gwet_ac1(table) == pytest.approx(0.57597, abs=5e-6)


# Fleiss 1971, p. 379: the diagnoses of six psychiatrists for 30 patients.
FLEISS = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 "
    "144444 224445 333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 "
    "111155 224444 133333 555555"
)


def test_fleiss_kappa_of_fleiss() -> None:
    counts = [[item.count(diagnosis) for diagnosis in "12345"] for item in FLEISS.split()]
    assert fleiss_kappa(counts) == pytest.approx(0.4302, abs=5e-5)
    by_category = [fleiss_kappa(counts, at) for at in range(5)]
    assert by_category == pytest.approx([0.248, 0.248, 0.517, 0.470, 0.565], abs=5e-3)


def test_fleiss_kappa_refuses_gaps() -> None:
    with pytest.raises(Usage, match="krippendorff_alpha"):
        fleiss_kappa([[2, 1], [1, 1]])


# Krippendorff 2011, "Computing Krippendorff's alpha-reliability", p. 8.
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def test_krippendorff_alpha_of_krippendorff() -> None:
    assert krippendorff_alpha(FOUR) == pytest.approx(0.743421, abs=5e-7)
    assert krippendorff_alpha(FOUR, "ordinal") == pytest.approx(0.815, abs=5e-4)
    assert krippendorff_alpha(FOUR, "interval") == pytest.approx(0.849, abs=5e-4)
    assert krippendorff_alpha(FOUR, "ratio") == pytest.approx(0.797, abs=5e-4)


# Hayes and Krippendorff 2007, p. 84: 40 units by 5 observers, . for none.
HAYES = (
    "112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1 "
    "111.1 212.2 1233. 1101. 000.0 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2 "
    "110.0 2121. 22.22 3222. 222.2 223.2 222.2 22.12 2222. 111.1"
)


def test_krippendorff_alpha_of_hayes_and_krippendorff() -> None:
    units = [[None if v == "." else int(v) for v in unit] for unit in HAYES.split()]
    rows = list(zip(*units, strict=True))
    assert krippendorff_alpha(rows, "ordinal") == pytest.approx(0.7598, abs=1e-4)


def test_krippendorff_alpha_of_the_dresses() -> None:
    # nltk, test_disagreement.py: systematic disagreement is below 0.
    rows = [["yes", "yes", None], ["no", "no", None], ["no", None, "no"]]
    assert krippendorff_alpha(rows) == pytest.approx(-1 / 3)


# Krippendorff 1995, p. 57: continuum A in 24 digits, of Bertha and of Bill.
BERTHA, BILL = "001111111100001111110000", "000011110000000110000000"


def test_coefficients_of_krippendorffs_digits() -> None:
    assert cohen_kappa(BERTHA, BILL) == pytest.approx(0.385, abs=5e-4)
    assert scott_pi(BERTHA, BILL) == pytest.approx(0.314, abs=5e-4)
    assert krippendorff_alpha([BERTHA, BILL]) == pytest.approx(0.329, abs=5e-4)


def test_coefficients_are_none_where_nothing_varies() -> None:
    # Krippendorff 1995, continuum D: everything is a unit, so nothing can be said.
    ones = "1" * 24
    assert cohen_kappa(ones, ones) is None
    assert scott_pi(ones, ones) is None
    assert bennett_s(ones, ones) is None
    assert krippendorff_alpha([ones, ones]) is None
    assert gwet_ac1([ones, ones]) is None
    assert fleiss_kappa([[3, 0], [3, 0]]) is None
    assert cohen_kappa([], []) is None
    assert krippendorff_alpha([]) is None
    assert krippendorff_alpha([[1, None], [None, 2]]) is None


def test_gwet_ac1_withstands_the_paradox_of_kappa() -> None:
    # irrCAC, fixture 1 of DKPro: 85 of 100 agree, most on one category.
    table = spread([[80, 7], [8, 5]])
    assert gwet_ac1(table) == pytest.approx(0.808)
    assert (cohen_kappa(*table) or 1) < 0.32


@pytest.mark.shared
@pytest.mark.parametrize("name", ["01_paradox_2x2", "02_cohen_ex1", "03_cohen_ex2",
                                  "04_likert_4x4", "05_likert_5x5"])  # fmt: skip
def test_gwet_ac1_gives_the_values_of_irrcac(name: str) -> None:
    path = FIXTURES / f"gwet_fixture_{name}.json"
    if not path.is_file():
        pytest.skip(f"{path} is missing: the fixtures are not part of the repository")
    fixture = json.loads(path.read_text("utf-8"))
    a, b = spread(fixture["table"], "12345678")
    for case in fixture["cases"]:
        rows = [[int(value) for value in row] for row in (a, b)]
        found = gwet_ac1(rows, case["distanceFunction"])
        assert found == pytest.approx(case["coefficient"], abs=6e-6), case["measure"]


ratings = st.lists(st.tuples(*[st.sampled_from("abc") | st.none()] * 3), min_size=1, max_size=20)


@given(ratings)
def test_alpha_does_not_hang_on_order_or_names(units: list[tuple[str | None, ...]]) -> None:
    rows = list(zip(*units, strict=True))
    alpha = krippendorff_alpha(rows)
    named = [[None if v is None else {"a": "z", "b": "y", "c": "x"}[v] for v in r] for r in rows]
    others = (krippendorff_alpha(rows[::-1]), krippendorff_alpha(named))
    for other in (*others, krippendorff_alpha([[*row, None] for row in rows])):
        assert other == (alpha if alpha is None else pytest.approx(alpha))


@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=30))
def test_perfect_agreement_is_one_or_undefined(row: list[str]) -> None:
    expected = None if len(set(row)) == 1 else pytest.approx(1)
    assert cohen_kappa(row, row) == expected
    assert scott_pi(row, row) == expected
    assert krippendorff_alpha([row, row, row]) == expected
    assert gwet_ac1([row, row, row]) == expected


def test_agreement_by_chance_is_near_zero() -> None:
    draw = random.Random(5)
    rows = [draw.choices("abc", [6, 3, 1], k=4000) for _ in range(3)]
    assert abs(krippendorff_alpha(rows) or 1) < 0.03
    assert abs(cohen_kappa(*rows[:2]) or 1) < 0.03
    counts = [[unit.count(v) for v in "abc"] for unit in zip(*rows, strict=True)]
    assert abs(fleiss_kappa(counts) or 1) < 0.03


def test_masi_weights_jaccard_by_inclusion() -> None:
    # Passonneau 2006: equal 1, subset 2/3, overlap 1/3, disjoint 0.
    assert masi(frozenset("ab"), frozenset("abc")) == pytest.approx(1 - 2 / 3 * 2 / 3)
    assert masi(frozenset("ab"), frozenset("bc")) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi(frozenset("a"), frozenset("b")) == 1
    assert math.isclose(masi(frozenset(), frozenset()), 0)

"""Published values of agreement on where units are: α_U and γ."""

import csv
import itertools
import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.annotate.agreement.gamma import (
    Unit,
    Weights,
    dissimilarity,
    gamma,
    pair_alignment,
    pair_disorder,
    pair_gamma,
    positional,
)
from dateline.annotate.agreement.joint import best_alignment
from dateline.annotate.agreement.unitizing import alpha_u, disagreements

SHARED = Path(__file__).parents[3] / "shared/data"


def units(text: str, name: str) -> list[tuple[int, int, str]]:
    """(start, end, name) of "start,length start,length …"."""
    pairs = (part.split(",") for part in text.split())
    return [(int(start), int(start) + int(size), name) for start, size in pairs]


# Krippendorff 2004, p. 254; DKPro Krippendorff2004Test.
FIRST = units("225,70 370,30", "c") + units("180,60 300,50", "k")
SECOND = units("220,80 355,20 400,20", "c") + units("180,60 300,50", "k")


def test_alpha_u_of_krippendorff_2004() -> None:
    parts = disagreements([FIRST, SECOND], 300, start=150)
    assert parts["c"] == pytest.approx((0.01444, 0.05322), abs=5e-6)
    assert parts["k"] == pytest.approx((0, 0.0490), abs=5e-5)
    assert alpha_u([FIRST, SECOND], 300, start=150, category="c") == pytest.approx(
        0.72860, abs=5e-6
    )
    assert alpha_u([FIRST, SECOND], 300, start=150, category="k") == 1
    assert alpha_u([FIRST, SECOND], 300, start=150) == pytest.approx(0.858665, abs=5e-7)


def test_alpha_u_of_dkpro() -> None:
    continua = [units("1,8", "x"), units("2,1 4,1 6,1", "x")]
    assert disagreements(continua, 10)["x"] == pytest.approx((0.9100, 0.53519), abs=5e-6)
    assert alpha_u(continua, 10) == pytest.approx(-0.70035, abs=5e-6)


# Krippendorff 1995, p. 57, Bertha and Bill; the observed disagreements of DKPro's test.
BERTHA = {"A": "2,8 14,6", "B": "0,18", "C": "2,6 10,2 14,4 20,2", "D": "0,2 2,8 10,4 14,6 20,4"}
BILL = {
    "A": "4,4 15,2",
    "B": "0,2 2,1 3,1 4,1 5,1 6,3 9,1",
    "C": "0,2 4,4 10,4 16,2 20,2",
    "D": "0,4 4,4 8,7 15,2 17,7",
}


@pytest.mark.parametrize(
    ("name", "observed"), [("A", 0.03125), ("B", 2.26736), ("C", 0.02778), ("D", 0.38715)]
)
def test_disagreements_of_krippendorff_1995(name: str, observed: float) -> None:
    continua = [units(BERTHA[name], name), units(BILL[name], name)]
    assert disagreements(continua, 24)[name].observed == pytest.approx(observed, abs=5e-6)


def test_disagreements_add_up_squared_differences() -> None:
    # DKPro measureDistance: (225,70)-(220,80) is 50, (370,30)-(355,20) is 850, a gap of 50
    # against a unit of 20 is 400; here by hand from the sum over both orders of two annotators.
    def observed(a: str, b: str, length: int) -> float:
        return disagreements([units(a, "x"), units(b, "x")], length)["x"].observed * length**2

    assert observed("225,70", "220,80", 500) == pytest.approx(50)
    assert observed("370,30", "355,20", 500) == pytest.approx(850)
    assert observed("", "400,20", 500) == pytest.approx(400)


def test_alpha_u_is_none_where_there_is_nothing() -> None:
    assert alpha_u([[], []], 10) is None
    assert alpha_u([[(3, 3, "x")], []], 10) is None  # a unit without length is none


def test_alpha_u_is_below_zero_where_only_one_sees_a_unit() -> None:
    assert (alpha_u([[(3, 5, "x")], []], 10) or 1) < 0


# Mathet et al. 2015, figure 10.
@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ((4, 14), (40, 44), 22.2),
        ((4, 14), (20, 25), 3.2),
        ((4, 14), (14, 24), 1.0),
        ((20, 30), (20, 25), 0.11),
        ((20, 25), (14, 24), 0.22),
    ],
)
def test_positional_of_mathet(a: tuple[int, int], b: tuple[int, int], apart: float) -> None:
    assert positional((*a, ""), (*b, "")) == pytest.approx(apart, rel=0.02)


def read_continua(name: str) -> list[list[Unit]]:
    path = SHARED / "pygamma_tests/tests/data" / name
    if not path.is_file():
        pytest.skip(f"{path} is missing: the test data of pygamma is not part of the repository")
    found: dict[str, list[Unit]] = {}
    for who, category, start, end in csv.reader(path.read_text("utf-8").splitlines()):
        found.setdefault(who, []).append((float(start), float(end), category))
    return list(found.values())


@pytest.mark.shared
def test_best_alignment_of_alex_paul_and_suzan() -> None:
    # pygamma-agreement test_gammas.py: disorder .96, six unitary alignments. One more has the
    # same disorder, for two units apart cost there as much as together.
    found = best_alignment(read_continua("AlexPaulSuzan.csv"), Weights(3, 1, 1))
    assert found.disorder == pytest.approx(0.96, rel=0.01)
    assert len(found.tuples) in (6, 7)


@pytest.mark.shared
def test_gamma_of_two_by_thousand() -> None:
    # pygamma-agreement test_gammas.py: 1085 unitary alignments, γ .39 to .42.
    a, b = read_continua("2by1000.csv")
    weights = Weights(3, 1, 1)
    assert len(a) + len(b) - len(pair_alignment(a, b, weights)) == 1085
    length = max(end for _, end, _ in (*a, *b))
    found = pair_gamma(a, b, length, weights=weights, samples=20)
    assert found is not None
    assert 0.38 <= found <= 0.43


@pytest.mark.shared
@pytest.mark.parametrize("number", range(1, 7))
def test_gamma_of_the_fixtures_of_dkpro(number: int) -> None:
    paths = list((SHARED / "agreement_fixtures").glob(f"pygamma_fixture_{number:02}_*.json"))
    if not paths:
        pytest.skip(f"{SHARED}/agreement_fixtures is missing: not part of the repository")
    fixture = json.loads(paths[0].read_text("utf-8"))
    weights = Weights(*(fixture["params"][name] for name in ("alpha", "beta", "deltaEmpty")))

    def disorder(rows: list[dict[str, object]]) -> float:
        found: dict[str, list[Unit]] = {}
        for row in rows:
            found.setdefault(row["annotator"], []).append(  # type: ignore[arg-type]
                (row["start"], row["end"], row["category"])  # type: ignore[arg-type]
            )
        continua = list(found.values())
        joint = best_alignment(continua, weights).disorder if len(rows) < 20 else None
        if len(continua) == 2:
            exact = pair_disorder(*continua, weights)
            assert joint is None or joint == pytest.approx(exact)
            return exact
        assert joint is not None
        return joint

    observed = disorder(fixture["continuum"])
    assert observed == pytest.approx(fixture["tier1"]["bestAlignmentDisorder"], abs=1e-6)
    for sample in fixture["tier2"]["sampledContinua"]:
        assert disorder(sample["units"]) == pytest.approx(sample["bestAlignmentDisorder"], abs=1e-6)
    expected, value = fixture["tier3"]["expectedDisorder"], fixture["tier3"]["gamma"]
    assert 1 - observed / expected == pytest.approx(value, abs=1e-6)


def random_units(draw: random.Random, most: int = 4) -> list[Unit]:
    found: list[Unit] = []
    for _ in range(draw.randrange(most + 1)):
        start = draw.randrange(20)
        found.append((start, start + 1 + draw.randrange(9), draw.choice("ab")))
    return found


def test_pair_disorder_agrees_with_brute_force() -> None:
    draw = random.Random(3)
    weights = Weights()
    for _ in range(300):
        a, b = random_units(draw), random_units(draw)
        if not a and not b:
            continue
        best = float(len(a) + len(b))
        for size in range(min(len(a), len(b)) + 1):
            for rows in itertools.combinations(range(len(a)), size):
                for columns in itertools.permutations(range(len(b)), size):
                    together = sum(
                        dissimilarity(a[x], b[y], weights)
                        for x, y in zip(rows, columns, strict=True)
                    )
                    best = min(best, together + len(a) + len(b) - 2 * size)
        assert pair_disorder(a, b, weights) == pytest.approx(best / ((len(a) + len(b)) / 2))


def test_best_alignment_of_two_is_that_of_the_pair() -> None:
    draw = random.Random(11)
    for _ in range(100):
        a, b = random_units(draw), random_units(draw)
        if a or b:
            assert best_alignment([a, b]).disorder == pytest.approx(pair_disorder(a, b))


def test_gamma_by_chance_is_near_zero() -> None:
    draw = random.Random(2)
    values = []
    for number in range(20):
        continua = [
            [(at, at + 20.0, draw.choice("abc")) for at in sorted(draw.sample(range(2000), 20))]
            for _ in range(2)
        ]
        values.append(gamma(continua, 2020, seed=number))
    assert abs(sum(value or 0 for value in values) / 20) < 0.05


continuum = st.lists(
    st.tuples(st.integers(0, 50), st.integers(1, 9), st.sampled_from("ab")), max_size=6
).map(lambda rows: [(start, start + size, name) for start, size, name in rows])


@settings(deadline=None)
@given(continuum, continuum)
def test_unitizing_does_not_hang_on_order_or_names(
    a: list[tuple[int, int, str]], b: list[tuple[int, int, str]]
) -> None:
    other = [[(s, e, {"a": "z", "b": "y"}[n]) for s, e, n in reversed(one)] for one in (b, a)]
    for first, second in (
        (alpha_u([a, b], 60), alpha_u(other, 60)),
        (pair_disorder(a, b), pair_disorder(*other)),
    ):
        assert second == (first if first is None else pytest.approx(first))


@given(continuum.filter(bool))
def test_unitizing_is_one_where_all_agree(a: list[tuple[int, int, str]]) -> None:
    assert gamma([a, a, a], 60) == 1
    assert alpha_u([a, a, a], 60) == 1
    assert gamma([[], []], 60) is None

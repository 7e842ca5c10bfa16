import random
import re
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from dateline.layers import shipped
from dateline.scoring import Counts, Document, Matched
from dateline.scoring.documents import Side
from dateline.scoring.groups import count_groups

DATA = Path(__file__).parents[3] / "shared/data/coref_scorer_tests/tests"

# Recall and precision of test/CorefMetricTestConfig.pm and TestCases.README of the reference
# scorer, github.com/conll/reference-coreference-scorers; LEA is in the README alone.
PUBLISHED = {
    "A-1": {"muc": (1, 1), "b_cubed": (1, 1), "ceaf_m": (1, 1), "ceaf_e": (1, 1), "lea": (1, 1)},
    "A-2": {
        "muc": (1 / 3, 1),
        "b_cubed": (7 / 18, 1),
        "ceaf_m": (0.5, 1),
        "ceaf_e": (0.6, 0.9),
        "lea": (1 / 3, 1),
    },
    "A-3": {
        "muc": (1, 3 / 5),
        "b_cubed": (1, 55 / 108),
        "ceaf_m": (1, 6 / 9),
        "ceaf_e": (0.88571, 0.66429),
        "lea": (1, 4 / 9),
    },
    "A-4": {
        "muc": (1 / 3, 1 / 3),
        "b_cubed": (5 / 9, 17 / 42),
        "ceaf_m": (4 / 6, 4 / 7),
        "ceaf_e": (0.73333, 0.55),
        "lea": (0.5, 2 / 7),
    },
    "A-5": {
        "muc": (1 / 3, 1 / 4),
        "b_cubed": (5 / 9, 5 / 16),
        "ceaf_m": (4 / 6, 0.5),
        "ceaf_e": (0.68889, 0.51667),
        "lea": (0.5, (1 + 4 / 6) / 8),
    },
    "A-6": {
        "muc": (1 / 3, 1 / 4),
        "b_cubed": (5 / 9, 17 / 48),
        "ceaf_m": (4 / 6, 0.5),
        "ceaf_e": (0.73333, 0.55),
        "lea": (0.5, 0.25),
    },
    "A-10": {"muc": (0, 0), "b_cubed": (0.5, 1), "lea": (1 / 6, 1 / 6)},
    "A-11": {"muc": (1, 3 / 5), "b_cubed": (1, 7 / 18), "lea": (5 / 6, 4 / 15)},
    "A-12": {"muc": (0, 0), "b_cubed": (13 / 36, 4 / 7), "lea": (1 / 6, 1 / 7)},
    "A-13": {"muc": (1 / 3, 1 / 6), "b_cubed": (17 / 36, 6 / 49), "lea": (1 / 6, 1 / 21)},
    "B-1": {"lea": (1 / 5, 2 / 5)},
    "C-1": {"lea": (3 / 7, 4 / 7)},
    "D-1": {"muc": (1, 9 / 10), "b_cubed": (1, 16 / 21), "lea": (1, (5 + 7 * 11 / 21) / 12)},
    "E-1": {"muc": (1, 9 / 10), "b_cubed": (1, 7 / 12), "lea": (1, (10 * 20 / 45 + 2) / 12)},
    "F-1": {"muc": (2 / 3, 1), "lea": (2 / 6, 1)},
    "G-1": {"muc": (1, 2 / 3), "lea": (1, 2 / 6)},
    "H-1": {"muc": (1, 1), "lea": (1, 1)},
    "I-1": {"muc": (2 / 3, 1), "lea": (2 / 6, 1)},
    "J-1": {"muc": (1 / 2, 1), "lea": (1 / 3, 1)},
    "K-1": {"muc": (3 / 6, 3 / 6), "lea": (3 / 21, 3 / 9)},
    "L-1": {"muc": (2 / 5, 2 / 4)},
}
# What is repeated in counts once, so that they score as A-4.
PUBLISHED |= dict.fromkeys(("A-7", "A-8", "A-9"), PUBLISHED["A-4"])


Mentions = list[tuple[int, int, object]]  # start, end, cluster


def score(keys: list[Mentions], responses: list[Mentions]) -> dict[str, np.ndarray]:
    """Part and whole of precision, then of recall, of each metric over all documents."""
    layer = shipped()["entities"]
    documents = [
        Document("a", *(Side([item(*mention) for mention in side], [], {}) for side in sides))
        for sides in zip(keys, responses, strict=True)
    ]
    counts = Counts(len(documents))
    count_groups(Matched(documents, layer), counts)
    return {name: table.sum(axis=0) for (_, name), table in counts.tables.items()}


def item(start: int, end: int, cluster: object) -> dict[str, object]:
    return {"start": start, "end": end, "type": "GPE", "entity": cluster}


def check(sums: np.ndarray, recall: float, precision: float) -> None:
    found = [0 if below == 0 else above / below for above, below in (sums[2:], sums[:2])]
    assert found == pytest.approx([recall, precision], abs=6e-6)


def test_metrics_give_the_published_values_of_a_missing_cluster() -> None:
    key = [(0, 1, "a"), (1, 2, "b"), (2, 3, "b"), (3, 4, "c"), (4, 5, "c"), (5, 6, "c")]
    response = [key[0], key[3], key[4]]
    found = score([key], [response])
    for name, (recall, precision) in PUBLISHED["A-2"].items():
        check(found[name], recall, precision)


def test_metrics_take_a_mention_without_cluster_as_one_by_itself() -> None:
    alone = [(0, 1, None), (1, 2, None)]
    assert score([alone], [[(0, 1, "x"), (1, 2, "y")]])["b_cubed"].tolist() == [2, 2, 2, 2]
    assert score([alone], [[(0, 1, "x"), (1, 2, "x")]])["b_cubed"].tolist() == [1, 2, 2, 2]


def test_metrics_do_not_mix_documents() -> None:
    key, response = [(0, 1, "a"), (1, 2, "a")], [(0, 1, "a"), (1, 2, "b")]
    twice = score([key, response], [response, key])
    once = [score([key], [response]), score([response], [key])]
    for name, sums in twice.items():
        assert sums.tolist() == (once[0][name] + once[1][name]).tolist()


def partition(draw: random.Random) -> Mentions:
    return [(at, at + 1, draw.randrange(4)) for at in range(7) if draw.random() < 0.8]


@pytest.mark.parametrize("phi", ["ceaf_e", "ceaf_m"])
def test_ceaf_finds_the_best_matching(phi: str) -> None:
    draw = random.Random(3)
    for _ in range(300):
        sides = [partition(draw), partition(draw)]
        groups = [
            [{m[0] for m in side if m[2] == cluster} for cluster in {m[2] for m in side}]
            for side in sides
        ]
        few, many = sorted(groups, key=len)
        worth = [
            [len(a & b) * (2 / (len(a) + len(b)) if phi == "ceaf_e" else 1) for b in many]
            for a in few
        ]
        best = max(
            sum(worth[row][column] for row, column in enumerate(columns))
            for columns in permutations(range(len(many)), len(few))
        )
        assert score(sides[:1], sides[1:])[phi][0] == pytest.approx(best)


def read_conll(path: Path) -> dict[str, Mentions]:
    """Mentions by document of a file in the format of the CoNLL-2012 task."""
    parts: dict[str, list[tuple[int, int, int, str]]] = {}
    part = ""
    for at, line in enumerate(path.read_text("utf-8").splitlines()):
        if line.startswith("#begin"):
            part, opened = line.split("(", 1)[1], {}
            parts[part] = []
        columns = line.split()
        if line.startswith("#") or not columns:
            continue
        for place, match in enumerate(re.finditer(r"\((\d+)(\)?)|(\d+)\)", columns[-1])):
            opens, both, closes = match.groups()
            if opens:
                opened.setdefault(opens, []).append((at, place))
            if both or closes:
                name = opens or closes
                parts[part].append((*opened[name].pop(), at, name))
    # In the order in which mentions open: of a repeated one the first counts.
    return {
        key: [(start, end + 1, name) for start, _, end, name in sorted(mentions)]
        for key, mentions in parts.items()
    }


@pytest.mark.shared
@pytest.mark.parametrize("case", PUBLISHED)
def test_metrics_give_the_published_values_of_the_reference_scorer(case: str) -> None:
    if not DATA.is_dir():
        pytest.skip(f"{DATA} is missing: the scorer's test files are not part of the repository")
    keys = read_conll(DATA / f"TC-{case[0]}.key")
    responses = read_conll(DATA / f"TC-{case}.response")
    found = score(list(keys.values()), [responses[part] for part in keys])
    for name, (recall, precision) in PUBLISHED[case].items():
        check(found[name], recall, precision)

import random
from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations, permutations

import numpy as np
import pytest

from dateline.scoring import alignment, matching
from dateline.scoring.columns import Columns, Spans
from dateline.scoring.matching import BEST, PARTIAL, TYPE, Objective, Pair, Span, assign, match

LABELS = {"A": 0, "B": 1, "C": 2}
OBJECTIVES = [
    BEST,
    PARTIAL,
    TYPE,
    Objective(labelled=True),
    Objective(most=True, minimum=(3, 10)),
    Objective(labelled=True, minimum=(4, 5)),
]


def random_spans(draw: random.Random, most: int = 4) -> list[Span]:
    spans = []
    for _ in range(draw.randrange(most + 1)):
        start = draw.randrange(12)
        end = start + 1 + draw.randrange(8)
        pieces: matching.Fragments = ((start, end),)
        if draw.random() < 0.2 and end - start > 3:
            pieces = ((start, start + 1), (start + 2 + draw.randrange(end - start - 2), end))
        spans.append(Span(pieces, draw.choice("ABC")))
    return spans


def worth(left: Span, right: Span, objective: Objective) -> tuple[Fraction, ...] | None:
    """What a pair adds to what `objective` maximises; None where it is no pair."""
    both = matching.common(left.fragments, right.fragments)
    if not both:
        return None
    union = matching.length(left.fragments) + matching.length(right.fragments) - both
    share, agree = Fraction(both, union), Fraction(left.label == right.label)
    if share < Fraction(*objective.minimum):
        return None
    if objective == BEST:
        return (share, Fraction(0))
    if objective == PARTIAL:
        return (Fraction(1 if left.fragments == right.fragments else Fraction(1, 2)), Fraction(0))
    if objective == TYPE:
        return (agree, Fraction(1))
    return (Fraction(1), share) if agree or not objective.labelled else None


def brute_force(left: list[Span], right: list[Span], objective: Objective) -> tuple[Fraction, ...]:
    best = (Fraction(0), Fraction(0))
    worths = [[worth(a, b, objective) for b in right] for a in left]
    for size in range(1, min(len(left), len(right)) + 1):
        for lefts in combinations(range(len(left)), size):
            for rights in permutations(range(len(right)), size):
                row = [worths[a][b] for a, b in zip(lefts, rights, strict=True)]
                if None not in row:
                    best = max(best, tuple(sum(c) for c in zip(*row, strict=True)))  # type: ignore
    return best


def content(left: list[Span], right: list[Span], pairs: list[tuple[int, int]]) -> list[object]:
    return sorted((left[a], right[b]) for a, b in pairs)


def test_match_finds_the_exact_span_where_greedy_matching_does_not() -> None:
    # nervaluate 1.2.1 pairs [4, 12) with [0, 9) and calls it wrong.
    gold, found = [Span(((4, 12),))], [Span(((0, 9),)), Span(((4, 12),))]
    assert match(gold, found) == [Pair(0, 1, 8, 8)]


def test_match_agrees_with_brute_force_whatever_the_order() -> None:
    draw = random.Random(20261124)
    for number in range(5000):
        left, right = random_spans(draw), random_spans(draw)
        objective = OBJECTIVES[number % len(OBJECTIVES)]
        pairs = [(pair.left, pair.right) for pair in match(left, right, objective)]
        parts = [worth(left[a], right[b], objective) or () for a, b in pairs]
        total = tuple(sum(c) for c in zip(*parts, strict=True)) or (0, 0)
        assert total == brute_force(left, right, objective), (left, right, objective)
        swapped = [(pair.right, pair.left) for pair in match(right, left, objective)]
        assert content(left, right, swapped) == content(left, right, pairs)
        back = match(left[::-1], right[::-1], objective)
        turned = [(len(left) - 1 - p.left, len(right) - 1 - p.right) for p in back]
        assert content(left, right, turned) == content(left, right, pairs)


def test_assign_leaves_out_pairs_without_weight() -> None:
    assert assign([[0, 0], [0, 3], [0, 2]]) == [(1, 1)]
    assert assign([]) == []


def test_common_counts_each_piece() -> None:
    assert matching.common(((0, 3), (6, 9)), ((2, 7),)) == 2
    assert matching.iou(((0, 3), (6, 9)), ((2, 7),)) == pytest.approx(2 / 9)


def items(spans: list[Span]) -> list[dict[str, object]]:
    return [
        {
            "start": span.fragments[0][0],
            "end": span.fragments[-1][1],
            "type": span.label,
            "fragments": [{"start": a, "end": b} for a, b in span.fragments],
        }
        for span in spans
    ]


def columns(documents: Iterable[list[dict[str, object]]]) -> Spans:
    found = Columns(documents, ("fragments", "type"))
    return found.spans(found.codes("type", LABELS))


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_align_matches_many_documents_as_match_does_one(objective: Objective) -> None:
    draw = random.Random(7)
    lefts = [random_spans(draw) for _ in range(300)]
    rights = [random_spans(draw) if draw.random() < 0.6 else left[::-1] for left in lefts]
    sides = [columns(map(items, side)) for side in (lefts, rights)]
    pairs = alignment.align(*sides).pairs(objective)
    found = sorted(
        (int(sides[0].document[a]), sides[0].span(a), sides[1].span(b), int(both), int(union))
        for a, b, both, union in zip(*pairs, strict=True)
    )
    wanted = sorted(
        (at, sides[0].span(0)._replace(fragments=left[a].fragments, label=LABELS[left[a].label]),
         Span(right[b].fragments, LABELS[right[b].label]), both, union)
        for at, (left, right) in enumerate(zip(lefts, rights, strict=True))
        for a, b, both, union in match(left, right, objective)
    )  # fmt: skip
    assert found == wanted


def test_align_takes_no_spans_at_all() -> None:
    nothing = columns([[], []])
    one = columns([[], items([Span(((0, 2),), "A")])])
    for left, right in ((nothing, nothing), (nothing, one), (one, nothing)):
        assert len(alignment.align(left, right).pairs(TYPE).left) == 0
    assert alignment.align(one, one).pairs(BEST).iou == np.ones(1)

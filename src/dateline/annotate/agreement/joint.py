"""The joint alignment of any number of annotators (Mathet et al. 2015, 5.1), for few units."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from dateline.annotate.agreement.gamma import Unit, Weights, apart_of, placed

Members = tuple[int | None, ...]  # one annotator's unit each, by position; None: no unit


class Alignment(NamedTuple):
    """Units put together: positions in each annotator's units, None where there is none."""

    disorder: float  # sum over unitary alignments by the mean number of units of an annotator
    tuples: list[Members]


def best_alignment(
    continua: Sequence[Sequence[Unit]],
    weights: Weights = Weights(),  # noqa: B008
) -> Alignment:
    """The joint alignment of any number of annotators with the least disorder, exactly.

    Time grows with the number of tuples that could be aligned: for some tens of units.
    """
    tuples = _candidates(continua, weights)
    order = sorted(
        (unit[0], who, at) for who, one in enumerate(continua) for at, unit in enumerate(one)
    )
    nodes = {(who, at): bit for bit, (_, who, at) in enumerate(order)}
    by_first: dict[int, list[tuple[float, int, Members]]] = {}
    for cost, members in tuples:
        bits = [nodes[who, at] for who, at in enumerate(members) if at is not None]
        by_first.setdefault(min(bits), []).append((cost, sum(1 << bit for bit in bits), members))
    everything = (1 << len(nodes)) - 1
    # Units are covered from left to right: a state is the set of those that are covered.
    states: dict[int, tuple[float, tuple[Members, ...]]] = {0: (0.0, ())}
    for bit in range(len(nodes)):
        after: dict[int, tuple[float, tuple[Members, ...]]] = {}
        for covered, (cost, chosen) in states.items():
            if covered >> bit & 1:
                options = [(cost, covered, chosen)]
            else:
                options = [
                    (cost + more, covered | mask, (*chosen, members))
                    for more, mask, members in by_first[bit]
                    if not covered & mask
                ]
            for total, state, made in options:
                if state not in after or total < after[state][0]:
                    after[state] = (total, made)
        states = after
    total, chosen = states[everything]
    mean = len(nodes) / len(continua)
    return Alignment(total / mean if mean else 0.0, list(chosen))


def _candidates(
    continua: Sequence[Sequence[Unit]], weights: Weights
) -> list[tuple[float, Members]]:
    """(disorder, members) of the unitary alignments that may be in a best one.

    One that costs more than its units alone is in none (the paper's 5.1.1).
    """
    pairs = len(continua) * (len(continua) - 1) / 2
    columns = placed(*continua)
    apart = {
        (i, j): apart_of(columns[i], columns[j], weights)
        for i, j in itertools.combinations(range(len(continua)), 2)
    }
    found: list[tuple[float, Members]] = []
    for members in itertools.product(*([None, *range(len(one))] for one in continua)):
        taken = [who for who, at in enumerate(members) if at is not None]
        if not taken:
            continue
        inside = sum(
            float(apart[i, j][members[i], members[j]]) for i, j in itertools.combinations(taken, 2)
        )
        empty = pairs - len(taken) * (len(taken) - 1) / 2
        cost = (inside + empty * weights.empty) / pairs
        if cost <= len(taken) * weights.empty:
            found.append((cost, members))
    return found

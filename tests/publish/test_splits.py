from collections import Counter

import pytest

from dateline.publish.splits import SPLITS, split_of

SHARES = {"train": 0.8, "validation": 0.1, "test": 0.1}


def test_split_of_follows_the_shares() -> None:
    counts = Counter(split_of(f"cluster-{n}", SHARES, "s") for n in range(10_000))
    assert {name: counts[name] / 10_000 for name in SPLITS} == pytest.approx(SHARES, abs=0.02)


def test_split_of_does_not_depend_on_anything_but_key_shares_and_seed() -> None:
    assert split_of("a", SHARES, "s") == split_of("a", dict(reversed(SHARES.items())), "s")
    assert len({split_of("a", SHARES, f"seed {n}") for n in range(60)}) > 1


def test_split_of_empty_split_gets_nothing() -> None:
    shares = {"train": 1.0, "validation": 0.0, "test": 0.0}
    assert {split_of(str(n), shares, "s") for n in range(1000)} == {"train"}

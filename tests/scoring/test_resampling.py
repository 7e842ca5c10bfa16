import numpy as np
import pytest

from dateline.scoring.resampling import divide, interval, randomization, resample


def accuracy(totals: np.ndarray) -> np.ndarray:
    return divide(totals[:, 0], totals[:, 1])


def test_resample_is_the_same_for_the_same_seed() -> None:
    table = np.arange(12.0).reshape(6, 2)
    assert (resample(table, 50, seed=3) == resample(table, 50, seed=3)).all()
    assert (resample(table, 50, seed=3) != resample(table, 50, seed=4)).any()


def test_resample_draws_as_many_documents_as_there_are() -> None:
    assert (resample(np.ones((7, 1)), 20, seed=0) == 7).all()


def test_interval_covers_the_truth_as_often_as_it_says() -> None:
    draw = np.random.default_rng(1)
    inside = 0
    for number in range(200):
        right = draw.random(80) < 0.7
        table = np.stack([right, np.ones(80)], axis=1).astype(float)
        bounds = interval(accuracy(resample(table, 300, seed=number)))
        assert bounds is not None
        inside += bounds[0] <= 0.7 <= bounds[1]
    assert 0.90 <= inside / 200 <= 0.99


def test_interval_is_none_where_the_statistic_is_mostly_undefined() -> None:
    assert interval(np.array([np.nan] * 10 + [1.0] * 90)) is None
    assert interval(np.array([])) is None


def test_randomization_tells_a_difference_from_none() -> None:
    draw = np.random.default_rng(0)
    ones = np.ones(100)
    a, b, c = (
        np.stack([draw.random(100) < p, ones], axis=1).astype(float) for p in (0.9, 0.5, 0.5)
    )
    assert randomization(a, b, accuracy, samples=2000, seed=0) < 0.001
    assert randomization(b, c, accuracy, samples=2000, seed=0) > 0.05
    assert randomization(b, b, accuracy, samples=200, seed=0) == pytest.approx(1)

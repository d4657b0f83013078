"""Intervals over sessions, and when there is none."""

import numpy as np
import pytest
from numpy.typing import NDArray

from spejl.evaluate.bootstrap import interval

VALUES = np.random.default_rng(0).normal(10, 2, 400)


def mean(drawn: NDArray[np.intp]) -> float:
    return float(VALUES[drawn].mean())


def test_the_interval_of_a_mean_is_that_of_theory() -> None:
    found = interval(mean, len(VALUES))
    half = 1.96 * VALUES.std(ddof=1) / np.sqrt(len(VALUES))
    assert found.method == "BCa"
    assert found.low == pytest.approx(VALUES.mean() - half, abs=0.06)
    assert found.high == pytest.approx(VALUES.mean() + half, abs=0.06)


def test_is_the_same_every_time() -> None:
    assert interval(mean, 30) == interval(mean, 30)


def test_too_few_sessions() -> None:
    found = interval(mean, 9)
    assert (found.low, found.reason) == (None, "9 sessions, at least 10 are needed")


def test_percentile_where_bca_degenerates() -> None:
    # Every draw gives 1, so that BCa has no bias to correct.
    found = interval(lambda drawn: 1.0, 20)
    assert (found.low, found.high, found.method) == (1.0, 1.0, "percentile")


def test_undefined_in_most_draws() -> None:
    # Defined only where session 0 is drawn: in 1 - (19/20)^20 = 64 % of the draws.
    found = interval(lambda drawn: float(drawn.mean()) if 0 in drawn else None, 20)
    assert found.low is None
    assert "of 999 draws" in found.reason


def test_an_undefined_statistic() -> None:
    assert interval(lambda drawn: None, 20).reason == "no variance"

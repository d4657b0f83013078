"""The margins of the intervals: somebody new is covered, however many sessions the others have."""

import numpy as np
import pytest

pytest.importorskip("torch")

from spejl.train.margins import COVERAGE, margin


def test_sessions_of_their_own_give_the_plain_conformal_quantile() -> None:
    distances = np.arange(1, 20) / 100  # 18th of 19 by (19 + 1) * .9
    assert margin([[d] for d in distances]) == pytest.approx(0.18)


def test_what_lies_inside_needs_no_margin() -> None:
    assert margin([[-0.3], [-0.1]]) == 0.0


def test_many_sessions_of_one_do_not_outweigh_the_others() -> None:
    often, others = [0.01] * 500, [[0.5 + i / 100] for i in range(9)]
    assert margin([often, *others]) == pytest.approx(0.58)


def test_somebody_new_is_covered() -> None:
    """Where people differ more than their sessions do, as is the case with real ones."""
    rng = np.random.default_rng(4)

    def person(n: int) -> list[float]:
        return list(rng.normal(rng.normal(0, 1), 0.3, n))

    pooled, drawn = [], []
    for _ in range(150):
        known, new = [person(10) for _ in range(10)], np.asarray(person(50))
        plain = margin([[distance] for one in known for distance in one])
        pooled.append(float(np.mean(new <= plain)))
        drawn.append(float(np.mean(new <= margin(known))))
    assert np.mean(drawn) >= COVERAGE - 0.02
    assert np.mean(pooled) < np.mean(drawn)

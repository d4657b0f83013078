"""Intraclass correlation: a published table, another implementation, and properties."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from spejl.evaluate.icc import (
    MeanSquares,
    cicchetti,
    icc_agreement,
    icc_consistency,
    mean_squares,
)

# Shrout and Fleiss (1979), table 2: six targets, four judges.
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]],
    dtype=float,
)
TABLES = arrays(np.float64, (6, 2), elements=st.integers(0, 20).map(float))


def test_shrout_and_fleiss() -> None:
    # Their table 3: BMS 11.24, JMS 32.49, EMS 1.02; their table 4: ICC(2,1) .29, ICC(3,1) .71.
    squares = mean_squares(SHROUT_FLEISS)
    assert (squares.rows, squares.columns, squares.error) == (
        pytest.approx(11.24, abs=5e-3),
        pytest.approx(32.49, abs=5e-3),
        pytest.approx(1.02, abs=5e-3),
    )
    assert icc_agreement(squares) == pytest.approx(0.29, abs=5e-3)
    assert icc_consistency(squares) == pytest.approx(0.71, abs=5e-3)


def test_by_hand() -> None:
    # Sessions 1, 2, 3 by one coder and 2, 3, 4 by the other: means 1.5, 2.5, 3.5 give MSR = 2·1;
    # coders' means 2 and 3 give MSC = 3·.5; MSE = 0. ICC(C,1) = 2/2; ICC(A,1) = 2/(2 + 2·1.5/3).
    squares = mean_squares(np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 4.0]]))
    assert squares == MeanSquares(3, 2, 2.0, 1.5, 0.0)
    assert icc_consistency(squares) == 1
    assert icc_agreement(squares) == pytest.approx(2 / 3)


def test_without_variance_is_none() -> None:
    squares = mean_squares(np.full((5, 2), 0.1))
    assert icc_agreement(squares) is None
    assert icc_consistency(squares) is None


@settings(max_examples=25)
@given(TABLES)
def test_is_that_of_pingouin(table: np.ndarray) -> None:
    squares = mean_squares(table)
    assume(squares.rows > 0 and squares.error > 0)
    import pingouin

    long = pd.DataFrame(table).reset_index().melt(id_vars="index", var_name="coder")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = pingouin.intraclass_corr(long, targets="index", raters="coder", ratings="value")
    known = dict(zip(other["Type"], other["ICC"], strict=True))
    assert icc_agreement(squares) == pytest.approx(known["ICC(A,1)"], abs=1e-6)
    assert icc_consistency(squares) == pytest.approx(known["ICC(C,1)"], abs=1e-6)


@given(TABLES, st.permutations(range(6)))
def test_order_of_sessions_and_coders_changes_nothing(table: np.ndarray, order: list[int]) -> None:
    one, other = mean_squares(table), mean_squares(table[order][:, ::-1])
    for form in (icc_agreement, icc_consistency):
        second = form(other)
        assert form(one) == (None if second is None else pytest.approx(second))


@given(arrays(np.float64, 6, elements=st.integers(0, 20).map(float)))
def test_agreement_with_oneself_is_one(values: np.ndarray) -> None:
    assume(len(set(values)) > 1)
    squares = mean_squares(np.column_stack([values, values]))
    assert icc_agreement(squares) == pytest.approx(1)
    assert icc_consistency(squares) == pytest.approx(1)


def test_labels_begin_where_cicchetti_says() -> None:
    labels = [cicchetti(x) for x in (0.39, 0.40, 0.60, 0.75, -0.2)]
    assert labels == ["poor", "fair", "good", "excellent", "poor"]

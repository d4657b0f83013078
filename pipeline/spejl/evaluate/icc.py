"""Intraclass correlation of coders over sessions, from mean squares.

Source: McGraw and Wong, Psychological Methods 1 (1996), two-way model, single measures. ICC(A,1),
absolute agreement, is ICC(2,1) of Shrout and Fleiss, Psychological Bulletin 86 (1979); ICC(C,1),
consistency, is their ICC(3,1). Labels: Cicchetti, Psychological Assessment 6 (1994).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_CICCHETTI = ((0.75, "excellent"), (0.60, "good"), (0.40, "fair"))
_ROUNDING = 1e-12
"""Share of the values' size below which a mean square is what rounding left."""


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """The two-way analysis of variance of sessions × coders."""

    n_sessions: int
    n_coders: int
    rows: float
    """Between sessions."""
    columns: float
    """Between coders."""
    error: float


def mean_squares(values: NDArray[Any]) -> MeanSquares:
    """The mean squares of a table without gaps.

    Args:
        values: *Shape:* (sessions, coders), at least two of each.
    """
    n, k = values.shape
    rows, columns = values.mean(axis=1), values.mean(axis=0)
    # Sums of squares of what is left after the means, so that large values lose no precision.
    residual = values - rows[:, None] - columns[None, :] + values.mean()
    found = (
        k * float(rows.var(ddof=1)),
        n * float(columns.var(ddof=1)),
        float((residual**2).sum()) / ((n - 1) * (k - 1)),
    )
    least = _ROUNDING * float(np.abs(values).max()) ** 2
    between, coders, error = (0.0 if square <= least else square for square in found)
    return MeanSquares(n, k, between, coders, error)


def icc_agreement(squares: MeanSquares) -> float | None:
    """ICC(A,1) = (MSR - MSE) / (MSR + (k - 1) MSE + k (MSC - MSE) / n).

    Returns:
        At most 1; None where the denominator is 0, as where all values are the same.
    """
    s, k = squares, squares.n_coders
    below = s.rows + (k - 1) * s.error + k * (s.columns - s.error) / s.n_sessions
    return (s.rows - s.error) / below if below > 0 else None


def icc_consistency(squares: MeanSquares) -> float | None:
    """ICC(C,1) = (MSR - MSE) / (MSR + (k - 1) MSE); None where the denominator is 0."""
    below = squares.rows + (squares.n_coders - 1) * squares.error
    return (squares.rows - squares.error) / below if below > 0 else None


def cicchetti(icc: float) -> str:
    """Cicchetti's (1994) label: poor below .40, fair to .59, good to .74, excellent from .75."""
    return next((label for least, label in _CICCHETTI if icc >= least), "poor")

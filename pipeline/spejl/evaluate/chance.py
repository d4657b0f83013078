"""Agreement beyond chance and overlap, from counts of how often two coders said what.

Sources: Cohen, Educational and Psychological Measurement 20 (1960) for κ; Krippendorff, Content
Analysis (2004), chapter 11, for α with nominal values.
"""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[Any]
"""Square: rows by what the reference said, columns by what the other said."""


def kappa(counts: Counts) -> float | None:
    """Cohen's κ = (p_o - p_e) / (1 - p_e); None without units or where both said one thing only.

    p_o is the share of units on the diagonal, p_e the share expected from each coder's own
    frequencies.
    """
    n = float(counts.sum())
    if not n:
        return None
    expected = float(counts.sum(axis=1) @ counts.sum(axis=0)) / n**2
    if expected == 1:
        return None
    return (float(np.trace(counts)) / n - expected) / (1 - expected)


def f1(both: float, n_reference: float, n_predicted: float) -> float | None:
    """2·both / (reference + predicted); None where neither coder used the code."""
    total = n_reference + n_predicted
    return 2 * both / total if total else None


def alpha(units: Sequence[Sequence[Hashable | None]]) -> float | None:
    """Krippendorff's α for nominal values.

    α = 1 - (n - 1)(n - Σ o_cc) / (n² - Σ n_c²), where o_cc sums, over units, the ordered pairs of
    coders who both said c, divided by one less than the unit's values; n_c counts value c and n
    all values, of units with two values or more.

    Args:
        units: For each unit what each coder said of it; None where a coder said nothing.

    Returns:
        1 for full agreement, 0 for chance, below 0 for less; None where fewer than two values can
        be compared or only one value occurs.
    """
    totals: dict[Hashable, int] = {}
    agreed = 0.0
    for unit in units:
        values = [v for v in unit if v is not None]
        if len(values) < 2:
            continue
        for value in set(values):
            count = values.count(value)
            totals[value] = totals.get(value, 0) + count
            agreed += count * (count - 1) / (len(values) - 1)
    n = sum(totals.values())
    disagreement = n**2 - sum(count**2 for count in totals.values())
    return 1 - (n - 1) * (n - agreed) / disagreement if disagreement else None


def alpha_of_counts(counts: Counts) -> float | None:
    """`alpha` of two coders who both said something of every unit."""
    both = counts + counts.T
    n = float(both.sum())
    disagreement = n**2 - float((both.sum(axis=1) ** 2).sum())
    return 1 - (n - 1) * (n - float(np.trace(both))) / disagreement if disagreement else None

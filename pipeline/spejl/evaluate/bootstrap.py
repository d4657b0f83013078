"""Intervals by drawing sessions anew, a cluster bootstrap: utterances of one session hang together.

Sources: Efron, Journal of the American Statistical Association 82 (1987) for BCa; Field and
Welsh, Journal of the Royal Statistical Society B 69 (2007) for drawing clusters.
"""

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FEWEST_SESSIONS = 10
"""Below this no interval is estimated."""
LEVEL = 0.95
RESAMPLES = 999
SEED = 421
"""Fixed, so that the same codings give the same intervals."""

_MOST_UNDEFINED = 0.1
"""Above this share of draws without a value, the interval would be of something else."""

Statistic = Callable[[NDArray[np.intp]], float | None]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A 95 % interval, or why there is none."""

    low: float | None
    high: float | None
    method: str
    """BCa; percentile where BCa degenerates; empty where there is no interval."""
    reason: str = ""
    """Why it is not estimable; empty where it is."""


def not_estimable(reason: str) -> Bounds:
    """No interval."""
    return Bounds(None, None, "", reason)


def interval(statistic: Statistic, n_sessions: int) -> Bounds:
    """The interval of a statistic of sessions.

    Args:
        statistic: From the indices of the sessions drawn, with repetition, to its value; None
            where it is undefined.
        n_sessions: How many there are. Under ten, no interval is estimated.
    """
    if n_sessions < FEWEST_SESSIONS:
        return not_estimable(f"{n_sessions} sessions, at least {FEWEST_SESSIONS} are needed")
    indices = np.arange(n_sessions)
    if statistic(indices) is None:
        return not_estimable("no variance")
    from scipy.stats import bootstrap

    def value(drawn: NDArray[Any]) -> float:
        found = statistic(drawn.astype(np.intp))
        return math.nan if found is None else found

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # The library warns of degenerate draws, which are told from its result.
        warnings.simplefilter("ignore")
        result = bootstrap(
            (indices,),
            value,
            n_resamples=RESAMPLES,
            vectorized=False,
            confidence_level=LEVEL,
            method="BCa",
            rng=np.random.default_rng(SEED),
        )
    low, high = float(result.confidence_interval.low), float(result.confidence_interval.high)
    if math.isfinite(low) and math.isfinite(high):
        return Bounds(low, high, "BCa")
    return _percentile(np.asarray(result.bootstrap_distribution, dtype=np.float64))


def _percentile(draws: NDArray[np.float64]) -> Bounds:
    defined = draws[np.isfinite(draws)]
    if len(defined) < (1 - _MOST_UNDEFINED) * len(draws):
        return not_estimable(f"undefined in {len(draws) - len(defined)} of {len(draws)} draws")
    tail = (1 - LEVEL) / 2
    low, high = (float(q) for q in np.quantile(defined, (tail, 1 - tail)))
    return Bounds(low, high, "percentile")

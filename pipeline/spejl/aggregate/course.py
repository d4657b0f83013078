"""A practitioner's sessions over time: each session, the mean of a period, before and after.

The unit is the session. An interval of a mean is Student's (Biometrika 6, 1908): mean ± t·s/√n,
where s is the standard deviation between sessions, so that it includes how much one person's
sessions vary, besides what the machine's uncertainty adds to each. What the machine does wrong in
every session alike it cannot show. A difference is Welch's (Biometrika 34, 1947), with the
Satterthwaite degrees of freedom. Under three sessions a period, nothing of a period is estimated.

Reflections per question are averaged as logarithms (`scores.log_ratio`), so their mean is
geometric and their difference a factor.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from spejl.scores import SessionScores, log_ratio

LEVEL = 0.90
"""As of the intervals of one session."""
FEWEST_SESSIONS = 3
"""In a period; below this there is no mean, no difference and no trend."""


class Period(StrEnum):
    """Where a session stands to a course."""

    BEFORE = "before"
    AFTER = "after"


class Reason(StrEnum):
    """Why something is not estimated."""

    FEW = "few"
    """Too few sessions, or people."""
    ALIKE = "alike"
    """All values are equal, so that they do not tell how much such values vary."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A session with its day."""

    day: date
    period: Period | None
    """None where the session belongs to neither."""
    scores: SessionScores


@dataclass(frozen=True, slots=True)
class Point:
    """One session's measure."""

    day: date
    period: Period | None
    value: float | None
    """None where the measure is not defined in this session."""
    low: float | None
    """The session's own 90 % interval; None where a person coded, or where words are counted."""
    high: float | None


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a period's sessions, or of a group's people."""

    n: int
    """Sessions in which the measure is defined; people, where it is a group's."""
    value: float | None
    """In the measure's own unit; None where n is too small."""
    low: float | None
    """Ends of the 90 % interval; None together, with the reason."""
    high: float | None
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Difference:
    """After against before: a difference of shares, or a factor of reflections per question."""

    value: float | None
    low: float | None
    high: float | None
    reason: Reason | None

    def sure(self, factor: bool) -> bool:
        """Whether the interval leaves out that nothing changed."""
        if self.low is None or self.high is None:
            return False
        same = 1.0 if factor else 0.0
        return not self.low <= same <= self.high


@dataclass(frozen=True, slots=True)
class Course:
    """One measure over a practitioner's sessions."""

    measure: str
    points: tuple[Point, ...]
    """In the order of the days."""
    means: tuple[tuple[Period | None, Mean], ...]
    """Of each period that has sessions; None is the sessions of no period."""
    difference: Difference | None
    """None where there are no sessions before, or none after."""


def client_words(scores: SessionScores) -> float | None:
    """The client's share of all words of the two, 0 to 1; None where nothing was said."""
    both = scores.words_client + scores.words_practitioner
    return scores.words_client / both if both else None


MEASURES: dict[str, Callable[[SessionScores], float | None]] = {
    "client_words": client_words,
    "percent_change_talk": lambda s: s.percent_change_talk,
    "reflection_to_question": lambda s: s.reflection_to_question,
    "percent_complex": lambda s: s.percent_complex,
    "percent_open": lambda s: s.percent_open,
}
"""Shares from 0 to 1 and one ratio; counts are left out, for sessions are not of one length."""

FACTORS = frozenset({"reflection_to_question"})
"""Measures that are averaged as logarithms, and whose difference is a factor."""


def working(measure: str, scores: SessionScores) -> float | None:
    """A session's measure on the scale on which it is averaged; None where it is undefined."""
    if MEASURES[measure](scores) is None:
        return None
    if measure in FACTORS:
        return log_ratio(scores.reflections, scores.questions)
    return MEASURES[measure](scores)


def course(measure: str, sessions: Sequence[Measured]) -> Course:
    """One measure over the sessions of one practitioner.

    Args:
        measure: A key of `MEASURES`.
        sessions: In any order.
    """
    ordered = sorted(sessions, key=lambda one: one.day)
    values: dict[Period | None, list[float]] = {}
    for one in ordered:
        value = working(measure, one.scores)
        values.setdefault(one.period, [])
        if value is not None:
            values[one.period].append(value)
    order = [p for p in (Period.BEFORE, Period.AFTER, None) if p in values]
    both = Period.BEFORE in values and Period.AFTER in values
    return Course(
        measure,
        tuple(_point(measure, one) for one in ordered),
        tuple((period, mean(measure, values[period], FEWEST_SESSIONS)) for period in order),
        difference(measure, values[Period.BEFORE], values[Period.AFTER]) if both else None,
    )


def mean(measure: str, values: Sequence[float], fewest: int) -> Mean:
    """The mean of values on the working scale, with Student's interval, in the measure's unit.

    Args:
        measure: A key of `MEASURES`.
        values: One a session, or one a person.
        fewest: Below so many there is none.
    """
    n = len(values)
    if n < fewest:
        return Mean(n, None, None, None, Reason.FEW)
    centre, variance = _moments(values)
    shown = _shown(measure)
    if not variance:
        return Mean(n, shown(centre), None, None, Reason.ALIKE)
    reach = _t(n - 1) * math.sqrt(variance / n)
    return Mean(n, shown(centre), shown(centre - reach), shown(centre + reach), None)


def difference(measure: str, before: Sequence[float], after: Sequence[float]) -> Difference:
    """After minus before by Welch's interval; values on the working scale, one a session.

    df = (a + b)² / (a² / (n_a - 1) + b² / (n_b - 1)), with a and b each period's s² / n.
    """
    if min(len(before), len(after)) < FEWEST_SESSIONS:
        return Difference(None, None, None, Reason.FEW)
    (first, one), (second, other) = _moments(before), _moments(after)
    a, b = one / len(before), other / len(after)
    changed = second - first
    if not a + b:
        return Difference(_change(measure, changed), None, None, Reason.ALIKE)
    # As shares of a + b, so that the squares of small variances do not vanish.
    p, q = a / (a + b), b / (a + b)
    df = 1 / (p**2 / (len(before) - 1) + q**2 / (len(after) - 1))
    return _reaching(measure, changed, _t(df) * math.sqrt(a + b))


def paired(measure: str, changes: Sequence[float]) -> Difference:
    """The mean of people's own changes by Student's interval; changes on the working scale."""
    centre, variance = _moments(changes)
    if not variance:
        return Difference(_change(measure, centre), None, None, Reason.ALIKE)
    n = len(changes)
    return _reaching(measure, centre, _t(n - 1) * math.sqrt(variance / n))


def _point(measure: str, one: Measured) -> Point:
    interval = one.scores.interval(measure)
    low, high = (interval.low, interval.high) if interval else (None, None)
    return Point(one.day, one.period, MEASURES[measure](one.scores), low, high)


def _moments(values: Sequence[float]) -> tuple[float, float]:
    """Mean and variance between the values; exactly 0 where all are equal."""
    if min(values) == max(values):
        return values[0], 0.0
    centre = math.fsum(values) / len(values)
    return centre, math.fsum((v - centre) ** 2 for v in values) / (len(values) - 1)


def _t(df: float) -> float:
    """Student's t that leaves (1 - LEVEL) / 2 above it."""
    from scipy.special import stdtrit

    return float(stdtrit(df, (1 + LEVEL) / 2))


def _shown(measure: str) -> Callable[[float], float]:
    """From the working scale to the measure's own unit."""
    if measure in FACTORS:
        return math.exp
    return lambda value: min(max(value, 0.0), 1.0)


def _change(measure: str, value: float) -> float:
    if measure in FACTORS:
        return math.exp(value)
    return min(max(value, -1.0), 1.0)


def _reaching(measure: str, centre: float, reach: float) -> Difference:
    value, low, high = (_change(measure, centre + side) for side in (0.0, -reach, reach))
    return Difference(value, low, high, None)

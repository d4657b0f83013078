"""Agreement on what a session comes to: counts and ratios of whole sessions.

Sources: McGraw and Wong (1996) for the intraclass correlations (see `icc`); Bland and Altman,
Lancet 1 (1986), for bias and limits of agreement, bias ± 1.96 standard deviations of the
differences.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spejl.codes import Code
from spejl.evaluate.bootstrap import Bounds, interval, not_estimable
from spejl.evaluate.chance import kappa
from spejl.evaluate.icc import MeanSquares, icc_agreement, icc_consistency, mean_squares
from spejl.references import reference
from spejl.scores import SessionScores, log_ratio

ScoredPair = tuple[SessionScores, SessionScores]
"""One session as scored from the reference's codes and from the other's."""

MEASURES: dict[str, Callable[[SessionScores], float | None]] = {
    "questions": lambda s: s.questions,
    "reflections": lambda s: s.reflections,
    "giving_information": lambda s: s.count(Code.GI),
    "mi_adherent": lambda s: s.mi_adherent,
    "mi_non_adherent": lambda s: s.mi_non_adherent,
    "log_reflection_to_question": lambda s: log_ratio(s.reflections, s.questions),
    "percent_complex": lambda s: s.percent_complex,
    "percent_open": lambda s: s.percent_open,
    "percent_change_talk": lambda s: s.percent_change_talk,
}
"""Counts per session after the volley rule; ratios as shares from 0 to 1."""

_CLASSED = {
    "log_reflection_to_question": "reflection_to_question",
    "percent_complex": "percent_complex",
    "percent_open": "percent_open",
}
"""Measures with reference values, and the property to which these apply."""

LIMITS = 1.96
_FEWEST = 3
"""Sessions without which no coefficient says anything."""

_Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SessionFigures:
    """Agreement on one measure over sessions, in one language or in all."""

    measure: str
    language: str
    """`all`, or the sessions' code; `unknown` where they have none."""
    n: int
    """Sessions in which both coders' measure is defined."""
    n_undefined: int
    """Sessions left out because a denominator was empty for one of them."""
    values: tuple[tuple[float, float], ...]
    """(reference, predicted) of the n sessions, in their order."""
    icc_a1: float | None
    """ICC(A,1): two-way, single measure, absolute agreement."""
    icc_a1_interval: Bounds
    icc_c1: float | None
    """ICC(C,1): two-way, single measure, consistency."""
    icc_c1_interval: Bounds
    pearson: float | None
    spearman: float | None
    bias: float | None
    """Mean of predicted minus reference."""
    bias_interval: Bounds
    limits: tuple[float, float] | None
    """Limits of agreement (Bland and Altman)."""
    n_classed: int
    """Sessions in which both reach a class below fair, fair or good; 0 without references."""
    class_agreement: float | None
    """Share of these in which the class is the same; None without any."""
    class_kappa: float | None
    note: str
    """Why there is no coefficient; empty where there is one."""


def by_session(sessions: Sequence[ScoredPair]) -> tuple[SessionFigures, ...]:
    """Agreement on every measure, over all sessions and per language where there are several."""
    groups: dict[str, list[ScoredPair]] = {}
    for pair in sessions:
        groups.setdefault(pair[0].language or pair[1].language or "unknown", []).append(pair)
    every = {"all": list(sessions)}
    if len(groups) > 1:
        every |= dict(sorted(groups.items()))
    return tuple(
        _figures(measure, language, pairs)
        for language, pairs in every.items()
        for measure in MEASURES
    )


def values_of(measure: str, scored: Sequence[Sequence[SessionScores]]) -> _Values:
    """The measure of each session by each coder, of sessions where all have it.

    Returns:
        *Shape:* (sessions, coders).
    """
    rows = [[MEASURES[measure](s) for s in session] for session in scored]
    whole = [row for row in rows if None not in row]
    return np.asarray(whole, dtype=np.float64).reshape(len(whole), len(rows[0]) if rows else 0)


def _figures(measure: str, language: str, pairs: Sequence[ScoredPair]) -> SessionFigures:
    values = values_of(measure, pairs)
    n = len(values)
    difference = values[:, 1] - values[:, 0]
    bias = float(difference.mean()) if n else None
    spread = float(difference.std(ddof=1)) if n > 1 else None
    note = _note(values)
    classes = _classes(_CLASSED.get(measure), pairs)
    return SessionFigures(
        measure=measure,
        language=language,
        n=n,
        n_undefined=len(pairs) - n,
        values=tuple((float(a), float(b)) for a, b in values),
        icc_a1=_coefficient(values, icc_agreement),
        icc_a1_interval=_interval(values, icc_agreement, note),
        icc_c1=_coefficient(values, icc_consistency),
        icc_c1_interval=_interval(values, icc_consistency, note),
        pearson=_correlation(values),
        spearman=_correlation(_ranks(values)),
        bias=bias,
        bias_interval=interval(lambda drawn: float(difference[drawn].mean()), n),
        limits=None
        if bias is None or spread is None
        else (bias - LIMITS * spread, bias + LIMITS * spread),
        n_classed=int(classes.sum()),
        class_agreement=float(np.trace(classes) / classes.sum()) if classes.sum() else None,
        class_kappa=kappa(classes),
        note=note,
    )


def _note(values: _Values) -> str:
    if len(values) < _FEWEST:
        return f"not estimable: {len(values)} sessions with a value by both"
    return "" if float(np.ptp(values)) else "not estimable: no variance"


def _coefficient(values: _Values, form: Callable[[MeanSquares], float | None]) -> float | None:
    return form(mean_squares(values)) if len(values) >= _FEWEST else None


def _interval(values: _Values, form: Callable[[MeanSquares], float | None], note: str) -> Bounds:
    if note:
        return not_estimable(note.removeprefix("not estimable: "))
    return interval(lambda drawn: form(mean_squares(values[drawn])), len(values))


def _correlation(values: _Values) -> float | None:
    """Pearson's correlation; None with few sessions or where a coder's values do not vary."""
    if len(values) < _FEWEST or not np.all(np.ptp(values, axis=0)):
        return None
    return float(np.asarray(np.corrcoef(values.T))[0, 1])


def _ranks(values: _Values) -> _Values:
    """Ranks within each coder, ties sharing the mean rank; their correlation is Spearman's."""
    from scipy.stats import rankdata

    return np.asarray(rankdata(values, axis=0), dtype=np.float64)


def _classes(measure: str | None, pairs: Sequence[ScoredPair]) -> NDArray[Any]:
    """Counts of (reference's class, other's class): 0 below fair, 1 fair, 2 good."""
    counts = np.zeros((3, 3), dtype=np.int64)
    for one, other in pairs:
        first, second = (_class(measure, scores) for scores in (one, other))
        if first is not None and second is not None:
            counts[first, second] += 1
    return counts


def _class(measure: str | None, scores: SessionScores) -> int | None:
    known = reference(measure) if measure else None
    value = getattr(scores, measure) if measure else None
    if known is None or value is None:
        return None
    return int(value >= known.fair) + int(known.good is not None and value >= known.good)

"""Several coders of the same sessions: each pair, and α and ICC over all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from spejl.evaluate.align import overlapping
from spejl.evaluate.by_code import ORDER
from spejl.evaluate.by_session import MEASURES, values_of
from spejl.evaluate.chance import alpha, f1, kappa
from spejl.evaluate.coding import Coding
from spejl.evaluate.icc import icc_agreement, icc_consistency, mean_squares
from spejl.evaluate.units import Kind, Level, compared, label_of, levels, turn_labels
from spejl.sessions import CodedSession

_FEWEST = 3
"""Sessions without which an ICC says nothing."""


@dataclass(frozen=True, slots=True)
class PairFigures:
    """Agreement of two of the coders."""

    one: str
    other: str
    kind: Kind
    kappa: float | None
    """Over utterances, end to end from the first named; None where utterances are not compared."""
    f1_turns: float | None
    """Micro-F1 of which labels stand in a turn."""


@dataclass(frozen=True, slots=True)
class AlphaFigures:
    """Krippendorff's α over all coders."""

    level: Level
    kind: Kind
    code: str
    """A code, or `all` where a unit has one label."""
    n: int
    """Units of which at least two coders said something."""
    alpha: float | None


@dataclass(frozen=True, slots=True)
class IccFigures:
    """Intraclass correlation over all coders."""

    measure: str
    n: int
    """Sessions in which every coder's measure is defined."""
    icc_a1: float | None
    icc_c1: float | None


@dataclass(frozen=True, slots=True)
class CoderFigures:
    """How several coders agree."""

    pairs: tuple[PairFigures, ...]
    alphas: tuple[AlphaFigures, ...]
    iccs: tuple[IccFigures, ...]


def among(codings: Sequence[Coding]) -> CoderFigures:
    """Agreement of each pair of coders, and of all.

    Utterances for α are those of the first coding, with the label that each other coder's
    overlapping utterance has; a coder without one is missing there.

    Args:
        codings: Of the same sessions in the same order.

    Raises:
        SpejlError: Two codings of a session are not of the same conversation.
    """
    return CoderFigures(
        tuple(_pair(a, b, kind) for a, b in combinations(codings, 2) for kind in Kind),
        tuple(row for kind in Kind for row in _alphas(codings, kind)),
        tuple(_icc(codings, measure) for measure in MEASURES),
    )


def _pair(one: Coding, other: Coding, kind: Kind) -> PairFigures:
    sessions = list(zip(one.sessions, other.sessions, strict=True))
    utterances: float | None = None
    if Level.END_TO_END in levels(kind, sessions):
        names = ORDER[kind]
        counts = np.zeros((len(names), len(names)))
        for unit in compared(Level.END_TO_END, kind, sessions):
            for (a,), (b,) in unit.pairs:
                counts[names.index(a), names.index(b)] += 1
        utterances = kappa(counts)
    pairs = [p for unit in compared(Level.TURNS, kind, sessions) for p in unit.pairs]
    both = sum(len(a & b) for a, b in pairs)
    shared = f1(both, sum(len(a) for a, _ in pairs), sum(len(b) for _, b in pairs))
    return PairFigures(one.name, other.name, kind, utterances, shared)


def _alphas(codings: Sequence[Coding], kind: Kind) -> list[AlphaFigures]:
    rows: list[AlphaFigures] = []
    sessions = list(zip(*(c.sessions for c in codings), strict=True))
    pairs = [(session[0], other) for session in sessions for other in session[1:]]
    if Level.END_TO_END in levels(kind, pairs):
        units = [unit for session in sessions for unit in _utterances(session, kind)]
        rows.append(_alpha(Level.END_TO_END, kind, "all", units))
    turns = [unit for session in sessions for unit in _turns(session, kind)]
    for code in ORDER[kind]:
        if any(code in labels for unit in turns for labels in unit):
            present = [[code in labels for labels in unit] for unit in turns]
            rows.append(_alpha(Level.TURNS, kind, code, present))
    return rows


def _alpha(
    level: Level, kind: Kind, code: str, units: Sequence[Sequence[str | bool | None]]
) -> AlphaFigures:
    n = sum(sum(value is not None for value in unit) > 1 for unit in units)
    return AlphaFigures(level, kind, code, n, alpha(units))


def _utterances(session: Sequence[CodedSession], kind: Kind) -> list[list[str | None]]:
    first, *others = session
    beside = [{id(a): label_of(b, kind) for a, b in overlapping(first, o)} for o in others]
    return [
        [label, *(labels.get(id(unit)) for labels in beside)]
        for unit in first.utterances
        if (label := label_of(unit, kind)) is not None
    ]


def _turns(session: Sequence[CodedSession], kind: Kind) -> list[list[frozenset[str]]]:
    every = [turn_labels(coded, kind) for coded in session]
    return [[labels.get(turn, frozenset()) for labels in every] for turn in every[0]]


def _icc(codings: Sequence[Coding], measure: str) -> IccFigures:
    values = values_of(measure, list(zip(*(c.scores for c in codings), strict=True)))
    if len(values) < _FEWEST:
        return IccFigures(measure, len(values), None, None)
    squares = mean_squares(values)
    return IccFigures(measure, len(values), icc_agreement(squares), icc_consistency(squares))

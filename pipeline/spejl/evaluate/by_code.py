"""Agreement per code and language, with intervals over sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spejl.codes import ClientTalk, Code
from spejl.evaluate.bootstrap import Bounds, interval
from spejl.evaluate.chance import alpha_of_counts, f1, kappa
from spejl.evaluate.units import SINGLE, Compared, Kind, Level

ALL = "all"
MICRO, MACRO = "all (micro)", "all (macro)"
ORDER = {Kind.CODES: tuple(map(str, Code)), Kind.CLIENT_TALK: tuple(map(str, ClientTalk))}


@dataclass(frozen=True, slots=True)
class CodeFigures:
    """Agreement on one code, or on all, in one language, or in all."""

    level: Level
    kind: Kind
    language: str
    """`all`, or the sessions' code; `unknown` where they have none."""
    code: str
    """A code; `all (micro)` over all decisions, `all (macro)` the mean of the codes."""
    n_sessions: int
    n: int
    """Units compared."""
    n_reference: int
    """Units to which the reference gave the code; over all codes, labels."""
    n_predicted: int
    base_rate: float | None
    """n_reference / n; None over all codes and without units."""
    precision: float | None
    recall: float | None
    f1: float | None
    f1_interval: Bounds
    kappa: float | None
    """Cohen's κ: of the code against all else, or over all codes where a unit has one label."""
    kappa_interval: Bounds
    alpha: float | None
    """Krippendorff's α of the same."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How often the reference gave one code where the other gave another."""

    level: Level
    kind: Kind
    language: str
    reference: str
    predicted: str
    n: int


def by_code(level: Level, kind: Kind, units: Sequence[Compared]) -> tuple[CodeFigures, ...]:
    """Agreement on each code that either coder used and on all, per language and for all."""
    return tuple(
        row
        for language, members in by_language(units).items()
        for row in _figures(
            _Table(level, kind, language, codes_used(kind, members), tuple(members))
        )
    )


def confusion(level: Level, kind: Kind, units: Sequence[Compared]) -> tuple[Cell, ...]:
    """Who said what where the other said what; only for levels where a unit has one label."""
    cells: list[Cell] = []
    for language, members in by_language(units).items():
        codes = codes_used(kind, members)
        table = _square(codes, members).sum(axis=0)
        cells += [
            Cell(level, kind, language, a, b, int(table[i, j]))
            for i, a in enumerate(codes)
            for j, b in enumerate(codes)
        ]
    return tuple(cells)


def by_language(units: Sequence[Compared]) -> dict[str, list[Compared]]:
    """All sessions, and those of each language where there are several."""
    found: dict[str, list[Compared]] = {}
    for session in units:
        found.setdefault(session.language or "unknown", []).append(session)
    every = {ALL: list(units)}
    return every | dict(sorted(found.items())) if len(found) > 1 else every


@dataclass(frozen=True, slots=True)
class _Table:
    """What the rows of one level, kind and language are made from."""

    level: Level
    kind: Kind
    language: str
    codes: tuple[str, ...]
    units: tuple[Compared, ...]

    @property
    def n(self) -> int:
        return sum(len(u.pairs) for u in self.units)


def _figures(table: _Table) -> list[CodeFigures]:
    if not table.n or not table.codes:
        return []
    counts = presence(table.codes, table.units)
    return [
        _micro(table, counts),
        _macro(table, counts),
        *(_one(table, code, counts[:, i]) for i, code in enumerate(table.codes)),
    ]


def _one(table: _Table, code: str, counts: NDArray[Any]) -> CodeFigures:
    total = counts.sum(axis=0)
    both, said, predicted = _sums(total)
    return CodeFigures(
        *(table.level, table.kind, table.language, code, len(table.units), table.n),
        n_reference=said,
        n_predicted=predicted,
        base_rate=said / table.n,
        precision=both / predicted if predicted else None,
        recall=both / said if said else None,
        f1=f1(both, said, predicted),
        f1_interval=interval(lambda drawn: f1(*_sums(counts[drawn].sum(axis=0))), len(counts)),
        kappa=kappa(total),
        kappa_interval=interval(lambda drawn: kappa(counts[drawn].sum(axis=0)), len(counts)),
        alpha=alpha_of_counts(total),
    )


def _micro(table: _Table, counts: NDArray[Any]) -> CodeFigures:
    """Over all decisions. κ and α need one label a unit, so that they have none otherwise."""
    pooled = counts.sum(axis=1)
    both, said, predicted = _sums(pooled.sum(axis=0))
    square = _square(table.codes, table.units) if table.level in SINGLE else None
    return CodeFigures(
        *(table.level, table.kind, table.language, MICRO, len(table.units), table.n),
        n_reference=said,
        n_predicted=predicted,
        base_rate=None,
        precision=both / predicted if predicted else None,
        recall=both / said if said else None,
        f1=f1(both, said, predicted),
        f1_interval=interval(lambda drawn: f1(*_sums(pooled[drawn].sum(axis=0))), len(pooled)),
        kappa=None if square is None else kappa(square.sum(axis=0)),
        kappa_interval=_SEVERAL
        if square is None
        else interval(lambda drawn: kappa(square[drawn].sum(axis=0)), len(square)),
        alpha=None if square is None else alpha_of_counts(square.sum(axis=0)),
    )


_SEVERAL = Bounds(None, None, "", "a unit may have several codes; see each code")
_MEAN = Bounds(None, None, "", "a mean of codes has none")


def _macro(table: _Table, counts: NDArray[Any]) -> CodeFigures:
    _, said, predicted = _sums(counts.sum(axis=(0, 1)))
    return CodeFigures(
        *(table.level, table.kind, table.language, MACRO, len(table.units), table.n),
        n_reference=said,
        n_predicted=predicted,
        base_rate=None,
        precision=None,
        recall=None,
        f1=mean_f1(counts.sum(axis=0)),
        f1_interval=interval(lambda drawn: mean_f1(counts[drawn].sum(axis=0)), len(counts)),
        kappa=None,
        kappa_interval=_MEAN,
        alpha=None,
    )


def mean_f1(counts: NDArray[Any]) -> float | None:
    """Mean F1 of the codes that the reference has; None without any.

    *Shape:* (codes, 2, 2), of `presence` summed over sessions.
    """
    sums = [_sums(one) for one in counts]
    found = [f1(*s) for s in sums if s[1]]
    values = [value for value in found if value is not None]
    return sum(values) / len(values) if values else None


def _sums(counts: NDArray[Any]) -> tuple[int, int, int]:
    """Units with the code by both, by the reference, and by the other."""
    return int(counts[1, 1]), int(counts[1].sum()), int(counts[:, 1].sum())


def presence(codes: Sequence[str], units: Sequence[Compared]) -> NDArray[Any]:
    """*Shape:* (sessions, codes, 2, 2): whether the reference and the other gave the code."""
    counts = np.zeros((len(units), len(codes), 2, 2), dtype=np.int64)
    for s, session in enumerate(units):
        for reference, predicted in session.pairs:
            for c, code in enumerate(codes):
                counts[s, c, int(code in reference), int(code in predicted)] += 1
    return counts


def _square(codes: Sequence[str], units: Sequence[Compared]) -> NDArray[Any]:
    """*Shape:* (sessions, codes, codes), of units with one label each."""
    place = {code: i for i, code in enumerate(codes)}
    counts = np.zeros((len(units), len(codes), len(codes)), dtype=np.int64)
    for s, session in enumerate(units):
        for (reference,), (predicted,) in session.pairs:
            counts[s, place[reference], place[predicted]] += 1
    return counts


def codes_used(kind: Kind, units: Sequence[Compared]) -> tuple[str, ...]:
    """The codes that either coder used, in the order of tables."""
    used = {label for u in units for pair in u.pairs for labels in pair for label in labels}
    return tuple(code for code in ORDER[kind] if code in used)

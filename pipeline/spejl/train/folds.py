"""Cross-validation: every session is coded by a network that has not learnt from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, stdev
from typing import Any

from spejl.evaluate import Comparison, evaluate
from spejl.evaluate.bootstrap import Bounds
from spejl.evaluate.by_code import ALL, CodeFigures, by_code
from spejl.evaluate.by_session import SessionFigures, by_session
from spejl.evaluate.folder import check_folder, write_evaluation, write_table
from spejl.evaluate.units import CodedPair, Kind, Level, compared, levels
from spejl.sessions import CodedSession
from spejl.train.margins import all_coded
from spejl.train.material import apart, read_for_folds
from spejl.train.own import Gold
from spejl.train.parts import folds
from spejl.train.settings import TrainSettings
from spejl.train.trial import as_codings, try_out

TABLE, AGREEMENT = "folds.csv", "agreement"
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class FoldFigures:
    """Agreement on one code over all held-out sessions, and its spread over the folds."""

    kind: Kind
    level: Level
    """Given utterances; turns where the reference gave a stretch of speech several codes."""
    whole: CodeFigures
    """Over all held-out sessions together, with intervals over sessions."""
    f1: tuple[float, ...]
    """Of each fold in which it is defined."""
    kappa: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class CrossValidation:
    """What cross-validation found."""

    n_sessions: int
    codes: tuple[FoldFigures, ...]
    sessions: tuple[SessionFigures, ...]
    """Of sessions whose practitioner utterances all have a code in the reference."""
    n_scored: int
    """How many sessions these are."""


def cross_validate(
    settings: TrainSettings, n: int, by: str, folder: Path, say: Callable[[str], None]
) -> CrossValidation:
    """Train once for each fold on all others, and compare what it says of the fold.

    Utterances are given. A run that was stopped goes on with the fold at which it was.

    Args:
        settings: What decides each training.
        n: Folds.
        by: `session` or `clinician`: what is not divided between folds.
        folder: Of the run; gets `folds.csv` and the folder `agreement`.
        say: Told a line after each fold.

    Raises:
        SettingsError: The sessions cannot be had, or cannot be put into so many folds.
        RunError: The folder holds something else.
    """
    pool = read_for_folds(settings)
    held = folds(pool.asked, n, by, settings.seed)
    check_folder(folder / AGREEMENT)
    said: list[list[CodedSession]] = []
    for number, judged in enumerate(held, 1):
        learnt = [gold for other in held if other is not judged for gold in other]
        place = folder / f"fold-{number}"
        said.append(try_out(settings, [*apart(pool.fixed, judged, by), *learnt], judged, place))
        say(f"fold {number} of {n}: {len(judged)} sessions coded, learnt from {len(learnt)}")
    found = _compare(held, said, settings.name, folder / AGREEMENT)
    write_table(folder / TABLE, rows(found))
    return found


def _compare(
    held: Sequence[Sequence[Gold]],
    said: Sequence[Sequence[CodedSession]],
    name: str,
    out: Path,
) -> CrossValidation:
    every = [gold for judged in held for gold in judged]
    codings = as_codings(every, [coded for fold in said for coded in fold], name)
    pairs = [
        [(gold.conversation.coded, coded) for gold, coded in zip(judged, fold, strict=True)]
        for judged, fold in zip(held, said, strict=True)
    ]
    scored = [
        pair
        for gold, pair in zip(every, zip(*(c.scores for c in codings), strict=True), strict=True)
        if all_coded(gold.conversation.coded)
    ]
    sessions = by_session(scored) if scored else ()
    evaluation = evaluate(codings)
    (comparison,) = evaluation.comparisons
    comparison = replace(comparison, sessions=sessions, notes=_notes(comparison, every, scored))
    write_evaluation(replace(evaluation, comparisons=(comparison,)), out)
    codes = tuple(row for kind in Kind for row in _codes(kind, comparison, pairs))
    return CrossValidation(len(every), codes, sessions, len(scored))


def _notes(comparison: Comparison, every: Sequence[Gold], scored: Sequence[Any]) -> tuple[str, ...]:
    left = len(every) - len(scored)
    if not left:
        return comparison.notes
    what = f"{left} sessions have utterances without one code, so that they have no counts"
    return (*comparison.notes, what)


def _codes(
    kind: Kind, comparison: Comparison, pairs: Sequence[Sequence[CodedPair]]
) -> list[FoldFigures]:
    possible = levels(kind, [pair for fold in pairs for pair in fold])
    level = Level.GIVEN if Level.GIVEN in possible else Level.TURNS
    each = [
        {row.code: row for row in by_code(level, kind, compared(level, kind, fold))}
        for fold in (_one_language(fold) for fold in pairs)
    ]
    return [
        FoldFigures(
            kind,
            level,
            row,
            tuple(f for e in each if row.code in e and (f := e[row.code].f1) is not None),
            tuple(k for e in each if row.code in e and (k := e[row.code].kappa) is not None),
        )
        for row in comparison.codes
        if (row.kind, row.level, row.language) == (kind, level, ALL)
    ]


def _one_language(fold: Sequence[CodedPair]) -> list[CodedPair]:
    """The sessions as if all were of one language, so that a code has one row."""
    return [(_without_language(reference), _without_language(coded)) for reference, coded in fold]


def _without_language(coded: CodedSession) -> CodedSession:
    return replace(coded, session=replace(coded.session, language=None))


def rows(found: CrossValidation) -> list[dict[str, Any]]:
    """The table of codes: over all held-out sessions, and mean and spread over the folds."""
    return [
        {
            "kind": str(f.kind),
            "level": str(f.level),
            "code": f.whole.code,
            "n": f.whole.n,
            "n_reference": f.whole.n_reference,
            **_figure("f1", f.whole.f1, f.whole.f1_interval, f.f1),
            **_figure("kappa", f.whole.kappa, f.whole.kappa_interval, f.kappa),
        }
        for f in found.codes
    ]


def _figure(
    name: str, value: float | None, bounds: Bounds, each: Sequence[float]
) -> dict[str, Any]:
    return {
        name: _rounded(value),
        f"{name}_low": _rounded(bounds.low),
        f"{name}_high": _rounded(bounds.high),
        f"{name}_interval": bounds.method or f"not estimable: {bounds.reason}",
        f"{name}_folds": len(each),
        f"{name}_mean": _rounded(mean(each)) if each else None,
        f"{name}_sd": _rounded(stdev(each)) if len(each) > 1 else None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)

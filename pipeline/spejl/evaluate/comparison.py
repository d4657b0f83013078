"""Everything that is said of a reference and those compared with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from spejl.evaluate.align import check_transcripts
from spejl.evaluate.by_code import Cell, CodeFigures, by_code, confusion
from spejl.evaluate.by_session import SessionFigures, by_session
from spejl.evaluate.coders import CoderFigures, among
from spejl.evaluate.coding import Coding, shared
from spejl.evaluate.units import Kind, Level, compared, levels


@dataclass(frozen=True, slots=True)
class Comparison:
    """One coder compared with the reference."""

    reference: str
    predicted: str
    codes: tuple[CodeFigures, ...]
    cells: tuple[Cell, ...]
    """Confusion on given utterances, or end to end where they were cut differently."""
    sessions: tuple[SessionFigures, ...]
    notes: tuple[str, ...]
    """What was left out, and why."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One or several coders compared with the reference."""

    sessions: tuple[str, ...]
    """Ids of the sessions that all have."""
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    """For each coder's name the sessions that others have and this one lacks."""
    comparisons: tuple[Comparison, ...]
    coders: CoderFigures | None
    """Among all; None where there are only two."""


def evaluate(codings: Sequence[Coding]) -> Evaluation:
    """Compare codings of the same sessions.

    Args:
        codings: The reference first.

    Raises:
        SpejlError: They share no session, or two codings of one are not of the same conversation.
    """
    common = shared(codings)
    reference, *others = common.codings
    return Evaluation(
        reference.ids,
        common.missing,
        tuple(_compare(reference, other) for other in others),
        among(common.codings) if len(others) > 1 else None,
    )


def _compare(reference: Coding, predicted: Coding) -> Comparison:
    sessions = list(zip(reference.sessions, predicted.sessions, strict=True))
    for one, other in sessions:
        check_transcripts(one, other)
    codes: list[CodeFigures] = []
    cells: list[Cell] = []
    notes: list[str] = []
    for kind in Kind:
        found = levels(kind, sessions)
        for level in found:
            units = compared(level, kind, sessions)
            codes += by_code(level, kind, units)
            if level is (Level.GIVEN if Level.GIVEN in found else Level.END_TO_END):
                cells += confusion(level, kind, units)
        notes += _notes(kind, found)
    scores = list(zip(reference.scores, predicted.scores, strict=True))
    return Comparison(
        reference.name,
        predicted.name,
        tuple(codes),
        tuple(cells),
        by_session(scores),
        tuple(notes),
    )


def _notes(kind: Kind, found: Sequence[Level]) -> list[str]:
    if Level.END_TO_END not in found:
        return [
            f"{kind}: a coder gave several codes to one stretch of speech, so that utterances are "
            "not compared, only turns and volleys"
        ]
    if Level.GIVEN not in found:
        return [f"{kind}: the coders cut turns differently, so that there are no given utterances"]
    return []

"""What is reported of whole sessions, and how sure the figures over all codes are."""

from collections.abc import Sequence
from typing import Any

from spejl.aggregate import score
from spejl.evaluate.bootstrap import Bounds
from spejl.evaluate.by_code import MACRO, MICRO, by_code
from spejl.evaluate.by_session import by_session
from spejl.evaluate.units import Kind, Level, compared
from spejl.sessions import CodedSession
from spejl.train.margins import all_coded

Figures = dict[str, dict[str, Any]]


def session_figures(reference: Sequence[CodedSession], said: Sequence[CodedSession]) -> Figures:
    """ICC(A,1) with its 95 % interval, and bias, per language and measure of a session.

    Sessions of which the reference leaves something open have no counts and are left out.

    Args:
        reference: Sessions as coded by the reference.
        said: The same sessions as coded by the model, in the same order.

    Returns:
        language (or `all`) → measure → figures; the unit of bias is the measure's.
    """
    pairs = [(score(a), score(b)) for a, b in zip(reference, said, strict=True) if all_coded(a)]
    found: Figures = {}
    for one in by_session(pairs):
        found.setdefault(one.language, {})[one.measure] = {
            "n": one.n,
            "icc_a1": _round(one.icc_a1),
            "icc_a1_interval": _bounds(one.icc_a1_interval),
            "bias": _round(one.bias),
        }
    return found


def code_intervals(reference: Sequence[CodedSession], said: Sequence[CodedSession]) -> Figures:
    """95 % intervals over sessions of macro-F1 and κ, utterances given, per language.

    Returns:
        language (or `all`) → `codes` and `client_talk` → `macro_f1`, `kappa`: [low, high] or None.
    """
    found: Figures = {}
    sessions = list(zip(reference, said, strict=True))
    for kind, name in ((Kind.CODES, "codes"), (Kind.CLIENT_TALK, "client_talk")):
        for one in by_code(Level.GIVEN, kind, compared(Level.GIVEN, kind, sessions)):
            figures = found.setdefault(one.language, {}).setdefault(name, {})
            if one.code == MACRO:
                figures["macro_f1"] = _bounds(one.f1_interval)
            if one.code == MICRO:
                figures["kappa"] = _bounds(one.kappa_interval)
    return found


def _bounds(bounds: Bounds) -> list[float] | None:
    if bounds.low is None or bounds.high is None:
        return None
    return [round(bounds.low, 3), round(bounds.high, 3)]


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 3)

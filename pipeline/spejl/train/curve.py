"""A learning curve: what more coded sessions would bring, from what fewer have brought."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spejl.evaluate.bootstrap import Bounds, interval
from spejl.evaluate.by_code import ALL, MACRO, MICRO, by_code, codes_used, mean_f1, presence
from spejl.evaluate.figures import can_draw, new_figure, to_svg
from spejl.evaluate.folder import write_table
from spejl.evaluate.units import CodedPair, Compared, Kind, Level, compared, levels
from spejl.train.material import read_for_curve
from spejl.train.parts import shares
from spejl.train.settings import TrainSettings
from spejl.train.trial import try_out

TABLE, FIGURE, VERDICT = "curve.csv", "curve.svg", "curve.txt"
LITTLE = 0.02
"""Macro-F1 for twice the sessions below which more coding is said to bring little."""
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Point:
    """What was learnt from one share of the sessions."""

    share: float
    n_sessions: int
    """Sessions in the share."""
    macro_f1: float | None
    macro_f1_interval: Bounds
    kappa: float | None
    """None where the reference gave a stretch of speech several codes."""
    kappa_interval: Bounds
    units: tuple[Compared, ...]
    """The judged sessions, the same and in the same order for every share."""


@dataclass(frozen=True, slots=True)
class Curve:
    """All points, and what they say of more coding."""

    points: tuple[Point, ...]
    n_judged: int
    verdict: str
    """One sentence."""


def learning_curve(
    settings: TrainSettings, wanted: Sequence[float], folder: Path, say: Callable[[str], None]
) -> Curve:
    """Train on rising shares of the sessions and judge each on the same other sessions.

    Each share holds the smaller ones. A run that was stopped goes on with the share at which it
    was.

    Args:
        settings: What decides each training.
        wanted: Rising shares of the sessions, above 0 and up to 1.
        folder: Of the run; gets `curve.csv`, `curve.txt` and, with matplotlib, `curve.svg`.
        say: Told a line after each share.

    Raises:
        SettingsError: The sessions cannot be had, or cannot be divided so.
        RunError: The folder holds another curve.
    """
    pool = read_for_curve(settings)
    judged = pool.judged_by
    points: list[Point] = []
    for share, learnt in zip(wanted, shares(pool.asked, wanted, settings.seed), strict=True):
        place = folder / f"share-{share:g}"
        said = try_out(settings, [*pool.fixed, *learnt], judged, place)
        pairs = [(g.conversation.coded, coded) for g, coded in zip(judged, said, strict=True)]
        points.append(_point(share, len(learnt), pairs))
        write_table(folder / TABLE, rows(points))
        last = points[-1]
        say(f"{last.n_sessions} sessions: macro-F1 {_n(last.macro_f1)}, κ {_n(last.kappa)}")
    found = Curve(tuple(points), len(judged), verdict(points))
    (folder / VERDICT).write_text(found.verdict + "\n", encoding="utf-8")
    if can_draw():
        (folder / FIGURE).write_text(draw(found), encoding="utf-8")
    return found


def _point(share: float, n_sessions: int, pairs: Sequence[CodedPair]) -> Point:
    possible = levels(Kind.CODES, pairs)
    level = Level.GIVEN if Level.GIVEN in possible else Level.TURNS
    units = compared(level, Kind.CODES, pairs)
    figures = {f.code: f for f in by_code(level, Kind.CODES, units) if f.language == ALL}
    none = Bounds(None, None, "", "nothing was compared")
    macro, micro = figures.get(MACRO), figures.get(MICRO)
    return Point(
        share,
        n_sessions,
        macro.f1 if macro else None,
        macro.f1_interval if macro else none,
        micro.kappa if micro else None,
        micro.kappa_interval if micro else none,
        units,
    )


def verdict(points: Sequence[Point]) -> str:
    """Whether more coding would help, from the slope between the last two points.

    The slope is macro-F1 for twice the sessions, its interval from drawing the judged sessions
    anew. It says nothing of how another start of the same training would have come out.
    """
    if len(points) < 2:
        return "Cannot tell whether more coding would help: a curve needs two shares."
    before, last = points[-2:]
    found, bounds = slope(before, last)
    step = f"from {before.n_sessions} to {last.n_sessions} sessions"
    if found is None or bounds.low is None or bounds.high is None:
        reason = bounds.reason or "macro-F1 is not defined"
        return f"Cannot tell whether more coding would help: {step}, {reason}."
    about = (
        f"{step} macro-F1 changed by {found:+.3f} for twice the sessions "
        f"(95 % interval {bounds.low:+.3f} to {bounds.high:+.3f})."
    )
    if bounds.low > 0:
        return f"More coding would probably help: {about}"
    if bounds.high < LITTLE:
        return f"More coding of the same kind would bring little: {about}"
    return f"Cannot tell whether more coding would help: {about}"


def slope(before: Point, last: Point) -> tuple[float | None, Bounds]:
    """Macro-F1 for twice the sessions between two points, with its interval over sessions."""
    codes = codes_used(Kind.CODES, (*before.units, *last.units))
    counts = [presence(codes, point.units) for point in (before, last)]
    doublings = math.log2(last.n_sessions / before.n_sessions)

    def rise(drawn: NDArray[np.intp]) -> float | None:
        first, second = (mean_f1(c[drawn].sum(axis=0)) for c in counts)
        return None if first is None or second is None else (second - first) / doublings

    n = len(last.units)
    return rise(np.arange(n)), interval(rise, n)


def rows(points: Sequence[Point]) -> list[dict[str, Any]]:
    """The points as a table."""
    return [
        {
            "share": p.share,
            "n_sessions": p.n_sessions,
            "n_judged": len(p.units),
            **_figure("macro_f1", p.macro_f1, p.macro_f1_interval),
            **_figure("kappa", p.kappa, p.kappa_interval),
        }
        for p in points
    ]


def draw(found: Curve) -> str:
    """The curve as SVG. Needs matplotlib."""
    figure = new_figure(5.6, 3.6)
    axes = figure.subplots()
    for name, colour, picked in (
        ("macro-F1", "#2c7a58", [(p.macro_f1, p.macro_f1_interval) for p in found.points]),
        ("κ", "#b8734a", [(p.kappa, p.kappa_interval) for p in found.points]),
    ):
        known = [
            (p.n_sessions, value, bounds)
            for p, (value, bounds) in zip(found.points, picked, strict=True)
            if value is not None
        ]
        axes.plot(
            [n for n, _, _ in known], [v for _, v, _ in known], "o-", color=colour, label=name
        )
        for n, _, bounds in known:
            if bounds.low is not None:
                axes.plot([n, n], [bounds.low, bounds.high], color=colour, alpha=0.5)
    axes.set_xscale("log", base=2)
    ticks = [p.n_sessions for p in found.points]
    axes.set_xticks(ticks, [str(n) for n in ticks])
    axes.set_xlabel("sessions learnt from")
    axes.set_ylabel(f"on {found.n_judged} other sessions, 95 % intervals")
    axes.grid(alpha=0.3)
    axes.legend()
    return to_svg(figure)


def _figure(name: str, value: float | None, bounds: Bounds) -> dict[str, Any]:
    return {
        name: None if value is None else round(value, _DIGITS),
        f"{name}_low": None if bounds.low is None else round(bounds.low, _DIGITS),
        f"{name}_high": None if bounds.high is None else round(bounds.high, _DIGITS),
        f"{name}_interval": bounds.method or f"not estimable: {bounds.reason}",
    }


def _n(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"

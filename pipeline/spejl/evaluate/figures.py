"""Pictures of an evaluation as SVG. Needs matplotlib (extra `research`)."""

import io
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np

from spejl.errors import MissingExtraError
from spejl.evaluate.by_code import ALL, MACRO, Cell, CodeFigures
from spejl.evaluate.by_session import SessionFigures
from spejl.evaluate.comparison import Comparison
from spejl.evaluate.units import Kind

_DARK, _SOFT, _LINE = "#2c7a58", "#b8734a", "#8a969e"
_COLUMNS = 3


def can_draw() -> bool:
    """Whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


def draw(comparison: Comparison) -> dict[str, str]:
    """SVG texts by name: `forest`, `bland_altman`, and `confusion_…` for each kind compared.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    if not can_draw():
        raise MissingExtraError("drawing figures", "research")
    found = {}
    for kind in Kind:
        cells = [c for c in comparison.cells if c.kind is kind and c.language == ALL]
        if cells:
            found[f"confusion_{kind.name.lower()}"] = confusion(cells)
    rows = [f for f in comparison.codes if f.language == ALL and f.code != MACRO]
    if rows:
        found["forest"] = forest(rows)
    measured = [f for f in comparison.sessions if f.language == ALL and f.n]
    if measured:
        found["bland_altman"] = bland_altman(measured)
    return found


def confusion(cells: Sequence[Cell]) -> str:
    """Shares of each of the reference's codes that the other gave each code, with counts."""
    codes = list(dict.fromkeys(c.reference for c in cells))
    counts = np.zeros((len(codes), len(codes)))
    for cell in cells:
        counts[codes.index(cell.reference), codes.index(cell.predicted)] = cell.n
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure = new_figure(2.2 + 0.55 * len(codes), 1.6 + 0.45 * len(codes))
    axes = figure.subplots()
    axes.imshow(shares, cmap="Greens", vmin=0, vmax=1, aspect="auto")
    axes.set_xticks(range(len(codes)), codes, rotation=45, ha="right")
    axes.set_yticks(range(len(codes)), codes)
    axes.set_xlabel("predicted")
    axes.set_ylabel("reference")
    for i, j in zip(*np.nonzero(counts), strict=True):
        color = "white" if shares[i, j] > 0.5 else "black"
        axes.text(j, i, f"{counts[i, j]:.0f}", ha="center", va="center", color=color, fontsize=8)
    return to_svg(figure)


def forest(rows: Sequence[CodeFigures]) -> str:
    """κ of every code with its interval, a panel for each level and kind that has κ."""
    panels: dict[tuple[str, str], list[CodeFigures]] = {}
    for row in rows:
        if row.kappa is not None:
            panels.setdefault((str(row.kind), str(row.level)), []).append(row)
    n_rows = -(-max(len(panels), 1) // _COLUMNS)
    most = max((len(members) for members in panels.values()), default=1)
    figure = new_figure(10.5, n_rows * (1.2 + 0.26 * most))
    grid = figure.subplots(n_rows, _COLUMNS, squeeze=False).ravel()
    for axes, ((kind, level), members) in zip(grid, panels.items(), strict=False):
        axes.set_title(f"{kind}: {level}", fontsize=9)
        for place, row in enumerate(members):
            bounds = row.kappa_interval
            if bounds.low is not None and bounds.high is not None:
                axes.plot([bounds.low, bounds.high], [place, place], color=_LINE)
            axes.plot(row.kappa, place, "o", color=_DARK, markersize=4)
        axes.set_yticks(range(len(members)), [row.code for row in members], fontsize=8)
        axes.set_ylim(most - 0.5, -0.5)
        axes.set_xlim(min(0.0, *(row.kappa or 0.0 for row in members)) - 0.02, 1.02)
        axes.set_xlabel("κ, 95 % interval over sessions", fontsize=8)
        axes.grid(axis="x", alpha=0.3)
    for axes in grid[len(panels) :]:
        axes.set_visible(False)
    return to_svg(figure)


def bland_altman(rows: Sequence[SessionFigures]) -> str:
    """Difference against mean of every session, with bias and limits of agreement."""
    n_rows = -(-len(rows) // _COLUMNS)
    figure = new_figure(10.5, 2.9 * n_rows)
    grid = figure.subplots(n_rows, _COLUMNS, squeeze=False).ravel()
    for axes, row in zip(grid, rows, strict=False):
        values = np.asarray(row.values)
        axes.plot(values.mean(axis=1), values[:, 1] - values[:, 0], "o", color=_DARK, alpha=0.5)
        axes.axhline(0, color=_LINE, linewidth=0.6)
        if row.bias is not None:
            axes.axhline(row.bias, color=_SOFT)
        for limit in row.limits or ():
            axes.axhline(limit, color=_SOFT, linestyle="--")
        axes.set_title(row.measure.replace("_", " "), fontsize=9)
        axes.set_xlabel("mean of both", fontsize=8)
        axes.set_ylabel("predicted − reference", fontsize=8)
    for axes in grid[len(rows) :]:
        axes.set_visible(False)
    return to_svg(figure)


def new_figure(width: float, height: float) -> Any:
    """An empty matplotlib figure; sizes in inches."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def to_svg(figure: Any) -> str:
    """A matplotlib figure as SVG."""
    import matplotlib as mpl

    text = io.StringIO()
    # Text stays text, and the same figures give the same file.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "spejl"}):
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    whole = text.getvalue()
    return whole[whole.index("<svg") :]

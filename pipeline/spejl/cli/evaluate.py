"""`spejl evaluate`: how far coders agree."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from spejl.cli.codings import read_codings
from spejl.cli.console import messages, note, out
from spejl.evaluate import Comparison, Evaluation, evaluate
from spejl.evaluate.by_code import ALL
from spejl.evaluate.figures import can_draw
from spejl.evaluate.folder import PAGE, check_folder, write_evaluation
from spejl.evaluate.icc import cicchetti
from spejl.evaluate.page import number, remarks, with_bounds
from spejl.evaluate.rows import code_rows, coder_rows, confusion_rows, session_rows
from spejl.evaluate.units import Kind, Level
from spejl.readers import SheetForm, read_sheet_form

_MOST_NAMED = 10


def evaluate_command(
    gold: Annotated[
        str,
        typer.Argument(
            help="Reference: a file, a folder, or a pattern in quotes ('x/*.anna.miti')."
        ),
    ],
    predicted: Annotated[
        list[str], typer.Argument(help="One coding or several to compare with it, likewise.")
    ],
    out_dir: Annotated[
        Path | None, typer.Option("--out", help="Folder for tables, figures and a page.")
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option(help="TOML file that says how coding sheets are laid out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
) -> None:
    """Compare codings of the same sessions: κ, α, F1 and ICC, with intervals over sessions."""
    if out_dir is not None:
        check_folder(out_dir)
    form = read_sheet_form(sheet) if sheet else SheetForm()
    codings = read_codings([gold, *predicted], form)
    with messages.status("drawing sessions anew for the intervals"):
        found = evaluate(codings)
    for name, ids in found.missing:
        if ids:
            more = f" and {len(ids) - _MOST_NAMED} more" if len(ids) > _MOST_NAMED else ""
            note(f"{name} lacks {', '.join(ids[:_MOST_NAMED])}{more}; they are left out")
    if as_json:
        out.print(json.dumps(_figures(found), ensure_ascii=False), markup=False, soft_wrap=True)
    elif out_dir is None:
        _print(found)
    if out_dir is not None:
        if not can_draw():
            note("figures are left out: pip install 'spejl[research]'")
        write_evaluation(found, out_dir)
        messages.print(f"written to {out_dir}; read {PAGE} first", markup=False)


def _figures(found: Evaluation) -> dict[str, object]:
    return {
        "sessions": found.sessions,
        "missing": dict(found.missing),
        "notes": {c.predicted: c.notes for c in found.comparisons},
        "agreement_sessions": session_rows(found),
        "agreement_codes": code_rows(found),
        "confusion": confusion_rows(found),
        **{f"coders_{name}": rows for name, rows in coder_rows(found).items()},
    }


def _print(found: Evaluation) -> None:
    for comparison in found.comparisons:
        out.print(_codes(comparison, len(found.sessions)))
        out.print(_sessions(comparison))
        for line in remarks(comparison):
            note(line)
    if found.coders is not None:
        table = Table(title="All coders: Krippendorff's α", title_justify="left")
        for name in ("What", "Units", "Code", "n", "α"):
            table.add_column(name)
        for row in found.coders.alphas:
            values = (str(row.kind), str(row.level), row.code, str(row.n), number(row.alpha))
            table.add_row(*values)
        out.print(table)


def _codes(comparison: Comparison, n_sessions: int) -> Table:
    table = Table(
        title=f"{comparison.predicted} with {comparison.reference}: {n_sessions} sessions",
        title_justify="left",
    )
    for name in ("Units", "Code", "n", "Reference", "F1 [95 %]", "κ [95 %]", "α"):
        table.add_column(name)
    before = ""
    shown = _shown(comparison)
    for f in comparison.codes:
        if f.language != ALL or (f.kind, f.level) not in shown:
            continue
        units = f"{f.kind}, {f.level}"
        table.add_row(
            *(units if units != before else "", f.code, str(f.n), str(f.n_reference)),
            with_bounds(f.f1, f.f1_interval),
            with_bounds(f.kappa, f.kappa_interval),
            number(f.alpha),
        )
        before = units
    return table


def _shown(comparison: Comparison) -> set[tuple[Kind, Level]]:
    """Of each kind the finest units and the widest; the files hold all."""
    found: set[tuple[Kind, Level]] = set()
    for kind in Kind:
        levels = list(dict.fromkeys(f.level for f in comparison.codes if f.kind is kind))
        found |= {(kind, level) for level in (*levels[:1], *levels[-1:])}
    return found


def _sessions(comparison: Comparison) -> Table:
    table = Table(
        title="Counts and ratios of sessions",
        caption="Words are Cicchetti's (1994) for ICC.",
        title_justify="left",
        caption_justify="left",
    )
    for name in ("Measure", "n", "ICC(A,1) [95 %]", "", "ICC(C,1)", "r", "Bias"):
        table.add_column(name)
    for f in comparison.sessions:
        if f.language == ALL:
            table.add_row(
                *(f.measure.replace("_", " "), str(f.n)),
                with_bounds(f.icc_a1, f.icc_a1_interval),
                "" if f.icc_a1 is None else cicchetti(f.icc_a1),
                *(number(f.icc_c1), number(f.pearson), number(f.bias)),
            )
    return table

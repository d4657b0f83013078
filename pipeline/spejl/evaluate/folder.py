"""The folder that an evaluation is written to."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path

from spejl.errors import RunError
from spejl.evaluate.comparison import Evaluation
from spejl.evaluate.figures import can_draw, draw
from spejl.evaluate.page import html, markdown
from spejl.evaluate.rows import Row, code_rows, coder_rows, confusion_rows, session_rows

CODES, SESSIONS, CONFUSION = "agreement_codes.csv", "agreement_sessions.csv", "confusion.csv"
MARKDOWN, PAGE = "agreement.md", "agreement.html"


def check_folder(out: Path) -> None:
    """See that an evaluation can be written here, before it is made.

    Raises:
        RunError: Something else stands there.
    """
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / CODES).exists())):
        raise RunError(f"{out}: exists and holds no evaluation; give another --out")


def write_evaluation(evaluation: Evaluation, out: Path) -> None:
    """Write tables, Markdown, the page, and figures where matplotlib is installed.

    Raises:
        RunError: The folder cannot be written, or something else stands there.
    """
    check_folder(out)
    figures = {c.predicted: draw(c) for c in evaluation.comparisons} if can_draw() else {}
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_table(out / CODES, code_rows(evaluation))
        write_table(out / SESSIONS, session_rows(evaluation))
        write_table(out / CONFUSION, confusion_rows(evaluation))
        for name, rows in coder_rows(evaluation).items():
            write_table(out / f"coders_{name}.csv", rows)
        _text(out / MARKDOWN, markdown(evaluation))
        _text(out / PAGE, html(evaluation, figures))
        for number, (_, drawn) in enumerate(figures.items(), 1):
            for name, svg in drawn.items():
                end = f"_{number}" if len(figures) > 1 else ""
                _text(out / f"{name}{end}.svg", svg)
    except OSError as error:
        raise RunError(f"{out}: cannot be written ({error.strerror})") from None


def write_table(path: Path, rows: Sequence[Row]) -> None:
    """Write rows of the same keys as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else [])
        writer.writeheader()
        writer.writerows({key: _tame(value) for key, value in row.items()} for row in rows)


def _tame(value: object) -> object:
    """Text that a spreadsheet would take for a formula gets a leading apostrophe."""
    return f"'{value}" if isinstance(value, str) and re.match(r"[=+\-@\t]", value) else value


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")

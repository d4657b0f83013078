"""What a user sees of a run: how far it is, and what it came to."""

import json
import time
from typing import Self

from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
from rich.progress import Progress as Bar

from spejl.batch import Progress
from spejl.cli.console import messages, out
from spejl.cli.summary import FOOTNOTE, summary_table
from spejl.scores import SessionScores
from spejl.write import Row

MOST_TABLES = 10
"""Sessions of which each gets a table of its own on the screen."""
SECONDS_BETWEEN = 30
"""Between lines about how far a run is, where there is no terminal to draw a bar on."""


class RunView:
    """Shows a run on the screen: progress to stderr, figures to stdout.

    Args:
        as_json: Print the rows of the sessions table as JSON Lines and nothing else to stdout.
    """

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.n_scored = 0
        """Sessions, or parts of them."""
        self._first: list[SessionScores] = []
        self._told = time.monotonic()
        self._bar = Bar(
            TextColumn("coding"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"),
            console=messages,
            transient=True,
            redirect_stdout=False,  # Rows would go where the bar goes.
            disable=not messages.is_terminal or (as_json and out.is_terminal),
        )
        self._task: TaskID = self._bar.add_task("coding", total=None, pace="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._bar.stop()

    def progress(self, progress: Progress) -> None:
        """Show how far the run is."""
        pace = _pace(progress)
        self._bar.update(self._task, completed=progress.done, total=progress.expected, pace=pace)
        if messages.is_terminal or time.monotonic() - self._told < SECONDS_BETWEEN:
            return
        self._told = time.monotonic()
        messages.print(f"{progress.done} of about {progress.expected} sessions; {pace}")

    def scored(self, scores: SessionScores, row: Row) -> None:
        """Print a row, or keep the scores of the first few sessions for the summary."""
        self.n_scored += 1
        if self.as_json:
            out.print(json.dumps(row, ensure_ascii=False), markup=False, soft_wrap=True)
        elif self.n_scored <= MOST_TABLES:
            self._first.append(scores)

    def print_summary(self) -> None:
        """A table for each session, or where there are many, one line about them."""
        if self.as_json or not self.n_scored:
            return
        if self.n_scored > MOST_TABLES:
            out.print(f"{self.n_scored} sessions or parts are coded; the table sessions has them.")
            return
        for scores in self._first:
            out.print(summary_table(scores))
        out.print(FOOTNOTE, markup=False)


def _pace(progress: Progress) -> str:
    left = progress.seconds_left
    if left is None:
        return ""
    return f"{progress.per_minute:.0f} sessions a minute, {_duration(left)} left"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"

"""How far a run is."""

import time
from dataclasses import dataclass
from typing import Protocol

from spejl.scores import SessionScores
from spejl.write import Row


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is, at one moment."""

    done: int
    """Sessions coded, now or by an earlier start of the run, or failed."""
    coded: int
    """Sessions coded by this start."""
    expected: int
    """Sessions in all; an estimate until the last file is opened."""
    seconds: float
    """Since this start."""

    @property
    def per_minute(self) -> float:
        """Sessions coded in a minute; 0 before the first."""
        return 60 * self.coded / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """None before the first session is coded."""
        if not self.coded:
            return None
        return max(0, self.expected - self.done) * self.seconds / self.coded


class Listener(Protocol):
    """Told how a run goes."""

    def progress(self, progress: Progress) -> None:
        """After every session."""
        ...

    def scored(self, scores: SessionScores, row: Row) -> None:
        """A session's or a part's scores and its row, in the order of the table."""
        ...


class Count:
    """Counts sessions and files while a run goes on.

    Args:
        n_inputs: Files to be read.
    """

    def __init__(self, n_inputs: int) -> None:
        self.done = 0
        self.coded = 0
        self.resumed = 0
        self._n_inputs = n_inputs
        self._opened = 0
        self._seen = 0
        self._began = time.monotonic()

    def open_file(self) -> None:
        """The next file is opened."""
        self._opened += 1

    def see(self, n_sessions: int) -> None:
        """The file holds so many sessions."""
        self._seen += n_sessions

    def now(self) -> Progress:
        """How far the run is. Files not yet opened are taken to hold as many sessions as others."""
        left = self._n_inputs - self._opened
        expected = self._seen + round(left * self._seen / max(1, self._opened))
        seconds = time.monotonic() - self._began
        return Progress(self.done, self.coded, max(expected, self.done), seconds)

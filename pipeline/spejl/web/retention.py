"""How long conversations are kept: older ones are deleted for good, if a person wants that."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError

from spejl.web.jobs import Worker
from spejl.web.store import Kept, Shelf
from spejl.web.store.models import now

LONGEST = 3650
"""Days that can be asked for."""
_DAYS = "keep-days"
_LOOK_AGAIN = 3600.0
"""Seconds between two looks; less than a day, since a machine that slept wakes late."""

Clock = Callable[[], datetime]
"""Gives the time, UTC, without a zone."""


def days_kept(shelf: Shelf) -> int | None:
    """Days for which conversations are kept; None where nothing is deleted by itself."""
    said = shelf.preference(_DAYS)
    return int(said) if said else None


def keep_for(shelf: Shelf, days: int | None) -> None:
    """Set the days for which conversations are kept; None: nothing is deleted by itself."""
    shelf.prefer(_DAYS, "" if days is None else str(days))


def ends(kept: Kept, days: int) -> datetime:
    """When a conversation is deleted that is kept for so many days from when it was put in."""
    return kept.created + timedelta(days=days)


def due(shelf: Shelf, days: int, at: datetime) -> Sequence[Kept]:
    """The conversations whose time is over."""
    return [kept for kept in shelf.all() if ends(kept, days) <= at]


@dataclass(slots=True)
class Tidier:
    """Deletes what is due, at the start and while the page is open."""

    shelf: Shelf
    worker: Worker
    clock: Clock = now
    _thread: threading.Thread | None = None
    _stopped: threading.Event | None = None

    def start(self) -> None:
        """Delete what is due now, and look again from time to time."""
        self.tidy()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="spejl-tidy", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        if self._stopped and self._thread:
            self._stopped.set()
            self._thread.join()

    def tidy(self) -> int:
        """Delete what is due; the number of conversations deleted.

        What is being worked on and does not stop, or cannot be deleted for now, is left for the
        next time.
        """
        deleted = 0
        try:
            days = days_kept(self.shelf)
            for kept in due(self.shelf, days, self.clock()) if days else ():
                if self.worker.cancel(kept.key):
                    self.shelf.delete(kept.key)
                    deleted += 1
        except (OSError, OperationalError):
            return deleted
        return deleted

    def _run(self) -> None:
        assert self._stopped is not None
        while not self._stopped.wait(_LOOK_AGAIN):
            self.tidy()

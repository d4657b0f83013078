"""The sessions of a file, on their way."""

from collections.abc import Iterator
from dataclasses import dataclass

from spejl.errors import TranscriptError
from spejl.sessions import Session


@dataclass(frozen=True, slots=True)
class Reading:
    """The sessions of one file, to be taken one by one, once."""

    n_sessions: int
    """Sessions in the file, those that cannot be read included."""
    each: Iterator[Session | TranscriptError]
    """A session that cannot be read is given as its error, and the others follow."""

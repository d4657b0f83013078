"""Coded sessions and scores as tables."""

from spejl.write.frames import session_row, to_frame, utterance_rows, volley_rows
from spejl.write.tables import TableWriter

__all__ = ["TableWriter", "session_row", "to_frame", "utterance_rows", "volley_rows"]

"""Coded sessions and scores as tables."""

from spejl.write.frames import Row, session_row, to_frame, utterance_rows, volley_rows
from spejl.write.tables import TableWriter

__all__ = ["Row", "TableWriter", "session_row", "to_frame", "utterance_rows", "volley_rows"]

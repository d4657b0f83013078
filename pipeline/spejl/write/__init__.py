"""Coded sessions and scores as tables, and conversations as transcripts."""

from spejl.write.frames import Row, session_row, to_frame, utterance_rows, volley_rows
from spejl.write.maxqda import write_maxqda
from spejl.write.tables import TableWriter
from spejl.write.transcript import FORMS, write_transcript

__all__ = [
    "FORMS",
    "Row",
    "TableWriter",
    "session_row",
    "to_frame",
    "utterance_rows",
    "volley_rows",
    "write_maxqda",
    "write_transcript",
]

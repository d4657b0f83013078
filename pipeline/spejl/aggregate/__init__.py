"""Coded sessions into session scores."""

from spejl.aggregate.intervals import intervals
from spejl.aggregate.score import score
from spejl.aggregate.segments import segments

__all__ = ["intervals", "score", "segments"]

"""Coding many files into one output folder."""

from spejl.batch.folder import STATEMENTS, Failure
from spejl.batch.inputs import find_inputs, find_skipped
from spejl.batch.run import RunResult, run

__all__ = ["STATEMENTS", "Failure", "RunResult", "find_inputs", "find_skipped", "run"]

"""Coding many files into one output folder."""

from spejl.batch.folder import STATEMENTS, Failure
from spejl.batch.inputs import find_inputs
from spejl.batch.run import RunResult, run

__all__ = ["STATEMENTS", "Failure", "RunResult", "find_inputs", "run"]

"""Coding many files into one output folder, by this process, several, or a cluster."""

from spejl.batch.dask_cluster import DaskCluster
from spejl.batch.inputs import Found, Input, find_inputs
from spejl.batch.processes import Processes
from spejl.batch.progress import Listener, Progress
from spejl.batch.recipe import Recipe, recipe, recipe_of
from spejl.batch.record import STATEMENTS
from spejl.batch.run import RunResult, run
from spejl.batch.runner import Runner
from spejl.batch.serial import Serial
from spejl.batch.task import Failure

__all__ = [
    "STATEMENTS",
    "DaskCluster",
    "Failure",
    "Found",
    "Input",
    "Listener",
    "Processes",
    "Progress",
    "Recipe",
    "RunResult",
    "Runner",
    "Serial",
    "find_inputs",
    "recipe",
    "recipe_of",
    "run",
]

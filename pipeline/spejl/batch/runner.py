"""What codes the sessions of a run, and the order in which outcomes are given out."""

from collections.abc import Callable, Iterator
from typing import Protocol, Self

from spejl.batch.task import Outcome, Task

_AHEAD = 32
"""Outcomes that may wait for an earlier one, beside four for each place. Bounds the memory."""


class Runner(Protocol):
    """Codes tasks somewhere; they may end in any order. A context: its end stops all work."""

    id: str
    """name@version of what codes."""
    model_hash: str | None
    """None for a coder without a model."""
    places: int
    """Sessions that can be coded at once."""
    name: str
    """For the record of the run, such as "2 processes"."""

    def submit(self, task: Task) -> None:
        """Take a task; does not wait."""
        ...

    def finished(self) -> list[Outcome]:
        """Wait until something has ended, and give it: at least one outcome.

        Raises:
            RunError: Nothing more can be coded.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *args: object) -> None: ...


def in_order(
    items: Iterator[Task | Outcome], runner: Runner, keep: Callable[[Outcome], Outcome]
) -> Iterator[Outcome]:
    """The outcomes of items in the items' order, whatever the order in which they end.

    Items are taken only as far ahead as memory allows.

    Args:
        items: Tasks, and outcomes of what needs no coding; numbered from 0.
        runner: What codes the tasks.
        keep: Called with every outcome as soon as it is known; returns what is given out.
    """
    ready: dict[int, Outcome] = {}
    taken = given = running = 0
    more = True
    while more or running or ready:
        while more and running < 2 * runner.places and taken - given < _AHEAD + 4 * runner.places:
            item = next(items, None)
            if item is None:
                more = False
            elif isinstance(item, Outcome):
                ready[item.number] = keep(item)
                taken += 1
            else:
                runner.submit(item)
                running += 1
                taken += 1
        before = given
        while given in ready:
            yield ready.pop(given)
            given += 1
        if running and (given == before or not more):
            for outcome in runner.finished():
                ready[outcome.number] = keep(outcome)
                running -= 1

"""Coding in this process, a session after another."""

from collections import deque
from typing import Self

from spejl.batch.task import Outcome, Task, code_task
from spejl.coder import Coder


class Serial:
    """Codes in this process.

    Args:
        coder: What codes.
    """

    places = 1
    name = "one process"

    def __init__(self, coder: Coder) -> None:
        self.id = coder.id
        self.model_hash = coder.model.hash if coder.model else None
        self._coder = coder
        self._tasks: deque[Task] = deque()

    def submit(self, task: Task) -> None:
        """Take a task."""
        self._tasks.append(task)

    def finished(self) -> list[Outcome]:
        """Code the next task."""
        return [code_task(self._coder, self._tasks.popleft())]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *args: object) -> None:
        self._tasks.clear()

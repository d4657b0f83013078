"""Coding in several processes of this machine.

A process that dies (killed, out of memory) takes all others of its pool with it. The pool is then
made anew, and what was being coded is coded again one session at a time, so that a session that
kills its process is found, told as a failure, and does not stop the run.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from typing import Self

from spejl.batch.recipe import Recipe, coder_here, cores
from spejl.batch.task import Outcome, Task, code_task, failed
from spejl.errors import RunError

MOST_DEATHS = 2
"""Processes that may die of a session while it is coded alone."""
MOST_IN_A_ROW = 12
"""Pools that may break with no session coded in between."""


class Processes:
    """Codes in processes that are started anew (spawned), each with a coder of its own.

    Args:
        recipe: Of the coder.
        jobs: Processes, from 1.
        threads: Threads of each coder; 0: so many that together they use every core once.
    """

    def __init__(self, recipe: Recipe, jobs: int, threads: int = 0) -> None:
        self.id = recipe.id
        self.model_hash = recipe.model_hash
        self.places = jobs
        self.name = f"{jobs} processes"
        self._recipe = recipe
        self._threads = threads or max(1, cores() // jobs)
        self._queue: deque[Task] = deque()
        self._suspects: deque[Task] = deque()
        self._deaths: dict[int, int] = {}
        self._in_a_row = 0
        self._running: dict[Future[Outcome], Task] = {}

    def __enter__(self) -> Self:
        self._start()
        return self

    def submit(self, task: Task) -> None:
        """Take a task."""
        self._queue.append(task)
        self._fill()

    def finished(self) -> list[Outcome]:
        """Wait until something has ended."""
        while True:
            self._fill()
            done, _ = wait(self._running, return_when=FIRST_COMPLETED)
            outcomes, lost = [], []
            for future in done:
                task = self._running.pop(future)
                try:
                    outcomes.append(future.result())
                except BrokenProcessPool:
                    lost.append(task)
            if outcomes:
                self._in_a_row = 0
            if lost:
                outcomes += self._restart(lost)
            if outcomes:
                return outcomes

    def __exit__(self, *args: object) -> None:
        self._stop()

    def _fill(self) -> None:
        try:
            if self._suspects:
                if not self._running:
                    self._give(self._suspects)
                return
            while self._queue:
                self._give(self._queue)
        except BrokenProcessPool:
            if not self._running:
                self._restart([])

    def _give(self, tasks: deque[Task]) -> None:
        future = self._pool.submit(_code, self._recipe, self._threads, tasks[0])
        self._running[future] = tasks.popleft()

    def _restart(self, lost: list[Task]) -> list[Outcome]:
        """A new pool after one broke; what was lost is coded again, or is given up."""
        wait(self._running)
        ended = [f.result() for f in self._running if f.exception() is None]
        lost += [task for f, task in self._running.items() if f.exception() is not None]
        self._running.clear()
        self._stop()
        self._in_a_row += 1
        if self._in_a_row > MOST_IN_A_ROW:
            raise RunError(
                f"{self._in_a_row} times in a row the processes died before they had coded "
                "anything; try --jobs 1, or see whether memory is short"
            )
        alone = len(lost) == 1
        for task in sorted(lost, key=lambda t: t.number, reverse=True):
            deaths = self._deaths[task.number] = self._deaths.get(task.number, 0) + alone
            if deaths >= MOST_DEATHS:
                ended.append(failed(task.number, task.origin, _DIED.format(task.session.id)))
            else:
                self._suspects.appendleft(task)
        self._start()
        return ended

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._theirs, self._lifeline = context.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(self.places, context, _begin, (self._theirs,))

    def _stop(self) -> None:
        # Closing the lifeline ends every process at once, also in the midst of a session.
        self._lifeline.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._theirs.close()


_DIED = (
    "session {}: the process that coded it died every time (killed, or out of memory); "
    "see whether it is much longer than others"
)


def _begin(lifeline: Connection) -> None:
    """In a new process: the keyboard is the parent's, and without a parent there is no work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()


def _end_with_parent(lifeline: Connection) -> None:
    lifeline.poll(None)
    os._exit(1)


def _code(recipe: Recipe, threads: int, task: Task) -> Outcome:
    return code_task(coder_here(recipe, threads), task)

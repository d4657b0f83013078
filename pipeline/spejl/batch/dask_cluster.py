"""Coding on a Dask cluster: one that runs somewhere, or one of this machine's own.

Sessions travel to the workers and outcomes back, so that workers need no folder in common with
this machine, only the same Spejl and the same model.
"""

import logging
import threading
from collections import deque
from contextlib import ExitStack
from tempfile import TemporaryDirectory
from typing import Any, Self

from spejl.batch.recipe import Recipe, coder_here, cores
from spejl.batch.task import Outcome, Task, code_task, failed
from spejl.errors import MissingExtraError, RunError, SettingsError

_LOCAL = "local:"
_OWN = {
    "distributed.worker.memory.spill": False,  # Nothing of a conversation goes to disk.
    "distributed.scheduler.allowed-failures": 0,  # What dies is coded again, alone.
}
_one_at_a_time = threading.Lock()


class DaskCluster:
    """Codes on a Dask cluster.

    Args:
        recipe: Of the coder, as every worker can follow it.
        address: Of the scheduler, such as tcp://10.0.0.1:8786, or local:N for N worker processes
            on this machine.
        threads: Threads of each worker's coder; 0: as many as the worker has.

    Raises:
        SettingsError: The address cannot be read.
        MissingExtraError: Dask is not installed.
        RunError: No scheduler answers there, or it has no workers.
    """

    def __init__(self, recipe: Recipe, address: str, threads: int = 0) -> None:
        self.id = recipe.id
        self.model_hash = recipe.model_hash
        self.places = 1
        self.name = "Dask"
        self._recipe = recipe
        self._address = address
        self._threads = threads
        self._running: dict[str, tuple[Task, bool]] = {}
        self._suspects: deque[Task] = deque()
        self._waiting: deque[Task] = deque()

    def __enter__(self) -> Self:
        try:
            import distributed
        except ImportError:
            raise MissingExtraError("coding on a cluster", "cluster") from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        with ExitStack() as stack:
            address = self._address
            if address.startswith(_LOCAL):
                address = self._own(stack)
            try:
                self._client = stack.enter_context(distributed.Client(address, timeout="20s"))
            except (OSError, ValueError):
                raise RunError(
                    f"no Dask scheduler answers at {address}; expected an address such as "
                    "tcp://10.0.0.1:8786, or local:2"
                ) from None
            self._count()
            self._ended = distributed.as_completed()
            self._stack = stack.pop_all()
        return self

    def submit(self, task: Task) -> None:
        """Take a task."""
        if self._suspects:
            self._waiting.append(task)
        else:
            self._send(task)

    def finished(self) -> list[Outcome]:
        """Wait until something has ended."""
        while True:
            found = [self._outcome(future) for future in self._ended.next_batch(block=True)]
            self._send_more()
            outcomes = [one for one in found if one is not None]
            if outcomes:
                return outcomes

    def __exit__(self, *args: object) -> None:
        self._ended.clear()
        self._stack.close()

    def _send(self, task: Task, alone: bool = False) -> None:
        key = f"spejl-{task.number}-{task.digest[:16]}{'-alone' if alone else ''}"
        future = self._client.submit(_code, self._recipe, self._threads, task, key=key, pure=False)
        self._running[future.key] = (task, alone)
        self._ended.add(future)

    def _send_more(self) -> None:
        if self._running:
            return
        if self._suspects:
            self._send(self._suspects.popleft(), alone=True)
            return
        while self._waiting:
            self._send(self._waiting.popleft())

    def _own(self, stack: ExitStack) -> str:
        """The address of a cluster of this machine, made for this run."""
        import dask
        import distributed

        workers = self._address.removeprefix(_LOCAL)
        if not workers.isdecimal() or int(workers) < 1:
            raise SettingsError("expected a number of workers, such as local:2", "cluster")
        stack.enter_context(dask.config.set(_OWN))
        cluster: Any = distributed.LocalCluster(
            n_workers=int(workers),
            threads_per_worker=self._threads or max(1, cores() // int(workers)),
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            worker_dashboard_address=None,
            memory_limit=0,
            silence_logs=logging.CRITICAL,
            local_directory=stack.enter_context(TemporaryDirectory(prefix="spejl-")),
        )
        return str(stack.enter_context(cluster).scheduler_address)

    def _count(self) -> None:
        from distributed import TimeoutError as NoWorkers

        try:
            self._client.wait_for_workers(1, timeout=60)
        except NoWorkers:
            raise RunError(f"the cluster at {self._address} has no workers; start some") from None
        self.places = len(self._client.scheduler_info(n_workers=-1)["workers"])
        self.name = f"Dask, {self.places} workers"

    def _outcome(self, future: Any) -> Outcome | None:
        """None for a task that is to be coded again, alone."""
        from distributed.scheduler import KilledWorker

        task, alone = self._running.pop(future.key)
        if future.status == "finished":
            return future.result()  # type: ignore[no-any-return]
        error = future.exception() if future.status == "error" else None
        if isinstance(error, KilledWorker):
            if not alone:
                # Dask blames every task that was on the dead workers.
                self._suspects.append(task)
                return None
            return failed(task.number, task.origin, _DIED.format(task.session.id))
        if isinstance(error, RunError):
            raise error
        raise RunError(
            f"the cluster at {self._address} is gone or cannot code "
            f"({type(error).__name__ if error else future.status}); the same command goes on from "
            "here when it is back"
        )


_DIED = (
    "session {}: every worker that coded it died (killed, or out of memory); see whether it is "
    "much longer than others"
)


def _code(recipe: Recipe, threads: int, task: Task) -> Outcome:
    """In a worker: one session at a time, each with all the worker's threads."""
    from distributed import get_worker

    with _one_at_a_time:
        coder = coder_here(recipe, threads or get_worker().state.nthreads)
        return code_task(coder, task)

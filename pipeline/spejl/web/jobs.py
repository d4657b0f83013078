"""The queue of work: a table, and one thread that works through it.

The table is our own rather than a queue library's. A library such as huey keeps tasks in a file
of its own, forgets the one that was running when the machine stopped, and knows neither progress
nor a way to stop a task half way; all of that would be kept in a table like this one beside it,
and deleting a session for good would have to reach into both.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from spejl.web.problems import Problem, problem_of
from spejl.web.store.models import Job, JobState, State
from spejl.web.store.shelf import Shelf

MOST_ATTEMPTS = 3
"""A job that was running at so many stops of the machine is not begun again."""
_TRY_AGAIN = 1.0
"""Seconds after which a full disk is tried again."""
_LONGEST_WAIT = 30.0
"""Seconds for which deleting waits for a job that is being stopped."""


class Cancelled(BaseException):
    """Somebody stopped the job. No Exception, so that no stage takes it for a failure."""


@dataclass(slots=True)
class Progress:
    """Where the running job is."""

    job: int
    session: str
    stage: str = ""
    share: float | None = None
    """Of the stage, 0 to 1; None where it is not known."""
    cancelled: bool = False

    def __call__(self, stage: str, share: float | None = None) -> None:
        """Say where the work is; called often, so that it can be stopped here.

        Raises:
            Cancelled: Somebody stopped the job.
        """
        if self.cancelled:
            raise Cancelled
        self.stage, self.share = stage, share


Work = Callable[[str, Progress], None]
"""What a job does: with the key of a session, telling its progress."""


class Worker:
    """Works through the queue, one job at a time: the model uses all cores by itself.

    Args:
        shelf: Where jobs and sessions are kept.
        kinds: What to do for each kind of job.
    """

    def __init__(self, shelf: Shelf, kinds: dict[str, Work]) -> None:
        self._shelf, self._kinds = shelf, kinds
        self._bell = threading.Condition()
        self._now: Progress | None = None
        self._stopping = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Take up what a stop of the machine left, and begin."""
        with self._shelf.open() as transaction:
            running = Job.state == JobState.RUNNING
            transaction.execute(update(Job).where(running).values(state=JobState.WAITING))
        self._thread = threading.Thread(target=self._run, name="spejl-jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop; the running job goes on at the next start."""
        with self._bell:
            self._stopping = True
            if self._now:
                self._now.cancelled = True
            self._bell.notify_all()
        if self._thread:
            self._thread.join(_LONGEST_WAIT)

    def put(self, session: str, kind: str) -> None:
        """Put a job at the end of the queue."""
        with self._shelf.open() as transaction:
            transaction.add(Job(session=session, kind=kind))
        with self._bell:
            self._bell.notify_all()

    def progress(self, session: str) -> Progress | None:
        """Where a session's running job is; None where none runs."""
        now = self._now
        return now if now and now.session == session else None

    def cancel(self, session: str) -> bool:
        """Stop a session's jobs and wait until they have stopped; False where it takes too long."""
        waiting = (Job.session == session) & (Job.state == JobState.WAITING)
        # Under the same lock as taking a job, so that none slips between waiting and running.
        with self._bell:
            with self._shelf.open() as transaction:
                transaction.execute(update(Job).where(waiting).values(state=JobState.CANCELLED))
            if self._now and self._now.session == session:
                self._now.cancelled = True
            return self._bell.wait_for(
                lambda: self._now is None or self._now.session != session, _LONGEST_WAIT
            )

    def _run(self) -> None:
        while True:
            with self._bell:
                if self._stopping:
                    return
            try:
                job = self._take()
            except OperationalError:
                # The disk is full or locked: it is looked at again after the wait.
                self._now = job = None
            if job is None:
                with self._bell:
                    if not self._stopping:
                        # A time limit, because a job may be put between taking and waiting.
                        self._bell.wait(0.5)
                continue
            self._do(job)

    def _take(self) -> Job | None:
        """The next job, marked as running; those that never end are given up."""
        with self._bell, self._shelf.open() as transaction:
            job = transaction.scalars(
                select(Job).where(Job.state == JobState.WAITING).order_by(Job.id).limit(1)
            ).first()
            if job is not None:
                job.attempts += 1
                job.state = JobState.RUNNING
                self._now = Progress(job.id, job.session)
        if job is not None and job.attempts > MOST_ATTEMPTS:
            self._end(job, JobState.FAILED, Problem("interrupted"))
            return None
        return job

    def _do(self, job: Job) -> None:
        assert self._now is not None
        try:
            self._kinds[job.kind](job.session, self._now)
        except Cancelled:
            # A stop of the page leaves the job as it is, for the next start.
            state = JobState.WAITING if self._stopping else JobState.CANCELLED
            self._end(job, state)
        except Exception as error:
            self._end(job, JobState.FAILED, problem_of(error))
        else:
            self._end(job, JobState.DONE)

    def _end(self, job: Job, state: JobState, problem: Problem | None = None) -> None:
        while not self._written(job, state, problem):
            with self._bell:
                if self._stopping or self._bell.wait_for(lambda: self._stopping, _TRY_AGAIN):
                    break  # The row still says that it runs, so the next start takes it up.
        with self._bell:
            self._now = None
            self._bell.notify_all()

    def _written(self, job: Job, state: JobState, problem: Problem | None) -> bool:
        """Write down how a job has ended; False where the disk is full or locked."""
        try:
            with self._shelf.open() as transaction:
                row = transaction.get(Job, job.id)
                if row is not None:
                    row.state = state
                    row.attempts = 0 if state is JobState.WAITING else row.attempts
                    row.problem = problem.name if problem else ""
                    row.detail = problem.detail if problem else ""
            if state in (JobState.FAILED, JobState.CANCELLED):
                self._shelf.change(job.session, state=State.STOPPED)
        except OperationalError:
            return False
        return True

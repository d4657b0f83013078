"""The queue: in order, one at a time, stopped, interrupted, taken up again."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from spejl.errors import TranscriptError
from spejl.web import jobs
from spejl.web.jobs import MOST_ATTEMPTS, Progress, Work, Worker
from spejl.web.store import Home, Job, Shelf, open_store
from spejl.web.store.models import JobState, State


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    home = Home(tmp_path)
    home.make()
    return Shelf(open_store(home.database), home)


@pytest.fixture
def worker_of(shelf: Shelf) -> Iterator[Callable[[Work], Worker]]:
    started: list[Worker] = []

    def start(work: Work) -> Worker:
        started.append(Worker(shelf, {"do": work}))
        started[-1].start()
        return started[-1]

    yield start
    for worker in started:
        worker.stop()


def states(shelf: Shelf) -> list[str]:
    with shelf.open() as transaction:
        return list(transaction.scalars(select(Job.state).order_by(Job.id)))


def until(holds: Callable[[], bool]) -> None:
    for _ in range(400):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come to pass")


def test_jobs_are_done_in_order(shelf: Shelf, worker_of: Callable[[Work], Worker]) -> None:
    done: list[str] = []
    keys = [shelf.add(name, State.READING).key for name in "abc"]
    worker = worker_of(lambda key, _: done.append(key))
    for key in keys:
        worker.put(key, "do")
    until(lambda: len(done) == 3)
    assert done == keys
    until(lambda: states(shelf) == ["done"] * 3)


def test_one_bad_file_does_not_stop_the_queue(
    shelf: Shelf, worker_of: Callable[[Work], Worker]
) -> None:
    def work(key: str, _: Progress) -> None:
        if key == bad:
            raise TranscriptError("only one speaker was found; expected two", "/x/y.txt", 3)

    bad, good = (shelf.add(n, State.READING).key for n in "ab")
    worker = worker_of(work)
    worker.put(bad, "do")
    worker.put(good, "do")
    until(lambda: states(shelf) == ["failed", "done"])
    until(lambda: shelf.get(bad).state == State.STOPPED)  # type: ignore[union-attr]
    with shelf.open() as transaction:
        job = transaction.scalars(select(Job)).first()
    assert job is not None
    assert job.problem == "one_speaker"
    assert job.detail == "line 3: only one speaker was found; expected two"


def test_a_running_job_is_cancelled_where_it_tells_its_progress(
    shelf: Shelf, worker_of: Callable[[Work], Worker]
) -> None:
    began = threading.Event()

    def work(_: str, progress: Progress) -> None:
        while True:
            progress("code", 0.5)
            began.set()
            time.sleep(0.01)

    key = shelf.add("a", State.CODING).key
    worker = worker_of(work)
    worker.put(key, "do")
    assert began.wait(5)
    running = worker.progress(key)
    assert running is not None
    assert (running.stage, running.share) == ("code", 0.5)
    assert worker.cancel(key)
    assert states(shelf) == ["cancelled"]
    assert worker.progress(key) is None
    assert shelf.get(key).state == State.STOPPED  # type: ignore[union-attr]


def test_a_waiting_job_is_cancelled_before_it_begins(
    shelf: Shelf, worker_of: Callable[[Work], Worker]
) -> None:
    hold, done = threading.Event(), list[str]()

    def work(key: str, _: Progress) -> None:
        hold.wait(5)
        done.append(key)

    first, second = (shelf.add(n, State.READING).key for n in "ab")
    worker = worker_of(work)
    worker.put(first, "do")
    until(lambda: states(shelf) == ["running"])
    worker.put(second, "do")
    assert worker.cancel(second)
    hold.set()
    until(lambda: states(shelf) == ["done", "cancelled"])
    assert done == [first]


def test_a_job_that_was_running_at_a_stop_is_done_at_the_next_start(
    shelf: Shelf, worker_of: Callable[[Work], Worker]
) -> None:
    key = shelf.add("a", State.READING).key
    with shelf.open() as transaction:
        # As a kill leaves it.
        transaction.add(Job(session=key, kind="do", state=JobState.RUNNING, attempts=1))
    done: list[str] = []
    worker_of(lambda key, _: done.append(key))
    until(lambda: done == [key])


def test_a_job_that_kills_the_page_every_time_is_given_up(
    shelf: Shelf, worker_of: Callable[[Work], Worker]
) -> None:
    key = shelf.add("a", State.READING).key
    with shelf.open() as transaction:
        row = Job(session=key, kind="do", state=JobState.RUNNING, attempts=MOST_ATTEMPTS)
        transaction.add(row)
    done: list[str] = []
    worker_of(lambda key, _: done.append(key))
    until(lambda: states(shelf) == ["failed"])
    assert not done
    with shelf.open() as transaction:
        assert transaction.scalars(select(Job.problem)).one() == "interrupted"


def test_an_ordinary_stop_leaves_the_job_for_the_next_start(shelf: Shelf) -> None:
    began = threading.Event()

    def work(_: str, progress: Progress) -> None:
        while True:
            progress("code")
            began.set()
            time.sleep(0.01)

    key = shelf.add("a", State.CODING).key
    worker = Worker(shelf, {"do": work})
    worker.start()
    worker.put(key, "do")
    assert began.wait(5)
    worker.stop()
    assert states(shelf) == ["waiting"]
    assert shelf.get(key).state == State.CODING  # type: ignore[union-attr]


def test_a_full_disk_does_not_end_the_queue(
    shelf: Shelf, worker_of: Callable[[Work], Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    full, real = threading.Event(), Shelf.open

    def opened(self: Shelf) -> object:
        if full.is_set():
            raise OperationalError("UPDATE", {}, Exception("database or disk is full"))
        return real(self)

    def work(_: str, __: Progress) -> None:
        full.set()

    key = shelf.add("a", State.READING).key
    worker = worker_of(work)
    monkeypatch.setattr(jobs, "_TRY_AGAIN", 0.01)
    monkeypatch.setattr(Shelf, "open", opened)
    worker.put(key, "do")
    assert full.wait(5)
    time.sleep(0.1)
    full.clear()
    until(lambda: states(shelf) == ["done"])

"""Coding many files into one output folder, so that nothing is lost and nothing done twice.

Sessions are read one by one, coded by a runner in whatever order, written as soon as they are
coded, and given to the tables in the order of the input; so memory stays bounded and the tables
are the same for every runner. A run that was stopped goes on where it was; a folder that belongs
to another run is refused.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from spejl.batch.archive import Archives
from spejl.batch.folder import OutputFolder, digest_of
from spejl.batch.inputs import Input, find_inputs
from spejl.batch.parts import part_of
from spejl.batch.progress import Count, Listener
from spejl.batch.record import (
    InputHash,
    anonymous,
    closing,
    digest_of_ratings,
    identity,
    key_of,
    opening,
    resuming,
)
from spejl.batch.runner import Runner, in_order
from spejl.batch.task import Failure, Outcome, Task, failed, tabulate, unexpected
from spejl.errors import SpejlError, TranscriptError
from spejl.readers import read_each, read_raw
from spejl.scores import Globals
from spejl.sessions import Session
from spejl.settings import Settings
from spejl.write import TableWriter

TABLES = ("utterances", "volleys", "sessions")


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run came to."""

    n_sessions: int
    """Coded, by this start of the run or by earlier ones."""
    n_resumed: int
    """Those that an earlier start had already coded."""
    failures: tuple[Failure, ...]
    skipped: tuple[str, ...]
    """Files in the folders and zip files given that no reader reads."""


def run(
    runner: Runner,
    paths: Iterable[Path],
    out: Path,
    settings: Settings,
    globals: dict[str, Globals] | None = None,
    listener: Listener | None = None,
) -> RunResult:
    """Code files into an output folder.

    Args:
        runner: What codes; started and ended here.
        paths: Files, folders, patterns and zip files.
        out: Made if missing; resumed if it belongs to the same run.
        settings: Of this run.
        globals: A person's global ratings by session id.
        listener: Told how it goes.

    Raises:
        RunError: The inputs or the output folder cannot be used, or nothing more can be coded.
    """
    began = time.monotonic()
    part_of(settings)
    found, rated = find_inputs(paths, out), globals or {}
    same = identity(runner, settings)
    failures = list(found.failures)
    sessions: dict[str, str] = {}
    with OutputFolder(out, key_of(same)) as folder:
        before, record = folder.record(), opening(same, found.inputs)
        if before is not None:
            record = resuming(before, record, found.inputs, out)
        folder.write_record(record)
        with ExitStack() as stack:
            stack.enter_context(runner)
            count = Count(len(found.inputs))
            feed = _Feed(folder, settings, rated, count)
            tables = [stack.enter_context(TableWriter(out, t, settings.format)) for t in TABLES]
            keep = _Keeper(folder, count, listener)
            for outcome in in_order(feed.items(found.inputs), runner, keep):
                rows = (outcome.utterances, outcome.volleys, outcome.rows)
                for table, some in zip(tables, rows, strict=True):
                    table.write(some)
                failures += outcome.failures
                if outcome.session_id:
                    sessions[outcome.session_id] = outcome.digest
                for scores, row in zip(outcome.scores, outcome.rows, strict=True):
                    if listener:
                        listener.scored(scores, row)
        failures += _unmatched(rated, sessions)
        told = [anonymous(f, found.names) for f in failures]
        record |= {"ratings": digest_of_ratings(rated)}
        seconds = round(time.monotonic() - began, 1)
        occasion = {"seconds_of_last_start": seconds, "runner": runner.name}
        folder.close(closing(record, feed.read, sessions, told, occasion))
    return RunResult(len(sessions), count.resumed, tuple(failures), found.skipped)


class _Feed:
    """What is to be coded, read only as fast as it is asked for."""

    def __init__(
        self, folder: OutputFolder, settings: Settings, rated: dict[str, Globals], count: Count
    ) -> None:
        self.read: list[InputHash] = []
        self._folder = folder
        self._settings = settings
        self._rated = rated
        self._count = count
        self._seen: set[str] = set()
        self._number = 0

    def items(self, inputs: Iterable[Input]) -> Iterator[Task | Outcome]:
        """Numbered tasks, and outcomes of what needs no coding or cannot be coded."""
        with Archives() as archives:
            for one in inputs:
                self._count.open_file()
                for found in self._sessions(one, archives):
                    yield self._item(found, str(one))
                    self._number += 1

    def _sessions(self, one: Input, archives: Archives) -> Iterator[Session | SpejlError]:
        most = self._settings.max_megabytes * 1024 * 1024
        digest: str | None = None
        try:
            if one.member is None:
                raw, name = read_raw(one.path, most), one.path.stem
            else:
                raw, name = archives.read(one.path, one.member, most), Path(one.member).stem
            digest = sha256(raw.data).hexdigest()
            reading = read_each(raw, name)
            del raw  # A long table's text is enough.
            self._count.see(reading.n_sessions)
            yield from reading.each
        except SpejlError as error:
            yield error
        except Exception as error:
            yield TranscriptError(unexpected(error, "reading"), str(one))
        finally:
            self.read.append(InputHash(one.name, digest))

    def _item(self, found: Session | SpejlError, origin: str) -> Task | Outcome:
        if isinstance(found, SpejlError):
            return failed(self._number, origin, str(found))
        if found.id in self._seen:
            return failed(
                self._number,
                origin,
                f"another session is already called {found.id}; rename the file, or "
                "give the sessions other ids",
            )
        self._seen.add(found.id)
        digest, rated = digest_of(found), self._rated.get(found.id)
        task = Task(self._number, origin, found, digest, self._settings, rated)
        coded = self._folder.recall(found.id, digest)
        if coded is None:
            return task
        self._count.resumed += 1
        return tabulate(coded, task)


class _Keeper:
    """Writes what is coded as soon as it is."""

    def __init__(self, folder: OutputFolder, count: Count, listener: Listener | None) -> None:
        self._folder = folder
        self._count = count
        self._listener = listener

    def __call__(self, outcome: Outcome) -> Outcome:
        """Write the coded session and its report; what is written need not be held."""
        if outcome.coded is not None:
            self._folder.keep(outcome.session_id, outcome.digest, outcome.coded)
            self._count.coded += 1
        if outcome.page is not None:
            self._folder.keep_page(outcome.session_id, outcome.page)
        self._count.done += 1
        if self._listener:
            self._listener.progress(self._count.now())
        return replace(outcome, coded=None, page=None)


def _unmatched(rated: dict[str, Globals], sessions: Iterable[str]) -> list[Failure]:
    reason = "the global ratings name this session, but no such session was coded"
    return [Failure(name, reason) for name in rated if name not in sessions]

"""Coding many files into one output folder, so that nothing is lost and nothing done twice.

Each session's coded JSON is written whole (to a part file, then renamed) and noted in the
manifest; the tables are made from these files at the end. A run that was stopped goes on where
it was; a folder that belongs to another run is refused.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spejl.aggregate import score, segments
from spejl.batch.folder import (
    REPORTS,
    Failure,
    close_folder,
    coded_path,
    digest_of,
    is_whole,
    manifest,
    note,
    open_folder,
    write_whole,
)
from spejl.batch.inputs import find_inputs, find_skipped
from spejl.coder import Coder
from spejl.errors import SettingsError, SpejlError
from spejl.readers import read_all, seconds
from spejl.scores import Globals, SessionScores
from spejl.serialize import coded_from_json, coded_to_json
from spejl.sessions import CodedSession, Session
from spejl.settings import Settings
from spejl.write import Row, TableWriter, session_row, utterance_rows, volley_rows


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run came to."""

    scores: tuple[SessionScores, ...]
    """Of each session, or of each part of one."""
    rows: tuple[Row, ...]
    """The rows of the sessions table, one for each of the scores."""
    failures: tuple[Failure, ...]
    n_resumed: int
    """Sessions that an earlier start of the same run had already coded."""
    skipped: tuple[Path, ...] = ()
    """Files in the folders given that no reader reads."""


Progress = Callable[[int, int], None]
"""Called with sessions or files done, and their number."""


def run(
    coder: Coder,
    paths: Iterable[Path],
    out: Path,
    settings: Settings,
    globals: dict[str, Globals] | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Code files into an output folder.

    Args:
        coder: What codes.
        paths: Files and folders.
        out: Made if missing; resumed if it belongs to the same run.
        settings: Of this run.
        globals: A person's global ratings by session id.
        progress: Told after every file.

    Raises:
        RunError: The inputs or the output folder cannot be used.
    """
    paths = list(paths)
    inputs, skipped = find_inputs(paths, out), tuple(find_skipped(paths, out))
    part_of(settings)
    open_folder(out, coder, settings, inputs)
    done = manifest(out)
    failures: list[Failure] = []
    order: list[str] = []
    resumed = 0
    for number, path in enumerate(inputs, 1):
        try:
            sessions = read_all(path, settings.max_megabytes * 1024 * 1024)
        except SpejlError as error:
            failures.append(Failure(str(path), str(error)))
            sessions = ()
        for session in sessions:
            if session.id in order:
                failures.append(
                    Failure(
                        str(path),
                        f"another session is already called {session.id}; rename the file, or "
                        "give the sessions other ids",
                    )
                )
                continue
            digest = digest_of(session)
            if done.get(session.id) == digest and is_whole(out, session.id):
                resumed += 1
            else:
                try:
                    _code_one(coder, session, out, settings)
                except SpejlError as error:
                    failures.append(Failure(str(path), str(error)))
                    continue
                note(out, session.id, digest)
            order.append(session.id)
        if progress:
            progress(number, len(inputs))
    scored, unscored = _tables(out, order, settings, globals or {})
    failures += unscored
    failures += [
        Failure(name, "the global ratings name this session, but no such session was coded")
        for name in globals or {}
        if name not in order
    ]
    close_folder(out, inputs, failures, order)
    rows = tuple(row for _, row in scored)
    scores = tuple(one for one, _ in scored)
    return RunResult(scores, rows, tuple(failures), resumed, skipped)


def _code_one(coder: Coder, session: Session, out: Path, settings: Settings) -> None:
    coded = coder.code(
        session,
        language=settings.language or None,
        practitioner=settings.practitioner or None,
        goal=settings.goal or None,
    )
    write_whole(coded_path(out, session.id), coded_to_json(coded))


def part_of(settings: Settings) -> tuple[float, float | None] | None:
    """Minutes of a part and the second at which the only one begins; None for whole sessions.

    Raises:
        SettingsError: The length or the start cannot be read, or a start has no length.
    """
    length = settings.segment.lower().removesuffix("min").strip()
    minutes = seconds(length) if ":" not in length else None
    start = seconds(settings.start) if settings.start else None
    if settings.start and start is None:
        raise SettingsError("expected seconds or h:mm:ss", "start")
    if not settings.segment:
        if settings.start:
            raise SettingsError("a start needs a length too, such as --segment 20min", "start")
        return None
    if not minutes:
        raise SettingsError("expected minutes, such as 20min", "segment")
    return minutes, start


def _tables(
    out: Path, order: list[str], settings: Settings, globals: dict[str, Globals]
) -> tuple[list[tuple[SessionScores, Row]], list[Failure]]:
    scored: list[tuple[SessionScores, Row]] = []
    unscored: list[Failure] = []
    part = part_of(settings)
    with (
        TableWriter(out, "utterances", settings.format) as utterances,
        TableWriter(out, "volleys", settings.format) as found_volleys,
        TableWriter(out, "sessions", settings.format) as sessions,
    ):
        for coded in _read_back(out, order):
            utterances.write(utterance_rows(coded))
            found_volleys.write(volley_rows(coded))
            try:
                parts = segments(coded, *part) if part else (coded,)
            except SpejlError as error:
                unscored.append(Failure(coded.session.id, str(error)))
                continue
            for number, one in enumerate(parts):
                found = score(one, globals.get(coded.session.id))
                row = session_row(found, number if part else None)
                sessions.write([row])
                scored.append((found, row))
            if settings.report:
                _report(out, coded, settings, globals.get(coded.session.id))
    return scored, unscored


def _report(out: Path, coded: CodedSession, settings: Settings, rated: Globals | None) -> None:
    from spejl.report import report

    (out / REPORTS).mkdir(exist_ok=True)
    page = report(coded, score(coded, rated), settings.report_language or None)
    write_whole(out / REPORTS / f"{coded.session.id}.html", page)


def _read_back(out: Path, order: list[str]) -> Iterator[CodedSession]:
    for name in order:
        path = coded_path(out, name)
        yield coded_from_json(path.read_text(encoding="utf-8"), path)

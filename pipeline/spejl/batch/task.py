"""The work on one session, wherever it is done: a task in, an outcome out, both plain values."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from spejl.aggregate import score, segments
from spejl.batch.parts import part_of
from spejl.coder import Coder
from spejl.errors import SpejlError
from spejl.scores import Globals, SessionScores
from spejl.serialize import coded_to_json
from spejl.sessions import CodedSession, Session
from spejl.settings import Settings
from spejl.write import Row, session_row, utterance_rows, volley_rows


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or session that could not be coded."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Task:
    """A session to be coded."""

    number: int
    """Its place among all that the run comes to, from 0."""
    origin: str
    """The file it comes from, as messages name it."""
    session: Session
    digest: str
    """SHA-256 of the session."""
    settings: Settings
    rated: Globals | None = None
    """A person's global ratings of it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a session came to, or why a file or session came to nothing."""

    number: int
    session_id: str = ""
    """Empty where there is no coded session."""
    digest: str = ""
    coded: str | None = None
    """The coded session as JSON; None where its file is there already."""
    utterances: list[Row] = field(default_factory=list)
    volleys: list[Row] = field(default_factory=list)
    scores: tuple[SessionScores, ...] = ()
    """Of the session, or of each of its parts."""
    rows: tuple[Row, ...] = ()
    """The rows of the sessions table, one for each of the scores."""
    page: str | None = None
    """The feedback report, where one was wanted."""
    failures: tuple[Failure, ...] = ()


def failed(number: int, origin: str, reason: str) -> Outcome:
    """The outcome of a file or session that cannot be coded."""
    return Outcome(number, failures=(Failure(origin, reason),))


def code_task(coder: Coder, task: Task) -> Outcome:
    """Code one session. No session's trouble is raised: it is told in the outcome."""
    settings = task.settings
    try:
        coded = coder.code(
            task.session,
            language=settings.language or None,
            practitioner=settings.practitioner or None,
            goal=settings.goal or None,
        )
        return replace(tabulate(coded, task), coded=coded_to_json(coded))
    except SpejlError as error:
        return failed(task.number, task.origin, str(error))
    except Exception as error:
        return failed(task.number, task.origin, unexpected(error, task.session.id))


def tabulate(coded: CodedSession, task: Task) -> Outcome:
    """The tables' rows of a coded session, and its report."""
    failures: tuple[Failure, ...] = ()
    part = part_of(task.settings)
    try:
        parts = segments(coded, *part) if part else (coded,)
    except SpejlError as error:
        parts = ()
        failures = (Failure(coded.session.id, str(error)),)
    scores = tuple(score(one, task.rated) for one in parts)
    return Outcome(
        task.number,
        coded.session.id,
        task.digest,
        utterances=utterance_rows(coded),
        volleys=volley_rows(coded),
        scores=scores,
        rows=tuple(session_row(s, n if part else None) for n, s in enumerate(scores)),
        page=_page(coded, task) if parts and task.settings.report else None,
        failures=failures,
    )


def unexpected(error: Exception, what: str) -> str:
    """Words for an error that is not Spejl's own; its message may hold what was said."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = ""
    if trace is not None:
        where = f" in {Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}"
    return (
        f"{what}: stopped by an error that Spejl did not expect ({type(error).__name__}{where}); "
        "please report it"
    )


def _page(coded: CodedSession, task: Task) -> str:
    from spejl.report import report

    return report(coded, score(coded, task.rated), task.settings.report_language or None)

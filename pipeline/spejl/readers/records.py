"""Transcripts as rows with named columns, a row a turn, wherever the rows come from."""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spejl.errors import LanguageError, TranscriptError
from spejl.languages import language
from spejl.readers.names import seconds, session_id
from spejl.readers.roles import role_word, with_practitioner
from spejl.sessions import Role, Session, Turn

_NAMES: dict[str, tuple[str, ...]] = {
    "speaker": ("speaker", "taler", "talare", "snakker", "talar", "navn", "namn", "name"),
    "text": (
        *("text", "tekst", "ytring", "yttrande", "utterance", "replik", "replikk"),
        *("content", "indhold", "innehåll", "innhold", "innhald"),
    ),
    "session_id": ("session_id", "session", "samtale", "samtal"),
    "role": ("role", "rolle", "roll"),
    "start": (
        *("start", "start_s", "start_time", "starttid"),
        *("time", "tid", "timespan", "tidsrum", "tidsintervall", "tidsrom"),
    ),
    "end": ("end", "end_s", "end_time", "slut", "slutt", "sluttid"),
    "goal": ("goal", "mål", "maal"),
    "language": ("language", "sprog", "språk"),
}
_ROLES = {
    "practitioner": Role.PRACTITIONER,
    "therapist": Role.PRACTITIONER,
    "client": Role.CLIENT,
    "other": Role.OTHER,
}
_SPAN = re.compile(r"\s*([\d:.,]{1,16})\s*(?:-->|-|–)\s*([\d:.,]{1,16})\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the header."""

    line: int
    """1-based, in the file."""
    values: dict[str, str]
    """By our name of the column."""


def columns(fields: Sequence[str]) -> dict[int, str]:
    """Our name of each column that a header names; the first of several of one kind."""
    found: dict[int, str] = {}
    for index, field in enumerate(fields):
        name = field.strip().lower()
        known = next((key for key, names in _NAMES.items() if name in names), None)
        if known and known not in found.values():
            found[index] = known
    return found


def missing(found: dict[int, str]) -> list[str]:
    """Columns that are needed and not there."""
    return [name for name in ("speaker", "text") if name not in found.values()]


def sessions_of(rows: Iterable[Row], name: str, path: Path) -> tuple[Session, ...]:
    """The sessions in rows, in the order in which they begin.

    Times are seconds, with point or comma, clock times, or spans such as 0:01 - 0:04. A row is a
    turn, also where its text is empty, so that turn numbers are row numbers.

    Args:
        rows: At least one.
        name: Id of the session where the rows have no column for it.
        path: The file they come from.

    Raises:
        TranscriptError: With the line: a speaker is missing, a time or role or language cannot be
            read, or two sessions get the same file name.
    """
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.values.get("session_id", "").strip() or name, []).append(row)
    found: dict[str, Session] = {}
    for label, members in grouped.items():
        session = session_of(members, label, path, found)
        found[session.id] = session
    return tuple(found.values())


def session_of(rows: list[Row], label: str, path: Path, taken: Container[str]) -> Session:
    """The session in the rows that are its own; see `sessions_of`.

    Args:
        rows: At least one.
        label: What the rows call the session.
        path: The file they come from.
        taken: Ids of sessions before it in the file.

    Raises:
        TranscriptError: With the line: a row cannot be used, or the id is taken.
    """
    name = session_id(label)
    if name in taken:
        raise TranscriptError(
            f"two sessions would both be called {name}; give them ids that differ in "
            "letters or digits",
            path,
            rows[0].line,
        )
    turns: list[Turn] = []
    roles: dict[str, Role] = {}
    for row in rows:
        speaker = row.values["speaker"].strip()
        if not speaker:
            raise TranscriptError("the speaker is missing", path, row.line)
        role = _role(row, path)
        if role and roles.setdefault(speaker, role) is not role:
            raise TranscriptError("this speaker has had another role before", path, row.line)
        text = " ".join(row.values["text"].split())
        turns.append(Turn(speaker, text, *_times(row, path)))
    session = Session(name, tuple(turns), _language(rows, path), _first(rows, "goal"))
    return _with_roles(session, roles, path, rows[0].line)


def _role(row: Row, path: Path) -> Role | None:
    value = row.values.get("role", "").strip().lower()
    if not value:
        return None
    role = _ROLES.get(value) or role_word(value)
    if role is None:
        raise TranscriptError(
            "the role is not one of practitioner, client and other", path, row.line
        )
    return role


def _with_roles(session: Session, roles: dict[str, Role], path: Path, line: int) -> Session:
    """The session with the roles of its table, the client found where only the rest are named."""
    practitioners = [s for s, role in roles.items() if role is Role.PRACTITIONER]
    if not practitioners:
        return session
    if Role.CLIENT not in roles.values():
        unnamed = [s for s in session.speakers if s not in roles]
        if len(practitioners) > 1 or not unnamed:
            raise TranscriptError(
                f"session {session.id} has no client in the column role", path, line
            )
        return with_practitioner(session, practitioners[0])
    found = tuple((s, roles.get(s, Role.OTHER)) for s in session.speakers)
    return replace(session, roles=found)


def _first(rows: list[Row], column: str) -> str | None:
    return next((v for row in rows if (v := row.values.get(column, "").strip())), None)


def _language(rows: list[Row], path: Path) -> str | None:
    code = _first(rows, "language")
    if code is None:
        return None
    try:
        return language(code).code
    except LanguageError as error:
        raise TranscriptError(str(error), path, rows[0].line) from None


def _times(row: Row, path: Path) -> tuple[float | None, float | None]:
    span = _SPAN.fullmatch(row.values.get("start", ""))
    if span and "end" not in row.values:
        return _time(span[1], "start", row, path), _time(span[2], "start", row, path)
    start, end = (row.values.get(column, "") for column in ("start", "end"))
    return _time(start, "start", row, path), _time(end, "end", row, path)


def _time(value: str, column: str, row: Row, path: Path) -> float | None:
    if not value.strip():
        return None
    found = seconds(value)
    if found is None:
        raise TranscriptError(
            f"column {column} holds no time; expected seconds (12.5 or 12,5) or h:mm:ss",
            path,
            row.line,
        )
    return found

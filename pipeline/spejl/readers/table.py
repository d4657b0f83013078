"""Transcripts as tables: CSV, TSV and semicolon files, a row a turn."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spejl.errors import LanguageError, TranscriptError
from spejl.languages import language
from spejl.readers.names import seconds, session_id
from spejl.readers.roles import role_word, with_practitioner
from spejl.readers.source import Source
from spejl.sessions import Role, Session, Turn

_NAMES: dict[str, tuple[str, ...]] = {
    "speaker": ("speaker", "taler", "talare", "snakker", "talar", "navn", "namn", "name"),
    "text": ("text", "tekst", "ytring", "yttrande", "utterance", "replik", "replikk"),
    "session_id": ("session_id", "session", "samtale", "samtal"),
    "role": ("role", "rolle", "roll"),
    "start": ("start", "start_s", "start_time", "starttid"),
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
_DELIMITERS = ("\t", ";", ",", "|")


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    values: dict[str, str]


def read_table(source: Source, name: str) -> tuple[Session, ...]:
    """The sessions in a table, in the order in which they begin.

    Columns `speaker` and `text` are needed (or their names in a Nordic language); `session_id`,
    `role`, `start`, `end`, `goal` and `language` are used where present, others are left alone.
    Times are seconds, with point or comma, or clock times. A row is a turn, also where its text
    is empty, so that turn numbers are row numbers.

    Args:
        source: The file's text.
        name: Id of the session where the table has no column for it.

    Raises:
        TranscriptError: With the line: columns are missing, a row has too many or too few fields,
            a speaker is missing, a time or role or language cannot be read, or two sessions get
            the same file name.
    """
    rows = tuple(_rows(source))
    if not rows:
        raise TranscriptError("the table has a header but no rows", source.path)
    grouped: dict[str, list[_Row]] = {}
    for row in rows:
        grouped.setdefault(row.values.get("session_id", "").strip() or name, []).append(row)
    found: dict[str, Session] = {}
    for label, members in grouped.items():
        session = _session(session_id(label), members, source)
        if session.id in found:
            raise TranscriptError(
                f"two sessions would both be called {session.id}; give them ids that differ in "
                "letters or digits",
                source.path,
                members[0].line,
            )
        found[session.id] = session
    return tuple(found.values())


def _rows(source: Source) -> Iterator[_Row]:
    first = source.text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(source.text), delimiter=delimiter, strict=True)
    columns: dict[int, str] = {}
    width = 0
    try:
        for fields in reader:
            if not any(f.strip() for f in fields):
                continue
            if not columns:
                columns, width = _columns(fields, source), len(fields)
                continue
            if len(fields) != width:
                raise TranscriptError(
                    f"found {len(fields)} fields, expected {width} as in the header; text that "
                    "holds the separator must stand in double quotes",
                    source.path,
                    reader.line_num,
                )
            yield _Row(reader.line_num, {columns[i]: fields[i] for i in columns})
    except csv.Error:
        raise TranscriptError(
            "a quote is not closed, or a field is longer than 131,072 characters",
            source.path,
            reader.line_num,
        ) from None


def _columns(fields: list[str], source: Source) -> dict[int, str]:
    found: dict[int, str] = {}
    for index, field in enumerate(fields):
        name = field.strip().lower()
        known = next((key for key, names in _NAMES.items() if name in names), None)
        if known and known not in found.values():
            found[index] = known
    missing = [name for name in ("speaker", "text") if name not in found.values()]
    if missing:
        raise TranscriptError(
            f"the table lacks the column {' and '.join(missing)}; expected a first line with at "
            "least speaker and text, separated by comma, semicolon or tab",
            source.path,
            1,
        )
    return found


def _session(name: str, rows: list[_Row], source: Source) -> Session:
    turns: list[Turn] = []
    roles: dict[str, Role] = {}
    for row in rows:
        speaker = row.values["speaker"].strip()
        if not speaker:
            raise TranscriptError("the speaker is missing", source.path, row.line)
        role = _role(row, source)
        if role and roles.setdefault(speaker, role) is not role:
            raise TranscriptError("this speaker has had another role before", source.path, row.line)
        text = " ".join(row.values["text"].split())
        turns.append(Turn(speaker, text, _time(row, "start", source), _time(row, "end", source)))
    session = Session(name, tuple(turns), _language(rows, source), _first(rows, "goal"))
    return _with_roles(session, roles, source, rows[0].line)


def _role(row: _Row, source: Source) -> Role | None:
    value = row.values.get("role", "").strip().lower()
    if not value:
        return None
    role = _ROLES.get(value) or role_word(value)
    if role is None:
        raise TranscriptError(
            "the role is not one of practitioner, client and other", source.path, row.line
        )
    return role


def _with_roles(session: Session, roles: dict[str, Role], source: Source, line: int) -> Session:
    """The session with the roles of its table, the client found where only the rest are named."""
    practitioners = [s for s, role in roles.items() if role is Role.PRACTITIONER]
    if not practitioners:
        return session
    if Role.CLIENT not in roles.values():
        unnamed = [s for s in session.speakers if s not in roles]
        if len(practitioners) > 1 or not unnamed:
            raise TranscriptError(
                f"session {session.id} has no client in the column role", source.path, line
            )
        return with_practitioner(session, practitioners[0])
    found = tuple((s, roles.get(s, Role.OTHER)) for s in session.speakers)
    return replace(session, roles=found)


def _first(rows: list[_Row], column: str) -> str | None:
    return next((v for row in rows if (v := row.values.get(column, "").strip())), None)


def _language(rows: list[_Row], source: Source) -> str | None:
    code = _first(rows, "language")
    if code is None:
        return None
    try:
        return language(code).code
    except LanguageError as error:
        raise TranscriptError(str(error), source.path, rows[0].line) from None


def _time(row: _Row, column: str, source: Source) -> float | None:
    value = row.values.get(column, "").strip()
    if not value:
        return None
    found = seconds(value)
    if found is None:
        raise TranscriptError(
            f"column {column} holds no time; expected seconds (12.5 or 12,5) or h:mm:ss",
            source.path,
            row.line,
        )
    return found

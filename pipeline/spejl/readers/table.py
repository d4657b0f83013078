"""Transcripts as tables: CSV, TSV and semicolon files, a row a turn."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from spejl.errors import TranscriptError
from spejl.readers.reading import Reading
from spejl.readers.records import Row, columns, missing, session_of
from spejl.readers.source import Source
from spejl.sessions import Session

_DELIMITERS = ("\t", ";", ",", "|")


def read_table(source: Source, name: str) -> tuple[Session, ...]:
    """The sessions in a table, in the order in which they begin.

    Columns `speaker` and `text` are needed (or their names in a Nordic language); `session_id`,
    `role`, `start`, `end`, `goal` and `language` are used where present, others are left alone.

    Args:
        source: The file's text.
        name: Id of the session where the table has no column for it.

    Raises:
        TranscriptError: With the line: columns are missing, a row has too many or too few fields,
            or a row cannot be used.
    """
    found = []
    for one in table_sessions(source, name).each:
        if isinstance(one, TranscriptError):
            raise one
        found.append(one)
    return tuple(found)


def table_sessions(source: Source, name: str) -> Reading:
    """The sessions of `read_table` one by one; beside the text only one is held at a time.

    Raises:
        TranscriptError: With the line: columns are missing, or a row has too many or too few
            fields.
    """
    table = _survey(source, name)
    if not table.stretches:
        raise TranscriptError("the table has a header but no rows", source.path)
    return Reading(len(table.stretches), _sessions(source, table))


def _sessions(source: Source, table: "_Table") -> Iterator[Session | TranscriptError]:
    taken: set[str] = set()
    for label, stretches in table.stretches.items():
        rows = [row for stretch in stretches for row in _rows(source, table, stretch)]
        try:
            session = session_of(rows, label, source.path, taken)
        except TranscriptError as error:
            yield error
        else:
            taken.add(session.id)
            yield session


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Rows of one session that follow each other."""

    start: int
    """Characters of the table's text."""
    end: int
    lines_before: int


@dataclass(frozen=True, slots=True)
class _Table:
    """Where in a table's text each session stands."""

    delimiter: str
    columns: dict[int, str]
    stretches: dict[str, list[_Stretch]]
    """By the session's label, in the order in which sessions begin."""


class _Lines:
    """The lines of a text one by one, without a second copy of it."""

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        self.at = start
        """Character after the last line given."""
        self._text = text
        self._end = len(text) if end is None else end

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        if self.at >= self._end:
            raise StopIteration
        start = self.at
        self.at = self._text.find("\n", start, self._end) + 1 or self._end
        return self._text[start : self.at]


def _survey(source: Source, name: str) -> _Table:
    """Every row once, to see that it has the header's fields and which session it is of."""
    first = next((line for line in _Lines(source.text) if line.strip("\n")), "")
    delimiter = max(_DELIMITERS, key=first.count)
    lines = _Lines(source.text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    table = _Table(delimiter, {}, {})
    session_at: int | None = None
    width, last = 0, None
    at, line = 0, 0
    try:
        for fields in reader:
            if any(f.strip() for f in fields):
                if not table.columns:
                    table.columns.update(_columns(fields, source))
                    width = len(fields)
                    ours = {known: i for i, known in table.columns.items()}
                    session_at = ours.get("session_id")
                else:
                    _check_width(fields, width, source, reader.line_num)
                    label = "" if session_at is None else fields[session_at].strip()
                    label = label or name
                    known = table.stretches.setdefault(label, [])
                    if label == last:
                        known[-1] = replace(known[-1], end=lines.at)
                    else:
                        known.append(_Stretch(at, lines.at, line))
                    last = label
            at, line = lines.at, reader.line_num
    except csv.Error:
        raise TranscriptError(
            "a quote is not closed, or a field is longer than 131,072 characters",
            source.path,
            reader.line_num,
        ) from None
    return table


def _rows(source: Source, table: _Table, stretch: _Stretch) -> Iterator[Row]:
    lines = _Lines(source.text, stretch.start, stretch.end)
    reader = csv.reader(lines, delimiter=table.delimiter, strict=True)
    for fields in reader:
        if any(f.strip() for f in fields):
            values = {name: fields[i] for i, name in table.columns.items()}
            yield Row(stretch.lines_before + reader.line_num, values)


def _check_width(fields: list[str], width: int, source: Source, line: int) -> None:
    if len(fields) != width:
        raise TranscriptError(
            f"found {len(fields)} fields, expected {width} as in the header; text that "
            "holds the separator must stand in double quotes",
            source.path,
            line,
        )


def _columns(fields: list[str], source: Source) -> dict[int, str]:
    found = columns(fields)
    if missing(found):
        raise TranscriptError(
            f"the table lacks the column {' and '.join(missing(found))}; expected a first line "
            "with at least speaker and text, separated by comma, semicolon or tab",
            source.path,
            1,
        )
    return found

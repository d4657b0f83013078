"""Transcripts as tables: CSV, TSV and semicolon files, a row a turn."""

import csv
import io
from collections.abc import Iterator

from spejl.errors import TranscriptError
from spejl.readers.records import Row, columns, missing, sessions_of
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
    rows = tuple(_rows(source))
    if not rows:
        raise TranscriptError("the table has a header but no rows", source.path)
    return sessions_of(rows, name, source.path)


def _rows(source: Source) -> Iterator[Row]:
    first = source.text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(source.text), delimiter=delimiter, strict=True)
    known: dict[int, str] = {}
    width = 0
    try:
        for fields in reader:
            if not any(f.strip() for f in fields):
                continue
            if not known:
                known, width = _columns(fields, source), len(fields)
                continue
            if len(fields) != width:
                raise TranscriptError(
                    f"found {len(fields)} fields, expected {width} as in the header; text that "
                    "holds the separator must stand in double quotes",
                    source.path,
                    reader.line_num,
                )
            yield Row(reader.line_num, {known[i]: fields[i] for i in known})
    except csv.Error:
        raise TranscriptError(
            "a quote is not closed, or a field is longer than 131,072 characters",
            source.path,
            reader.line_num,
        ) from None


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

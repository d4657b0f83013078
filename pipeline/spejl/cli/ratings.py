"""A person's global ratings from a CSV file."""

import csv
from pathlib import Path

from spejl.errors import TranscriptError
from spejl.readers.names import session_id
from spejl.readers.source import read_source
from spejl.scores import Globals

_COLUMNS = ("cultivating", "softening", "partnership", "empathy")


def read_globals(path: Path) -> dict[str, Globals]:
    """Global ratings by session id, averaged where several rows rate one session.

    Columns: session_id and any of cultivating, softening, partnership, empathy; ratings from 1 to
    5, empty where not rated.

    Raises:
        TranscriptError: With the line: the file or a column is missing, or a value is no rating.
    """
    text = read_source(path).text
    delimiter = ";" if text.split("\n", 1)[0].count(";") else ","
    reader = csv.DictReader(text.splitlines(), delimiter=delimiter)
    columns = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
    if "session_id" not in columns or not set(_COLUMNS) & set(columns):
        raise TranscriptError(
            f"expected the columns session_id and any of {', '.join(_COLUMNS)}", path, 1
        )
    given: dict[str, dict[str, list[float]]] = {}
    for row in reader:
        session = given.setdefault(session_id((row[columns["session_id"]] or "").strip()), {})
        for name in set(_COLUMNS) & set(columns):
            value = (row[columns[name]] or "").strip().replace(",", ".")
            if value:
                session.setdefault(name, []).append(_rating(value, path, reader.line_num))
    return {
        session: Globals(**{name: sum(v) / len(v) for name, v in ratings.items()})
        for session, ratings in given.items()
    }


def _rating(value: str, path: Path, line: int) -> float:
    try:
        found = float(value)
    except ValueError:
        found = 0.0
    if not 1 <= found <= 5:
        raise TranscriptError("a rating is a number from 1 to 5", path, line)
    return found

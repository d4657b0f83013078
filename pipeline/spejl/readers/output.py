"""Our own utterances table (.csv, .parquet, .jsonl) back into coded sessions.

The table holds no goal and no more probability than that of the code given; the files in the
output folder's `coded` are complete.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from spejl.codes import ClientTalk, Code, details
from spejl.errors import TranscriptError
from spejl.readers.source import MAX_BYTES, read_raw, read_source
from spejl.sessions import CodedSession, CodedUtterance, Role, Session, Turn, Utterance

COLUMNS = (
    *("session_id", "turn", "speaker", "role", "text", "start_char", "end_char"),
    *("code", "form", "client_talk"),
)
"""Columns without which the table cannot be read back."""

_Row = Mapping[str, Any]


def read_utterances(path: Path, max_bytes: int = MAX_BYTES) -> tuple[CodedSession, ...]:
    """The coded sessions in an utterances table that `spejl code` wrote.

    Between utterances of one turn the table keeps no characters; spaces stand there instead.

    Raises:
        TranscriptError: The file cannot be read or is no such table; with the row's number, where
            a value does not fit.
    """
    rows = _rows(path, max_bytes)
    missing = [name for name in COLUMNS if any(name not in row for _, row in rows[:1])]
    if missing or not rows:
        what = f"lacks the column {missing[0]}" if missing else "has no rows"
        raise TranscriptError(f"{what}; expected a table as spejl code writes it", path)
    grouped: dict[str, list[tuple[int, _Row]]] = {}
    for number, row in rows:
        grouped.setdefault(str(row["session_id"]), []).append((number, row))
    return tuple(_session(name, members, path) for name, members in grouped.items())


def is_utterances(path: Path) -> bool:
    """Whether a CSV file has the columns of our utterances table.

    Raises:
        TranscriptError: The file cannot be opened.
    """
    header = read_source(path).text.lstrip().split("\n", 1)[0]
    return set(COLUMNS) <= {name.strip('" ') for name in header.split(",")}


def _rows(path: Path, max_bytes: int) -> list[tuple[int, _Row]]:
    """The rows with their numbers in the file, the header being 1 where there is one."""
    try:
        if path.suffix.lower() == ".csv":
            text = read_source(path, max_bytes).text
            return list(enumerate(csv.DictReader(io.StringIO(text), strict=True), 2))
        if path.suffix.lower() == ".parquet":
            import pyarrow.parquet

            data = io.BytesIO(read_raw(path, max_bytes).data)
            return list(enumerate(pyarrow.parquet.read_table(data).to_pylist(), 1))
        lines = read_source(path, max_bytes).text.splitlines()
        return [(n, dict(json.loads(line))) for n, line in enumerate(lines, 1) if line.strip()]
    except TranscriptError:
        raise
    except (csv.Error, ValueError, TypeError, OSError) as error:
        # Messages of the libraries may quote what was said.
        raise TranscriptError(
            f"cannot be read as a table ({type(error).__name__}); expected an utterances table "
            "as spejl code writes it",
            path,
        ) from None


def _session(name: str, rows: Sequence[tuple[int, _Row]], path: Path) -> CodedSession:
    units: list[CodedUtterance] = []
    speakers: dict[int, str] = {}
    texts: dict[int, str] = {}
    for line, row in rows:
        try:
            unit = _unit(row)
            turn, speaker = unit.utterance.turn, str(row["speaker"])
            if speakers.setdefault(turn, speaker) != speaker:
                raise ValueError
        except (KeyError, ValueError, TypeError):
            raise TranscriptError(
                "a value of this row does not fit its column or the rows before", path, line
            ) from None
        texts[turn] = _laid(texts.get(turn, ""), unit.utterance)
        units.append(unit)
    turns = tuple(Turn(speakers.get(i, ""), texts.get(i, "")) for i in range(max(texts) + 1))
    roles = {speakers[u.utterance.turn]: u.role for u in units}
    return CodedSession(Session(name, turns, roles=tuple(roles.items())), tuple(units), "table")


def _unit(row: _Row) -> CodedUtterance:
    start, end = int(row["start_char"]), int(row["end_char"])
    text = str(row["text"])
    if len(text) == end - start + 1 and text.startswith("'"):
        text = text[1:]  # The apostrophe that keeps a spreadsheet from computing the text.
    if int(row["turn"]) < 0 or start < 0 or len(text) != end - start:
        raise ValueError("span and text differ in length")
    code = Code(row["code"]) if row["code"] else None
    detail = str(row["form"]) if row["form"] else None
    if detail is not None and (code is None or detail not in details(code)):
        raise ValueError("a form that the code does not have")
    return CodedUtterance(
        Utterance(int(row["turn"]), start, end, Role(row["role"]), text),
        code=code,
        detail=detail,
        client_talk=ClientTalk(row["client_talk"]) if row["client_talk"] else None,
    )


def _laid(text: str, utterance: Utterance) -> str:
    """The turn's text so far with this utterance at its place."""
    before = text.ljust(utterance.start)
    return before[: utterance.start] + utterance.text + before[utterance.end :]

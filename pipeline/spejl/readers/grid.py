"""Rows of cells with or without a header: speaker and text, perhaps with a time before them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from spejl.errors import TranscriptError
from spejl.readers.names import seconds
from spejl.readers.records import Row, columns, missing, sessions_of
from spejl.readers.stamps import bracketed
from spejl.sessions import Session

_TIME = re.compile(r"[\[(#]?\s*([\d:.,]+(?:\s*(?:-->|–|-)\s*[\d:.,]+)?)\s*[\])#]?")
_PLAIN = {2: ("speaker", "text"), 3: ("start", "speaker", "text")}

Line = tuple[int, Sequence[str]]
"""1-based number of the row in the file, and its cells."""


def read_grid(rows: Sequence[Line], name: str, path: Path) -> tuple[Session, ...]:
    """The sessions in rows of cells.

    The first row may name the columns; without it two columns are speaker and text, and three
    are time, speaker and text. A row whose speaker is empty goes on with the row before it; empty
    rows are left out.

    Args:
        rows: In the order of the file.
        name: Id of the session where no column holds one.
        path: The file they come from.

    Raises:
        TranscriptError: It cannot be told which column is which, or a row cannot be used.
    """
    filled = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
    if not filled:
        raise TranscriptError("the table is empty", path)
    first, header = filled[0]
    known = columns(header)
    body = filled[1:] if not missing(known) else filled
    if missing(known):
        known = _unnamed(filled, path)
    if not body:
        raise TranscriptError("the table has a header but no rows", path, first)
    return sessions_of(_continued(body, known, path), name, path)


def is_timed(rows: Sequence[Line]) -> bool:
    """Whether all rows are a time, a speaker and a text."""
    return bool(rows) and all(len(cells) == 3 and _time(cells[0]) for _, cells in rows)


def _unnamed(rows: Sequence[Line], path: Path) -> dict[int, str]:
    widths = {len(cells) for _, cells in rows}
    timed = widths == {3} and all(_time(cells[0]) or not cells[0].strip() for _, cells in rows)
    if widths == {2} or timed:
        return dict(enumerate(_PLAIN[min(widths)]))
    raise TranscriptError(
        "it cannot be told which column is which; expected two columns (speaker, text), three "
        "(time, speaker, text), or a first row that names at least speaker and text",
        path,
        rows[0][0],
    )


def _continued(rows: Sequence[Line], known: dict[int, str], path: Path) -> list[Row]:
    found: list[Row] = []
    texts: list[list[str]] = []
    for line, cells in rows:
        if len(cells) <= max(known):
            raise TranscriptError(
                f"this row has {len(cells)} cells, expected {max(known) + 1}; split merged cells",
                path,
                line,
            )
        values = {name: cells[i].strip() for i, name in known.items()}
        values["speaker"] = values["speaker"].removesuffix(":").strip().strip("[]")
        if "start" in values:
            values["start"] = _time(values["start"]) or values["start"]
        if values["speaker"]:
            found.append(Row(line, values))
            texts.append([])
        elif not found:
            raise TranscriptError("the first row has no speaker", path, line)
        texts[-1].append(values["text"])
    return [
        replace(row, values=row.values | {"text": " ".join(parts)})
        for row, parts in zip(found, texts, strict=True)
    ]


def _time(cell: str) -> str | None:
    """What stands in a cell that holds a time or a span, without its brackets."""
    match = _TIME.fullmatch(bracketed(cell.strip()))
    if match is None:
        return None
    ends = re.split(r"\s*(?:-->|–|-)\s*", match[1])
    return match[1] if all(seconds(end) is not None for end in ends) else None

"""Tables with a header in CSV, TSV, semicolon files or the first sheet of a workbook, as text."""

import csv
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spejl.errors import TranscriptError
from spejl.readers.package import open_package
from spejl.readers.source import MAX_BYTES, Raw, read_raw, read_source
from spejl.readers.xlsx import cell_text

SUFFIXES = (".csv", ".tsv", ".xlsx")
MOST_ROWS, MOST_COLUMNS = 100_000, 200
_DELIMITERS = ("\t", ";", ",", "|")
_FORM = "an Excel workbook (.xlsx)"
_PART = "xl/workbook.xml"

Fields = list[str]


@dataclass(frozen=True, slots=True)
class Cells:
    """One row below the header."""

    line: int
    """1-based, in the file or sheet."""
    values: dict[str, str]
    """By the header's name of the column, without white space at the ends."""


def read_cells(path: Path, max_bytes: int = MAX_BYTES) -> tuple[tuple[str, ...], tuple[Cells, ...]]:
    """The header and the rows of a table.

    Args:
        path: A file with one of the endings in `SUFFIXES`.
        max_bytes: Larger files are refused.

    Raises:
        TranscriptError: The file cannot be read, has no rows, names a column twice, or a row has
            more fields than the header.
    """
    if path.suffix.lower() == ".xlsx":
        lines = list(_sheet(read_raw(path, max_bytes)))
    else:
        lines = list(_lines(read_source(path, max_bytes).text, path))
    if len(lines) < 2:
        raise TranscriptError("the table has no rows below a header", path)
    header = [name.strip() for name in lines[0][1]]
    while header and not header[-1]:
        header.pop()
    twice = sorted(name for name in set(header) if name and header.count(name) > 1)
    if twice:
        raise TranscriptError(f"the column '{twice[0]}' stands twice in the header", path, 1)
    return tuple(header), tuple(_cells(header, line, fields, path) for line, fields in lines[1:])


def _cells(header: Fields, line: int, fields: Fields, path: Path) -> Cells:
    if any(field.strip() for field in fields[len(header) :]):
        raise TranscriptError(
            f"found {len(fields)} fields, expected {len(header)} as in the header; text that "
            "holds the separator must stand in double quotes",
            path,
            line,
        )
    padded = [*fields, *[""] * len(header)]
    return Cells(line, {n: padded[i].strip() for i, n in enumerate(header) if n})


def _lines(text: str, path: Path) -> Iterator[tuple[int, Fields]]:
    first = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                yield reader.line_num, fields
    except csv.Error:
        raise TranscriptError(
            "a quote is not closed, or a field is longer than 131,072 characters",
            path,
            reader.line_num,
        ) from None


def _sheet(raw: Raw) -> Iterator[tuple[int, Fields]]:
    from openpyxl import load_workbook

    open_package(raw, _FORM, _PART).close()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Of styles and extensions that are lost.
            book = load_workbook(io.BytesIO(raw.data), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            # The size that a sheet claims to have is not to be trusted.
            sheet.reset_dimensions()
            cells = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
            rows = [(number, [cell_text(v) for v in row]) for number, row in enumerate(cells, 1)]
            book.close()
    except Exception as error:
        # The library fails in many ways on damaged files, and its messages may quote cells.
        raise TranscriptError(
            f"this workbook cannot be read ({type(error).__name__}); open it and save it again",
            raw.path,
        ) from None
    yield from ((number, row) for number, row in rows if any(field.strip() for field in row))

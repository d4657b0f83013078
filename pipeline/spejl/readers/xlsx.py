"""Excel workbooks: the columns of our CSV tables, on one sheet or several."""

import datetime
import warnings
from collections.abc import Iterator
from typing import Any

from spejl.errors import TranscriptError
from spejl.readers.names import session_id
from spejl.readers.package import open_package
from spejl.readers.records import Row, columns, missing, sessions_of
from spejl.readers.source import Raw
from spejl.sessions import Session

FORM = "an Excel workbook (.xlsx)"
_PART = "xl/workbook.xml"
MOST_ROWS, MOST_COLUMNS = 100_000, 50
_TIMES = ("start", "end")


def read_xlsx(raw: Raw, name: str) -> tuple[Session, ...]:
    """The sessions in a workbook.

    A sheet is read if its first row names at least speaker and text; other sheets are left
    alone. Of several sheets without a column `session_id`, each is a session of its own. Of
    formulas the value is read that Excel saved with them.

    Args:
        raw: The file.
        name: Id of the session where there is one sheet and no column for it.

    Raises:
        TranscriptError: It is no workbook, no sheet has the columns, or a row cannot be used.
    """
    open_package(raw, FORM, _PART).close()
    try:
        sheets = [(title, rows) for title, rows in _sheets(raw) if rows]
    except TranscriptError:
        raise
    except Exception as error:
        # The library fails in many ways on damaged files, and its messages may quote cells.
        raise TranscriptError(
            f"this workbook cannot be read ({type(error).__name__}); open it and save it again",
            raw.path,
        ) from None
    if not sheets:
        raise TranscriptError(
            "no sheet has the columns speaker and text and a row below them; expected them in the "
            "first row",
            raw.path,
        )
    found: list[Session] = []
    for title, rows in sheets:
        label = name if len(sheets) == 1 else session_id(f"{name}-{title}")
        found += sessions_of(rows, label, raw.path)
    twice = {s.id for s in found if sum(other.id == s.id for other in found) > 1}
    if twice:
        raise TranscriptError(
            f"two sheets hold a session {sorted(twice)[0]}; give them ids that differ", raw.path
        )
    return tuple(found)


def _sheets(raw: Raw) -> Iterator[tuple[str, list[Row]]]:
    import io

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Of styles and extensions that are lost; none are used.
        book = load_workbook(io.BytesIO(raw.data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            # The size that a sheet claims to have is not to be trusted.
            sheet.reset_dimensions()
            yield sheet.title, list(_rows(sheet, raw))
        book.close()


def _rows(sheet: Any, raw: Raw) -> Iterator[Row]:
    known: dict[int, str] = {}
    cells = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)
    for number, row in enumerate(cells, 1):
        if number > MOST_ROWS:
            raise TranscriptError(f"a sheet has more than {MOST_ROWS} rows", raw.path)
        if all(cell.value is None or not str(cell.value).strip() for cell in row):
            continue
        if not known:
            known = columns([cell_text(cell.value) for cell in row])
            if missing(known):
                return
            continue
        values = {
            column: _time(row[i], number, raw) if column in _TIMES else cell_text(row[i].value)
            for i, column in known.items()
        }
        if any(value.strip() for value in values.values()):
            yield Row(number, values)


def cell_text(value: Any) -> str:
    """A cell as text; whole numbers without a decimal point, empty for an empty cell."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _time(cell: Any, line: int, raw: Raw) -> str:
    """Seconds in a cell that holds a number, a text, or a time of Excel's own kind."""
    value = cell.value
    if isinstance(value, datetime.datetime):
        raise TranscriptError("a date stands in a column of times", raw.path, line)
    if isinstance(value, datetime.time | datetime.timedelta):
        if "s" not in str(cell.number_format).lower():
            raise TranscriptError(
                "Excel took this time for hours and minutes; write times as text or seconds, or "
                "format the column as hh:mm:ss",
                raw.path,
                line,
            )
        if isinstance(value, datetime.time):
            value = datetime.timedelta(
                0, value.hour * 3600 + value.minute * 60 + value.second, value.microsecond
            )
        return str(value.total_seconds())
    return cell_text(value)

"""Excel workbooks."""

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from spejl.errors import TranscriptError
from spejl.readers import read, read_all
from spejl.sessions import Role

Writer = Callable[[str, str | bytes], Path]
HEAD = ("Taler", "Tekst")


def workbook(path: Path, **sheets: list[tuple[Any, ...]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_columns_roles_and_times(tmp_path: Path) -> None:
    rows = [
        (None, None, None, None, None),
        ("speaker", "role", "text", "start", "end"),
        ("Åse", "practitioner", "Hej", 0, 1.5),
        ("Bo", "client", 7, "1,5", datetime.timedelta(seconds=62)),
        (None, None, " ", None, None),
    ]
    session = read(workbook(tmp_path / "a.xlsx", Ark1=rows))
    assert [(t.speaker, t.text, t.start, t.end) for t in session.turns] == [
        ("Åse", "Hej", 0.0, 1.5),
        ("Bo", "7", 1.5, 62.0),
    ]
    assert session.role("Åse") is Role.PRACTITIONER


def test_many_sessions_on_one_sheet(tmp_path: Path) -> None:
    rows = [("session_id", *HEAD), (1, "A", "Hej"), (1, "B", "Ja"), (2, "A", "Nå"), (2, "B", "Jo")]
    assert [s.id for s in read_all(workbook(tmp_path / "a.xlsx", x=rows))] == ["1", "2"]


def test_a_sheet_a_session_and_other_sheets_left_alone(tmp_path: Path) -> None:
    rows = [HEAD, ("A", "Hej"), ("B", "Ja")]
    path = workbook(tmp_path / "a.xlsx", Uge1=rows, Noter=[("x", "y"), ("1", "2")], Uge2=rows)
    assert [s.id for s in read_all(path)] == ["a-Uge1", "a-Uge2"]


@pytest.mark.parametrize(
    ("rows", "line", "says"),
    [
        ([("a", "b"), ("hemmeligt", "x")], None, "no sheet has the columns"),
        ([HEAD], None, "no sheet has the columns"),
        ([HEAD, ("A", "x"), (None, "hemmeligt")], 3, "speaker is missing"),
        ([HEAD, ("A", "hemmeligt"), ("A", "x")], None, "only one speaker"),
        ([(*HEAD, "Start"), ("A", "x", datetime.time(1, 2)), ("B", "y", 1)], None, None),
        ([(*HEAD, "Start"), ("A", "x", datetime.datetime(2026, 1, 2)), ("B", "y", 1)], 2, "date"),
        ([(*HEAD, "Start"), ("A", "x", "hemmeligt"), ("B", "y", 1)], 2, "holds no time"),
    ],
)
def test_rows_that_cannot_be_used(
    tmp_path: Path, rows: list[tuple[Any, ...]], line: int | None, says: str | None
) -> None:
    path = workbook(tmp_path / "a.xlsx", x=rows)
    if says is None:
        assert read(path).turns[0].start == 3720.0
        return
    with pytest.raises(TranscriptError) as error:
        read_all(path)
    assert says in str(error.value)
    assert error.value.line == line
    assert "hemmeligt" not in str(error.value)


def test_hours_and_minutes_that_excel_guessed(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", x=[(*HEAD, "Start"), ("A", "x", datetime.time(1, 2)), ("B", "y", 1)]
    )
    book = openpyxl.load_workbook(path)
    book["x"]["C2"].number_format = "h:mm"
    book.save(path)
    with pytest.raises(TranscriptError, match="hours and minutes"):
        read(path)


def with_sheet(path: Path, sheet: str) -> Path:
    """A workbook whose only sheet is replaced by other XML."""
    workbook(path, x=[HEAD, ("A", "Hej"), ("B", "Ja")])
    parts = {}
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>speaker</t></is></c>'
    rows += '<c r="B1" t="inlineStr"><is><t>text</t></is></c></row>'
    body = sheet.replace("ROWS", rows).replace("START", start.decode())
    parts["xl/worksheets/sheet1.xml"] = body.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    path.write_bytes(out.getvalue())
    return path


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        (
            'START<dimension ref="A1:XFD1048576"/><sheetData>ROWS<row r="1048000"/></sheetData>'
            "</worksheet>",
            "more than 100000 rows",
        ),
        ('START<sheetData>ROWS<row r="hemmeligt"/></sheetData></worksheet>', "cannot be read"),
        ('<!DOCTYPE a [<!ENTITY b "hemmeligt">]>START<sheetData/></worksheet>', "cannot be read"),
    ],
)
def test_hostile_sheets(tmp_path: Path, sheet: str, says: str) -> None:
    with pytest.raises(TranscriptError) as error:
        read_all(with_sheet(tmp_path / "a.xlsx", sheet))
    assert says in str(error.value)
    assert "hemmeligt" not in str(error.value)

"""Word files: paragraphs with names, or tables with a row a turn.

The text is taken from the XML itself, because it must hold what was inserted with tracked
changes, and not what was deleted, and text boxes must be noticed.
"""

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from spejl.errors import TranscriptError
from spejl.readers.grid import read_grid
from spejl.readers.labels import MOST_WORDS, is_name, speaker_labels
from spejl.readers.markup import parse_xml
from spejl.readers.package import open_package
from spejl.readers.plain import goal_of, is_backchannel, read_plain
from spejl.readers.source import Raw, Source
from spejl.sessions import Session

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

FORM = "a Word file (.docx)"
_PART = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_WRAPPERS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag")}
_GONE = {f"{_W}del", f"{_W}moveFrom"}
_TITLE = re.compile(
    r"(?:sub)?title|(?:under)?(?:titt?el|rubrik)\d?|heading ?\d|overskrift ?\d", re.IGNORECASE
)
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    bold: str
    """What stands in bold at its beginning."""
    rest: str
    is_title: bool

    @property
    def text(self) -> str:
        return self.bold + self.rest


def read_docx(raw: Raw, name: str) -> tuple[Session, ...]:
    """The sessions in a Word file.

    Paragraphs are read as plain text is; a name in bold at the beginning needs no colon. Tables
    have two columns (speaker, text), three (time, speaker, text), or a first row that names them.
    Headers, footers, footnotes and comments are not read. Lines in messages are paragraphs, or
    rows of the table, from the top.

    Args:
        raw: The file.
        name: The session's id.

    Raises:
        TranscriptError: It is no Word file, holds text boxes or both turns and tables, or the
            speakers cannot be told.
    """
    with open_package(raw, FORM, _PART) as package:
        try:
            root = parse_xml(package.read(_PART), FORM, raw.path)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError):
            raise TranscriptError(
                "the file is damaged; open it and save it again", raw.path
            ) from None
    if any(_has_text(box) for box in root.iter(f"{_W}txbxContent")):
        raise TranscriptError(
            "text stands in a text box, and where it belongs in the conversation cannot be told; "
            "move it into the page, or delete the box",
            raw.path,
        )
    if root.find(f".//{_W}tc//{_W}tbl") is not None:
        raise TranscriptError("a table stands inside a table; expected one table", raw.path)
    try:
        blocks = list(_blocks(root.find(f"{_W}body")))
        paragraphs = [_paragraph(block) for block in blocks if block.tag == f"{_W}p"]
        rows = [row for block in blocks if block.tag == f"{_W}tbl" for row in _rows(block)]
    except RecursionError:
        raise TranscriptError("its parts are nested too deeply", raw.path) from None
    if rows:
        return _from_table(rows, paragraphs, raw, name)
    return (read_plain(Source(raw.path, "\n".join(_lines(paragraphs))), name),)


def _from_table(
    rows: list[list[str]], paragraphs: list[_Paragraph], raw: Raw, name: str
) -> tuple[Session, ...]:
    lines = _lines(paragraphs)
    if len(speaker_labels(lines)) >= 2:
        raise TranscriptError(
            "turns stand both in a table and in paragraphs; expected one of them", raw.path
        )
    goal = next((found for line in lines if (found := goal_of(line))), None)
    sessions = read_grid(list(enumerate(rows, 1)), name, raw.path)
    return tuple(replace(session, goal=session.goal or goal) for session in sessions)


def _blocks(parent: "Element | None") -> Iterator["Element"]:
    """Paragraphs and tables in their order, also those inside content controls and insertions."""
    for child in () if parent is None else parent:
        if child.tag in (f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _rows(table: "Element") -> Iterator[list[str]]:
    for row in _blocks(table):
        if row.find(f"{_W}trPr/{_W}del") is None:
            yield [_cell(cell) for cell in _blocks(row)]


def _cell(cell: "Element") -> str:
    return " ".join(" ".join(_paragraph(block).text for block in _blocks(cell)).split())


def _paragraph(element: "Element") -> _Paragraph:
    style = element.find(f"{_W}pPr/{_W}pStyle")
    title = style is not None and bool(_TITLE.fullmatch(style.get(f"{_W}val", "")))
    bold, rest = "", ""
    for is_bold, text in _runs(element):
        if (is_bold or not text.strip()) and not rest:
            bold += text
        else:
            rest += text
    return _Paragraph(bold, rest, title)


def _runs(element: "Element") -> Iterator[tuple[bool, str]]:
    """(bold, text) of each run; what a tracked change took away is left out."""
    for child in element:
        if child.tag == f"{_W}r":
            mark = child.find(f"{_W}rPr/{_W}b")
            is_bold = mark is not None and mark.get(f"{_W}val", "1").lower() not in _OFF
            yield is_bold, "".join(_text(part) for part in child)
        elif child.tag not in _GONE:
            yield from _runs(child)


def _text(part: "Element") -> str:
    return part.text or "" if part.tag == f"{_W}t" else _BREAKS.get(part.tag, "")


def _has_text(element: "Element") -> bool:
    return any((t.text or "").strip() for t in element.iter(f"{_W}t"))


def _lines(paragraphs: list[_Paragraph]) -> list[str]:
    """The paragraphs as lines of plain text, a colon set after names that bold alone marks."""
    names = _bold_names(paragraphs)
    written = Counter(p.text.strip() for p in paragraphs)
    lines: list[str] = []
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        is_heading = paragraph.is_title and written[text] == 1
        if is_heading and not any(line.strip() for line in lines) and not goal_of(text):
            lines.append("")
        elif paragraph.bold.strip() in names:
            lines.append(f"{paragraph.bold.strip()}: {' '.join(paragraph.rest.split())}")
        else:
            lines.append(paragraph.text.replace("\n", " "))
    return lines


def _bold_names(paragraphs: list[_Paragraph]) -> frozenset[str]:
    """Names that stand in bold, without a colon, at the beginning of at least two paragraphs."""
    if len(speaker_labels(p.text for p in paragraphs)) >= 2:
        return frozenset()
    count = Counter(
        p.bold.strip()
        for p in paragraphs
        if p.bold.strip() and ":" not in p.bold and not p.rest.lstrip().startswith(":")
    )
    often = {
        name
        for name, n in count.items()
        if n >= 2 and len(name.split()) <= MOST_WORDS and is_name(name) and name[:1].isalpha()
        if not is_backchannel(name)
    }
    return frozenset(often if len(often) >= 2 else ())

"""Word files."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from spejl.errors import TranscriptError
from spejl.readers import read, read_all

Writer = Callable[[str, str | bytes], Path]


def saved(document: docx.document.Document, path: Path) -> Path:
    document.save(str(path))
    return path


def document(*paragraphs: str) -> docx.document.Document:
    found = docx.Document()
    for text in paragraphs:
        found.add_paragraph(text)
    return found


def table(*rows: tuple[str, ...]) -> docx.document.Document:
    found = docx.Document()
    made = found.add_table(len(rows), len(rows[0]))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            made.cell(row, column).text = text
    return found


def turns(path: Path) -> list[tuple[str, str]]:
    return [(t.speaker, t.text) for t in read(path).turns]


def test_names_before_a_colon(tmp_path: Path) -> None:
    found = document("Mål: sove bedre", "", "Åse: Hvad så?", "Bo:\tJa.", "Åse: Nå.\nOg videre.")
    session = read(saved(found, tmp_path / "a.docx"))
    assert session.goal == "sove bedre"
    assert [(t.speaker, t.text) for t in session.turns] == [
        ("Åse", "Hvad så?"),
        ("Bo", "Ja."),
        ("Åse", "Nå. Og videre."),
    ]


def test_names_in_bold_without_a_colon(tmp_path: Path) -> None:
    found = docx.Document()
    found.add_heading("Samtal 3", 0)
    for name, text in [("Vägledare", "Hur gick det?"), ("Maja", "Bra."), ("Vägledare", "Bra!")]:
        paragraph = found.add_paragraph()
        paragraph.add_run(name).bold = True
        paragraph.add_run(f" {text}")
    found.add_paragraph("Och sen?")
    paragraph = found.add_paragraph()
    paragraph.add_run("Maja ").bold = True
    paragraph.add_run("Jag").bold = False
    paragraph.add_run(" vet inte.")
    assert turns(saved(found, tmp_path / "a.docx")) == [
        ("Vägledare", "Hur gick det?"),
        ("Maja", "Bra."),
        ("Vägledare", "Bra! Och sen?"),
        ("Maja", "Jag vet inte."),
    ]


def test_two_columns_are_speaker_and_text(tmp_path: Path) -> None:
    found = table(("Veileder:", "Hva nå?"), ("Kari", "Vet ikke."), ("", "Eller jo."), ("", ""))
    assert turns(saved(found, tmp_path / "a.docx")) == [
        ("Veileder", "Hva nå?"),
        ("Kari", "Vet ikke. Eller jo."),
    ]


def test_three_columns_are_time_speaker_and_text(tmp_path: Path) -> None:
    found = table(("[00:00:01]", "A", "Kva no?"), ("#00:00:04-5#", "B", "Nei."), ("", "A", "Å."))
    session = read(saved(found, tmp_path / "a.docx"))
    assert [(t.speaker, t.start) for t in session.turns] == [("A", 1.0), ("B", 4.5), ("A", None)]


def test_a_header_names_the_columns(tmp_path: Path) -> None:
    found = table(
        ("Nr", "Tekst", "Taler", "Tid"),
        ("1", "Hej.", "A", "0:01 - 0:02"),
        ("2", "Dav.", "B", "0:03"),
    )
    session = read(saved(found, tmp_path / "a.docx"))
    assert [(t.speaker, t.text, t.start, t.end) for t in session.turns] == [
        ("A", "Hej.", 1.0, 2.0),
        ("B", "Dav.", 3.0, None),
    ]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([("hemmeligt", "b", "c", "d")], "which column is which"),
        ([("hemmeligt", "b", "c")], "which column is which"),
        ([("", "hemmeligt"), ("B", "c")], "no speaker"),
        ([("Taler", "Tekst")], "no rows"),
        ([("", "")], "empty"),
        ([("A", "hemmeligt")], "only one speaker"),
    ],
)
def test_tables_that_cannot_be_told(tmp_path: Path, rows: list[tuple[str, ...]], says: str) -> None:
    with pytest.raises(TranscriptError) as error:
        read_all(saved(table(*rows), tmp_path / "a.docx"))
    assert says in str(error.value)
    assert "hemmeligt" not in str(error.value)


def test_turns_in_a_table_and_in_paragraphs(tmp_path: Path) -> None:
    found = table(("A", "Hej."), ("B", "Dav."))
    for text in ("A: Hej.", "B: Dav."):
        found.add_paragraph(text)
    with pytest.raises(TranscriptError, match="both in a table and in paragraphs"):
        read(saved(found, tmp_path / "a.docx"))


def test_a_table_inside_a_table(tmp_path: Path) -> None:
    found = table(("A", "Hej."), ("B", "Dav."))
    found.tables[0].cell(0, 0).add_table(1, 1)
    with pytest.raises(TranscriptError, match="inside a table"):
        read(saved(found, tmp_path / "a.docx"))


def test_tracked_changes_are_taken_as_accepted(tmp_path: Path) -> None:
    found = document("A: Hej.", "B: Dav.", "A:")
    w = nsdecls("w")
    for change in (
        f"<w:ins {w}><w:r><w:t xml:space='preserve'> Nyt.</w:t></w:r></w:ins>",
        f"<w:del {w}><w:r><w:delText>Slettet.</w:delText></w:r></w:del>",
        f"<w:moveFrom {w}><w:r><w:t>Flyttet.</w:t></w:r></w:moveFrom>",
    ):
        found.paragraphs[2]._p.append(parse_xml(change))
    assert turns(saved(found, tmp_path / "a.docx"))[2] == ("A", "Nyt.")


def test_text_boxes_are_refused_with_the_reason(tmp_path: Path) -> None:
    found = document("A: Hej.", "B: Dav.")
    box = (
        f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>hemmeligt</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r>"
    )
    found.paragraphs[0]._p.append(parse_xml(box))
    with pytest.raises(TranscriptError, match="text box") as error:
        read(saved(found, tmp_path / "a.docx"))
    assert "hemmeligt" not in str(error.value)


def package(write: Writer, name: str, parts: dict[str, bytes]) -> Path:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for part, data in parts.items():
            file.writestr(part, data)
    return write(name, out.getvalue())


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"word/document.xml": b" " * (40 << 20)}, "unzipped it would be"),
        ({f"word/{n}.xml": b"" for n in range(6000)} | {"word/document.xml": b""}, "6001 parts"),
        ({"other.xml": b"hemmeligt"}, "lacks the part"),
        ({"word/document.xml": b"hemmeligt"}, "XML is broken"),
        (
            {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "hemmeligt">]><a>&b;</a>'},
            "document type or entities",
        ),
    ],
)
def test_hostile_packages(write: Writer, parts: dict[str, bytes], says: str) -> None:
    with pytest.raises(TranscriptError) as error:
        read(package(write, "a.docx", parts))
    assert says in str(error.value)
    assert "hemmeligt" not in str(error.value)


@pytest.mark.parametrize("wrapper", ["sdt", "ins"])
def test_nesting_without_end(write: Writer, wrapper: str) -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    deep = f"<w:{wrapper}>" * 20_000 + f"</w:{wrapper}>" * 20_000
    body = f'<w:document xmlns:w="{w}"><w:body>{deep}<w:p>{deep}</w:p></w:body></w:document>'
    with pytest.raises(TranscriptError, match="nested too deeply"):
        read(package(write, "a.docx", {"word/document.xml": body.encode()}))


def test_old_or_protected_office_files(write: Writer) -> None:
    with pytest.raises(TranscriptError, match="password"):
        read(write("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest"))

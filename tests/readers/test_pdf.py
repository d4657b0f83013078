"""PDF files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from spejl.errors import TranscriptError, TranscriptWarning
from spejl.readers import read

Writer = Callable[[str, str | bytes], Path]


def pdf(path: Path, *pages: list[str], password: str = "") -> Path:
    """A PDF with a line of text for each string, in a font that every reader has."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        content = StreamObject()
        shown = b"".join(b"(%s) Tj T* " % line.encode("cp1252") for line in lines)
        content.set_data(b"BT /F1 12 Tf 14 TL 50 800 Td " + shown + b"ET")
        page[NameObject("/Contents")] = content
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(path)
    return path


def test_text_over_pages_with_page_numbers_and_a_warning(tmp_path: Path) -> None:
    path = pdf(
        tmp_path / "a.pdf",
        ["Sjuksköterska: Hur mår du?", "Patient: Bättre, jag går ut", "Sida 1 av 2"],
        ["varje dag.", "Sjuksköterska: Varje dag!", "2"],
    )
    with pytest.warns(TranscriptWarning, match=r"a\.pdf: only the text of this PDF is read"):
        session = read(path)
    assert [(t.speaker, t.text) for t in session.turns] == [
        ("Sjuksköterska", "Hur mår du?"),
        ("Patient", "Bättre, jag går ut varje dag."),
        ("Sjuksköterska", "Varje dag!"),
    ]


def test_a_scan_holds_no_text(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match="may be a scan"):
        read(pdf(tmp_path / "a.pdf", []))


def test_a_password(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match="password"):
        read(pdf(tmp_path / "a.pdf", ["A: hej"], password="x"))


def test_no_pdf(write: Writer) -> None:
    with pytest.raises(TranscriptError, match="PDF cannot be read") as error:
        read(write("a.pdf", b"%PDF-1.4 hemmeligt"))
    assert "hemmeligt" not in str(error.value)

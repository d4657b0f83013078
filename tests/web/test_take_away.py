"""What is taken away: the report, the Word file, the table, the corrections for training."""

import io
import re
import sys
from collections.abc import Callable

import pytest

from conftest import Visitor
from spejl.serialize import parse_miti
from web.talk import HOSTILE, TALK


def test_formulas_are_text_in_the_table(visitor: Visitor) -> None:
    address = visitor.coded(HOSTILE)
    table = visitor.client.get(f"{address}/take/utterances.csv").text
    assert "\"'=HYPERLINK(1)" in table
    assert "\"'+1 @SUM" in table
    assert not re.search(r'[,"][=+@]', table)


def test_corrections_go_to_training(visitor: Visitor) -> None:
    visitor.client.post("/name", data={"name": "Ida"})
    address = visitor.coded(TALK)
    visitor.correct(address, 2, what="code", code="CR")
    found = visitor.client.get(f"{address}/take/session.miti")
    conversation = parse_miti(found.text)
    assert conversation.get("coder") == "Ida"
    assert [str(u.code) for u in conversation.coded.utterances if u.code] == ["Q", "CR", "Q"]
    assert conversation.coded.session.goal == "gå mere"


def test_the_word_file_is_in_the_language_of_the_page(visitors: Callable[..., Visitor]) -> None:
    import docx

    visitor = visitors("sv")
    address = visitor.coded(TALK)
    found = visitor.client.get(f"{address}/take/transcript.docx")
    table = docx.Document(io.BytesIO(found.content)).tables[0]
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0] == ["Tid", "Vem", "Det som sades", "Kod"]
    assert cells[1][1:] == ["Behandler", "Hvordan går det med turene?", "Fråga, öppen"]
    assert len(cells) == 7


def test_the_report_allows_its_own_style_alone(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    found = visitor.client.get(f"{address}/take/report.html")
    policy = found.headers["Content-Security-Policy"]
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_pdf_is_one(visitor: Visitor) -> None:
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    from pypdf import PdfReader

    address = visitor.coded(TALK, name="Æble/træ.txt")
    found = visitor.client.get(f"{address}/take/report.pdf")
    assert found.headers["content-disposition"].endswith("UTF-8''tr%C3%A6.pdf")
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(found.content)).pages)
    assert "Reflections per question" in " ".join(words.split())


def test_without_pdf_the_page_says_how_to_print(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = visitor.coded(TALK)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    found = visitor.client.get(f"{address}/take/report.pdf")
    assert found.status_code == 501
    assert "Save as PDF" in found.text

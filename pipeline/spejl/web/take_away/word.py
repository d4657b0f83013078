"""The coded transcript as a Word file, in the words of the feedback's language."""

from pathlib import Path
from typing import Any

from spejl.report import Messages
from spejl.web.view import Row
from spejl.write.speech import xml_line


def coded_word(filled: dict[str, Any], title: str, _: Messages, path: Path) -> None:
    """Write a Word file: what it is, the goal, and a table with a row an utterance.

    Args:
        filled: As `session_view` gives it.
        title: What the user calls the session.
        _: Words of the feedback's language.
        path: A new file.
    """
    import docx
    from docx.shared import Cm

    document = docx.Document()
    document.core_properties.title = xml_line(title)
    document.core_properties.author = ""
    document.core_properties.language = _.language
    document.add_heading(xml_line(title), 0)
    if filled["session"].goal:
        goal = xml_line(filled["session"].goal)
        document.add_paragraph(f"{_('The change it is about')}: {goal}")
    for sentence in _statements(filled, _):
        document.add_paragraph(sentence, style="List Bullet")
    rows: list[Row] = filled["rows"]
    headings = (_("Time"), _("Who"), _("What was said"), _("Code"))
    table = document.add_table(len(rows) + 1, len(headings), document.styles["Table Grid"])
    texts = [headings, *(_cells(row) for row in rows)]
    widths = (Cm(1.6), Cm(2.8), Cm(8.4), Cm(3.6))
    for row, cells in zip(table.rows, texts, strict=True):
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.text = xml_line(text)
            cell.width = width
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    document.save(str(path))


def _statements(filled: dict[str, Any], _: Messages) -> list[str]:
    return [
        _("Coded by {coder}.", coder=xml_line(filled["coder"])),
        _("The codes are made by a machine."),
        _(
            "The model was trained on role-plays written and coded by language models and has "
            "not been validated on real Nordic sessions."
        ),
        _(
            "This is for learning and research, and never for decisions about a person's "
            "employment."
        ),
    ]


def _cells(row: Row) -> tuple[str, str, str, str]:
    unsure = " (?)" if row.line.review else ""
    return row.line.time, row.line.speaker, row.line.text, row.label + unsure

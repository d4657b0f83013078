"""Transcripts as Word files: a table with a row a turn."""

from pathlib import Path

from spejl.sessions import CodedSession, Session
from spejl.write.speech import codes_of, session_in, span, xml_line

_HEADINGS = {
    "da": ("Tid", "Taler", "Tekst", "Koder"),
    "sv": ("Tid", "Talare", "Text", "Koder"),
    "nb": ("Tid", "Taler", "Tekst", "Koder"),
    "nn": ("Tid", "Talar", "Tekst", "Kodar"),
}
_ENGLISH = ("Time", "Speaker", "Text", "Codes")


def write_docx(conversation: Session | CodedSession, path: Path) -> None:
    """Write a Word file: the session's id, its goal, and a table of time, speaker and text.

    A coded session has a fourth column with the codes of each turn's utterances, in order. The
    headings are in the session's language, in English where it is not known.
    """
    import docx

    session = session_in(conversation)
    headings = _HEADINGS.get(session.language or "", _ENGLISH)
    width = 4 if isinstance(conversation, CodedSession) else 3
    document = docx.Document()
    document.core_properties.title = session.id
    document.add_heading(session.id, 0)
    if session.goal:
        document.add_paragraph(f"Mål: {xml_line(session.goal)}")
    # Whole rows are made at once: the library takes the square of their number one by one.
    table = document.add_table(len(session.turns) + 1, width, document.styles["Table Grid"])
    rows: list[tuple[str, ...]] = [headings[:width]]
    for number, turn in enumerate(session.turns):
        cells = (span(turn), turn.speaker, turn.text, codes_of(conversation, number))
        rows.append(tuple(xml_line(cell) for cell in cells[:width]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    document.save(str(path))

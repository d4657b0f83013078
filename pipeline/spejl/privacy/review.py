"""The list of replacements that a person goes through."""

import csv
from io import StringIO

from spejl.privacy.kinds import Part, Pseudonymised
from spejl.sessions import Session

COLUMNS = (
    "turn",
    "part",
    "kind",
    "certainty",
    "why",
    "original",
    "replacement",
    "before",
    "after",
)
_CONTEXT = 40
"""Characters shown on each side."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def review_csv(session: Session, done: Pseudonymised, originals: bool) -> str:
    """The replacements as CSV, one a row; text that a spreadsheet takes for a formula is tamed.

    Args:
        session: As it was.
        done: What became of it.
        originals: Show what was replaced, and the words around it as they were. Else the
            originals' column is empty and the words around are those with stand-ins.
    """
    sheet = StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(COLUMNS)
    shift: dict[tuple[str, int | None], int] = {}
    for r in done.replacements:
        place = (r.part, r.turn)
        moved = shift.get(place, 0)
        shift[place] = moved + len(r.replacement) - (r.end - r.start)
        if originals:
            text, start, end = text_of(session, r.part, r.turn), r.start, r.end
        else:
            text, start = text_of(done.session, r.part, r.turn), r.start + moved
            end = start + len(r.replacement)
        around = (text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT])
        shown = r.original if originals else ""
        row = (r.turn, r.part, r.kind, r.certainty, r.why, shown, r.replacement, *around)
        writer.writerow(["" if cell is None else _tame(str(cell)) for cell in row])
    return sheet.getvalue()


def text_of(session: Session, part: Part, turn: int | None) -> str:
    """The text in which a replacement stands."""
    if part is Part.ID:
        return session.id
    if part is Part.GOAL or turn is None:
        return session.goal or ""
    return session.turns[turn].speaker if part is Part.SPEAKER else session.turns[turn].text


def _tame(cell: str) -> str:
    cell = " ".join(cell.split())
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

"""A transcript that was written, corrected by a person and read again keeps its times."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from spejl.readers import read
from spejl.sessions import Session, Turn
from spejl.write import write_maxqda, write_transcript

SESSION = Session(
    "samtale",
    (
        Turn("Speaker 1", "Hvad tenker du om det?", 0.5, 3.2),
        Turn("Speaker 2", "Det ved jeg ikke. Hvad med dig?", 3.9, 7.1),
        Turn("Speaker 1", "Du er i tvivl.", 7.0, 9.4),
        Turn("Speaker 2", "Mm.", 8.1, 8.6),
        Turn("Speaker 1", "Fortæl mere.", 9.5, 10.8),
    ),
    "da",
)
TEXTS = ("json", "vtt", "srt", "txt", "maxqda.txt")
TIMES = [(turn.start, turn.end) for turn in SESSION.turns]


def _written(form: str, folder: Path) -> Path:
    path = folder / f"samtale.{form}"
    if form == "maxqda.txt":
        write_maxqda(SESSION, path)
    else:
        write_transcript(SESSION, path)
    return path


def _corrected(path: Path, change: Callable[[str], str]) -> Session:
    """The session after every text in the file went through a change."""
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        for row in document.tables[0].rows:
            for cell in row.cells:
                cell.text = change(cell.text)
        document.save(str(path))
    else:
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    return read(path)


def _times(session: Session) -> list[tuple[float | None, float | None]]:
    return [(turn.start, turn.end) for turn in session.turns]


@pytest.mark.parametrize("form", [*TEXTS, "docx"])
def test_a_corrected_word(form: str, tmp_path: Path) -> None:
    found = _corrected(_written(form, tmp_path), lambda text: text.replace("tenker", "tænker"))
    assert found.turns[0].text == "Hvad tænker du om det?"
    assert [t.text for t in found.turns[1:]] == [t.text for t in SESSION.turns[1:]]
    assert _times(found) == TIMES


@pytest.mark.parametrize("form", [*TEXTS, "docx"])
def test_a_renamed_speaker(form: str, tmp_path: Path) -> None:
    found = _corrected(_written(form, tmp_path), lambda text: text.replace("Speaker 1", "Anna"))
    assert found.speakers == ("Anna", "Speaker 2")
    assert _times(found) == TIMES
    again = tmp_path / "again"
    again.mkdir()
    write_transcript(replace(found, id="samtale"), again / "samtale.docx")
    assert read(again / "samtale.docx").speakers == ("Anna", "Speaker 2")


SPLITS: dict[str, tuple[str, str]] = {
    "vtt": (
        "turn-1\n00:00:03.900 --> 00:00:07.100\n<v Speaker 2>Det ved jeg ikke. Hvad med dig?</v>",
        "turn-1\n00:00:03.900 --> 00:00:05.500\n<v Speaker 2>Det ved jeg ikke.</v>\n\n"
        "00:00:05.500 --> 00:00:07.100\n<v Speaker 1>Hvad med dig?</v>",
    ),
    "srt": (
        "2\n00:00:03,900 --> 00:00:07,100\nSpeaker 2: Det ved jeg ikke. Hvad med dig?",
        "2\n00:00:03,900 --> 00:00:05,500\nSpeaker 2: Det ved jeg ikke.\n\n"
        "2\n00:00:05,500 --> 00:00:07,100\nSpeaker 1: Hvad med dig?",
    ),
    "txt": (
        "[00:00:03.900 --> 00:00:07.100] Speaker 2: Det ved jeg ikke. Hvad med dig?",
        "[00:00:03.900 --> 00:00:05.500] Speaker 2: Det ved jeg ikke.\n"
        "[00:00:05.500 --> 00:00:07.100] Speaker 1: Hvad med dig?",
    ),
    "maxqda.txt": (
        "Speaker 2: #00:00:03-9# Det ved jeg ikke. Hvad med dig? #00:00:07-1#",
        "Speaker 2: #00:00:03-9# Det ved jeg ikke. #00:00:05-5#\n\n"
        "Speaker 1: #00:00:05-5# Hvad med dig? #00:00:07-1#",
    ),
}


@pytest.mark.parametrize("form", SPLITS)
def test_a_split_turn(form: str, tmp_path: Path) -> None:
    path = _written(form, tmp_path)
    before, after = SPLITS[form]
    assert before in path.read_text(encoding="utf-8")
    found = _corrected(path, lambda text: text.replace(before, after))
    assert _split(found) == ("Det ved jeg ikke.", "Hvad med dig?")
    assert found.turns[1].start == 3.9
    # The second half is the same speaker's as the turn after it, which captions join.
    assert found.turns[2].start == 5.5
    assert _times(found)[-2:] == TIMES[-2:]


def test_a_split_turn_in_word(tmp_path: Path) -> None:
    path = _written("docx", tmp_path)
    document = docx.Document(str(path))
    table = document.tables[0]
    row = table.rows[2]
    row.cells[2].text = "Det ved jeg ikke."
    new = table.add_row()
    row._tr.addnext(new._tr)
    for cell, text in zip(new.cells, ("", "Speaker 1", "Hvad med dig?"), strict=True):
        cell.text = text
    document.save(str(path))
    found = read(path)
    assert _split(found) == ("Det ved jeg ikke.", "Hvad med dig?")
    assert _times(found) == [*TIMES[:2], (None, None), *TIMES[2:]]


def _split(found: Session) -> tuple[str, str]:
    second = found.turns[2].text
    return found.turns[1].text, second.removesuffix(" Du er i tvivl.")

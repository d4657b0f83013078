"""Transcripts as tables."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spejl.errors import TranscriptError
from spejl.readers import read, read_all
from spejl.readers.source import Source
from spejl.readers.table import read_table
from spejl.sessions import Role

Writer = Callable[[str, str | bytes], Path]


def test_columns(write: Writer) -> None:
    text = (
        "session_id,speaker,role,text,start,end,goal,language\n"
        "a,Åse,practitioner,Hej,0,1.5,gå,da\na,Bo,client,Ja,1.5,2,gå,da\n"
    )
    session = read(write("x.csv", text))
    assert (session.id, session.goal, session.language) == ("a", "gå", "da")
    assert (session.turns[0].start, session.turns[0].end) == (0.0, 1.5)
    assert session.role("Åse") is Role.PRACTITIONER


def test_semicolons_and_decimal_commas(write: Writer) -> None:
    session = read(write("x.csv", "speaker;text;start\nÅse;Hej, du;0,5\nBo;Ja;1,25\n"))
    assert [t.start for t in session.turns] == [0.5, 1.25]
    assert session.turns[0].text == "Hej, du"


def test_tabs(write: Writer) -> None:
    assert len(read(write("x.tsv", "speaker\ttext\nÅse\tHej\nBo\tJa\n")).turns) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(write: Writer, encoding: str) -> None:
    text = "speaker;text\nÅse;Blåbærgrød på tærsklen er sådan lidt sært\nBjørn;Ja, ærligt talt\n"
    session = read(write("x.csv", text.encode(encoding)))
    assert session.turns[0].text.startswith("Blåbærgrød")


def test_nordic_column_names(write: Writer) -> None:
    assert len(read(write("x.csv", "Taler;Tekst\nÅse;Hej\nBo;Ja\n")).turns) == 2


def test_many_sessions(write: Writer) -> None:
    path = write("x.csv", "session_id,speaker,text\n1,A,Hej\n1,B,Ja\n2,A,Goddag\n2,B,Nej\n")
    assert [s.id for s in read_all(path)] == ["1", "2"]
    with pytest.raises(TranscriptError, match="2 sessions"):
        read(path)


def test_a_row_is_a_turn_even_without_text(write: Writer) -> None:
    session = read(write("x.csv", "speaker,text\nA,Hej\nB,\nA,Er du der?\n"))
    assert [t.text for t in session.turns] == ["Hej", "", "Er du der?"]


def test_quoted_line_breaks_become_spaces(write: Writer) -> None:
    assert read(write("x.csv", 'speaker,text\nA,"Hej\ndu"\nB,Ja\n')).turns[0].text == "Hej du"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("who,text\nA,Hej\n", 1, "column speaker"),
        ("a,b\n1,2\n", 1, "speaker and text"),
        ("speaker,text\n", None, "no rows"),
        ("speaker,text\nA,Hej\nB,Ja,hemmeligt\n", 3, "3 fields"),
        ("speaker,text\nA,Hej\n,hemmeligt\n", 3, "speaker is missing"),
        ("speaker,text,start\nA,Hej,nu\nB,Ja,2\n", 2, "column start"),
        ("speaker,text,role\nA,Hej,chef\nB,Ja,client\n", 2, "role"),
        ("speaker,text,role\nA,x,client\nB,y,client\nA,z,other\n", 4, "another role"),
        ("speaker,text,language\nA,Hej,fi\nB,Ja,fi\n", 2, "not one of da, sv, nb and nn"),
        ("speaker,text\nA,Hej\nA,hemmeligt\n", None, "only one speaker"),
        ('speaker,text\nA,"hemmeligt\nB,Ja\n', 3, "quote is not closed"),
        ("session_id,speaker,text\na b,A,Hej\na b,B,Ja\na/b,A,Hej\na/b,B,Ja\n", 4, "two sessions"),
    ],
)
def test_bad_tables_are_refused_with_their_line(
    write: Writer, text: str, line: int | None, says: str
) -> None:
    with pytest.raises(TranscriptError) as error:
        read_all(write("x.csv", text))
    assert says in str(error.value)
    assert error.value.line == line
    assert "hemmeligt" not in str(error.value).removeprefix(str(error.value.path))


_CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)


@given(st.lists(_CELL, min_size=1, max_size=12))
def test_texts_are_read_back(cells: list[str]) -> None:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["speaker", "text"])
    for number, cell in enumerate([*cells, "slut"]):
        writer.writerow([f"speaker {number % 2}", cell])
    if len(cells) == 0:
        return
    (session,) = read_table(Source(Path("x.csv"), out.getvalue()), "x")
    assert [t.text for t in session.turns] == [" ".join(c.split()) for c in [*cells, "slut"]]


def test_of_two_speakers_the_one_without_a_role_is_the_client(write: Writer) -> None:
    session = read(write("x.csv", "speaker,text,role\nA,Hej,behandler\nB,Ja,\n"))
    assert (session.role("A"), session.role("B")) == (Role.PRACTITIONER, Role.CLIENT)


def test_roles_without_a_client_are_refused(write: Writer) -> None:
    text = "speaker,text,role\nA,Hej,practitioner\nB,Ja,practitioner\n"
    with pytest.raises(TranscriptError, match="no client"):
        read(write("x.csv", text))


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman", "iso8859_10"])
def test_other_encodings_are_read_rightly_or_refused(write: Writer, encoding: str) -> None:
    spoken = "Hvad har du tænkt på, og gør det ondt på vejen?"
    path = write("x.csv", f"speaker;text\nBo;{spoken}\nEva;Måske, ja\n".encode(encoding))
    try:
        assert read(path).turns[0].text == spoken
    except TranscriptError as error:
        assert "encoding" in str(error)


def test_nearly_utf_8_names_the_bad_line(write: Writer) -> None:
    data = "speaker;text\nBo;Hvad har du tænkt på?\nEva;M".encode() + b"\xe5ske\n"
    with pytest.raises(TranscriptError, match="is UTF-8 but for") as error:
        read(write("x.csv", data))
    assert error.value.line == 3

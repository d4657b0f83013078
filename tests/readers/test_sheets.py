"""People's coding sheets and our own utterances table, read as coded sessions."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from conftest import build
from spejl.codes import ClientTalk, Code
from spejl.errors import SettingsError, TranscriptError
from spejl.readers import SheetForm, is_utterances, read_sheet, read_sheet_form, read_utterances
from spejl.sessions import CodedSession, Role
from spejl.write import TableWriter, utterance_rows

Write = Callable[[str, str | bytes], Path]

FORM = """
columns = {session = "Samtale", turn = "Nr", speaker = "Hvem", text = "Replik", codes = "Koder"}
separator = ","
[codes]
REC = "CR"
"Åben" = "Q:open"
"-" = ""
FOR = "change"
[speakers]
T = "practitioner"
K = "client"
"""
SHEET = """Samtale;Nr;Hvem;Replik;Koder
s1;1;T;Du er træt.;REC
s1;1;T;Hvad nu?;Åben
s1;2;K;Jeg vil gå.;FOR
s1;3;T;Godt, en tur.;"AF, GI"
s1;4;T;Ja.;-
s2;1;T;Hej.;
"""


def labels(coded: CodedSession) -> list[str]:
    return [
        f"{u.utterance.turn} {u.code or u.client_talk or ''}:{u.detail or ''} {u.utterance.text}"
        for u in coded.utterances
    ]


def test_a_declared_sheet(write: Write) -> None:
    form = read_sheet_form(write("form.toml", FORM))
    one, two = read_sheet(write("koder.csv", SHEET), form)
    assert (one.session.id, two.session.id) == ("s1", "s2")
    assert one.session.turns[0].text == "Du er træt. Hvad nu?"
    assert labels(one) == [
        "0 CR: Du er træt.",
        "0 Q:open Hvad nu?",
        "1 change: Jeg vil gå.",
        "2 AF: Godt, en tur.",
        "2 GI: Godt, en tur.",
        "3 NC: Ja.",
    ]
    assert one.session.role("T") is Role.PRACTITIONER


def test_our_own_names_need_no_declaration(write: Write) -> None:
    path = write(
        "samtale.csv", "speaker,text,codes\nBehandler,Træt.,SR;Q:open\nKlient,Ja.,neutral\n"
    )
    (coded,) = read_sheet(path, SheetForm())
    assert coded.session.id == "samtale"
    assert labels(coded) == ["0 SR: Træt.", "0 Q:open Træt.", "1 neutral: Ja."]


def test_a_workbook_is_read_as_the_same(write: Write, tmp_path: Path) -> None:
    form = read_sheet_form(write("form.toml", FORM))
    book = Workbook()
    for line in SHEET.replace('"', "").splitlines():
        fields = line.split(";")
        assert book.active is not None
        book.active.append([int(f) if f.isdecimal() else f for f in fields])
    book.save(tmp_path / "koder.xlsx")
    sheet, table = (read_sheet(p, form) for p in (tmp_path / "koder.xlsx", write("k.csv", SHEET)))
    assert [s.utterances for s in sheet] == [s.utterances for s in table]


def test_a_sheet_without_text_takes_the_other_codings(write: Write) -> None:
    known = build([("P", "SR", "Du er træt."), ("C", "neutral", "Ja."), ("P", "GI", "Et hold.")])
    path = write("koder.csv", "session,turn,codes\ntest,2,Q;CR\ntest,0,AF\n")
    (coded,) = read_sheet(path, SheetForm(), {"test": known.session})
    assert labels(coded) == ["0 AF: Du er træt.", "2 Q: Et hold.", "2 CR: Et hold."]
    with pytest.raises(TranscriptError, match="holds no session test"):
        read_sheet(path, SheetForm())
    with pytest.raises(TranscriptError, match="line 2: the turn is no number from 0 to 2"):
        read_sheet(
            write("k.csv", "session,turn,codes\ntest,3,Q\n"), SheetForm(), {"test": known.session}
        )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("speaker,text\nP,Hemmelig\nC,Ja\n", "line 1: the table lacks the column 'codes'"),
        ("text,codes\nHemmelig,SR\n", "lacks the column 'speaker'"),
        ("codes\nSR\n", "lacks the column 'turn'"),
        ("speaker,text,codes\nP,Hemmelig,XX\nC,Ja,\n", "line 2: 'XX' is no code"),
        ("speaker,text,codes\nP,Hej,Jeg sagde noget Hemmelig\nC,Ja,\n", "what stands there is no"),
        ("speaker,text,codes\nP,Hemmelig,SR\nC,Ja,SR\n", "line 3: code 'SR' does not fit a client"),
        ("speaker,text,codes\nP,Hemmelig,Q:wide\nC,Ja,\n", "line 2: 'Q:wide' is no code"),
        ("speaker,text,codes\nAnna,Hemmelig,SR\nBo,Ja,\n", "who is the practitioner"),
        ("speaker,text,codes\n,Hemmelig,SR\nC,Ja,\n", "line 2: the speaker is missing"),
        ("turn,speaker,text,codes\n1,P,Hemmelig,SR\n1,C,Ja,\n", "line 3: another speaker in one"),
        ("session,speaker,text,codes\n,P,Hemmelig,SR\n", "line 2: the session's id is missing"),
        ("language,speaker,text,codes\nfi,P,Hemmelig,SR\n,C,Ja,\n", "not one of da, sv, nb"),
        ("speaker,text,codes\n", "no rows below a header"),
        ("speaker,text,codes,codes\nP,Hemmelig,SR,Q\n", "'codes' stands twice"),
        ("speaker,text,codes\nP,Hemmelig,SR,Q\n", "line 2: found 4 fields, expected 3"),
        ('speaker,text,codes\nP,"Hemmelig,SR\n', "a quote is not closed"),
    ],
)
def test_bad_sheets_are_refused_without_quoting_speech(write: Write, text: str, says: str) -> None:
    with pytest.raises(TranscriptError) as caught:
        read_sheet(write("koder.csv", text), SheetForm())
    assert says in str(caught.value)
    assert "Hemmelig" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("separator = 1", "separator: expected"),
        ('[codes]\nREC = "XX"', "codes.REC: 'XX' is no code"),
        ('[columns]\ncode = "K"', "columns.code: no such key"),
        ('[columns]\ntext = "K"', "columns.codes: the column of the codes is not declared"),
        ('[speakers]\nT = "helper"', "speakers.T: 'helper' is no role"),
        ("colums = 1", "sheet.colums: no such key"),
        ("[codes]\nREC = 1", "codes: expected lines such as"),
        ("= 1", "is not valid TOML"),
    ],
)
def test_bad_forms_are_refused(write: Write, text: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_sheet_form(write("form.toml", text))
    assert says in str(caught.value)


def test_a_declared_column_must_be_there(write: Write) -> None:
    form = read_sheet_form(write("form.toml", FORM))
    with pytest.raises(TranscriptError, match=r"lacks the column 'Replik' \(text\)"):
        read_sheet(write("k.csv", "Samtale;Nr;Hvem;Koder\ns1;1;T;CR\n"), form)


WORDS = st.text("abc æøå=-'\",;|", min_size=1, max_size=12).map(lambda s: " ".join(s.split()))
LINES = st.lists(
    st.one_of(
        st.tuples(st.just("P"), st.sampled_from([str(c) for c in Code]), WORDS.filter(bool)),
        st.tuples(st.just("C"), st.sampled_from([str(t) for t in ClientTalk]), WORDS.filter(bool)),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
@given(lines=LINES)
def test_our_table_reads_back(
    tmp_path_factory: pytest.TempPathFactory, form: str, lines: list[tuple[str, str, str]]
) -> None:
    coded = build(lines)
    folder = tmp_path_factory.mktemp("table")
    with TableWriter(folder, "utterances", form) as writer:
        writer.write(utterance_rows(coded))
    (found,) = read_utterances(folder / f"utterances.{form}")
    assert found.session.turns == coded.session.turns
    assert found.utterances == coded.utterances
    assert dict(found.session.roles) == dict(coded.session.roles)


@given(lines=LINES)
def test_a_sheet_reads_back(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, str, str]]
) -> None:
    coded = build([("P", "SR", "Du."), ("C", "neutral", "Ja."), *lines])
    book = Workbook()
    assert book.active is not None
    book.active.append(["session", "speaker", "text", "codes"])
    for turn, (_, units) in zip(coded.session.turns, coded.by_turn(), strict=True):
        text = turn.text if not turn.text.startswith("=") else f" {turn.text}"
        book.active.append(["test", turn.speaker, text, str(units[0].code or units[0].client_talk)])
    path = tmp_path_factory.mktemp("sheet") / "koder.xlsx"
    book.save(path)
    (found,) = read_sheet(path, SheetForm())
    assert found.utterances == coded.utterances


def test_bad_tables_of_ours_are_refused(write: Write) -> None:
    coded = build([("P", "SR", "Hemmelig."), ("C", "neutral", "Ja.")])
    rows = utterance_rows(coded)
    for change in ({"code": "XX"}, {"end_char": 3}, {"turn": "x"}, {"role": "helper"}):
        text = "".join(json.dumps({**row, **change}) + "\n" for row in rows[:1])
        with pytest.raises(TranscriptError, match="line 1: a value of this row") as caught:
            read_utterances(write("utterances.jsonl", text))
        assert "Hemmelig" not in str(caught.value)
    with pytest.raises(TranscriptError, match="lacks the column session_id"):
        read_utterances(write("utterances.jsonl", '{"a": 1}\n'))
    with pytest.raises(TranscriptError, match="cannot be read as a table"):
        read_utterances(write("utterances.parquet", b"PAR1 no"))


def test_our_table_is_told_from_a_sheet(write: Write) -> None:
    assert not is_utterances(write("koder.csv", SHEET))
    assert is_utterances(
        write(
            "utterances.csv",
            '"session_id","turn","utterance","speaker","role","text","start_char","end_char",'
            '"start_s","end_s","code","probability","form","client_talk","needs_review"\n',
        )
    )

"""Sessions coded by another scheme, in our codes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from spejl.codes import ClientTalk, Code
from spejl.errors import TranscriptError
from spejl.readers import (
    CodeMapping,
    SheetForm,
    read_mapped_miti,
    read_mapped_sheet,
    read_mapping,
    read_sheet_form,
)
from spejl.sessions import Role

ANNOMI = """session_id,speaker,text,main_therapist_behaviour,therapist_input_subtype,\
reflection_subtype,question_subtype,client_talk_type
0,practitioner,How so?,question,,simple,open,
0,client,I want to.,,,,,change
0,practitioner,It harms.,therapist_input,information,,,
0,practitioner,Well.,other,,,,
0,client,Yes.,,,,,
"""
MISC = """id: a
language: da
---
P QUO | Hvordan?
P WA | Det bliver værre.
C C+ | Jeg stopper.
P FI | Nå.
"""


def mapping(name: str) -> CodeMapping:
    return read_mapping(ROOT / f"configs/mappings/{name}.toml")


def test_codes_in_several_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(ANNOMI, encoding="utf-8")
    form = read_sheet_form(ROOT / "configs/mappings/annomi-sheet.toml")
    (found,) = read_mapped_sheet(tmp_path / "a.csv", form, mapping("annomi"), {})
    units = found.conversation.coded.utterances
    assert [u.code for u in units] == [Code.Q, None, None, None, None]
    assert units[0].detail == "open"
    assert [u.client_talk for u in units] == [None, ClientTalk.CHANGE, None, None, None]
    # Input may be any of two; what the mapping has as nothing, and an empty cell, stay open.
    assert dict(found.choices) == {(2, 0, 9): ("GI", "PersuadeWith")}


def test_codes_in_a_miti_file(tmp_path: Path) -> None:
    (tmp_path / "a.miti").write_text(MISC, encoding="utf-8")
    found = read_mapped_miti(tmp_path / "a.miti", mapping("misc"))
    units = found.conversation.coded.utterances
    assert [u.code for u in units] == [Code.Q, None, None, Code.NC]
    assert (units[2].client_talk, units[2].detail) == (ClientTalk.CHANGE, "C")
    assert list(found.choices.values()) == [("Persuade", "Confront")]


def test_an_unknown_code_is_named_with_line_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.miti"
    path.write_text(MISC.replace("WA", "ZZ"), encoding="utf-8")
    with pytest.raises(TranscriptError, match=r"line 5: 'ZZ' is not.*under \[practitioner\]"):
        read_mapped_miti(path, mapping("misc"))


def test_what_somebody_said_is_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "speaker,text,codes\nTerapeut,Hej.,jeg drikker hver dag\nKlient,Ja.,\n", encoding="utf-8"
    )
    with pytest.raises(TranscriptError, match="line 2: what stands there") as error:
        read_mapped_sheet(path, SheetForm(), mapping("misc"), {})
    assert "drikker" not in str(error.value)


def test_a_column_that_the_mapping_needs(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(ANNOMI.replace("client_talk_type", "talk"), encoding="utf-8")
    form = read_sheet_form(ROOT / "configs/mappings/annomi-sheet.toml")
    with pytest.raises(TranscriptError, match="client_talk_type"):
        read_mapped_sheet(path, form, mapping("annomi"), {})


@given(st.lists(st.sampled_from(["QUO", "QUC", "REC", "WA", "FI", ""]), min_size=1, max_size=4))
def test_several_codes_in_a_cell(
    tmp_path_factory: pytest.TempPathFactory, codes: list[str]
) -> None:
    path = tmp_path_factory.mktemp("cells") / "a.csv"
    rows = f"Terapeut,Hej.,{';'.join(codes)}\nKlient,Ja.,\n"
    path.write_text(f"speaker,text,codes\n{rows}", encoding="utf-8")
    (found,) = read_mapped_sheet(path, SheetForm(), mapping("misc"), {})
    own = [u for u in found.conversation.coded.utterances if u.role is Role.PRACTITIONER]
    given_codes = set(filter(None, codes))
    if "WA" in given_codes:
        assert len(own) == 1 and own[0].code is None
        assert len(found.choices[0, 0, 4]) == len(given_codes) + 1
    else:
        assert len([u for u in own if u.code]) == len(given_codes)
        assert not found.choices

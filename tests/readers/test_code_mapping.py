"""Declared mappings of other schemes' codes."""

from pathlib import Path

import pytest

from conftest import ROOT
from spejl.errors import SettingsError
from spejl.readers import CodeMapping, read_mapping
from spejl.sessions import Role

P, C = Role.PRACTITIONER, Role.CLIENT


@pytest.fixture(scope="module")
def annomi() -> CodeMapping:
    return read_mapping(ROOT / "configs/mappings/annomi.toml")


def test_a_code_is_one_of_ours_one_of_several_or_nothing(annomi: CodeMapping) -> None:
    assert annomi.meaning("question/open", P) == ("Q:open",)
    assert annomi.meaning("therapist_input", P) == ("GI", "Persuade", "PersuadeWith")
    assert annomi.meaning("other", P) == ()
    assert annomi.meaning("change", C) == ("change",)
    assert annomi.meaning("", P) == ()


def test_the_most_parts_that_are_known_together_decide(annomi: CodeMapping) -> None:
    assert annomi.meaning("reflection/open/complex/negotiation", P) == ("CR",)
    assert annomi.meaning("question/unheard", P) == ("Q",)


def test_a_code_that_is_not_declared_has_no_meaning(annomi: CodeMapping) -> None:
    assert annomi.meaning("change", P) is None
    assert annomi.meaning("reflexion", P) is None


def test_misc_is_declared_for_both_speakers() -> None:
    misc = read_mapping(ROOT / "configs/mappings/misc.toml")
    assert misc.meaning("REC", P) == ("CR",)
    assert misc.meaning("WA", P) == ("Persuade", "Confront")
    assert misc.meaning("TS-", C) == ("sustain:T",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[practitioner]\nREC = "XX"', "practitioner.REC"),
        ('[practitioner]\nREC = "change"', "a code of ours"),
        ("[client]\nF = 3", "client.F"),
        ('[therapist]\nREC = "CR"', "expected the tables"),
        ("[columns]\nclient = []", "columns.client"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, found: str) -> None:
    (tmp_path / "m.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=found):
        read_mapping(tmp_path / "m.toml")

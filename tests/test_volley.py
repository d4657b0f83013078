"""The volley rules, one by one, as MITI 4.2.1 and our conventions for Nordic speech state them."""

import pytest

from conftest import Line, build
from spejl.codes import Code
from spejl.volley import countable, is_backchannel, volleys


def codes(lines: list[Line], language: str = "da") -> list[list[str]]:
    return [[str(c) for c in v.codes] for v in volleys(build(lines, language))]


def test_a_code_counts_once_in_a_volley() -> None:
    assert codes([("P", "Q|Q|Q", "Hvor? Hvornår? Hvordan?")]) == [["Q"]]


def test_complex_beats_simple_reflection() -> None:
    assert codes([("P", "SR|CR", "…")]) == [["CR"]]


def test_complex_beats_simple_with_another_code_between() -> None:
    assert codes([("P", "SR|Emphasize|CR", "…")]) == [["CR", "Emphasize"]]


def test_persuasion_with_permission_beats_persuasion() -> None:
    assert codes([("P", "Persuade|PersuadeWith", "…")]) == [["PersuadeWith"]]


def test_at_most_eight_codes() -> None:
    every = "|".join(str(c) for c in Code)
    (found,) = codes([("P", every, "…")])
    assert found == ["GI", "PersuadeWith", "Q", "CR", "AF", "Seek", "Emphasize", "Confront"]


def test_uncoded_speech_is_never_counted_but_makes_a_volley() -> None:
    assert codes([("P", "NC:greeting", "Hej.")]) == [[]]


def test_client_speech_ends_a_volley() -> None:
    lines = [("P", "GI", "Det koster 20 kr."), ("C", "neutral", "Det er dyrt."), ("P", "GI", "Ja.")]
    assert codes(lines) == [["GI"], ["GI"]]


def test_a_backchannel_does_not_end_a_volley() -> None:
    lines = [("P", "GI", "Man søger …"), ("C", "neutral", "Mm."), ("P", "GI", "… på nettet.")]
    assert codes(lines) == [["GI"]]
    (volley,) = volleys(build(lines))
    assert (volley.first_turn, volley.last_turn) == (0, 2)


@pytest.mark.parametrize("awaiting", ["Q:closed", "Seek:permission", "SR", "CR"])
def test_the_same_word_as_an_answer_ends_it(awaiting: str) -> None:
    lines = [("P", awaiting, "…"), ("C", "neutral", "Ja."), ("P", "GI", "…")]
    assert len(codes(lines)) == 2


def test_only_the_last_utterance_before_it_decides() -> None:
    lines = [("P", "Q:open|GI", "…"), ("C", "neutral", "Ja."), ("P", "GI", "…")]
    assert codes(lines) == [["GI", "Q"]]


def test_a_short_word_coded_as_change_talk_ends_it() -> None:
    lines = [("P", "GI", "…"), ("C", "change:C", "Ja ja."), ("P", "GI", "…")]
    assert len(codes(lines)) == 2


def test_a_third_person_ends_it_even_with_a_short_word() -> None:
    lines = [("P", "GI", "…"), ("O", "", "Ja."), ("P", "GI", "…")]
    assert len(codes(lines)) == 2


def test_an_aside_in_brackets_is_not_speech() -> None:
    lines = [("P", "GI", "…"), ("C", "neutral", "(griner) mm"), ("P", "GI", "…")]
    assert len(codes(lines)) == 1


def test_turns_of_the_practitioner_in_a_row_are_one_volley() -> None:
    assert codes([("P", "SR", "…"), ("P", "Q:open", "…")]) == [["Q", "SR"]]


def test_a_session_that_begins_with_the_client_has_no_volley_before_it() -> None:
    assert codes([("C", "neutral", "Hej."), ("P", "Q:open", "…")]) == [["Q"]]


@pytest.mark.parametrize(
    ("text", "language", "short"),
    [
        ("Ja.", "da", True),
        ("jamen", "da", True),
        ("Precis.", "sv", True),
        ("nettopp", "nb", True),
        ("Mm, ja.", "nn", True),
        ("Precis.", "da", False),
        ("Ja ja ja ja", "da", False),
        ("Ja, på torsdag.", "da", False),
        ("nettopp", None, True),
        ("", "da", True),
    ],
)
def test_what_is_a_backchannel(text: str, language: str | None, short: bool) -> None:
    assert is_backchannel(text, language) is short


def test_countable_is_in_the_manuals_order() -> None:
    assert countable([Code.CONFRONT, Code.GI, Code.Q]) == (Code.GI, Code.Q, Code.CONFRONT)

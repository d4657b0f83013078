"""Lines that a person codes: cuts keep every word, codes fit the speaker."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import build
from spejl.codes import ClientTalk, Code
from spejl.web.by_hand import (
    Line,
    LineError,
    Lines,
    divided,
    finished,
    joined,
    labelled,
    lines_from_json,
    lines_of,
    lines_to_json,
    n_open,
    whole_turns,
    words,
)

CODED = build(
    [("P", "CR", "Du vil gerne. Hvad nu?"), ("C", "change", "Ja, gå mere."), ("O", "", "Hm.")]
)
SESSION = CODED.session


def test_the_division_comes_without_codes() -> None:
    assert {line.label for line in lines_of(CODED)} == {""}
    assert "CR" not in lines_to_json(lines_of(CODED))
    assert len(whole_turns(SESSION)) == 3


def test_a_line_is_divided_and_joined_again() -> None:
    begun = labelled(SESSION, whole_turns(SESSION), 0, "SR")
    two = divided(SESSION, begun, 0, 14)
    assert [words(SESSION, line) for line in two][:2] == ["Du vil gerne.", "Hvad nu?"]
    assert {line.label for line in two} == {""}
    one = joined(labelled(SESSION, labelled(SESSION, two, 0, "SR"), 1, "SR"), 0)
    assert one == begun


@pytest.mark.parametrize("cut", [-3, 0, 22, 999])
def test_no_part_without_words(cut: int) -> None:
    with pytest.raises(LineError):
        divided(SESSION, whole_turns(SESSION), 0, cut)


def test_lines_of_two_turns_are_not_joined() -> None:
    for at in (0, 2, 7, -1):
        with pytest.raises(LineError):
            joined(whole_turns(SESSION), at)


@pytest.mark.parametrize(
    ("at", "label"), [(0, "change"), (1, "Q:open"), (0, "Q:praise"), (2, "NC"), (9, "SR")]
)
def test_a_code_must_fit_who_speaks(at: int, label: str) -> None:
    with pytest.raises(LineError):
        labelled(SESSION, whole_turns(SESSION), at, label)


def test_what_has_no_code_counts_as_not_coded_or_neutral() -> None:
    lines = whole_turns(SESSION)
    assert n_open(SESSION, lines) == 2
    coded = finished(SESSION, lines, "Ida")
    assert coded.coder == "Ida"
    assert [u.code for u in coded.utterances] == [Code.NC, None, None]
    assert coded.utterances[1].client_talk is ClientTalk.NEUTRAL
    assert coded.widening is None


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 8), st.integers(0, 25))))
def test_any_cuts_lose_only_white_space(asked: list[tuple[bool, int, int]]) -> None:
    lines: Lines = whole_turns(SESSION)
    for split, at, cut in asked:
        try:
            lines = divided(SESSION, lines, at, cut) if split else joined(lines, at)
        except LineError:
            continue
    said = "".join(words(SESSION, line) for line in lines)
    assert "".join(said.split()) == "".join(SESSION.text.split())
    assert lines == tuple(sorted(lines, key=lambda line: (line.turn, line.start)))
    assert lines_from_json(lines_to_json(lines)) == lines


def test_json_keeps_labels() -> None:
    lines = (Line(0, 0, 3, "SR"),)
    assert lines_from_json(lines_to_json(lines)) == lines

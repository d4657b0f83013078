"""Plain-text transcripts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spejl.errors import TranscriptError
from spejl.readers import read
from spejl.readers.plain import read_plain
from spejl.readers.source import Source

Writer = Callable[[str, str | bytes], Path]


def turns(text: str) -> list[tuple[str, str]]:
    return [(t.speaker, t.text) for t in read_plain(Source(Path("x.txt"), text), "x").turns]


def test_name_and_text() -> None:
    assert turns("Anna: Hej.\nBo: Ja.\nAnna: Og så?") == [
        ("Anna", "Hej."),
        ("Bo", "Ja."),
        ("Anna", "Og så?"),
    ]


def test_a_line_without_a_name_goes_on() -> None:
    assert turns("Anna: Hej.\nDet er\nmig.\n\nBo: Ja.\nAnna: Mm.")[0] == (
        "Anna",
        "Hej. Det er mig.",
    )


def test_a_colon_inside_speech_is_no_speaker() -> None:
    found = turns("Anna: Hej.\nBo: Ja.\nJeg tænkte: nu er det nok.\nAnna: Mm.\nBo: Ja.")
    assert found[1] == ("Bo", "Ja. Jeg tænkte: nu er det nok.")


def test_a_person_who_speaks_once_is_a_speaker() -> None:
    assert ("Datter", "Hun glemmer det.") in turns(
        "Anna: Hej.\nBo: Ja.\nDatter: Hun glemmer det.\nAnna: Mm.\nBo: Ja."
    )


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("[00:01:02] Anna: Hej.", 62.0),
        ("00:01:02 Anna: Hej.", 62.0),
        ("(01:02) Anna: Hej.", 62.0),
        ("Anna [00:01:02]: Hej.", 62.0),
        ("[00:01:02.5] Anna: Hej.", 62.5),
        ("Anna: Hej.", None),
    ],
)
def test_times(line: str, start: float | None) -> None:
    session = read_plain(Source(Path("x"), f"{line}\nBo: Ja.\nAnna: Mm."), "x")
    assert (session.turns[0].speaker, session.turns[0].text) == ("Anna", "Hej.")
    assert session.turns[0].start == start


def test_a_span_gives_start_and_end() -> None:
    text = "00:01 --> 00:04 Anna: Hej.\n00:04 --> 00:05 Bo: Ja."
    (first, _) = read_plain(Source(Path("x"), text), "x").turns
    assert (first.start, first.end) == (1.0, 4.0)


def test_speaker_on_its_own_line() -> None:
    text = "Anna Berg\nHej.\nDet är jag.\n\nBo\nJa.\n\nAnna Berg\nMm.\n\nBo\nJa.\n"
    assert turns(text)[:2] == [("Anna Berg", "Hej. Det är jag."), ("Bo", "Ja.")]


def test_speaker_and_time_on_their_own_line() -> None:
    text = "Anna  0:03\nHej.\n\nBo  0:05\nJa.\n\nAnna  0:07\nMm.\n\nBo  0:09\nJa.\n"
    session = read_plain(Source(Path("x"), text), "x")
    assert [t.start for t in session.turns] == [3.0, 5.0, 7.0, 9.0]


def test_speech_recognisers_labels() -> None:
    assert turns("[SPEAKER_00]: Hej.\n[SPEAKER_01]: Ja.\n[SPEAKER_00]: Mm.")[0] == (
        "SPEAKER_00",
        "Hej.",
    )


def test_the_goal_may_stand_first() -> None:
    session = read_plain(Source(Path("x"), "Mål: gå ut\n\nAnna: Hej.\nBo: Ja."), "x")
    assert session.goal == "gå ut"
    assert session.turns[0].speaker == "Anna"


def test_text_before_the_first_speaker_is_refused_with_its_line(write: Writer) -> None:
    path = write("a.txt", "Overskrift\nmere\nAnna: Hej.\nBo: Ja.\nAnna: Nå.")
    with pytest.raises(TranscriptError) as error:
        read(path)
    assert error.value.line == 1
    assert "Overskrift" not in str(error.value)


def test_prose_is_refused(write: Writer) -> None:
    with pytest.raises(TranscriptError, match="no speakers"):
        read(write("a.txt", "Der var engang en mand. Han gik hjem.\nSlut."))


def test_one_speaker_is_refused(write: Writer) -> None:
    with pytest.raises(TranscriptError, match="only one speaker"):
        read(write("a.txt", "Anna: Hej.\nAnna: Er her nogen?"))


_SPEECH = st.lists(
    st.text(st.characters(categories=("L",)), min_size=1, max_size=8), min_size=1, max_size=8
).map(" ".join)
_TURNS = st.lists(
    st.tuples(st.sampled_from(["Åse", "Bjørn B"]), _SPEECH), min_size=2, max_size=20
).filter(lambda turns: len({s for s, _ in turns}) == 2)


@given(_TURNS)
def test_what_is_written_as_name_and_text_is_read_back(given_turns: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{speaker}: {speech}" for speaker, speech in given_turns)
    assert turns(text) == given_turns


def test_an_aside_after_a_name() -> None:
    found = turns("Behandler: Hej.\nKlient (griner): Ja.\nBehandler: Nå.\nKlient: Mm.")
    assert found[1] == ("Klient", "Ja.")


def test_no_space_after_the_colon_and_other_case() -> None:
    found = turns("P: Hej.\nK:Ja.\np: Nå.\nK: Mm.")
    assert [speaker for speaker, _ in found] == ["P", "K", "P", "K"]


@pytest.mark.parametrize("name", ["Patientens mamma", "Datter", "Tolk", "Ole Petter van der Berg"])
def test_others_who_speak(name: str) -> None:
    text = f"Anna: Hej.\nBo: Ja.\n{name}: Hun glemmer det.\nAnna: Mm.\nBo: Ja.\n{name}: Jo."
    assert turns(text)[2] == (name, "Hun glemmer det.")


def test_a_time_makes_a_speaker_who_speaks_once() -> None:
    text = "Anna  0:03\nHej.\n\nBent Krogh  0:05\nJa.\n\nAnna  0:07\nMm.\n"
    assert [s for s, _ in turns(text)] == ["Anna", "Bent Krogh", "Anna"]


def test_a_word_before_a_colon_that_could_be_a_name_is_not_guessed_at(write: Writer) -> None:
    with pytest.raises(TranscriptError, match="begins like a speaker's") as error:
        read(write("a.txt", "Anna: Hej.\nBo: Ja.\nDerfor: jeg må stoppe.\nAnna: Mm.\nBo: Ja."))
    assert error.value.line == 3
    assert "stoppe" not in str(error.value)


def test_speech_said_twice_with_a_colon_is_no_speaker() -> None:
    found = turns("Anna: Hej.\nhan sagde: stop\nBo: Ja.\nhan sagde: stop\nAnna: Mm.\nBo: Ja.")
    assert {s for s, _ in found} == {"Anna", "Bo"}


def test_headings_before_the_first_speaker_are_left_out() -> None:
    assert turns("Dato: 3. maj\nDeltagere: to\n\nAnna: Hej.\nBo: Ja.")[0] == ("Anna", "Hej.")


def test_names_on_their_own_line_without_empty_lines() -> None:
    text = "Behandler\nHvad nu?\nKlient\nNej\nDet ved jeg ikke.\nBehandler\nNå.\nKlient\nNej\n"
    assert turns(text)[1] == ("Klient", "Nej Det ved jeg ikke.")

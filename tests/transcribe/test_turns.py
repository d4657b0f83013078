"""Words and speakers to turns."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spejl.sessions import Turn
from spejl.transcribe.assign import assigned
from spejl.transcribe.spans import Speakers, SpeakerStretch, Word
from spejl.transcribe.turns import UNKNOWN, awaits_names, turns
from spejl.volley import is_backchannel


def spoken(text: str, start: float = 0.0, each: float = 0.3, gap: float = 0.05) -> list[Word]:
    """Words one after another, `gap` seconds apart; a `|` is a second of silence."""
    words, at = [], start
    for part in text.split():
        if part == "|":
            at += 1.0
            continue
        words.append(Word(round(at, 3), round(at + each, 3), part))
        at += each + gap
    return words


def speakers(*stretches: tuple[float, float, int], certain: bool = True) -> Speakers:
    found = tuple(SpeakerStretch(*stretch) for stretch in stretches)
    return Speakers(found, len({s.speaker for s in found}), certain)


def test_words_go_to_whoever_speaks_during_most_of_them() -> None:
    # 0.0-0.3 whole in A; 0.35-0.65 0.05 s in A and 0.25 s in B; 0.7-1.0 in nobody, next to B.
    words = spoken("et to tre")
    assert assigned(words, speakers((0, 0.4, 0), (0.4, 0.68, 1))) == (0, 1, 1)


def test_a_word_in_silence_goes_to_the_nearest_speaker() -> None:
    words = [Word(5.0, 5.2, "ja")]
    assert assigned(words, speakers((0, 1, 0), (2, 4.5, 1), (9, 10, 0))) == (1,)
    assert assigned(words, speakers((0, 1, 0), (2, 4, 1), (5.3, 10, 0))) == (0,)


def test_a_long_stretch_that_began_earlier_is_found_behind_short_ones() -> None:
    words = [Word(50.0, 50.5, "ja")]
    far = speakers((0, 60, 0), *((i, i + 0.5, 1) for i in range(1, 40)))
    assert assigned(words, far) == (0,)


def test_words_of_a_channel_are_its_speakers_even_where_both_speak() -> None:
    words = [Word(0.0, 0.5, "a", channel=1), Word(0.0, 0.5, "b", channel=0)]
    assert assigned(words, speakers((0, 1, 0), (0, 1, 1)), {0: 1, 1: 0}) == (0, 1)


def test_turns_carry_names_text_and_times() -> None:
    words = spoken("Hvad tænker du om det? | Det ved jeg ikke.")
    end = words[4].end
    found = turns(words, speakers((0, end + 0.5, 0), (end + 0.6, 9, 1)), "da")
    assert found == (
        Turn("Speaker 1", "Hvad tænker du om det?", 0.0, words[4].end),
        Turn("Speaker 2", "Det ved jeg ikke.", words[5].start, words[8].end),
    )


def test_a_backchannel_comes_after_the_sentence_that_it_accompanies() -> None:
    words = spoken("Du siger at du mm gerne vil stoppe. Hvad nu? | Det ved jeg ikke.")
    at, end = words[4], words[8].end
    who = speakers((0, at.start, 0), (at.start, at.end, 1), (at.end, end + 0.5, 0), (end + 1, 9, 1))
    found = turns(words, who, "da")
    assert [(t.speaker[-1], t.text) for t in found] == [
        ("1", "Du siger at du gerne vil stoppe."),
        ("2", "mm"),
        ("1", "Hvad nu?"),
        ("2", "Det ved jeg ikke."),
    ]
    assert (found[1].start, found[1].end) == (at.start, at.end)


def test_a_backchannel_between_sentences_stays_where_it_is() -> None:
    words = spoken("Du er træt. mm Du vil hjem.")
    who = speakers((0, words[3].start, 0), (words[3].start, words[3].end, 1), (1.4, 9, 0))
    assert [t.text for t in turns(words, who, "da")] == ["Du er træt.", "mm", "Du vil hjem."]


def test_without_punctuation_a_pause_ends_the_sentence() -> None:
    words = spoken("du siger at ja du vil stoppe | og så videre")
    at = words[3]
    who = speakers((0, at.start, 0), (at.start, at.end, 1), (at.end, 9, 0))
    assert [t.text for t in turns(words, who, "da")] == [
        "du siger at du vil stoppe",
        "ja",
        "og så videre",
    ]


def test_a_backchannel_before_its_speakers_turn_becomes_part_of_it() -> None:
    words = spoken("Du vill alltså mm sluta nu. | Nej då.")
    at = words[3]
    who = speakers((0, at.start, 0), (at.start, at.end, 1), (at.end, 2.3, 0), (3, 9, 1))
    found = turns(words, who, "sv")
    assert [t.text for t in found] == ["Du vill alltså sluta nu.", "mm Nej då."]


def test_an_answer_inside_a_sentence_is_no_backchannel_and_stays() -> None:
    words = spoken("Du siger at | aldrig i livet | det er svært.")
    who = speakers((0, 1.5, 0), (1.9, 3.2, 1), (3.8, 9, 0))
    assert [t.text for t in turns(words, who, "da")] == [
        "Du siger at",
        "aldrig i livet",
        "det er svært.",
    ]


def test_a_stray_word_in_one_breath_goes_back() -> None:
    words = spoken("Du siger at du gerne vil stoppe.")
    who = speakers((0, 1.05, 0), (1.05, 1.35, 1), (1.35, 9, 0))
    assert [t.text for t in turns(words, who, "da")] == ["Du siger at du gerne vil stoppe."]


def test_the_end_and_the_beginning_of_a_sentence_go_back_to_it() -> None:
    words = spoken("Hvad tænker du om det? | Det ved jeg ikke.")
    late = speakers((0, words[4].start, 0), (words[4].start, 9, 1))
    early = speakers((0, words[5].end, 0), (words[5].end, 9, 1))
    for who in (late, early):
        assert [t.text for t in turns(words, who, "da")] == [
            "Hvad tænker du om det?",
            "Det ved jeg ikke.",
        ]


def test_without_speakers_everything_is_unknown_and_parted_by_pauses() -> None:
    found = turns(spoken("Hvad nu? | Det ved jeg ikke."), None, "da")
    assert [(t.speaker, t.text) for t in found] == [
        (UNKNOWN, "Hvad nu?"),
        (UNKNOWN, "Det ved jeg ikke."),
    ]
    assert awaits_names([t.speaker for t in found])


def test_doubtful_speakers_are_called_so() -> None:
    found = turns(spoken("Ja. | Nej."), speakers((0, 0.5, 0), (1, 2, 1), certain=False), "da")
    assert [t.speaker for t in found] == ["Unsure 1", "Unsure 2"]
    assert awaits_names([t.speaker for t in found])
    assert not awaits_names(["Anna", "Bo"])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ja", "mm", "det", "er", "godt.", "hvad?", "du"]),
            st.integers(0, 2),
            st.sampled_from([0.0, 0.1, 0.7]),
        ),
        min_size=1,
        max_size=40,
    ),
    st.booleans(),
)
def test_no_word_is_lost_or_told_twice(rows: list[tuple[str, int, float]], stereo: bool) -> None:
    at, words, stretches = 0.0, [], []
    for number, (text, speaker, gap) in enumerate(rows):
        at += gap
        words.append(Word(at, at + 0.2, f"{text[:-1]}{number}{text[-1]}", None, speaker))
        stretches.append((at, at + 0.2, speaker))
        at += 0.2
    channels = {0: 0, 1: 1, 2: 2} if stereo else None
    found = turns(words, speakers(*stretches), "da", channels)
    told = [word for turn in found for word in turn.text.split()]
    assert sorted(told) == sorted(word.text for word in words)
    for turn in found:
        assert turn.start is not None and turn.end is not None and turn.start < turn.end
    for before, after in pairwise(found):
        assert before.speaker != after.speaker


@pytest.mark.parametrize("language", ["da", "sv", "nb", "nn"])
def test_a_moved_backchannel_is_one_for_the_volley(language: str) -> None:
    words = spoken("Du vill alltså mm sluta nu. Eller hur?")
    at = words[3]
    who = speakers((0, at.start, 0), (at.start, at.end, 1), (at.end, 9, 0))
    found = turns(words, who, language)
    assert found[0].text == "Du vill alltså sluta nu."
    assert is_backchannel(found[1].text, language)

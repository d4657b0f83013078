"""Marks on what nobody may have said."""

from hypothesis import given
from hypothesis import strategies as st

from spejl.transcribe.doubts import CREDITS, REPEATED, marked, repeated
from spejl.transcribe.spans import Word


def _words(text: str) -> list[Word]:
    return [Word(i, i + 0.5, part) for i, part in enumerate(text.split())]


def test_a_loop_is_found_with_its_punctuation_and_capitals() -> None:
    words = ["Ja,", "det", "er.", "ja", "det", "er", "Ja", "det", "er", "noget", "andet"]
    assert repeated(words) == frozenset(range(9))


def test_people_may_repeat_themselves() -> None:
    for text in ("nej nej nej det går ikke", "det er det er svært", "ja ja ja ja ja"):
        assert repeated(text.split()) == frozenset()


def test_marks_keep_every_word() -> None:
    words = _words("hatt hatt hatt hatt hatt hatt så")
    found = marked(words)
    assert [w.text for w in found] == [w.text for w in words]
    assert [w.doubt for w in found] == [REPEATED] * 6 + [""]


def test_credits_and_music_are_marked() -> None:
    for text in ("Undertekster", "Tekstet", "♪", "Amara.org", "Textning"):
        assert marked([Word(0, 1, text)])[0].doubt == CREDITS
    assert marked([Word(0, 1, "tekst")])[0].doubt == ""


def test_a_doubt_that_is_there_stays() -> None:
    assert marked([Word(0, 1, "ja", doubt="perhaps no speech")])[0].doubt == "perhaps no speech"


@given(st.lists(st.sampled_from("abc"), max_size=12), st.integers(1, 4), st.integers(3, 5))
def test_every_phrase_said_often_enough_is_found(
    phrase: list[str], length: int, times: int
) -> None:
    phrase = [f"{w}{i}" for i, w in enumerate(phrase[:length])]
    loop = phrase * (times if len(phrase) > 1 else 6)
    assert repeated(["før", *loop, "efter"]) == frozenset(range(1, len(loop) + 1))

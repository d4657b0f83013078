"""Corrections as pure functions: nothing is lost, everything can be taken back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import QuickCoder, build
from spejl.aggregate import score
from spejl.codes import ClientTalk, Code
from spejl.sessions import CodedSession, Role, Turn
from spejl.volley import volleys
from spejl.web.corrections import (
    ChangeError,
    current,
    joined,
    proposed,
    recoded,
    respoken,
    reworded,
    slot_from_json,
    slot_of,
    slot_to_json,
    split,
)

LINES = (
    ("P", "Q:open", "Hvordan går det med turene?"),
    ("C", "neutral", "Jeg vil gerne gå mere."),
    ("P", "SR", "Du vil gerne gå mere, og knæet driller."),
    ("C", "neutral", "Ja."),
)


def machine() -> CodedSession:
    """A coding by a machine: with probabilities and intervals."""
    return QuickCoder().recode(build(LINES))


def test_without_corrections_the_coding_is_the_machines() -> None:
    coded = machine()
    now = current(coded, {})
    assert now.coded == coded
    assert now.places == ((0, 0), (1, 0), (2, 0), (3, 0))
    assert not now.corrected


def test_another_code_moves_the_ratio_by_exactly_one() -> None:
    coded = machine()
    slot = recoded(slot_of(coded, 2), 0, Code.CR)
    now = current(coded, {2: slot})
    before, after = score(coded), score(now.coded)
    assert (before.count(Code.SR), before.count(Code.CR)) == (1, 0)
    assert (after.count(Code.SR), after.count(Code.CR)) == (0, 1)
    assert after.percent_complex == 1.0
    unit = now.coded.utterances[2]
    assert unit.probability is None
    assert unit.probabilities == tuple(float(c is Code.CR) for c in Code)
    assert now.corrected == {2}
    assert now.machine[2] == "SR"


def test_what_a_person_coded_is_not_drawn_anew() -> None:
    """With every line coded by a person the interval shrinks to the value."""
    coded = machine()
    slots = {
        0: recoded(slot_of(coded, 0), 0, Code.Q, "open"),
        1: recoded(slot_of(coded, 1), 0, ClientTalk.CHANGE, "D"),
        2: recoded(slot_of(coded, 2), 0, Code.SR),
        3: recoded(slot_of(coded, 3), 0, ClientTalk.NEUTRAL),
    }
    scores = score(current(coded, slots).coded)
    interval = scores.interval("reflection_to_question")
    assert interval is not None
    assert (interval.low, scores.reflection_to_question, interval.high) == (1.0, 1.0, 1.0)


def test_codes_must_fit_who_speaks() -> None:
    coded = machine()
    with pytest.raises(ChangeError):
        recoded(slot_of(coded, 0), 0, ClientTalk.CHANGE)
    with pytest.raises(ChangeError):
        recoded(slot_of(coded, 1), 0, Code.SR)
    with pytest.raises(ChangeError):
        recoded(slot_of(coded, 0), 0, Code.Q, "permission")
    with pytest.raises(ChangeError):
        recoded(slot_of(coded, 0), 7, Code.Q)


def test_a_line_is_divided_and_joined_again() -> None:
    coded = machine()
    whole = slot_of(coded, 2)
    at = whole[0].text.index("og knæet")
    halves = split(whole, 0, whole[0].text, at)
    assert [p.text for p in halves] == ["Du vil gerne gå mere,", "og knæet driller."]
    assert all(p.needs_review for p in halves)
    now = current(coded, {2: halves})
    assert len(now.coded.session.turns) == 4
    assert now.places[2:4] == ((2, 0), (2, 1))
    assert joined(halves, 0)[0].text == whole[0].text
    for cut in (0, len(whole[0].text), 10_000):
        with pytest.raises(ChangeError):
            split(whole, 0, whole[0].text, cut)
    with pytest.raises(ChangeError):
        joined(whole, 0)


def test_part_of_a_turn_can_be_somebody_elses() -> None:
    coded = machine()
    turns = list(coded.session.turns)
    turns[2] = replace(turns[2], start=10.0, end=14.0)
    coded = replace(coded, session=replace(coded.session, turns=tuple(turns)))
    whole = slot_of(coded, 2)
    halves = split(whole, 0, whole[0].text, whole[0].text.index("og knæet"))
    slot = respoken(halves, 1, "C", Role.CLIENT)
    now = current(coded, {2: slot})
    assert [t.speaker for t in now.coded.session.turns] == ["P", "C", "P", "C", "C"]
    unit = now.coded.utterances[3]
    assert (unit.code, unit.client_talk, unit.needs_review) == (None, ClientTalk.NEUTRAL, True)
    assert len(volleys(now.coded)) == 2
    first, second = now.coded.session.turns[2:4]
    assert (first.start, second.end) == (10.0, 14.0)
    assert first.end == second.start == pytest.approx(10 + 4 * 21 / 38)
    assert score(now.coded).count(Code.SR) == 1
    with pytest.raises(ChangeError):
        joined(slot, 0)


def test_a_new_cut_is_coded_anew_but_for_what_a_person_said() -> None:
    coded = machine()
    own = recoded(slot_of(coded, 2), 0, Code.CR)
    halves = split(own, 0, "Du vil mere. Hvad så?", 12)
    halves = (halves[0], replace(halves[1], corrected=False))
    now = current(coded, {2: halves})
    found = proposed(halves, QuickCoder().recode(now.coded), 2)
    assert [p.code for p in found] == [Code.CR, Code.Q]
    assert found[1].machine == "Q:open"
    assert proposed(halves, QuickCoder().recode(coded), 0) == halves


def test_words_are_changed_and_never_left_empty() -> None:
    slot = slot_of(machine(), 1)
    assert reworded(slot, 0, "  Jeg vil\ngerne løbe. ")[0].text == "Jeg vil gerne løbe."
    assert reworded(slot, 0, "x")[0].client_talk is ClientTalk.CHANGE
    with pytest.raises(ChangeError):
        reworded(slot, 0, " \n ")


def test_an_empty_turn_stays_where_it_is() -> None:
    coded = machine()
    turns = (*coded.session.turns, Turn("P", ""))
    coded = replace(coded, session=replace(coded.session, turns=turns))
    now = current(coded, {0: recoded(slot_of(coded, 0), 0, Code.GI)})
    assert len(now.coded.session.turns) == 5
    assert slot_of(coded, 4) == ()


words = st.text(alphabet="abc æøå.?", min_size=1, max_size=30).filter(lambda t: t.strip())


@given(st.lists(words, min_size=1, max_size=4), st.data())
def test_any_chain_of_changes_gives_a_consistent_session(
    texts: list[str], data: st.DataObject
) -> None:
    coded = QuickCoder().recode(build([("P", "SR", t) for t in texts] + [("C", "neutral", "Ja.")]))
    slot = slot_of(coded, 0)
    for _ in range(data.draw(st.integers(0, 5))):
        at = data.draw(st.integers(0, len(slot) - 1))
        kind = data.draw(st.sampled_from(("split", "join", "speaker", "words")))
        try:
            if kind == "split":
                slot = split(slot, at, slot[at].text, data.draw(st.integers(0, 30)))
            elif kind == "join":
                slot = joined(slot, at)
            elif kind == "speaker":
                slot = respoken(slot, at, "C", Role.CLIENT)
            else:
                slot = reworded(slot, at, data.draw(words))
        except ChangeError:
            continue
    assert slot_from_json(slot_to_json(slot)) == slot
    now = current(coded, {0: slot}).coded
    for unit in now.utterances:
        u = unit.utterance
        turn = now.session.turns[u.turn]
        assert turn.text[u.start : u.end] == u.text
        assert now.session.role(turn.speaker) is u.role
    assert sum(1 for u in now.utterances) == len(slot) + len(texts)
    score(now)

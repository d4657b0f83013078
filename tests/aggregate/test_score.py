"""Session measures: known values, undefined values, and properties."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Line, build
from spejl.aggregate import score, segments
from spejl.aggregate.intervals import intervals
from spejl.codes import COUNTED, Code
from spejl.errors import SettingsError
from spejl.references import reference
from spejl.scores import Globals, log_ratio
from spejl.sessions import CodedSession, Session, Turn, slice_turns
from spejl.volley import volleys

SESSION: list[Line] = [
    ("P", "Q:open", "Hvad tænker du?"),
    ("C", "sustain:A", "Det kan jeg ikke."),
    ("P", "SR", "Du kan ikke."),
    ("C", "change:D", "Men jeg vil gerne."),
    ("P", "CR|Q:closed", "Noget trækker. Hvornår?"),
    ("C", "neutral", "I morgen."),
    ("P", "AF|Emphasize", "Du er stædig, og det er dit valg."),
    ("C", "change:C", "Jeg gør det."),
    ("P", "Persuade", "Køb dog en cykel."),
]


def test_known_values() -> None:
    scores = score(build(SESSION))
    assert scores.n_volleys == 5
    assert (scores.questions, scores.reflections) == (2, 2)
    assert scores.reflection_to_question == 1.0
    assert scores.percent_complex == 0.5
    assert scores.mi_adherent == 2  # AF + Emphasize; no Seek
    assert scores.mi_non_adherent == 1  # Persuade
    assert (scores.n_open, scores.n_closed, scores.percent_open) == (1, 1, 0.5)
    assert scores.percent_change_talk == pytest.approx(2 / 3)
    # 3 + 3 + 3 + 8 + 4 words of the practitioner, 4 + 4 + 2 + 3 of the client.
    assert scores.practitioner_share == pytest.approx(21 / 34)


def test_neither_gi_nor_persuasion_with_permission_is_in_a_total() -> None:
    scores = score(build([("P", "GI|PersuadeWith", "…"), ("C", "neutral", "Nej tak.")]))
    assert (scores.mi_adherent, scores.mi_non_adherent) == (0, 0)


def test_seek_is_adherent_and_no_question_but_keeps_its_form() -> None:
    scores = score(build([("P", "Seek:open", "Hvad vil du helst?"), ("C", "neutral", "Gå.")]))
    assert (scores.mi_adherent, scores.questions, scores.n_open) == (1, 0, 1)


def test_undefined_measures_are_none_with_a_reason() -> None:
    scores = score(build([("P", "NC", "Hej."), ("C", "neutral", "Hej hej.")]))
    assert scores.reflection_to_question is None
    assert scores.percent_complex is None
    assert scores.percent_change_talk is None
    assert dict(scores.undefined)["reflection_to_question"] == "no questions"


def test_client_talk_without_a_goal_is_flagged() -> None:
    assert "no_goal" in score(build(SESSION, goal=None)).flags
    assert "no_goal" not in score(build(SESSION)).flags


def test_few_are_flagged() -> None:
    assert {"few_questions", "few_reflections", "few_client_talk"} <= set(
        score(build(SESSION)).flags
    )


def _timed(minutes: float) -> CodedSession:
    coded = build(SESSION)
    step = minutes * 60 / len(SESSION)
    turns = tuple(
        Turn(t.speaker, t.text, i * step, (i + 1) * step) for i, t in enumerate(coded.session.turns)
    )
    session = Session("test", turns, "da", "gå mere", coded.session.roles)
    return CodedSession(session, coded.utterances, "person")


def test_globals_are_averaged_and_absent_under_ten_minutes() -> None:
    given_by_a_person = Globals(cultivating=3, softening=4, partnership=4, empathy=5)
    long, short = score(_timed(18), given_by_a_person), score(_timed(9), given_by_a_person)
    assert (long.technical, long.relational) == (3.5, 4.5)
    assert (short.technical, short.relational) == (None, None)
    assert "globals_left_out" in short.flags


def test_globals_are_never_invented() -> None:
    assert score(_timed(18)).technical is None
    assert Globals(cultivating=3).technical is None


def test_reference_values_are_the_manuals() -> None:
    found = {
        m: (r.fair, r.good)
        for m in ("technical", "relational", "percent_complex", "reflection_to_question")
        if (r := reference(m))
    }
    assert found == {
        "technical": (3.0, 4.0),
        "relational": (3.5, 4.0),
        "percent_complex": (0.4, 0.5),
        "reflection_to_question": (1.0, 2.0),
    }
    assert reference("mi_adherent") is None


def test_time_share_and_counts_per_twenty_minutes() -> None:
    scores = score(_timed(18))
    assert scores.minutes == pytest.approx(18)
    assert scores.practitioner_share == pytest.approx(5 / 9)
    assert scores.per_20_minutes(9) == pytest.approx(10)
    assert score(build(SESSION)).per_20_minutes(9) is None


def test_segments_cut_at_volleys_and_add_up() -> None:
    coded = _timed(45)
    parts = segments(coded)
    assert [len(p.session.turns) for p in parts] == [4, 4, 1]
    for code in COUNTED:
        assert sum(score(p).count(code) for p in parts) == score(coded).count(code)


def test_one_segment_from_a_start() -> None:
    (part,) = segments(_timed(45), 20, start=600)
    assert part.session.turns[0].start == 600


def test_segments_need_times() -> None:
    with pytest.raises(SettingsError, match="times"):
        segments(build(SESSION))


def test_a_persons_codes_have_no_intervals() -> None:
    assert score(build(SESSION)).intervals is None
    assert intervals(build(SESSION)) is None


def test_log_ratio() -> None:
    assert log_ratio(1, 0) == pytest.approx(math.log(3))


_LABELS = st.lists(st.sampled_from([str(c) for c in Code]), max_size=4).map("|".join)
_TURN = st.one_of(
    st.tuples(st.just("P"), _LABELS, st.sampled_from(["Du er træt.", "Ja.", "Hvad nu?"])),
    st.tuples(
        st.just("C"),
        st.sampled_from(["neutral", "change:D", "sustain:R", ""]),
        st.sampled_from(["Mm.", "Ja.", "Det ved jeg ikke helt."]),
    ),
    st.tuples(st.just("O"), st.just(""), st.just("Hun kan godt.")),
)
_SESSIONS = st.lists(_TURN, min_size=1, max_size=25).map(build)


@given(_SESSIONS)
def test_shares_lie_in_their_range_and_are_none_exactly_without_a_denominator(
    coded: CodedSession,
) -> None:
    scores = score(coded)
    pairs = {
        "percent_complex": scores.reflections,
        "percent_open": scores.n_open + scores.n_closed,
        "percent_change_talk": scores.n_change + scores.n_sustain,
        "reflection_to_question": scores.questions,
    }
    for name, denominator in pairs.items():
        value = getattr(scores, name)
        assert (value is None) == (denominator == 0)
        if value is not None and name.startswith("percent"):
            assert 0 <= value <= 1


@given(_SESSIONS, st.integers(0, 24))
def test_counts_of_two_parts_cut_at_a_volley_add_up(coded: CodedSession, where: int) -> None:
    begins = [v.first_turn for v in volleys(coded)]
    if not begins:
        return
    cut = begins[where % len(begins)]
    if cut == 0:
        return
    last = len(coded.session.turns) - 1
    parts = [score(slice_turns(coded, 0, cut - 1)), score(slice_turns(coded, cut, last))]
    whole = score(coded)
    for code in COUNTED:
        assert sum(p.count(code) for p in parts) == whole.count(code)
    assert sum(p.n_volleys for p in parts) == whole.n_volleys
    for name in ("n_open", "n_closed", "n_change", "n_sustain", "words_client"):
        assert sum(getattr(p, name) for p in parts) == getattr(whole, name)


@given(_SESSIONS)
def test_every_code_counts_at_most_once_a_volley_and_eight_at_most(coded: CodedSession) -> None:
    for volley in volleys(coded):
        assert len(set(volley.codes)) == len(volley.codes) <= 8
        assert not {Code.SR, Code.CR} <= set(volley.codes)
        assert not {Code.PERSUADE, Code.PERSUADE_WITH} <= set(volley.codes)


def test_empty_turns_do_not_count() -> None:
    coded = build([("P", "Q:open", "Hvad?"), ("C", "", ""), ("P", "Q:open", "Altså hvad?")])
    assert score(coded).n_volleys == 1
    assert score(coded).questions == 1


def test_no_technical_score_without_a_goal() -> None:
    timed = _timed(18)
    without = replace(timed, session=replace(timed.session, goal=None))
    scores = score(without, Globals(3, 4, 4, 5))
    assert (scores.technical, scores.relational) == (None, 4.5)
    assert dict(scores.undefined)["technical"] == "no goal"


def test_minutes_need_the_first_and_the_last_time() -> None:
    timed = _timed(18)
    turns = (*timed.session.turns[:-1], Turn("P", "Ja."))
    assert replace(timed.session, turns=turns).minutes is None


def test_one_segment_keeps_volleys_whole() -> None:
    lines = [
        ("P", "GI", "Et."),
        ("C", "neutral", "Mm."),
        ("P", "GI", "To."),
        ("C", "neutral", "Nå."),
    ]
    coded = build(lines)
    turns = tuple(
        Turn(t.speaker, t.text, float(at))
        for t, at in zip(coded.session.turns, (0, 50, 65, 70), strict=True)
    )
    coded = replace(coded, session=replace(coded.session, turns=turns))
    (first,) = segments(coded, 1, start=0)
    assert score(first).count(Code.GI) == 1
    assert len(first.session.turns) == 4

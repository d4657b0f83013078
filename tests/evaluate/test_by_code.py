"""Figures per code: values by hand, and properties over sessions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spejl.evaluate import bootstrap
from spejl.evaluate.by_code import MACRO, MICRO, CodeFigures, by_code, confusion
from spejl.evaluate.units import Compared, Kind, Level

CODES = st.sampled_from(["Q", "SR", "CR"])
PAIRS = st.lists(st.tuples(CODES, CODES), min_size=1, max_size=6)


def session(name: str, pairs: list[tuple[str, str]], language: str = "da") -> Compared:
    labels = [tuple(frozenset(x.split("+")) - {""} for x in pair) for pair in pairs]
    return Compared(name, language, tuple((a, b) for a, b in labels))


def rows(units: list[Compared], level: Level = Level.GIVEN) -> dict[tuple[str, str], CodeFigures]:
    return {(f.language, f.code): f for f in by_code(level, Kind.CODES, units)}


def test_by_hand() -> None:
    # Q Q Q SR SR said as Q Q SR SR SR: κ = 8/13 (see test_agreement). α: o_QQ = 4, o_SRSR = 4,
    # n_Q = 5, n_SR = 5, n = 10: α = 1 - 9 · (10 - 8) / (100 - 50) = .64.
    pairs = [("Q", "Q"), ("Q", "Q"), ("Q", "SR"), ("SR", "SR"), ("SR", "SR")]
    found = rows([session("a", pairs[:2]), session("b", pairs[2:])])
    q, micro = found["all", "Q"], found["all", MICRO]
    assert (q.n_sessions, q.n, q.n_reference, q.n_predicted, q.base_rate) == (2, 5, 3, 2, 0.6)
    assert (q.precision, q.recall, q.f1) == (1, pytest.approx(2 / 3), pytest.approx(0.8))
    assert micro.kappa == pytest.approx(8 / 13) == q.kappa
    assert micro.alpha == pytest.approx(0.64) == q.alpha
    assert micro.f1 == pytest.approx(0.8)
    assert found["all", MACRO].f1 == pytest.approx(0.8)
    assert q.kappa_interval.reason == "2 sessions, at least 10 are needed"


def test_units_with_several_codes() -> None:
    # Reference Q+SR, SR, nothing; said Q, SR, CR: both 2, reference 3, said 3: micro-F1 = 4/6.
    # F1 of Q is 1, of SR 2/3, and CR, which the reference lacks, is not in the mean: 5/6.
    found = rows([session("a", [("Q+SR", "Q"), ("SR", "SR"), ("", "CR")])], Level.TURNS)
    assert found["all", MICRO].f1 == pytest.approx(4 / 6)
    assert found["all", MICRO].kappa is None
    assert found["all", MACRO].f1 == pytest.approx(5 / 6)
    assert (found["all", "CR"].recall, found["all", "CR"].f1) == (None, 0)


def test_languages_and_confusion() -> None:
    units = [session("a", [("Q", "SR")]), session("b", [("Q", "Q")], "sv")]
    assert {language for language, _ in rows(units)} == {"all", "da", "sv"}
    cells = {
        (c.language, c.reference, c.predicted): c.n
        for c in confusion(Level.GIVEN, Kind.CODES, units)
    }
    assert cells["all", "Q", "SR"] == cells["da", "Q", "SR"] == cells["sv", "Q", "Q"] == 1
    assert ("sv", "Q", "SR") not in cells
    assert cells["all", "SR", "Q"] == 0


def test_no_units_no_rows() -> None:
    assert by_code(Level.GIVEN, Kind.CODES, [session("a", [])]) == ()


@given(st.lists(PAIRS, min_size=2, max_size=5), st.randoms())
def test_order_of_sessions_changes_nothing(sessions: list, random: object) -> None:
    units = [session(str(i), pairs) for i, pairs in enumerate(sessions)]
    mixed = units[:]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert rows(units) == rows(mixed)


@given(PAIRS)
def test_coders_may_change_places(pairs: list[tuple[str, str]]) -> None:
    one, other = rows([session("a", pairs)]), rows([session("a", [p[::-1] for p in pairs])])
    for key, figures in one.items():
        if key[1] == MACRO:
            continue  # A mean over the reference's codes.
        turned = other[key]
        assert (figures.precision, figures.f1) == (turned.recall, turned.f1)
        expected = None if turned.kappa is None else pytest.approx(turned.kappa)
        assert figures.kappa == expected


@settings(max_examples=5)
@given(st.lists(st.lists(CODES, min_size=3, max_size=6), min_size=10, max_size=12))
def test_agreement_with_oneself_is_one(sessions: list[list[str]]) -> None:
    units = [session(str(i), [(c, c) for c in codes]) for i, codes in enumerate(sessions)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "RESAMPLES", 99)
        found = rows(units)
    for figures in found.values():
        assert figures.f1 == 1
        assert figures.kappa in (None, pytest.approx(1))
        assert figures.f1_interval.low in (None, pytest.approx(1))

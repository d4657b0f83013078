"""A practitioner's sessions over time: means and differences against values worked out by hand."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spejl.aggregate.course import (
    MEASURES,
    Measured,
    Period,
    Reason,
    course,
    difference,
    mean,
    working,
)
from spejl.codes import COUNTED, Code
from spejl.scores import Interval, SessionScores

SHARES = st.lists(st.floats(0, 1), min_size=3, max_size=20)


def scores(client: int = 40, practitioner: int = 60, **more: object) -> SessionScores:
    counts = tuple((code, {Code.Q: 4, Code.SR: 3}.get(code, 0)) for code in COUNTED)
    given = {"words_client": client, "words_practitioner": practitioner, **more}
    return SessionScores("x", "da", "gå mere", "person", 10, 5, counts, **given)  # type: ignore[arg-type]


def session(day: int, period: Period | None, client: int) -> Measured:
    return Measured(date(2026, 3, day), period, scores(client, 100 - client))


def test_the_interval_of_a_mean_is_students() -> None:
    # mean 0.4, s² = (0.01 + 0 + 0.01) / 2 = 0.01, s/√3 = 0.057735, t(2 df, 95 %) = 2.91999
    found = mean("client_words", [0.3, 0.4, 0.5], 3)
    assert found.value == pytest.approx(0.4)
    assert found.low == pytest.approx(0.4 - 2.91999 * 0.057735, abs=1e-5)
    assert found.high == pytest.approx(0.4 + 2.91999 * 0.057735, abs=1e-5)


def test_a_difference_is_welchs() -> None:
    # Both s² = 0.01 and n = 3: standard error √(0.02 / 3) = 0.081650, df = 4, t(4, 95 %) = 2.13185
    found = difference("client_words", [0.3, 0.4, 0.5], [0.5, 0.6, 0.7])
    assert found.value == pytest.approx(0.2)
    assert found.low == pytest.approx(0.2 - 2.13185 * 0.081650, abs=1e-5)
    assert found.high == pytest.approx(0.2 + 2.13185 * 0.081650, abs=1e-5)
    assert found.sure(factor=False)
    assert not difference("client_words", [0.3, 0.4, 0.8], [0.5, 0.6, 0.7]).sure(factor=False)


def test_unequal_variances_take_the_degrees_of_freedom_of_satterthwaite() -> None:
    # a = 0.01/3, b = 0.04/3: df = (a+b)² / (a²/2 + b²/2) = 2·25/17 = 2.941; t(2.941, 95 %) = 2.3690
    found = difference("client_words", [0.3, 0.4, 0.5], [0.4, 0.6, 0.8])
    assert found.high is not None and found.value is not None
    reach = found.high - found.value
    assert reach / math.sqrt(0.05 / 3) == pytest.approx(2.369, abs=0.01)


def test_a_mean_of_ratios_is_geometric_and_their_difference_a_factor() -> None:
    # log(3.5 / 4.5) of 3 reflections and 4 questions
    assert working("reflection_to_question", scores()) == pytest.approx(math.log(3.5 / 4.5))
    low, high = [math.log(1), math.log(1.1), math.log(0.9)], [math.log(2), math.log(2.2)]
    found = difference("reflection_to_question", low, [*high, math.log(1.8)])
    assert found.value == pytest.approx(2)
    assert found.sure(factor=True)


def test_under_three_sessions_a_period_nothing_is_claimed() -> None:
    days = [session(1, Period.BEFORE, 30), session(2, Period.BEFORE, 35)]
    days += [session(n, Period.AFTER, 50 + n) for n in (3, 4, 5)]
    found = course("client_words", days)
    means = dict(found.means)
    assert means[Period.BEFORE].value is None
    assert means[Period.BEFORE].reason is Reason.FEW
    assert means[Period.AFTER].value == pytest.approx(0.54)
    assert found.difference is not None
    assert (found.difference.value, found.difference.reason) == (None, Reason.FEW)


def test_points_stand_by_day_with_their_own_intervals() -> None:
    own = (Interval("percent_change_talk", 0.2, 0.6),)
    later = Measured(date(2026, 5, 1), None, scores(n_change=1, n_sustain=1, intervals=own))
    earlier = Measured(date(2026, 4, 1), None, scores())
    found = course("percent_change_talk", [later, earlier])
    assert [p.day.month for p in found.points] == [4, 5]
    assert [p.value for p in found.points] == [None, 0.5]
    assert (found.points[1].low, found.points[1].high) == (0.2, 0.6)
    assert found.difference is None
    assert dict(found.means)[None].n == 1


@given(SHARES)
def test_a_mean_lies_in_its_interval_and_all_are_shares(values: list[float]) -> None:
    found = mean("percent_open", values, 3)
    assert found.value is not None
    assert 0 <= found.value <= 1
    if found.low is None or found.high is None:
        assert found.reason is Reason.ALIKE
    else:
        assert 0 <= found.low <= found.value <= found.high <= 1


@given(SHARES, SHARES)
def test_a_difference_turns_round_with_its_periods(one: list[float], other: list[float]) -> None:
    there, back = difference("percent_open", one, other), difference("percent_open", other, one)
    assert there.value == pytest.approx(-(back.value or 0.0), abs=1e-12)
    if there.low is not None and back.high is not None:
        assert there.low == pytest.approx(-back.high, abs=1e-9)
        assert there.sure(factor=False) == back.sure(factor=False)


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(0, 100)), min_size=1, max_size=12))
def test_the_order_of_sessions_does_not_matter(days: list[tuple[int, int]]) -> None:
    sessions = [session(day, Period.AFTER, client) for day, client in sorted(set(days))]
    for measure in MEASURES:
        one, other = course(measure, sessions), course(measure, sessions[::-1])
        assert dict(one.means) == dict(other.means)
        assert [p.day for p in one.points] == [p.day for p in other.points]

"""Agreement on counts and ratios of sessions."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from spejl.codes import COUNTED, Code
from spejl.evaluate.by_session import SessionFigures, by_session
from spejl.scores import SessionScores

COUNTS = st.lists(st.tuples(*[st.integers(0, 9)] * 2), min_size=4, max_size=8)


def scores(questions: int, reflections: int, language: str = "da") -> SessionScores:
    found = {Code.Q: questions, Code.SR: reflections}
    counts = tuple((code, found.get(code, 0)) for code in COUNTED)
    return SessionScores("x", language, None, "person", 10, 5, counts)


def figures(pairs: list, measure: str) -> SessionFigures:
    rows = by_session(pairs)
    return next(f for f in rows if (f.measure, f.language) == (measure, "all"))


def test_by_hand() -> None:
    # Questions 1 2 3 and 2 3 4: ICC(A,1) = 2/3 and ICC(C,1) = 1 (see test_icc), r = 1, bias 1,
    # no spread of differences, so that both limits are 1.
    pairs = [(scores(n, 1), scores(n + 1, 1)) for n in (1, 2, 3)]
    found = figures(pairs, "questions")
    assert (found.n, found.bias, found.limits) == (3, 1, (1, 1))
    assert found.icc_a1 == pytest.approx(2 / 3)
    assert (found.icc_c1, found.pearson, found.spearman) == tuple([pytest.approx(1)] * 3)
    assert found.icc_a1_interval.reason == "3 sessions, at least 10 are needed"


def test_limits_by_hand() -> None:
    # Differences 0, 1, 2: bias 1, standard deviation 1.
    pairs = [(scores(5, 1), scores(5 + d, 1)) for d in (0, 1, 2)]
    assert figures(pairs, "questions").limits == pytest.approx((1 - 1.96, 1 + 1.96))


def test_classes() -> None:
    # R:Q .5, 1 and 2 are below fair, fair and good; the other says 1, 1 and 2.
    pairs = [
        (scores(4, 2), scores(4, 4)),
        (scores(4, 4), scores(4, 4)),
        (scores(2, 4), scores(2, 4)),
    ]
    found = figures(pairs, "log_reflection_to_question")
    assert (found.n_classed, found.class_agreement) == (3, pytest.approx(2 / 3))
    # Chance: 1/3·0 + 1/3·2/3 + 1/3·1/3 = 1/3; κ = (2/3 - 1/3) / (1 - 1/3) = 1/2.
    assert found.class_kappa == pytest.approx(1 / 2)
    assert figures(pairs, "questions").n_classed == 0


def test_log_ratio_is_defined_without_questions() -> None:
    found = figures([(scores(0, 1), scores(1, 1))], "log_reflection_to_question")
    assert found.values == ((math.log(3), 0.0),)
    assert found.n_classed == 0


def test_undefined_ratios_are_left_out_and_counted() -> None:
    pairs = [(scores(1, 0), scores(1, 2)), (scores(1, 2), scores(1, 2))]
    found = figures(pairs, "percent_complex")
    assert (found.n, found.n_undefined) == (1, 1)
    assert found.note == "not estimable: 1 sessions with a value by both"
    assert figures(pairs, "percent_change_talk").bias is None


def test_without_variance() -> None:
    pairs = [(scores(3, 1), scores(3, 1))] * 12
    found = figures(pairs, "questions")
    assert (found.icc_a1, found.pearson, found.note) == (None, None, "not estimable: no variance")
    assert found.icc_a1_interval.reason == "no variance"


def test_intervals_and_languages() -> None:
    pairs = [(scores(n, 1), scores(n + n % 3, 1)) for n in range(12)]
    pairs += [(scores(n, 1, "sv"), scores(n, 1, "sv")) for n in range(3)]
    found = {(f.measure, f.language): f for f in by_session(pairs)}
    bounds, value = found["questions", "all"].icc_a1_interval, found["questions", "all"].icc_a1
    assert bounds.low is not None
    assert bounds.high is not None
    assert value is not None
    assert bounds.low < value < bounds.high
    assert found["questions", "sv"].n == 3


@settings(max_examples=10)
@given(COUNTS)
def test_correlations_are_those_of_scipy(counts: list[tuple[int, int]]) -> None:
    found = figures([(scores(a, 1), scores(b, 1)) for a, b in counts], "questions")
    a, b = zip(*counts, strict=True)
    if len(set(a)) == 1 or len(set(b)) == 1:
        assert (found.pearson, found.spearman) == (None, None)
    else:
        assert found.pearson == pytest.approx(stats.pearsonr(a, b).statistic)
        assert found.spearman == pytest.approx(stats.spearmanr(a, b).statistic)


@settings(max_examples=10)
@given(COUNTS, st.randoms())
def test_order_of_sessions_changes_nothing(counts: list, random: object) -> None:
    pairs = [(scores(a, 1), scores(b, 1)) for a, b in counts]
    mixed = pairs[:]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = (replace(figures(p, "questions"), values=()) for p in (pairs, mixed))
    for name in ("icc_a1", "icc_c1", "pearson", "spearman", "bias"):
        first, second = getattr(one, name), getattr(other, name)
        assert first == (None if second is None else pytest.approx(second, abs=1e-9))

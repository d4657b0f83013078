"""The drawing of a course: everything within it, higher values higher up."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from spejl.aggregate.course import Measured, Period, course
from spejl.codes import COUNTED, Code
from spejl.scores import SessionScores
from spejl.web.course_picture import HEIGHT, WIDTH, picture

SESSIONS = st.lists(
    st.tuples(
        st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        st.sampled_from([None, *Period]),
        st.integers(0, 90),
        st.integers(0, 9),
    ),
    max_size=12,
)


def scores(reflections: int, questions: int) -> SessionScores:
    held = {Code.SR: reflections, Code.Q: questions}
    counts = tuple((code, held.get(code, 0)) for code in COUNTED)
    return SessionScores("x", "da", None, "person", 9, 9, counts)


@given(SESSIONS)
def test_all_is_within_the_drawing(found: list[tuple[date, Period | None, int, int]]) -> None:
    sessions = [Measured(day, period, scores(r, q)) for day, period, r, q in found]
    drawn = picture(course("reflection_to_question", sessions))
    assert len(drawn.dots) == sum(q > 0 for _, _, _, q in found)
    for dot in drawn.dots:
        assert 0 < dot.x < WIDTH
        assert 0 < dot.y < HEIGHT
    for band in drawn.bands:
        assert 0 <= band.x <= band.x + band.width <= WIDTH
        assert band.height is None or band.height > 0
    assert [value for _, value in drawn.ticks] == sorted(value for _, value in drawn.ticks)


def test_more_is_higher_up_and_later_is_further_right() -> None:
    sessions = [Measured(date(2026, 1, n), None, scores(n, 2)) for n in (1, 2, 3)]
    dots = picture(course("reflection_to_question", sessions)).dots
    assert [d.y for d in dots] == sorted((d.y for d in dots), reverse=True)
    assert [d.x for d in dots] == sorted(d.x for d in dots)

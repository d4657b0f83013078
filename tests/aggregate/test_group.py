"""A group's figures: nothing under five people, and nobody found by subtracting."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spejl.aggregate.group import Behind, Person, group_figures, may_be_shown

MEASURE = "client_words"


def people(values: Sequence[float], paired: bool = False, first: int = 0) -> list[Person]:
    return [
        Person(f"key-{first + n}", v if paired else None, v + 0.1 if paired else None, v)
        for n, v in enumerate(values)
    ]


def behind(found: Sequence[Person]) -> Behind:
    made = group_figures(MEASURE, found)[1]
    assert made is not None
    return made


@given(st.lists(st.floats(0, 0.9), max_size=4), st.booleans())
def test_under_five_people_there_is_nothing(values: list[float], paired: bool) -> None:
    assert group_figures(MEASURE, people(values, paired)) == (None, None)


def test_people_without_the_measure_do_not_count() -> None:
    four = [*people([0.1, 0.2, 0.3, 0.4]), Person("key-9", None, None, None)]
    assert group_figures(MEASURE, four) == (None, None)


def test_all_together_where_few_have_both_periods() -> None:
    found, marks = group_figures(MEASURE, people([0.1, 0.2, 0.3, 0.4, 0.5]))
    assert found is not None and marks is not None
    assert found.all is not None
    assert found.all.value == pytest.approx(0.3)
    assert found.all.n == 5
    assert found.difference is None


def test_before_and_after_of_those_who_have_both() -> None:
    six = [*people([0.1, 0.2, 0.3, 0.4, 0.6], paired=True), Person("key-9", 0.9, None, 0.9)]
    found, marks = group_figures(MEASURE, six)
    assert found is not None and marks is not None
    assert found.all is None
    assert found.before is not None and found.after is not None and found.difference is not None
    assert found.before.n == found.after.n == len(marks.marks) == 5
    assert found.before.value == pytest.approx(0.32)
    assert found.difference.value == pytest.approx(0.1)


def test_marks_do_not_hold_keys() -> None:
    assert "key-" not in repr(behind(people([0.1, 0.2, 0.3, 0.4, 0.5])))


BASE = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]


def test_the_same_again_may_be_shown() -> None:
    one = behind(people(BASE))
    assert may_be_shown(one, [])
    assert may_be_shown(one, [one, one])


@pytest.mark.parametrize("n", [1, 4])
def test_fewer_than_five_more_may_not(n: int) -> None:
    more = people(BASE) + people([0.7] * n, first=20)
    assert not may_be_shown(behind(more), [behind(people(BASE))])
    assert not may_be_shown(behind(people(BASE)), [behind(more)])


def test_five_more_may() -> None:
    more = people(BASE) + people([0.7] * 5, first=20)
    assert may_be_shown(behind(more), [behind(people(BASE))])


@pytest.mark.parametrize(("n", "allowed"), [(1, False), (4, False), (5, True), (6, True)])
def test_a_new_session_of_few_may_not(n: int, allowed: bool) -> None:
    changed = [v + 0.01 if i < n else v for i, v in enumerate(BASE)]
    assert may_be_shown(behind(people(changed)), [behind(people(BASE))]) is allowed


def test_another_group_with_one_person_less_may_not() -> None:
    assert not may_be_shown(behind(people(BASE[:5])), [behind(people(BASE))])


def test_another_form_with_one_person_less_may_not() -> None:
    # Everybody's values are new, but means of all and of five let the sixth be worked out.
    whole = behind(people(BASE))
    both = behind([*people(BASE[:5], paired=True), Person("key-5", 0.6, None, 0.6)])
    assert not may_be_shown(both, [whole])


@given(
    st.lists(st.sets(st.integers(0, 14), min_size=5), min_size=1, max_size=6),
    st.lists(st.integers(0, 2), min_size=15, max_size=15),
)
def test_no_two_figures_that_are_shown_differ_by_one_to_four_people(
    groups: list[set[int]], values: list[int]
) -> None:
    shown: list[tuple[set[tuple[int, int]], Behind]] = []
    for step, members in enumerate(groups):
        own = {(n, values[n] * (step % 2)) for n in members}
        made = behind([Person(f"key-{n}", None, None, v / 10) for n, v in sorted(own)])
        if may_be_shown(made, [before for _, before in shown]):
            shown.append((own, made))
    for one, _ in shown:
        for other, _ in shown:
            apart = {n for n, _ in one ^ other}
            assert not 0 < len(apart) < 5

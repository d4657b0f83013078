"""What a group comes to, so that nobody in it can be found.

Figures are of people, each counted once with the mean of their sessions, and there are none under
five people. They are of one fixed form that the data choose: before and after, of those who have
both; else one mean of all. There are no filters and no totals over groups.

Two figures whose people differ by one would give that person away by subtraction. So figures are
made rarely and kept, and new ones are made only where, against each earlier one of any group, the
same people stand behind them with the same values, or at least five differ: who has come, who has
gone, whose values have changed (`may_be_shown`). The rule looks at two figures at a time. It
cannot know that two names are one person.
"""

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spejl.aggregate.course import (
    Difference,
    Mean,
    Measured,
    Period,
    mean,
    paired,
    working,
)

FEWEST_PEOPLE = 5
"""In a group's figures, and in the difference of any two of them."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person's means of one measure, on the scale on which it is averaged."""

    key: str
    """Drawn at random, so that nobody can guess it."""
    before: float | None
    """None where no session of the period has the measure."""
    after: float | None
    all: float | None
    """Of all sessions."""


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One measure of a group."""

    measure: str
    all: Mean | None
    """None where before and after are shown instead."""
    before: Mean | None
    after: Mean | None
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Behind:
    """Who stands behind a group's figures, as marks that tell nothing without the people's keys."""

    marks: tuple[tuple[str, str], ...]
    """For each person a mark of the person and a mark of their values."""


def person(key: str, measure: str, sessions: Sequence[Measured]) -> Person:
    """One person's means of one measure."""
    values = [(one.period, working(measure, one.scores)) for one in sessions]
    return Person(
        key,
        _mean(v for period, v in values if period is Period.BEFORE),
        _mean(v for period, v in values if period is Period.AFTER),
        _mean(v for _, v in values),
    )


def group_figures(
    measure: str, people: Iterable[Person]
) -> tuple[GroupFigures | None, Behind | None]:
    """The figures of a group and who stands behind them.

    Returns:
        (None, None) where fewer than five people have the measure.
    """
    known = [p for p in people if p.all is not None]
    changes = [
        (p, p.before, p.after) for p in known if p.before is not None and p.after is not None
    ]
    if len(changes) >= FEWEST_PEOPLE:
        figures = GroupFigures(
            measure,
            None,
            mean(measure, [before for _, before, _ in changes], FEWEST_PEOPLE),
            mean(measure, [after for _, _, after in changes], FEWEST_PEOPLE),
            paired(measure, [after - before for _, before, after in changes]),
        )
        return figures, Behind(tuple(sorted(_marks(measure, p) for p, _, _ in changes)))
    if len(known) < FEWEST_PEOPLE:
        return None, None
    whole = mean(measure, [p.all for p in known if p.all is not None], FEWEST_PEOPLE)
    figures = GroupFigures(measure, whole, None, None, None)
    return figures, Behind(tuple(sorted(_marks(measure, p) for p in known)))


def may_be_shown(now: Behind, earlier: Iterable[Behind]) -> bool:
    """Whether no subtraction from an earlier figure leaves fewer than five people.

    Args:
        now: Behind the figures that are to be made.
        earlier: Behind every figure of the same measure that was ever shown, of any group.
    """
    return all(_apart(dict(now.marks), dict(before.marks)) for before in earlier)


def _apart(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether the people, and the people with their values, are the same or differ by five."""
    people = len(one.keys() ^ other.keys())
    changed = sum(one[key] != other[key] for key in one.keys() & other.keys())
    return all(n == 0 or n >= FEWEST_PEOPLE for n in (people, people + changed))


def _marks(measure: str, one: Person) -> tuple[str, str]:
    values = f"{measure} {one.before!r} {one.after!r} {one.all!r}"
    return _mark(one.key, "person"), _mark(one.key, values)


def _mark(key: str, what: str) -> str:
    return hashlib.sha256(f"{key} {what}".encode()).hexdigest()


def _mean(values: Iterable[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return math.fsum(known) / len(known) if known else None

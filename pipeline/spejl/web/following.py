"""Courses and groups as the page tells of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from spejl.aggregate import (
    GroupFigures,
    Measured,
    Period,
    course,
    group_figures,
    may_be_shown,
    score,
)
from spejl.aggregate import person as person_of
from spejl.aggregate.course import FACTORS, MEASURES, Course, Difference, Mean, Reason
from spejl.report import Messages
from spejl.web.course_picture import Picture, picture
from spejl.web.services import Services
from spejl.web.store import Followed, Kept, People
from spejl.web.store.people import figures_of

TITLES = {
    "client_words": "The other's share of the words",
    "percent_change_talk": "Change talk, of all talk for and against the change",
    "reflection_to_question": "Reflections per question",
    "percent_complex": "Complex reflections",
    "percent_open": "Open questions",
}
QUESTIONS = {
    "client_words": "Does the client talk more?",
    "percent_change_talk": "Does the client reason about change?",
    "reflection_to_question": "",
    "percent_complex": "",
    "percent_open": "",
}
"""What a measure answers for those who lead a course; empty for the others."""
PERIODS = {
    "before": "before the course",
    "after": "after the course",
    "": "neither before nor after a course",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One measure of a course in words and as a drawing."""

    measure: str
    title: str
    question: str
    picture: Picture
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[tuple[Kept, str, str, str], ...]
    """Each session with its period, its value and its interval."""
    means: tuple[tuple[str, int, str, str], ...]
    """Each period with its sessions, its mean and its interval; a dash where there is none."""
    sentences: tuple[str, ...]
    """Before and after, and what may be concluded; or why nothing is."""


def told_course(services: Services, key: str, _: Messages) -> tuple[Told, ...]:
    """Every measure of one practitioner's course."""
    sessions = People(services.shelf).sessions(key)
    pairs = [(kept, one) for kept, f in sessions if (one := _measured(services, kept, f, True))]
    return tuple(
        _told(course(measure, [one for _kept, one in pairs]), [k for k, _one in pairs], _)
        for measure in MEASURES
    )


def make_group_figures(services: Services, circle: str) -> bool:
    """Make a group's figures anew where nobody can be found by comparing them with older ones.

    Returns:
        Whether all measures that five people have could be made.
    """
    people = People(services.shelf)
    members = [p for p in people.all() if p.circle == circle]
    measured = {
        p.key: [
            one
            for kept, followed in people.sessions(p.key)
            if (one := _measured(services, kept, followed, False))
        ]
        for p in members
    }
    whole = True
    for measure in MEASURES:
        everybody = [person_of(key, measure, own) for key, own in measured.items()]
        figures, behind = group_figures(measure, everybody)
        if figures is None or behind is None:
            whole = False
        elif may_be_shown(behind, people.ever_shown(measure)):
            people.show(circle, figures, behind)
        else:
            whole = False
    return whole


def told_group(services: Services, circle: str, _: Messages) -> dict[str, Any]:
    """A group's figures as they were last made; nothing of any one person."""
    rows = People(services.shelf).shown(circle)
    found = [figures_of(rows[measure]) for measure in MEASURES if measure in rows]
    return {
        "made": max((row.made for row in rows.values()), default=None),
        "figures": [_told_figures(one, _) for one in found],
    }


def _measured(
    services: Services, kept: Kept, followed: Followed, intervals: bool
) -> Measured | None:
    """A session with its day; None where it is not coded yet."""
    shelved = services.shelf.shelved(kept.key)
    if shelved is None:
        return None
    coded = shelved.current.coded
    # Intervals take most of the time, and a group needs none of a single session's.
    scores = score(coded if intervals else replace(coded, widening=None))
    period = Period(followed.period) if followed.period else None
    return Measured(followed.day, period, scores)


def _told(found: Course, kept: Sequence[Kept], _: Messages) -> Told:
    drawn = picture(found)
    means = dict(found.means)
    sentences: list[str] = []
    if found.difference is not None:
        sentences += _compared(
            found.measure,
            means[Period.BEFORE],
            means[Period.AFTER],
            found.difference,
            False,
            _,
        )
    if any(mean.reason is Reason.FEW for mean in means.values()):
        sentences.append(
            _(
                "A mean is shown from three conversations in a period on. Until then each "
                "conversation stands for itself, and nothing is said of a direction."
            )
        )
    return Told(
        found.measure,
        _(TITLES[found.measure]),
        _(QUESTIONS[found.measure]) if QUESTIONS[found.measure] else "",
        drawn,
        tuple((y, _value(found.measure, value, _)) for y, value in drawn.ticks),
        tuple(
            (
                one,
                _(PERIODS[str(point.period or "")]),
                _value(found.measure, point.value, _),
                _range(found.measure, point.low, point.high, _),
            )
            for one, point in zip(kept, found.points, strict=True)
        ),
        tuple(
            _told_mean(found.measure, str(period or ""), mean, _) for period, mean in means.items()
        ),
        tuple(sentences),
    )


def _told_mean(measure: str, period: str, mean: Mean, _: Messages) -> tuple[str, int, str, str]:
    return (
        _(PERIODS[period]),
        mean.n,
        _value(measure, mean.value, _),
        _range(measure, mean.low, mean.high, _),
    )


def _told_figures(one: GroupFigures, _: Messages) -> dict[str, Any]:
    sentences: list[str] = []
    rows = []
    if one.all is not None:
        rows.append((_("all conversations"), *_told_mean(one.measure, "", one.all, _)[1:]))
    if one.before is not None and one.after is not None and one.difference is not None:
        rows.append(_told_mean(one.measure, "before", one.before, _))
        rows.append(_told_mean(one.measure, "after", one.after, _))
        sentences = _compared(one.measure, one.before, one.after, one.difference, True, _)
    question = QUESTIONS[one.measure]
    return {
        "title": _(TITLES[one.measure]),
        "question": _(question) if question else "",
        "rows": rows,
        "sentences": sentences,
    }


def _compared(
    measure: str, before: Mean, after: Mean, change: Difference, people: bool, _: Messages
) -> list[str]:
    """Before and after in a plain sentence, and what may be concluded; empty where too few.

    Args:
        measure: A key of `MEASURES`.
        before: The mean before.
        after: The mean after.
        change: After against before.
        people: Whether the means are over people, not over one person's sessions.
        _: Words of the language.
    """
    if change.value is None:
        return []
    ends = {"before": _value(measure, before.value, _), "after": _value(measure, after.value, _)}
    if change.low is None or change.high is None:
        said = _("Before: {before}. After: {after}. There is no variation to judge it by.", **ends)
        return [said]
    factor = measure in FACTORS
    concluded = _concluded(change.sure(factor), people, _)
    numbers = {
        name: _.number(round(value, 1)) if factor else _points(value, _)
        for name, value in (("change", change.value), ("low", change.low), ("high", change.high))
    }
    if factor:
        said = _(
            "Before: {before}. After: {after}. That is {change} times as many "
            "(likely {low} to {high}).",
            **ends,
            **numbers,
        )
    else:
        said = _(
            "Before: {before}. After: {after}. The difference is {change} percentage points "
            "(likely {low} to {high}).",
            **ends,
            **numbers,
        )
    return [said, concluded]


def _concluded(sure: bool, people: bool, _: Messages) -> str:
    if people and sure:
        return _("This is more than the change differs from person to person.")
    if people:
        return _("The change differs as much from person to person; this says neither yes nor no.")
    if sure:
        return _("This is more than conversations vary among themselves.")
    return _("Conversations vary as much among themselves, so this says neither yes nor no.")


def _value(measure: str, value: float | None, _: Messages) -> str:
    if value is None:
        return "–"
    return _.number(round(value, 1)) if measure in FACTORS else _.percent(value)


def _range(measure: str, low: float | None, high: float | None, _: Messages) -> str:
    if low is None or high is None:
        return "–"
    return f"{_value(measure, low, _)} – {_value(measure, high, _)}"


def _points(value: float, _: Messages) -> str:
    """A difference of shares in percentage points, with its sign."""
    whole = round(value * 100)
    sign = "+" if whole > 0 else "−" if whole < 0 else ""
    return sign + _.number(abs(whole))

"""One next thing to practise, with the places where it could have been tried.

The choice follows the session's measures against the reference values (MITI 4.2.1; expert
opinion), and rests on lines that can be shown: a step without a line is never proposed. It is an
offer, not a verdict. Lines whose code is in doubt are shown only where no other would be.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from spejl.codes import NON_ADHERENT, REFLECTIONS, ClientTalk, Code, Form
from spejl.references import reference
from spejl.scores import SessionScores
from spejl.sessions import CodedSession, CodedUtterance, Role

MOST_LINES = 3


class Step(StrEnum):
    """What can be practised next."""

    ASK_LEAVE = "ask leave"
    REFLECT = "reflect"
    CATCH_CHANGE = "catch change talk"
    DEEPEN = "deepen"
    OPEN_UP = "open up"
    AFFIRM = "affirm"


@dataclass(frozen=True, slots=True)
class Place:
    """A place where the step could have been tried."""

    before: str
    """What the client had just said; empty where nobody had."""
    said: CodedUtterance
    """What the practitioner said there."""


@dataclass(frozen=True, slots=True)
class Practice:
    """The step and where it could have been tried."""

    step: Step
    places: tuple[Place, ...]


def next_step(coded: CodedSession, scores: SessionScores) -> Practice | None:
    """The first step that the session gives reason and lines for; None where none does."""
    for step, due in _STEPS:
        if not due(scores):
            continue
        places = tuple(_places(coded, step))
        sure = tuple(place for place in places if not place.said.needs_review)
        if places:
            return Practice(step, _spread(sure or places))
    return None


def _below(scores: SessionScores, measure: str) -> bool:
    value, known = getattr(scores, measure), reference(measure)
    return value is not None and known is not None and value < (known.good or known.fair)


_STEPS: tuple[tuple[Step, Callable[[SessionScores], bool]], ...] = (
    (Step.ASK_LEAVE, lambda s: s.mi_non_adherent >= 2),
    (Step.REFLECT, lambda s: s.questions >= 3 and s.reflections < s.questions),
    (Step.CATCH_CHANGE, lambda s: s.n_change >= 2),
    (Step.DEEPEN, lambda s: s.reflections >= 3 and _below(s, "percent_complex")),
    (Step.OPEN_UP, lambda s: s.n_open + s.n_closed >= 3 and _below(s, "percent_open")),
    (Step.ASK_LEAVE, lambda s: s.mi_non_adherent >= 1),
    (Step.REFLECT, lambda s: _below(s, "reflection_to_question")),
    (Step.AFFIRM, lambda s: s.count(Code.AF) == 0),
)


def _places(coded: CodedSession, step: Step) -> Iterator[Place]:
    turns = list(coded.by_turn())
    for index, units in turns:
        if not units or units[0].role is not Role.PRACTITIONER:
            continue
        heard = turns[index - 1][1] if index else ()
        client = heard if heard and heard[0].role is Role.CLIENT else ()
        unit = _fitting(step, units, client)
        if unit is not None:
            before = coded.session.turns[index - 1].text if client else ""
            yield Place(before, unit)


def _fitting(
    step: Step, units: tuple[CodedUtterance, ...], client: tuple[CodedUtterance, ...]
) -> CodedUtterance | None:
    """The unit of a practitioner's turn in whose place the step could have been tried."""
    talks = {u.client_talk for u in client}
    leaning = bool(talks & {ClientTalk.CHANGE, ClientTalk.SUSTAIN})
    change = ClientTalk.CHANGE in talks
    reflected = any(u.code in REFLECTIONS for u in units)
    stayed = reflected or any(u.code in (Code.AF, Code.Q, Code.SEEK) for u in units)
    fits: dict[Step, Callable[[CodedUtterance], bool]] = {
        Step.ASK_LEAVE: lambda u: u.code in NON_ADHERENT,
        Step.REFLECT: lambda u: u.code is Code.Q and leaning and not reflected,
        Step.CATCH_CHANGE: lambda _: change and not stayed,
        Step.DEEPEN: lambda u: u.code is Code.SR and leaning,
        Step.OPEN_UP: lambda u: u.code is Code.Q and u.form is Form.CLOSED,
        Step.AFFIRM: lambda _: change and not reflected,
    }
    return next((u for u in units if fits[step](u)), None)


def _spread(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """At most so many places, from all over the session."""
    if len(places) <= MOST_LINES:
        return places
    last = len(places) - 1
    return tuple(places[round(i * last / (MOST_LINES - 1))] for i in range(MOST_LINES))

"""What two coders said of the same units: utterances, turns or volleys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from spejl.codes import Code
from spejl.evaluate.align import overlapping
from spejl.evaluate.labels import paired_labels
from spejl.sessions import CodedSession, CodedUtterance, Role
from spejl.volley import countable, volleys

CodedPair = tuple[CodedSession, CodedSession]
"""One session as coded by the reference and by the other."""

Labels = frozenset[str]


class Level(StrEnum):
    """The units on which coders are compared."""

    GIVEN = "given utterances"
    """Both cut the turns alike."""
    END_TO_END = "end to end"
    """Each utterance of the reference, with the other's that overlaps it most."""
    REVERSED = "end to end, from predicted"
    """Each utterance of the other, with the reference's that overlaps it most."""
    TURNS = "turns"
    """Which codes stand in a turn, however often."""
    VOLLEYS = "volleys"
    """Which codes count in each volley of the reference."""


class Kind(StrEnum):
    """What was coded."""

    CODES = "MITI codes"
    CLIENT_TALK = "client talk"


SINGLE = (Level.GIVEN, Level.END_TO_END, Level.REVERSED)
"""Levels where a unit has one label; in turns and volleys it may have none or several."""

_ROLES = {Kind.CODES: Role.PRACTITIONER, Kind.CLIENT_TALK: Role.CLIENT}


@dataclass(frozen=True, slots=True)
class Compared:
    """The units of one session, as (reference, predicted) labels."""

    session_id: str
    language: str | None
    pairs: tuple[tuple[Labels, Labels], ...]


def levels(kind: Kind, sessions: Sequence[CodedPair]) -> tuple[Level, ...]:
    """The levels on which these sessions can be compared.

    Utterances are compared only where no coder gave several codes to one span, and given
    utterances only where all sessions were cut alike. Volleys are MITI's and hold no client talk.
    """
    role = _ROLES[kind]
    found: list[Level] = []
    if not any(_several(coded, role) for pair in sessions for coded in pair):
        if all(_spans(one, role) == _spans(other, role) for one, other in sessions):
            found.append(Level.GIVEN)
        found += [Level.END_TO_END, Level.REVERSED]
    found.append(Level.TURNS)
    return (*found, Level.VOLLEYS) if kind is Kind.CODES else tuple(found)


def compared(level: Level, kind: Kind, sessions: Iterable[CodedPair]) -> tuple[Compared, ...]:
    """The labels of the units of every session.

    Raises:
        SpejlError: The two codings of a session are not of the same conversation.
    """
    return tuple(
        Compared(
            one.session.id,
            one.session.language or other.session.language,
            tuple(_pairs(level, kind, one, other)),
        )
        for one, other in sessions
    )


def turn_labels(coded: CodedSession, kind: Kind) -> dict[int, Labels]:
    """The labels of each turn in which somebody of this kind's role speaks, by turn index.

    Codes are those that count (`volley.countable`), so NC is not among them.
    """
    session, role = coded.session, _ROLES[kind]
    return {
        index: _countable(units, kind)
        for index, units in coded.by_turn()
        if session.turns[index].text.strip() and session.role(session.turns[index].speaker) is role
    }


def label_of(unit: CodedUtterance, kind: Kind) -> str | None:
    """The code or client talk of an utterance; None where it has none of this kind."""
    label = unit.code if kind is Kind.CODES else unit.client_talk
    return None if label is None else str(label)


def _pairs(
    level: Level, kind: Kind, one: CodedSession, other: CodedSession
) -> Iterable[tuple[Labels, Labels]]:
    if level is Level.TURNS:
        first, second = turn_labels(one, kind), turn_labels(other, kind)
        return [(labels, second.get(turn, frozenset())) for turn, labels in first.items()]
    if level is Level.VOLLEYS:
        return _volley_pairs(one, other)
    if level is Level.GIVEN:
        found = paired_labels([_only(one, kind)], [_only(other, kind)], _ROLES[kind])
        return [(frozenset({a}), frozenset({b})) for a, b in found]
    if level is Level.REVERSED:
        return [(b, a) for a, b in _overlaps(other, one, kind)]
    return _overlaps(one, other, kind)


def _overlaps(one: CodedSession, other: CodedSession, kind: Kind) -> list[tuple[Labels, Labels]]:
    labels = ((label_of(a, kind), label_of(b, kind)) for a, b in overlapping(one, other))
    return [(frozenset({a}), frozenset({b})) for a, b in labels if a is not None and b is not None]


def _volley_pairs(one: CodedSession, other: CodedSession) -> list[tuple[Labels, Labels]]:
    units = dict(other.by_turn())
    found = []
    for volley in volleys(one):
        turns = range(volley.first_turn, volley.last_turn + 1)
        beside = _countable((u for turn in turns for u in units.get(turn, ())), Kind.CODES)
        found.append((frozenset(map(str, volley.codes)), beside))
    return found


def _countable(units: Iterable[CodedUtterance], kind: Kind) -> Labels:
    labels = [label for unit in units if (label := label_of(unit, kind)) is not None]
    if kind is Kind.CODES:
        return frozenset(map(str, countable(Code(label) for label in labels)))
    return frozenset(labels)


def _only(coded: CodedSession, kind: Kind) -> CodedSession:
    role = _ROLES[kind]
    kept = tuple(u for u in coded.utterances if u.role is role)
    return CodedSession(coded.session, kept, coded.coder)


def _spans(coded: CodedSession, role: Role) -> list[tuple[int, int, int]]:
    return [
        (u.utterance.turn, u.utterance.start, u.utterance.end)
        for u in coded.utterances
        if u.role is role
    ]


def _several(coded: CodedSession, role: Role) -> bool:
    spans = _spans(coded, role)
    return len(spans) != len(set(spans))

"""Looking a session over before it is coded: what is shown, and what a person says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from spejl.languages import LANGUAGES
from spejl.report import Messages
from spejl.sessions import Role, Session, Turn
from spejl.transcribe.turns import UNKNOWN, awaits_names, unsure_number
from spejl.web.words import ROLE_NAMES

_FIRST_LINES = 3
"""Of each speaker, by which a person knows who it is."""
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Somebody:
    """A speaker who can be chosen for a line."""

    name: str
    role: Role
    lines: tuple[Turn, ...] = ()
    """The first ones; empty where it is not known what this speaker says."""


def speakers_to_check(session: Session, _: Messages) -> tuple[Somebody, ...]:
    """Who can be chosen: the speakers found, or a practitioner and a client where none were."""
    if session.speakers == (UNKNOWN,):
        return tuple(Somebody(_(ROLE_NAMES[role]), role) for role in Role)
    return tuple(
        Somebody(_sure(name, _), session.role(name), _first(session, name))
        for name in session.speakers
    )


def to_check(session: Session, _: Messages) -> dict[str, Any]:
    """What the page is filled with, by name."""
    return {
        "session": session,
        "speakers": speakers_to_check(session, _),
        "unknown": session.speakers == (UNKNOWN,),
        "unsure": awaits_names(session.speakers),
        "languages": LANGUAGES,
        "roles": list(Role),
    }


def as_said(session: Session, form: Mapping[str, str], _: Messages) -> Session | None:
    """The session with the language, the goal, the speakers and the roles that a person gave.

    Two speakers who are given one name become one.

    Args:
        session: As it was found.
        form: What the page sends.
        _: Words of the page.

    Returns:
        The session, or None where something is missing: the language, who speaks in a line,
        a client, or exactly one practitioner.
    """
    known = speakers_to_check(session, _)
    names = [_name(form.get(f"name-{at}", ""), one.name) for at, one in enumerate(known)]
    roles = [_role(form.get(f"role-{at}", ""), one.role) for at, one in enumerate(known)]
    said = [_speaker(session, turn, form) for turn in range(len(session.turns))]
    if None in said:
        return None
    owners = [at for at in said if at is not None]
    turns = tuple(
        replace(turn, speaker=names[at]) for turn, at in zip(session.turns, owners, strict=True)
    )
    given = dict.fromkeys((names[at], roles[at]) for at in owners)
    held = [role for _name, role in given]
    language = form.get("language", "")
    whole = len(given) == len(dict(given.keys())) and language in LANGUAGES
    if not whole or held.count(Role.PRACTITIONER) != 1 or Role.CLIENT not in held:
        return None
    goal = " ".join(form.get("goal", "").split())[:300]
    return replace(session, turns=turns, language=language, goal=goal or None, roles=tuple(given))


def _speaker(session: Session, turn: int, form: Mapping[str, str]) -> int | None:
    """Whose line it is, by number; None where nobody has said."""
    unknown = session.speakers == (UNKNOWN,)
    most = len(Role) if unknown else len(session.speakers)
    said = form.get(f"line-{turn}", "")
    if said.isascii() and said.isdigit() and int(said) < most:
        return int(said)
    return None if unknown else session.speakers.index(session.turns[turn].speaker)


def _first(session: Session, speaker: str) -> tuple[Turn, ...]:
    return tuple(t for t in session.turns if t.speaker == speaker and t.text)[:_FIRST_LINES]


def _sure(name: str, _: Messages) -> str:
    number = unsure_number(name)
    return name if number is None else _("Speaker {n}", n=number)


def _name(said: str, default: str) -> str:
    return " ".join(said.split())[:_LONGEST_NAME] or default


def _role(said: str, default: Role) -> Role:
    return Role(said) if said in list(Role) else default

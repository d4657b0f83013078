"""Counts of a coded session by the rules of MITI 4.2.1."""

from collections.abc import Iterable
from dataclasses import replace

from spejl.aggregate.intervals import intervals
from spejl.codes import COUNTED, ClientTalk, Form
from spejl.scores import Globals, SessionScores
from spejl.sessions import CodedSession, Role, Turn
from spejl.volley import volleys

SHORT_MINUTES = 10.0
"""Below this the manual advises against global ratings."""

WORDS_PER_MINUTE = 150.0
"""Used only to judge whether a session without times is short."""


def score(coded: CodedSession, globals: Globals | None = None) -> SessionScores:
    """The counts of a session, with an interval for each ratio where a model coded.

    Notes on the session: `no_goal` (client talk cannot be judged without one), `short` (under ten
    minutes: globals are left out), `no_times`, `third_person` (somebody else speaks too),
    `globals_left_out`.

    Args:
        coded: The session, or a part of it.
        globals: A person's global ratings; None where there are none.
    """
    session = coded.session
    found = volleys(coded)
    counts = tuple((code, sum(code in v.codes for v in found)) for code in COUNTED)
    forms = [u.form for u in coded.utterances]
    talks = [u.client_talk for u in coded.utterances]
    minutes = session.minutes
    practitioner = _turns(coded, Role.PRACTITIONER)
    client = _turns(coded, Role.CLIENT)
    words = [sum(len(t.text.split()) for t in turns) for turns in (practitioner, client)]
    short = (sum(words) / WORDS_PER_MINUTE if minutes is None else minutes) < SHORT_MINUTES
    notes = {
        "no_goal": not session.goal,
        "short": short,
        "no_times": minutes is None,
        "third_person": any(session.role(t.speaker) is Role.OTHER for t in session.turns),
        "globals_left_out": short and globals is not None,
    }
    return SessionScores(
        session_id=session.id,
        language=session.language,
        goal=session.goal,
        coder=coded.coder,
        n_turns=len(session.turns),
        n_volleys=len(found),
        counts=counts,
        n_open=forms.count(Form.OPEN),
        n_closed=forms.count(Form.CLOSED),
        n_change=talks.count(ClientTalk.CHANGE),
        n_sustain=talks.count(ClientTalk.SUSTAIN),
        n_neutral=talks.count(ClientTalk.NEUTRAL),
        words_practitioner=words[0],
        words_client=words[1],
        seconds_practitioner=_seconds(practitioner),
        seconds_client=_seconds(client),
        minutes=minutes,
        n_review=sum(u.needs_review for u in coded.utterances),
        globals=None if short else _judged(globals, session.goal),
        intervals=intervals(coded),
        notes=tuple(name for name, holds in notes.items() if holds),
    )


def _judged(globals: Globals | None, goal: str | None) -> Globals | None:
    """Global ratings that can be judged: the technical ones need a goal."""
    if globals is None or goal:
        return globals
    return replace(globals, cultivating=None, softening=None)


def _turns(coded: CodedSession, role: Role) -> list[Turn]:
    return [t for t in coded.session.turns if coded.session.role(t.speaker) is role]


def _seconds(turns: Iterable[Turn]) -> float | None:
    """Speaking time; None if the start or end of any turn is unknown."""
    total = 0.0
    for turn in turns:
        if turn.start is None or turn.end is None:
            return None
        total += max(0.0, turn.end - turn.start)
    return total

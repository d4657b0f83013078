"""Stand-ins turned back into what they stand for."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from spejl.privacy.kinds import Part
from spejl.privacy.standins import STANDIN
from spejl.sessions import Session

_STANDIN = re.compile(STANDIN)


def restore(session: Session, sealed: dict[str, Any]) -> Session:
    """The session as it was before it was pseudonymised.

    Where turns were edited, moved or removed since, each stand-in becomes what it first stood
    for, and so may lose a capital or a spelling; where nothing was, all is as before.

    Args:
        session: With stand-ins.
        sealed: As `unseal` returns it.
    """
    rows: list[tuple[str, str, str]] = [(p, new, old) for p, new, old in sealed["replacements"]]
    goal = session.goal
    if goal is not None:
        goal = _Back(rows, Part.GOAL, [goal]).text(goal)
    speakers = _Back(rows, Part.SPEAKER, session.speakers)
    labels = {name: speakers.text(name) for name in session.speakers}
    texts = _Back(rows, Part.TEXT, [turn.text for turn in session.turns])
    turns = tuple(
        replace(turn, speaker=labels[turn.speaker], text=texts.text(turn.text))
        for turn in session.turns
    )
    roles = tuple((labels.get(name, name), role) for name, role in session.roles)
    return replace(session, id=sealed["id"], turns=turns, goal=goal, roles=roles)


class _Back:
    """Gives the originals of one part of a session one after the other.

    Args:
        rows: Part, stand-in and original of every replacement.
        part: Of the session.
        texts: All texts of that part, in order.
    """

    def __init__(
        self, rows: Sequence[tuple[str, str, str]], part: Part, texts: Sequence[str]
    ) -> None:
        self._first: dict[str, str] = {}
        for _, new, old in sorted(rows, key=lambda row: row[0] != part):
            self._first.setdefault(new, old)
        own = [(new, old) for row_part, new, old in rows if row_part == part]
        now = [m for text in texts for m in _STANDIN.findall(text) if m in self._first]
        self._ordered = [old for _, old in own] if now == [new for new, _ in own] else None
        self._next = 0

    def text(self, text: str) -> str:
        """A text of the part; the texts must come in order."""
        return _STANDIN.sub(lambda match: self._original(match.group()), text)

    def _original(self, standin: str) -> str:
        if standin not in self._first:
            return standin
        if self._ordered is None:
            return self._first[standin]
        self._next += 1
        return self._ordered[self._next - 1]

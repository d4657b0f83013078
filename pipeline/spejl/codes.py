"""The codes of MITI 4.2.1 and of client talk, and what belongs with what."""

from enum import StrEnum


class Code(StrEnum):
    """A MITI 4.2.1 behaviour code, or NC for practitioner speech that gets none."""

    GI = "GI"
    PERSUADE = "Persuade"
    PERSUADE_WITH = "PersuadeWith"
    Q = "Q"
    SR = "SR"
    CR = "CR"
    AF = "AF"
    SEEK = "Seek"
    EMPHASIZE = "Emphasize"
    CONFRONT = "Confront"
    NC = "NC"


class ClientTalk(StrEnum):
    """Client talk judged against the goal of the session."""

    CHANGE = "change"
    SUSTAIN = "sustain"
    NEUTRAL = "neutral"


class Form(StrEnum):
    """Form of an utterance that is coded Q or Seek.

    `permission` is a Seek that asks leave; MITI 4.2.1 does not split questions, the split into
    open and closed is kept for feedback in the style of MITI 3.1.1.
    """

    OPEN = "open"
    CLOSED = "closed"
    PERMISSION = "permission"


COUNTED: tuple[Code, ...] = tuple(code for code in Code if code is not Code.NC)
"""The ten codes that are counted, in the manual's order."""

REFLECTIONS = frozenset({Code.SR, Code.CR})
ADHERENT = frozenset({Code.SEEK, Code.AF, Code.EMPHASIZE})
NON_ADHERENT = frozenset({Code.CONFRONT, Code.PERSUADE})

AWAITS_ANSWER = frozenset({Code.Q, Code.SEEK, Code.SR, Code.CR})
"""After these, a short "yes" from the client is an answer and ends the volley."""

NC_KINDS = (
    "structure",
    "greeting",
    "facilitate",
    "support",
    "praise",
    "disclosure",
    "other",
)
"""Kinds of uncoded practitioner speech that human coders may record."""

TALK_KINDS = ("D", "A", "R", "N", "C", "T", "O")
"""Desire, ability, reason, need, commitment, taking steps, other (MISC)."""

BEHAVIOURS: dict[Code, str] = {
    Code.Q: "question",
    Code.SR: "reflection",
    Code.CR: "reflection",
    Code.GI: "input",
    Code.PERSUADE: "input",
    Code.PERSUADE_WITH: "input",
}
"""What a code is among AnnoMI's main behaviours; the other codes have no counterpart there."""

_FORMS: dict[Code, tuple[str, ...]] = {
    Code.Q: (Form.OPEN, Form.CLOSED),
    Code.SEEK: (Form.PERMISSION, Form.OPEN, Form.CLOSED),
    Code.NC: NC_KINDS,
}


def details(code: Code) -> tuple[str, ...]:
    """The details that may be recorded beside a code; empty where there are none.

    >>> details(Code.Q)
    (<Form.OPEN: 'open'>, <Form.CLOSED: 'closed'>)
    """
    return _FORMS.get(code, ())

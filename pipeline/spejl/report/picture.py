"""The conversation over time, as a drawing: who spoke, what was coded."""

from dataclasses import dataclass

from spejl.codes import ClientTalk, Code
from spejl.sessions import CodedSession, CodedUtterance, Role

FAMILIES: dict[Code, str] = {
    Code.Q: "question",
    Code.SR: "reflection",
    Code.CR: "complex",
    Code.AF: "adherent",
    Code.SEEK: "adherent",
    Code.EMPHASIZE: "adherent",
    Code.GI: "information",
    Code.PERSUADE_WITH: "information",
    Code.PERSUADE: "other-way",
    Code.CONFRONT: "other-way",
    Code.NC: "plain",
}
"""Which colour a code has, by name of a CSS class."""

COLOURS: dict[str, str] = {
    "question": "#2f6da3",
    "reflection": "#6fa58a",
    "complex": "#2c7a58",
    "adherent": "#c08a1e",
    "information": "#7f93a8",
    "other-way": "#8a6a94",
    "plain": "#d5dadd",
    "change": "#2c7a58",
    "sustain": "#b8734a",
    "neutral": "#d5dadd",
}
"""The classes' colours, also for what prints a drawing without looking at style sheets."""

WIDTH = 1000.0


@dataclass(frozen=True, slots=True)
class Block:
    """One utterance in the drawing."""

    x: float
    """Left edge; the drawing is WIDTH wide."""
    width: float
    lane: str
    """practitioner, client or other."""
    kind: str
    """CSS class: a family of codes, or change, sustain, neutral."""
    turn: int
    """0-based."""
    label: str
    """Code or client talk; empty for others."""


def blocks(coded: CodedSession) -> tuple[Block, ...]:
    """Every utterance as a block: its width is its share of all words (or of the time).

    Times are used where every turn has a start and an end; words share a turn's time.
    """
    sizes = [_size(coded, u) for u in coded.utterances]
    total = sum(sizes) or 1.0
    found = []
    at = 0.0
    for unit, size in zip(coded.utterances, sizes, strict=True):
        width = WIDTH * size / total
        kind, label = _kind(unit)
        found.append(Block(at, width, str(unit.role), kind, unit.utterance.turn, label))
        at += width
    return tuple(found)


def _size(coded: CodedSession, unit: CodedUtterance) -> float:
    words = max(1, len(unit.utterance.text.split()))
    turns = coded.session.turns
    if any(t.start is None or t.end is None or t.end < t.start for t in turns):
        return words
    turn = turns[unit.utterance.turn]
    seconds = (turn.end or 0.0) - (turn.start or 0.0)
    return seconds * words / max(1, len(turn.text.split()))


def _kind(unit: CodedUtterance) -> tuple[str, str]:
    if unit.role is Role.PRACTITIONER and unit.code is not None:
        return FAMILIES[unit.code], str(unit.code)
    if unit.role is Role.CLIENT:
        talk = unit.client_talk or ClientTalk.NEUTRAL
        return str(talk), str(talk)
    return "plain", ""

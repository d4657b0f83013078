"""Thought units: where, in a turn, something new begins.

The manual's rule is "in doubt, fewer parses"; without a model, a turn is one unit.
"""

import re
from collections.abc import Iterator

from spejl.model import Evidence
from spejl.model.evidence import softmax
from spejl.model.heads import HEADS, Head
from spejl.segment.sentences import sentence_starts, tokens
from spejl.sessions import Session, Utterance

_PUNCTUATION = re.compile(r"[.!?…]")
_LONG = 30
"""Words without a stop after which a stretch counts as unpunctuated."""


def segment(
    session: Session,
    found: Evidence | None,
    threshold: float = 0.5,
    threshold_unpunctuated: float = 0.5,
) -> tuple[Utterance, ...]:
    """The thought units of a session, in order, with exact character spans.

    Every character of a turn but white space at the edges of units belongs to one unit.

    Args:
        session: With roles.
        found: The model's evidence; None gives one unit a turn.
        threshold: Probability from which a sentence begins a new unit.
        threshold_unpunctuated: The same for a word in text without punctuation.
    """
    units: list[Utterance] = []
    for index, turn in enumerate(session.turns):
        begin = len(turn.text) - len(turn.text.lstrip())
        end = len(turn.text.rstrip())
        if begin >= end:
            continue
        at = [begin]
        if found is not None:
            at += _boundaries(
                session, index, found, (threshold, threshold_unpunctuated), after=begin
            )
        role = session.role(turn.speaker)
        for first, following in zip(at, [*at[1:], end], strict=True):
            last = first + len(turn.text[first:following].rstrip())
            units.append(Utterance(index, first, last, role, turn.text[first:last]))
    return tuple(units)


def _boundaries(
    session: Session,
    index: int,
    found: Evidence,
    thresholds: tuple[float, float],
    after: int,
) -> list[int]:
    """Characters of one turn at which a new unit begins, the first left out."""
    return [
        at
        for at, chance, unpunctuated in boundary_candidates(session, index, found)
        if at > after and chance >= thresholds[unpunctuated]
    ]


def boundary_candidates(
    session: Session, index: int, found: Evidence
) -> Iterator[tuple[int, float, bool]]:
    """Where in a turn a new unit could begin, the turn's own beginning left out.

    Yields:
        Character, probability that a unit begins there, and whether the place is a word within
        unpunctuated text rather than the beginning of a sentence.
    """
    text = session.turns[index].text
    language = session.language or ""
    starts = sentence_starts(text, language)
    for number, (first, last) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True)):
        if number > 0:
            yield first, _begins(found, index, first), False
        if _unpunctuated(text[first:last]):
            for word, _ in tokens(text[first:last], language)[1:]:
                yield first + word, _begins(found, index, first + word), True


def _unpunctuated(stretch: str) -> bool:
    words = stretch.split()
    return len(words) > _LONG or (len(words) > 3 and not _PUNCTUATION.search(stretch))


def _begins(found: Evidence, turn: int, character: int) -> float:
    """Probability that a unit begins at a character."""
    token = found.tokens(turn, character, character + 1)
    logits = found.logits[token.start, HEADS[Head.BOUNDARY].slice]
    return float(softmax(logits)[HEADS[Head.BOUNDARY].classes.index("begins")])

"""Where a turn could be cut into thought units, and what the model says there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from spejl.model import Evidence
from spejl.model.evidence import Floats, softmax
from spejl.model.heads import HEADS, Head
from spejl.segment.sentences import sentence_starts, tokens
from spejl.sessions import Role, Session

_PUNCTUATION = re.compile(r"[.!?…]")
_LONG = 30
"""Words without a stop after which a stretch counts as unpunctuated."""
_UNLIKELY = 0.05
"""A place less probable than this is none; few are left, so that all ways to cut can be tried."""
_MOST = 50
"""Of more places in one turn only the likeliest are kept."""
_CODED_BY = {Role.PRACTITIONER: Head.CODE, Role.CLIENT: Head.TALK}


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one turn, and the pieces between them."""

    characters: tuple[int, ...]
    """Where each place is; n of them."""
    chances: npt.NDArray[np.float64]
    """Shape (n,): probability that a unit begins there."""
    unpunctuated: npt.NDArray[np.bool_]
    """Shape (n,): whether it is a word in unpunctuated text and no beginning of a sentence."""
    votes: Floats
    """Shape (n + 1, n_classes): the sum over each piece's tokens of what they say of its code."""
    sizes: npt.NDArray[np.int64]
    """Shape (n + 1,): tokens in each piece."""


def places(session: Session, index: int, found: Evidence) -> Places | None:
    """Where a turn could be cut; None if nowhere.

    A turn of someone who is neither practitioner nor client gets no code and is not cut.

    Args:
        session: With roles.
        index: Of the turn.
        found: The model's evidence.
    """
    text = session.turns[index].text
    head = _CODED_BY.get(session.role(session.turns[index].speaker))
    begin = len(text) - len(text.lstrip())
    likely = [
        (at, chance, unpunctuated)
        for at, unpunctuated in _candidates(text, session.language or "")
        if at > begin and (chance := _begins(found, index, at)) >= _UNLIKELY
    ]
    if head is None or not likely:
        return None
    likely = sorted(sorted(likely, key=lambda place: -place[1])[:_MOST])
    at, chances, unpunctuated = zip(*likely, strict=True)
    pieces = [found.tokens(index, *piece) for piece in pairwise((begin, *at, len(text.rstrip())))]
    votes = [found.logits[piece, HEADS[head].slice].sum(axis=0) for piece in pieces]
    sizes = [piece.stop - piece.start for piece in pieces]
    return Places(
        at, np.array(chances), np.array(unpunctuated), np.array(votes), np.array(sizes, np.int64)
    )


def _candidates(text: str, language: str) -> Iterator[tuple[int, bool]]:
    """Beginnings of sentences but the first, and of words in unpunctuated text (True)."""
    starts = sentence_starts(text, language)
    for number, (first, last) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True)):
        if number > 0:
            yield first, False
        if _unpunctuated(text[first:last]):
            for word, _ in tokens(text[first:last], language)[1:]:
                yield first + word, True


def _unpunctuated(stretch: str) -> bool:
    words = stretch.split()
    return len(words) > _LONG or (len(words) > 3 and not _PUNCTUATION.search(stretch))


def _begins(found: Evidence, turn: int, character: int) -> float:
    """Probability that a unit begins at a character."""
    token = found.tokens(turn, character, character + 1)
    logits = found.logits[token.start, HEADS[Head.BOUNDARY].slice]
    return float(softmax(logits)[HEADS[Head.BOUNDARY].classes.index("begins")])

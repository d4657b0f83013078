"""A conversation as token windows: the form in which the encoder reads it.

Each turn is a marker (who speaks) and the pieces of its text. The whole conversation is one
stream of tokens, cut into windows that overlap, so that every token is read with context on
both sides and is encoded about once.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from spejl.sessions import Role, Session

Ints = npt.NDArray[np.int64]

MARKERS = {
    Role.PRACTITIONER: "<practitioner>",
    Role.CLIENT: "<client>",
    Role.OTHER: "<other>",
    None: "<hidden>",
}
"""The token that opens a turn; `<hidden>` where the model is to say who speaks."""

GOAL = "<goal>"
BEGIN, PAD, END, UNKNOWN = "<s>", "<pad>", "</s>", "<unk>"
SPECIAL = (BEGIN, PAD, END, UNKNOWN, *MARKERS.values(), GOAL)
"""The special pieces, which open the vocabulary in this order."""

MOST_GOAL_PIECES = 32


class PieceEncoder(Protocol):
    """What is needed of a tokenizer."""

    def pieces(self, texts: Sequence[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
        """Piece ids and character spans of each text, without special pieces."""

    def special(self, piece: str) -> int:
        """The id of a special piece."""


@dataclass(frozen=True, slots=True)
class Stream:
    """All tokens of a conversation. Arrays of shape (n_tokens,)."""

    ids: Ints
    turn: Ints
    """0-based turn of each token."""
    start: Ints
    """First character in the turn's text; -1 for the marker."""
    end: Ints
    """One past the last character; -1 for the marker."""
    goal: Ints
    """Ids that open every window: begin, and the goal where one is known."""


def stream(session: Session, encoder: PieceEncoder, hide_roles: bool = False) -> Stream:
    """The token stream of a conversation.

    Args:
        session: With roles, unless they are to be hidden.
        encoder: The model's tokenizer.
        hide_roles: Put `<hidden>` before every turn.
    """
    ids: list[int] = []
    turns: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, (turn, (pieces, spans)) in enumerate(
        zip(session.turns, encoder.pieces([t.text for t in session.turns]), strict=True)
    ):
        role = None if hide_roles else session.role(turn.speaker)
        ids += [encoder.special(MARKERS[role]), *pieces]
        turns += [index] * (len(pieces) + 1)
        starts += [-1, *(start for start, _ in spans)]
        ends += [-1, *(end for _, end in spans)]
    opening = [encoder.special(BEGIN)]
    if session.goal:
        goal, _ = encoder.pieces([session.goal])[0]
        opening += [encoder.special(GOAL), *goal[:MOST_GOAL_PIECES]]
    return Stream(*(np.asarray(x, dtype=np.int64) for x in (ids, turns, starts, ends, opening)))


@dataclass(frozen=True, slots=True)
class Cut:
    """One window: tokens first to last of the stream are read, keep_first to keep_last kept."""

    first: int
    last: int
    keep_first: int
    keep_last: int


def cuts(n_tokens: int, room: int, overlap: int) -> tuple[Cut, ...]:
    """Windows over a stream of n tokens; the kept parts tile it without gap or overlap.

    As few windows as possible, all of one length, so that no token is read more often than the
    overlap asks for.

    Args:
        n_tokens: Length of the stream.
        room: Tokens of the stream that fit in a window.
        overlap: Tokens that two neighbouring windows share (one more or less where the stream
            cannot be divided evenly); half of them are kept by each.
    """
    if n_tokens <= room:
        return (Cut(0, n_tokens, 0, n_tokens),) if n_tokens else ()
    n_windows = math.ceil((n_tokens - overlap) / (room - overlap))
    length = math.ceil((n_tokens + (n_windows - 1) * overlap) / n_windows)
    firsts = [i * (n_tokens - length) // (n_windows - 1) for i in range(n_windows)]
    found: list[Cut] = []
    kept = 0
    for number, first in enumerate(firsts):
        last = first + length
        until = (firsts[number + 1] + last) // 2 if number + 1 < n_windows else n_tokens
        found.append(Cut(first, last, kept, until))
        kept = until
    return tuple(found)

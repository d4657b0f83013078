"""Stretches of speech, as recognisers and annotation programs cut them, into turns."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from spejl.errors import TranscriptError
from spejl.sessions import Session, Turn

UNKNOWN = "UNKNOWN"
"""Speaker of a stretch for which the file names none."""


def joined(pieces: Iterable[Turn]) -> list[Turn]:
    """Turns: stretches of one speaker in a row become one, those without text are left out."""
    spoken = (piece for piece in pieces if piece.text.strip())
    return [_one(list(row)) for _, row in groupby(spoken, key=lambda piece: piece.speaker)]


def _one(row: Sequence[Turn]) -> Turn:
    text = " ".join(" ".join(piece.text.split()) for piece in row)
    ends = [piece.end for piece in row if piece.end is not None]
    return Turn(row[0].speaker, text, row[0].start, max(ends, default=None))


def in_time(tiers: Sequence[Sequence[Turn]]) -> list[Turn]:
    """The stretches of all tiers by the time at which they begin.

    One without a time stays behind the stretch before it in its tier.
    """
    keyed: list[tuple[float, int, int, Turn]] = []
    for tier, pieces in enumerate(tiers):
        last = 0.0
        for number, piece in enumerate(pieces):
            last = last if piece.start is None else piece.start
            keyed.append((last, tier, number, piece))
    return [piece for *_, piece in sorted(keyed, key=lambda key: key[:3])]


def conversation(name: str, pieces: Iterable[Turn], path: Path, expected: str) -> Session:
    """A session of stretches of speech.

    Args:
        name: The session's id.
        pieces: In the order in which they are said.
        path: The file they come from.
        expected: How this form names speakers, for the messages.

    Raises:
        TranscriptError: There is no speech, or only one speaker.
    """
    turns = joined(pieces)
    if not turns:
        raise TranscriptError(f"no speech was found; expected {expected}", path)
    if len({turn.speaker for turn in turns}) == 1:
        raise TranscriptError(
            f"only one speaker was found; expected a practitioner and a client, as {expected}",
            path,
        )
    return Session(name, tuple(turns))

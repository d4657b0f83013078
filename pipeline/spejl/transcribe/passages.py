"""Stretches of speech put together into passages of at most half a minute.

Whisper reads 30 seconds at a time, however little is said in them. Silence between stretches is
left out, because it is there that recognisers invent.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from spejl.transcribe.spans import Stretch

if TYPE_CHECKING:
    from spejl.transcribe.sound import Sound

SAMPLES_PER_SECOND = 16_000
LONGEST = 30.0
"""Seconds of sound in a passage."""
_MARGIN = 0.3
"""Seconds of silence kept on each side of a stretch, as far as there are so many."""
_EARLIEST_CUT = 15.0
"""Seconds of a stretch that is too long before which it is not cut."""
_OVERHANG = 0.1
"""Seconds of a word after a cut from which it is taken to be said there."""
_FRAME = SAMPLES_PER_SECOND // 10

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Passage:
    """Sound of some stretches, end to end."""

    samples: Samples
    pieces: tuple[Stretch, ...]
    """Where in the recording its parts come from, in order."""

    def time_at(self, seconds: float) -> float:
        """The time in the recording of a time in the passage."""
        left = seconds
        for piece in self.pieces:
            length = piece.end - piece.start
            if left <= length or piece is self.pieces[-1]:
                return piece.start + min(max(left, 0.0), length)
            left -= length
        return 0.0

    def times_of(self, start: float, end: float) -> tuple[float, float]:
        """The times in the recording of a word in the passage; never across what was left out.

        A recogniser lets words begin early, in the silence before them: one over a cut belongs
        to the piece in which it ends, unless hardly any of it is there.
        """
        cut = 0.0
        for piece, following in pairwise(self.pieces):
            cut += piece.end - piece.start
            if start < cut < end:
                if end - cut < _OVERHANG:
                    return self.time_at(start), piece.end
                return following.start, max(following.start, self.time_at(end))
        return self.time_at(start), self.time_at(end)


def passages(
    sound: "Sound", speech: Sequence[Stretch], channel: int | None = None
) -> Iterator[Passage]:
    """Exactly these stretches as passages, in order; one is in memory at a time.

    A stretch that is longer than a passage is cut where it is most quiet.
    """
    for group in _grouped(piece for s in speech for piece in _cut(sound, s, channel)):
        parts: list[Any] = [sound.samples(p.start, p.end, channel) for p in group]
        yield Passage(np.concatenate(parts).astype(np.float32, copy=False), group)


def listening_plan(
    sound: "Sound", speech: Sequence[Stretch], channel: int | None = None
) -> tuple[tuple[Stretch, ...], ...]:
    """What to listen to, a group a passage: the speech with some silence on both sides of it."""
    wider = _with_margins(speech, sound.seconds)
    return tuple(_grouped(piece for s in wider for piece in _cut(sound, s, channel)))


def _grouped(stretches: Iterable[Stretch]) -> Iterator[tuple[Stretch, ...]]:
    group: list[Stretch] = []
    length = 0.0
    for stretch in stretches:
        seconds = stretch.end - stretch.start
        # A millisecond more is no reason to part what was put together before.
        if group and length + seconds > LONGEST + 0.001:
            yield tuple(group)
            group, length = [], 0.0
        group.append(stretch)
        length += seconds
    if group:
        yield tuple(group)


def _with_margins(speech: Sequence[Stretch], seconds: float) -> Iterator[Stretch]:
    before = 0.0
    for index, stretch in enumerate(speech):
        after = speech[index + 1].start if index + 1 < len(speech) else seconds
        middle = (stretch.end + after) / 2 if index + 1 < len(speech) else after
        end = min(max(middle, stretch.end), stretch.end + _MARGIN, seconds)
        yield Stretch(max(before, stretch.start - _MARGIN), end)
        before = end


def _cut(sound: "Sound", stretch: Stretch, channel: int | None) -> Iterator[Stretch]:
    start = stretch.start
    while stretch.end - start > LONGEST:
        first = start + _EARLIEST_CUT
        samples = sound.samples(first, start + LONGEST, channel)
        frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
        quietest = int(np.argmin(np.square(frames).mean(axis=1))) if len(frames) else 0
        end = first + (quietest + 0.5) * _FRAME / SAMPLES_PER_SECOND
        yield Stretch(start, end)
        start = end
    yield Stretch(start, stretch.end)

"""How loud each channel is in every 20 ms, and what follows: who has which channel to themselves.

A channel is a speaker's own where the other speaker comes through it much weaker, if at all.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spejl.transcribe.sound import RATE, Sound

FRAME = 0.02
"""Seconds in a frame."""

_STEP = 60.0
_FLOOR = -120.0
_DEAD = 40.0
"""A channel this many dB under the other has nothing to say."""
_CANCELLED = 15.0
"""A mix this many dB under its louder channel is of one signal turned round."""
_ACTIVE = 25.0
"""Frames this many dB under a loud one are pauses."""
_CLEAR = 6.0
"""From this difference in dB a frame belongs to one channel."""
_LEAST_CLEAR = 0.6
_LEAST_OWN = 0.04
_LEAST_SWING = 12.0
"""Speech is this many dB louder than its pauses; hum is not."""
_OVER_CROSSTALK = 6.0


@dataclass(frozen=True, slots=True)
class Layout:
    """What the two channels of a recording are."""

    separate: bool
    """Each has a speaker of its own."""
    alone: int | None = None
    """The channel to be taken by itself, because nothing is on the other or because they cancel
    each other out; None where they can be mixed."""


def levels(sound: Sound, mixed: bool = False) -> NDArray[np.float32]:
    """The level of every channel in every frame.

    Args:
        sound: With one channel or two.
        mixed: Of the mean of all channels instead.

    Returns:
        *Shape:* (channels, frames), in dB under full scale, at least -120.
    """
    channels = (None,) if mixed else tuple(range(sound.n_channels))
    size = round(FRAME * RATE)
    rows: list[NDArray[np.float32]] = []
    for start, end in sound.pieces(_STEP):
        row = []
        for channel in channels:
            piece = sound.samples(start, end, channel)
            piece = np.pad(piece, (0, -len(piece) % size)).reshape(-1, size)
            row.append(10 * np.log10(np.mean(piece**2, axis=1) + 1e-12))
        rows.append(np.asarray(row, np.float32))
    if not rows:
        return np.zeros((len(channels), 0), np.float32)
    return np.maximum(np.concatenate(rows, axis=1), _FLOOR)


def layout(level: NDArray[np.float32], mix: NDArray[np.float32]) -> Layout:
    """Whether two channels have a speaker each.

    They have where most frames of speech are clearly louder on one channel, now on the left,
    now on the right. The same signal on both, a room picked up by two microphones, one channel
    that is a weaker copy, and a channel of hum do not look so.

    Args:
        level: *Shape:* (2, frames), in dB.
        mix: *Shape:* (1, frames), the same of the mean of both.
    """
    if not level.size:
        return Layout(separate=False)
    loud = np.percentile(level, 95, axis=1)
    if abs(loud[0] - loud[1]) > _DEAD or np.percentile(mix, 95) < loud.max() - _CANCELLED:
        return Layout(separate=False, alone=int(loud.argmax()))
    if np.any(loud - np.percentile(level, 10, axis=1) < _LEAST_SWING):
        return Layout(separate=False)
    active = level.max(axis=0) > loud.max() - _ACTIVE
    difference = (level[0] - level[1])[active]
    left, right = float(np.mean(difference > _CLEAR)), float(np.mean(difference < -_CLEAR))
    return Layout(separate=left + right >= _LEAST_CLEAR and min(left, right) >= _LEAST_OWN)


def speaking(level: NDArray[np.float32]) -> NDArray[np.bool_]:
    """In which frames each channel carries its own speaker.

    In a frame of one speaker the other channel is weaker by the cross-talk of the recording,
    which is measured on the frames where the difference is clear; where both channels are
    louder than cross-talk explains, both speak.

    Args:
        level: *Shape:* (2, frames), in dB, of a recording with a speaker on each channel.

    Returns:
        *Shape:* (2, frames).
    """
    found = np.zeros(level.shape, bool)
    smooth = np.array([_smoothed(row) for row in level], np.float32)
    for channel in (0, 1):
        own, other = smooth[channel], smooth[1 - channel]
        loud = own > np.percentile(own, 95) - _ACTIVE
        clear = loud & (own < other - _CLEAR)
        crosstalk = float(np.median((own - other)[clear])) if clear.any() else -np.inf
        found[channel] = loud & ((own >= other) | (own > other + crosstalk + _OVER_CROSSTALK))
    return found


def _smoothed(row: NDArray[np.float32]) -> NDArray[np.float64]:
    """The mean power over five frames, in dB: syllables hold together, single frames do not."""
    power = np.convolve(10 ** (row.astype(np.float64) / 10), np.ones(5) / 5, mode="same")
    return np.asarray(10 * np.log10(power + 1e-12))

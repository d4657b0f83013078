"""Where somebody speaks: the Silero voice activity detector that faster-whisper carries.

Sound is read in pieces of some minutes, so that hours take no more memory than minutes. Where
each speaker has a channel, a channel is silenced first in the frames that are not its speaker's:
the detector would take cross-talk for speech.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from spejl.errors import AudioError, MissingExtraError
from spejl.transcribe.levels import FRAME, levels, speaking
from spejl.transcribe.sound import RATE, Sound
from spejl.transcribe.spans import Stretch

_PIECE = 300.0
_SILENCE_MS = 250
_PAD_MS = 60
_AROUND = 5
"""Frames that stay around the frames of a channel's speaker, for soft beginnings and ends."""
_SEAM = 2 * _PAD_MS / 1000


def find_speech(sound: Sound, channel: int | None = None) -> tuple[Stretch, ...]:
    """The stretches in which somebody speaks, in order, without overlaps.

    Args:
        sound: A decoded recording.
        channel: 0 or 1: only what the speaker of this channel says, where each has one. There
            may be nothing.

    Raises:
        AudioError: Nobody speaks in the whole recording (`channel` is None).
        MissingExtraError: The libraries are not installed.
    """
    own = speaking(levels(sound)) if sound.n_channels == 2 else None
    if own is None or channel is not None:
        found = _of_channel(sound, channel, own)
    else:
        found = _joined([*_of_channel(sound, 0, own), *_of_channel(sound, 1, own)], 0.0)
    if channel is None and not found:
        raise AudioError(
            f"no speech was found in {sound.seconds:.0f} seconds; listen whether the recording is "
            "silent, or very quiet, or another one than you meant",
            sound.source or sound.path,
        )
    return found


def _of_channel(
    sound: Sound, channel: int | None, own: NDArray[np.bool_] | None
) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for start, end in sound.pieces(_PIECE):
        samples = sound.samples(start, end, channel)
        if own is not None and channel is not None:
            first = round(start / FRAME)
            samples = samples * _gate(own[channel], first, len(samples))
        found += [Stretch(start + a, start + b) for a, b in _detected(samples)]
    return _joined(found, _SEAM)


def _gate(own: NDArray[np.bool_], first: int, n_samples: int) -> NDArray[np.float32]:
    size = round(FRAME * RATE)
    wide = np.convolve(own, np.ones(2 * _AROUND + 1), mode="same") > 0
    frames = wide[first : first + -(-n_samples // size)]
    return np.repeat(frames.astype(np.float32), size)[:n_samples]


def _detected(samples: NDArray[np.float32]) -> list[tuple[float, float]]:
    try:
        from faster_whisper.vad import VadOptions, get_speech_timestamps
    except ImportError:
        raise MissingExtraError("Finding speech in recordings", "audio") from None
    options = VadOptions(min_silence_duration_ms=_SILENCE_MS, speech_pad_ms=_PAD_MS)
    found = get_speech_timestamps(samples, options)
    return [(one["start"] / RATE, one["end"] / RATE) for one in found]


def _joined(stretches: Iterable[Stretch], gap: float) -> tuple[Stretch, ...]:
    """Stretches in order; those that overlap or have no more than a gap between them are one."""
    found: list[Stretch] = []
    for one in sorted(stretches, key=lambda s: s.start):
        if found and one.start - found[-1].end <= gap:
            found[-1] = Stretch(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return tuple(found)

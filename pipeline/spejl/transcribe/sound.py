"""The sound of a recording as plain numbers in a file, read piece by piece."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spejl.errors import AudioError

RATE = 16_000
"""Samples a second."""

PCM, NOTE = "sound.pcm", "sound.json"
_FORMAT = 1
_FULL = 32768.0


@dataclass(frozen=True, slots=True)
class Sound:
    """A decoded recording: 16-bit samples, 16 000 a second, channels interleaved."""

    path: Path
    """The file that holds the samples."""
    seconds: float
    n_channels: int
    """2 only where each speaker has a channel of their own; 1 otherwise."""
    source: str = ""
    """The recording's file, for messages."""
    warning: str = ""
    """What is wrong with the recording although it could be read; empty where nothing is."""

    def samples(self, start: float, end: float, channel: int | None = None) -> NDArray[np.float32]:
        """A piece of the sound.

        Args:
            start: In seconds; before the beginning means the beginning.
            end: In seconds; after the end means the end.
            channel: 0 or 1; None for the mean of all channels.

        Returns:
            *Shape:* (samples,), from -1 to 1.
        """
        first, last = (round(min(max(t, 0.0), self.seconds) * RATE) for t in (start, end))
        if last <= first:
            return np.zeros(0, np.float32)
        whole = np.memmap(self.path, np.dtype("<i2"), "r").reshape(-1, self.n_channels)
        piece = whole[first:last]
        if channel is None:
            return np.asarray(piece.mean(axis=1, dtype=np.float32) / _FULL, np.float32)
        return np.asarray(piece[:, channel].astype(np.float32) / _FULL, np.float32)

    def pieces(self, seconds: float) -> Iterator[tuple[float, float]]:
        """Starts and ends in seconds that cut the sound into pieces of at most this length."""
        n = int(np.ceil(self.seconds / seconds))
        return ((i * seconds, min((i + 1) * seconds, self.seconds)) for i in range(n))


def save_sound(sound: Sound, folder: Path) -> None:
    """Note beside the samples what they are; until then `open_sound` finds nothing."""
    part = folder / f"{NOTE}.part"
    note = {
        "format": _FORMAT,
        "samples": round(sound.seconds * RATE),
        "n_channels": sound.n_channels,
        "source": sound.source,
        "warning": sound.warning,
    }
    part.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
    part.replace(folder / NOTE)


def open_sound(folder: Path) -> Sound:
    """The sound that `decode` left in a folder.

    Raises:
        AudioError: There is none, or it is not whole.
    """
    path = folder / PCM
    try:
        note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        n, n_channels = int(note["samples"]), int(note["n_channels"])
        whole = note["format"] == _FORMAT and path.stat().st_size == n * n_channels * 2
        sound = Sound(path, n / RATE, n_channels, note["source"], note["warning"])
    except (OSError, ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        raise AudioError("there is no whole decoded sound here; decode the recording again", path)
    return sound

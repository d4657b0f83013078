"""Mel spectra of speech, as the voice encoder was trained on them (Slaney's scale and norm)."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from spejl.transcribe.sound import RATE

BANDS = 40
_WINDOW, _HOP = 400, 160
_LINEAR_HZ = 200 / 3
"""Hertz per mel under 1000 Hz."""
_BREAK_HZ, _BREAK_MEL = 1000.0, 15.0
_LOG_STEP = np.log(6.4) / 27
"""Growth of the logarithm of the frequency per mel from 1000 Hz on."""


def mel(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Power in 40 bands every 10 ms, in windows of 25 ms centred on their time.

    Args:
        samples: *Shape:* (n,), 16 000 a second.

    Returns:
        *Shape:* (n // 160 + 1, 40); not logarithmic.
    """
    around = np.pad(samples, _WINDOW // 2)
    frames = np.lib.stride_tricks.sliding_window_view(around, _WINDOW)[::_HOP]
    power = np.abs(np.fft.rfft(frames * _hann(), axis=1)) ** 2
    return np.asarray(power @ _filters().T, np.float32)


@cache
def _hann() -> NDArray[np.float64]:
    return np.asarray(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WINDOW) / _WINDOW))


@cache
def _filters() -> NDArray[np.float64]:
    """Triangles of equal area between neighbouring mels. *Shape:* (40, 201)."""
    edges = _hertz(np.linspace(0, _mels(RATE / 2), BANDS + 2))
    bins = np.arange(_WINDOW // 2 + 1) * RATE / _WINDOW
    rising = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    triangles = np.maximum(0, np.minimum(rising, falling))
    return np.asarray(triangles * (2 / (edges[2:] - edges[:-2]))[:, None])


def _mels(hertz: float) -> float:
    if hertz < _BREAK_HZ:
        return hertz / _LINEAR_HZ
    return float(_BREAK_MEL + np.log(hertz / _BREAK_HZ) / _LOG_STEP)


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    above = _BREAK_HZ * np.exp((mels - _BREAK_MEL) * _LOG_STEP)
    return np.where(mels < _BREAK_MEL, mels * _LINEAR_HZ, above)

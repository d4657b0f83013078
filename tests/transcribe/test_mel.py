"""The voice encoder's spectra."""

import numpy as np
import pytest

from spejl.transcribe.mel import BANDS, mel
from spejl.transcribe.sound import RATE


def sweep(seconds: float = 1.6) -> np.ndarray:  # type: ignore[type-arg]
    """From 100 Hz up to 7 kHz."""
    at = np.arange(round(seconds * RATE)) / RATE
    return np.asarray(0.1 * np.sin(2 * np.pi * (100 + 2150 * at) * at), np.float32)


def test_a_tone_lies_in_its_band() -> None:
    """Under 1 kHz a mel is 66.7 Hz, and 40 bands up to 8 kHz are 45.245 / 41 mels apart."""
    at = np.arange(RATE) / RATE
    for band in (3, 6, 10):
        hertz = (band + 1) * 45.2453 / 41 * 200 / 3
        found = mel(np.asarray(np.sin(2 * np.pi * hertz * at), np.float32))
        assert found.shape == (101, BANDS)
        assert found[50].argmax() == band


def test_power_not_logarithm() -> None:
    assert np.allclose(mel(2 * sweep()), 4 * mel(sweep()), rtol=1e-4)


def test_known_values() -> None:
    """The loudest band of some frames and its power, from librosa 0.11.0 with the same settings."""
    expected = [
        (10, 6, 1.41468),
        (50, 23, 0.646119),
        (80, 29, 0.427964),
        (120, 34, 0.208652),
        (150, 37, 0.199791),
    ]
    found = mel(sweep())
    assert [(at, int(found[at].argmax())) for at, _, _ in expected] == [e[:2] for e in expected]
    assert [found[at, band] for at, band, _ in expected] == pytest.approx(
        [power for _, _, power in expected], rel=1e-4
    )


def test_equal_to_librosa() -> None:
    librosa = pytest.importorskip("librosa", reason="librosa is the reference where it is there")
    expected = librosa.feature.melspectrogram(
        y=sweep(), sr=RATE, n_fft=400, hop_length=160, n_mels=40
    ).T
    assert np.allclose(mel(sweep()), expected, rtol=1e-3, atol=1e-6 * expected.max())

"""Where somebody speaks: in silence, in noise, across the seams of pieces, on each channel."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spejl.errors import AudioError
from spejl.transcribe import speech as module
from spejl.transcribe.sound import RATE
from spejl.transcribe.spans import SpeakerStretch, Stretch
from spejl.transcribe.speech import _joined, find_speech
from transcribe.spoken import needs_espeak, sound_of, talk

pytest.importorskip("faster_whisper", reason="needs the audio extra")


def share_found(truth: tuple[SpeakerStretch, ...], found: tuple[Stretch, ...]) -> float:
    said = sum(s.end - s.start for s in truth)
    heard = sum(max(0.0, min(s.end, f.end) - max(s.start, f.start)) for s in truth for f in found)
    return heard / said


@pytest.mark.parametrize("loudness", [0.0, 1e-4, 0.05], ids=["dead", "hiss", "noise"])
def test_where_nobody_speaks_it_is_said(loudness: float, tmp_path: Path) -> None:
    noise = np.random.default_rng(1).standard_normal((1, 8 * RATE)) * loudness
    with pytest.raises(AudioError, match="no speech was found in 8 seconds"):
        find_speech(sound_of(noise.astype(np.float32), tmp_path))


@needs_espeak
@pytest.mark.parametrize("language", ["da", "sv", "nb", "en"])
def test_speech_is_found_and_silence_is_not(language: str, tmp_path: Path) -> None:
    made = talk(language, ("m3", "f4"), 4)
    silence = np.zeros((2, 5 * RATE), np.float32)
    voices = np.concatenate([silence, made.voices, silence], axis=1).sum(axis=0, keepdims=True)
    noise = np.random.default_rng(1).standard_normal(voices.shape) * 0.002
    sound = sound_of((voices + noise).astype(np.float32), tmp_path)
    found = find_speech(sound)
    truth = tuple(SpeakerStretch(s.start + 5, s.end + 5, s.speaker) for s in made.truth)
    assert share_found(truth, found) > 0.95
    assert found[0].start > 5 and found[-1].end < sound.seconds - 4.8
    assert sum(f.end - f.start for f in found) < made.seconds


@needs_espeak
def test_pieces_leave_no_seam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = sound_of(talk("da", ("m3", "f4"), 4).mono(), tmp_path)
    whole = find_speech(sound)
    monkeypatch.setattr(module, "_PIECE", 2.0)
    cut = find_speech(sound)
    seconds = sum(one.end - one.start for one in whole)
    assert sum(one.end - one.start for one in cut) == pytest.approx(seconds, rel=0.05)
    assert len(cut) <= len(whole) + 2


@needs_espeak
def test_a_channel_holds_its_own_speaker_only(tmp_path: Path) -> None:
    made = talk("sv", ("m3", "f4"), 4)
    sound = sound_of(made.stereo(crosstalk=0.1), tmp_path)
    for channel in (0, 1):
        found = find_speech(sound, channel)
        own = tuple(s for s in made.truth if s.speaker == channel)
        other = tuple(s for s in made.truth if s.speaker != channel)
        assert share_found(own, found) > 0.95
        assert share_found(other, found) < 0.03
    assert share_found(made.truth, find_speech(sound)) > 0.95


times = st.tuples(st.integers(0, 100), st.integers(1, 20)).map(
    lambda t: Stretch(t[0] / 4, (t[0] + t[1]) / 4)
)


@given(st.lists(times, max_size=12))
def test_joined_stretches_cover_the_same_and_do_not_touch(stretches: list[Stretch]) -> None:
    found = _joined(stretches, 0.0)
    assert all(a.end < b.start for a, b in pairwise(found))
    for at in np.arange(0.125, 30, 0.25):
        before = any(s.start <= at < s.end for s in stretches)
        assert any(f.start <= at < f.end for f in found) == before

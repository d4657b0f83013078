"""Who speaks when, on made conversations whose truth is known."""

import socket
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from spejl.errors import ModelError
from spejl.transcribe import voices as voices_module
from spejl.transcribe.decode import decode
from spejl.transcribe.mel import mel
from spejl.transcribe.sound import RATE, Sound
from spejl.transcribe.spans import Speakers, SpeakerStretch, Stretch, in_order
from spejl.transcribe.speakers import ByChannel, ByVoice, diariser_for
from spejl.transcribe.speech import find_speech
from spejl.transcribe.voices import Voices
from transcribe.errors_of_speakers import Errors, errors
from transcribe.spoken import (
    LINES,
    Talk,
    conversation,
    needs_espeak,
    sound_of,
    talk,
    write_wav,
)

pytest.importorskip("faster_whisper", reason="needs the audio extra")


class Tones(Voices):
    """Stands for the encoder where tones stand for voices: the shape of the spectrum.

    A tone is always the same, and a voice never is: each piece is changed a little.
    """

    def __init__(self) -> None:
        self._rng = np.random.default_rng(3)

    def embed(self, pieces: list[NDArray[np.float32]]) -> NDArray[np.float32]:  # type: ignore[override]
        found = np.array([mel(piece).mean(axis=0) for piece in pieces]).reshape(-1, 40)
        found = found / np.linalg.norm(found, axis=1, keepdims=True)
        found = found + 0.05 * self._rng.standard_normal(found.shape)
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


def tones(turns: list[tuple[float, float, float]], folder: Path) -> Sound:
    """A tone of so many hertz from a start to an end, a little unsteady."""
    n = round((turns[-1][2] + 0.5) * RATE)
    track = 1e-4 * np.random.default_rng(2).standard_normal(n)
    for hertz, start, end in turns:
        at = np.arange(round(start * RATE), round(end * RATE))
        track[at] += 0.2 * np.sin(2 * np.pi * hertz * at / RATE)
    return sound_of(track[None].astype(np.float32), folder)


def test_turns_are_cut_where_the_voice_changes(tmp_path: Path) -> None:
    """Also inside a stretch of speech, where no pause tells."""
    sound = tones([(300, 0, 4), (1500, 4, 9), (300, 9, 12), (1500, 12.5, 16)], tmp_path)
    speech = (Stretch(0, 12), Stretch(12.5, 16))
    found = ByVoice(Tones()).find(sound, speech)
    assert found.certain and found.n_speakers == 2
    assert [one.speaker for one in found.stretches] == [0, 1, 0, 1]
    cuts = [one.start for one in found.stretches]
    assert cuts == pytest.approx([0, 4, 9, 12.5], abs=0.3)
    assert found.stretches[-1].end == 16


def test_one_voice_is_doubted(tmp_path: Path) -> None:
    sound = tones([(300, 0, 12)], tmp_path)
    found = ByVoice(Tones()).find(sound, (Stretch(0, 12),))
    assert not found.certain and "could not be told apart" in found.reason
    alone = ByVoice(Tones()).find(sound, (Stretch(0, 12),), 1)
    assert (alone.certain, alone.n_speakers, len(alone.stretches)) == (True, 1, 1)


def test_three_voices_are_asked_about_and_not_guessed(tmp_path: Path) -> None:
    turns = [(300, 0, 6), (1000, 6.5, 12), (3000, 12.5, 18)]
    sound = tones(turns, tmp_path)
    speech = tuple(Stretch(start, end) for _, start, end in turns)
    two = ByVoice(Tones()).find(sound, speech)
    assert not two.certain and "3 voices, not 2" in two.reason and two.n_speakers == 2
    unknown = ByVoice(Tones()).find(sound, speech, None)
    assert not unknown.certain and "3 voices were found" in unknown.reason
    assert unknown.n_speakers == 3
    three = ByVoice(Tones()).find(sound, speech, 3)
    assert three.certain and [one.speaker for one in three.stretches] == [0, 1, 2]


def test_next_to_no_speech(tmp_path: Path) -> None:
    sound = tones([(300, 0, 3)], tmp_path)
    found = ByVoice(Tones()).find(sound, (Stretch(1, 1.1),))
    assert not found.certain and found.stretches == (SpeakerStretch(1, 1.1, 0),)
    assert ByVoice(Tones()).find(sound, ()).n_speakers == 0


def test_speakers_are_numbered_as_they_are_heard() -> None:
    given = (SpeakerStretch(5, 6, 1), SpeakerStretch(1, 2, 7), SpeakerStretch(3, 4, 1))
    assert [s.speaker for s in in_order(given)] == [0, 1, 1]


def found_in(made: Talk, folder: Path, by: ByVoice | ByChannel, n: int | None = 2) -> Speakers:
    samples = made.stereo() if isinstance(by, ByChannel) else made.mono()
    sound = sound_of(samples, folder)
    return by.find(sound, find_speech(sound), n)


def wrong(made: Talk, found: Speakers, collar: float = 0.25) -> Errors:
    return errors(made.truth, found.stretches, made.seconds, collar)


@needs_espeak
@pytest.mark.parametrize("language", LINES)
def test_by_channel(language: str, tmp_path: Path) -> None:
    """Voices that no encoder tells apart are no matter where each has a channel."""
    made = talk(language, ("f2", "f5"), 4)
    found = found_in(made, tmp_path, ByChannel())
    assert found.certain and found.n_speakers == 2 and found.channels == (0, 1)
    assert wrong(made, found).rate < 0.05
    assert wrong(made, found, 0.0).rate < 0.1


@needs_espeak
def test_by_channel_marks_overlaps(tmp_path: Path) -> None:
    made = talk("en", ("m3", "f4"), 4, overlap=0.8)
    found = found_in(made, tmp_path, ByChannel())
    assert wrong(made, found).missed < 0.02
    one, two = found.stretches[:2]
    assert one.speaker != two.speaker and 0.4 < one.end - two.start < 1.0


@needs_espeak
def test_channels_keep_their_speakers_when_the_right_one_begins(tmp_path: Path) -> None:
    made = talk("da", ("m3", "f4"), 4)
    sound = sound_of(made.stereo()[::-1], tmp_path)
    found = ByChannel().find(sound, find_speech(sound))
    assert found.stretches[0].speaker == 0 and found.channels == (1, 0)
    doubted = ByChannel().find(sound, find_speech(sound), 3)
    assert not doubted.certain and "3 speakers were expected" in doubted.reason


@needs_espeak
@pytest.mark.parametrize("language", LINES)
def test_by_voice(language: str, voices: Voices, tmp_path: Path) -> None:
    made = talk(language, ("m3", "f4"), 6)
    found = found_in(made, tmp_path, ByVoice(voices))
    assert found.certain, found.reason
    assert wrong(made, found).rate < 0.05
    assert wrong(made, found).confused < 0.02


@needs_espeak
def test_voices_that_are_almost_the_same_are_doubted(voices: Voices, tmp_path: Path) -> None:
    found = found_in(talk("da", ("f2", "f5"), 6), tmp_path, ByVoice(voices))
    assert not found.certain and "could not be told apart" in found.reason


@needs_espeak
def test_sentences_that_come_again_are_no_third_voice(voices: Voices, tmp_path: Path) -> None:
    """Two voices say two sentences each, and all of it is heard five times."""
    four = (
        "Hva vil du snakke om i dag?",
        "Jeg har tenkt på søvnen min.",
        "Du er sliten og vil sove bedre.",
        "Ja. Jeg vil legge meg tidligere.",
    )
    made = conversation([(i % 2, line) for i, line in enumerate(four)], "nb")
    sound = sound_of(np.tile(made.mono(), (1, 5)), tmp_path)
    found = ByVoice(voices).find(sound, find_speech(sound), None)
    assert (found.certain, found.n_speakers) == (True, 2), found.reason


@needs_espeak
def test_a_third_real_voice_is_noticed(voices: Voices, tmp_path: Path) -> None:
    made = talk("da", ("m3", "f4", "m7"), 9)
    assert "3 voices, not 2" in found_in(made, tmp_path, ByVoice(voices)).reason
    three = found_in(made, tmp_path, ByVoice(voices), 3)
    assert three.certain and wrong(made, three).rate < 0.05


@needs_espeak
def test_from_file_to_speakers_without_a_socket(
    voices: Voices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "socket", None)
    made = talk("nb", ("m3", "f4"), 6)
    for samples in (made.mono(), made.stereo()):
        sound = decode(write_wav(samples, tmp_path / "a.wav"), tmp_path / "sound")
        by = ByVoice(voices) if sound.n_channels == 1 else diariser_for(sound, tmp_path)
        found = by.find(sound, find_speech(sound))
        assert sound.n_channels == len(samples) and wrong(made, found).rate < 0.05


def test_without_weights_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices_module, "_installed", lambda: None)
    with pytest.raises(ModelError, match="spejl models fetch voices"):
        diariser_for(tones([(300, 0, 3)], tmp_path / "sound"), tmp_path)

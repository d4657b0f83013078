"""Conversations spoken by espeak-ng and put together by numpy, with who said what and when."""

import shutil
import subprocess
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from spejl.transcribe.sound import PCM, RATE, Sound, open_sound, save_sound
from spejl.transcribe.spans import SpeakerStretch

ESPEAK = shutil.which("espeak-ng")
needs_espeak = pytest.mark.skipif(ESPEAK is None, reason="needs espeak-ng (apt install espeak-ng)")

APART = ("m3", "f4")
"""Variants of espeak's voices that sound like two people."""

LINES = {
    "da": (
        "Hvad har du tænkt over siden sidst vi talte sammen?",
        "Jeg har prøvet at gå en tur hver dag, men det er svært.",
        "Så du er kommet i gang, selv om det ikke er let for dig.",
        "Ja, og om aftenen ryger jeg stadig for mange cigaretter.",
        "Hvad ville være anderledes, hvis du røg mindre om aftenen?",
        "Jeg tror, at jeg ville sove bedre og hoste mindre.",
    ),
    "sv": (
        "Vad har du tänkt på sedan vi talades vid förra gången?",
        "Jag har försökt att ta en promenad varje dag, men det är svårt.",
        "Så du har kommit i gång, fast det inte är lätt för dig.",
        "Ja, och på kvällen röker jag fortfarande för många cigaretter.",
        "Vad skulle bli annorlunda om du rökte mindre på kvällen?",
        "Jag tror att jag skulle sova bättre och hosta mindre.",
    ),
    "nb": (
        "Hva har du tenkt på siden sist vi snakket sammen?",
        "Jeg har prøvd å gå en tur hver dag, men det er vanskelig.",
        "Så du er kommet i gang, selv om det ikke er lett for deg.",
        "Ja, og om kvelden røyker jeg fortsatt for mange sigaretter.",
        "Hva ville vært annerledes hvis du røykte mindre om kvelden?",
        "Jeg tror at jeg ville sove bedre og hoste mindre.",
    ),
    "en": (
        "What have you been thinking about since we last talked?",
        "I have tried to take a walk every day, but it is hard.",
        "You are tired, and you want to sleep better.",
        "Yes, and in the evening I still smoke too many cigarettes.",
        "What would be different if you smoked less in the evening?",
        "I think that I would sleep better and cough less.",
    ),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What one voice says once."""

    speaker: int
    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A made conversation."""

    voices: NDArray[np.float32]
    """*Shape:* (speakers, samples); each speaker alone."""
    said: tuple[Said, ...]

    @property
    def truth(self) -> tuple[SpeakerStretch, ...]:
        """Who speaks when."""
        return tuple(SpeakerStretch(one.start, one.end, one.speaker) for one in self.said)

    @property
    def text(self) -> str:
        return " ".join(one.text for one in self.said)

    @property
    def seconds(self) -> float:
        return self.voices.shape[1] / RATE

    def mono(self, noise: float = 0.002) -> NDArray[np.float32]:
        return self.voices.sum(axis=0, keepdims=True) + _noise(1, self.voices.shape[1], noise)

    def stereo(self, crosstalk: float = 0.1, noise: float = 0.002) -> NDArray[np.float32]:
        """A speaker on each channel; of the other a share comes through."""
        both = self.voices[:2] + crosstalk * self.voices[1::-1]
        return both + _noise(2, both.shape[1], noise)


def _noise(rows: int, n: int, level: float) -> NDArray[np.float32]:
    drawn = np.random.default_rng(1).standard_normal((rows, n))
    return np.asarray(level * drawn, np.float32)


@lru_cache(maxsize=256)
def say(text: str, voice: str) -> NDArray[np.float32]:
    """One line in an espeak voice such as `da+m3`, 16 000 samples a second."""
    assert ESPEAK is not None
    command = [ESPEAK, "-v", voice, "-s", "160", "--stdout", text]
    spoken = subprocess.run(command, check=True, capture_output=True).stdout
    with wave.open(BytesIO(spoken)) as file:
        rate = file.getframerate()
        data = np.frombuffer(file.readframes(10**9), "<i2").astype(np.float32) / 32768
    loud = np.flatnonzero(np.abs(data) > 0.01)
    if not len(loud):
        return np.zeros(0, np.float32)
    data = data[loud[0] : loud[-1] + 1]
    at = np.arange(0, len(data) - 1, rate / RATE)
    return np.asarray(np.interp(at, np.arange(len(data)), data), np.float32)


def talk(
    language: str, voices: Sequence[str] = APART, n_lines: int = 6, overlap: float = 0.0
) -> Talk:
    """Voices take turns with the lines of a language.

    Args:
        language: da, sv, nb or en.
        voices: Variants of espeak's voice, such as m3 and f4; one for each speaker.
        n_lines: How many lines are said; they come round again.
        overlap: Seconds by which a turn begins before the last one ends; 0 for small pauses.
    """
    lines = [(i % len(voices), LINES[language][i % 6]) for i in range(n_lines)]
    return conversation(lines, language, voices, overlap)


def conversation(
    lines: Sequence[tuple[int, str]],
    language: str,
    voices: Sequence[str] = APART,
    overlap: float = 0.0,
) -> Talk:
    """Voices say lines, each given with the number of its speaker; see `talk`."""
    rng = np.random.default_rng(7)
    placed: list[tuple[int, int, NDArray[np.float32], str]] = []
    at = round(0.4 * RATE)
    name = "en-us" if language == "en" else language
    for speaker, text in lines:
        line = say(text, f"{name}+{voices[speaker]}")
        placed.append((speaker, at, line, text))
        gap = -overlap if overlap else float(rng.uniform(0.2, 0.6))
        at += len(line) + round(gap * RATE)
    n = max(start + len(line) for _, start, line, _ in placed) + round(0.4 * RATE)
    tracks = np.zeros((len(voices), n), np.float32)
    for speaker, start, line, _ in placed:
        tracks[speaker, start : start + len(line)] += 0.5 * line
    said = (Said(who, s / RATE, (s + len(x)) / RATE, text) for who, s, x, text in placed)
    return Talk(tracks, tuple(said))


def sound_of(samples: NDArray[np.float32], folder: Path) -> Sound:
    """Samples *(channels, n)* as a decoded recording in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = np.round(samples.T * 32767).clip(-32768, 32767).astype("<i2")
    (folder / PCM).write_bytes(whole.tobytes())
    save_sound(Sound(folder / PCM, len(whole) / RATE, whole.shape[1], "made"), folder)
    return open_sound(folder)


def write_wav(samples: NDArray[np.float32], path: Path, rate: int = RATE) -> Path:
    """Samples *(channels, n)* as a WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setparams((samples.shape[0], 2, rate, samples.shape[1], "NONE", ""))
        file.writeframes(np.round(samples.T * 32767).clip(-32768, 32767).astype("<i2").tobytes())
    return path

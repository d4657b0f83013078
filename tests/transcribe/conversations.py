"""Conversations of two synthetic voices, with the truth of who says what and when."""

import re
import shutil
import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE = 16_000
VOICES = ("m3", "f4")
"""Variants of espeak-ng that sound like two people."""

TALK = {
    "en": (
        "What would you like to talk about today?",
        "I have been thinking about my sleep.",
        "You are tired, and you want to sleep better.",
        "Yes. I want to go to bed earlier.",
    ),
    "da": (
        "Hvad vil du gerne tale om i dag?",
        "Jeg har tænkt på min søvn.",
        "Du er træt og vil gerne sove bedre.",
        "Ja. Jeg vil gerne tidligere i seng.",
    ),
    "sv": (
        "Vad vill du prata om i dag?",
        "Jag har tänkt på min sömn.",
        "Du är trött och vill sova bättre.",
        "Ja. Jag vill gå och lägga mig tidigare.",
    ),
    "nb": (
        "Hva vil du snakke om i dag?",
        "Jeg har tenkt på søvnen min.",
        "Du er sliten og vil sove bedre.",
        "Ja. Jeg vil legge meg tidligere.",
    ),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What one voice says once."""

    speaker: int
    start: float
    end: float
    text: str


def has_espeak() -> bool:
    """Whether the synthesiser is on this machine."""
    return shutil.which("espeak-ng") is not None


def voice(text: str, language: str, variant: str, folder: Path) -> npt.NDArray[np.int16]:
    """What a voice says, 16 000 samples a second."""
    name = "en-us" if language == "en" else language
    path = folder / "voice.wav"
    command = ["espeak-ng", "-v", f"{name}+{variant}", "-s", "150", "-w", str(path), text]
    subprocess.run(command, check=True)
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        n = round(len(samples) * RATE / file.getframerate())
    places = np.linspace(0, len(samples) - 1, n)
    return np.interp(places, np.arange(len(samples)), samples).astype(np.int16)


def talk(
    path: Path, language: str, lines: tuple[str, ...] | None = None, stereo: bool = False
) -> tuple[Said, ...]:
    """Write a conversation as wav; gives what is said in it.

    Args:
        path: Of the wav file.
        language: en, da, sv or nb.
        lines: Said by the two voices in turn; None for those of `TALK`.
        stereo: A channel for each voice, with a tenth of the other on it.
    """
    said: list[Said] = []
    pieces: list[npt.NDArray[np.float32]] = []
    at = 0.5
    for number, line in enumerate(lines or TALK[language]):
        speaker = number % 2
        samples = voice(line, language, VOICES[speaker], path.parent).astype(np.float32)
        said.append(Said(speaker, at, at + len(samples) / RATE, line))
        pieces.append(samples)
        at += len(samples) / RATE + 0.4
    channels = np.zeros((round((at + 0.5) * RATE), 2), np.float32)
    for one, samples in zip(said, pieces, strict=True):
        first = round(one.start * RATE)
        channels[first : first + len(samples), one.speaker] += samples
    crosstalk = 0.1 * channels[:, ::-1]
    channels = channels + crosstalk if stereo else channels.sum(axis=1, keepdims=True)
    channels += np.random.default_rng(0).normal(0, 30, channels.shape)
    with wave.open(str(path), "wb") as file:
        file.setparams((channels.shape[1], 2, RATE, 0, "NONE", ""))
        file.writeframes(np.clip(channels, -32768, 32767).astype("<i2").tobytes())
    return tuple(said)


def words_of(text: str) -> list[str]:
    """The words of a text, small, without punctuation."""
    return re.findall(r"[^\W_]+", text.lower())


def word_error(truth: str, found: str) -> float:
    """Wrong, missing and extra words, by the number of true ones."""
    a, b = words_of(truth), words_of(found)
    row = list(range(len(b) + 1))
    for i, word in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            best = min(row[j] + 1, row[j - 1] + 1, before + (word != other))
            before, row[j] = row[j], best
    return row[-1] / max(len(a), 1)


def right_speaker_share(
    said: tuple[Said, ...], found: list[tuple[str, float, float, int]]
) -> float:
    """Share of words given to the right one of two speakers, whichever is called the first.

    Args:
        said: The truth.
        found: (speaker, start, end, number of words) of each turn.
    """
    names = sorted({speaker for speaker, *_ in found})
    right = [0.0, 0.0]
    for speaker, start, end, n in found:
        middle = (start + end) / 2
        truth = min(said, key=lambda one: max(one.start - middle, middle - one.end)).speaker
        right[0] += n * (names.index(speaker) == truth)
        right[1] += n * (names.index(speaker) != truth)
    return max(right) / max(sum(n for *_, n in found), 1)

"""What the steps of transcription hand to each other. All times are seconds from the start."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of time in which somebody speaks."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class SpeakerStretch:
    """A piece of time in which one speaker speaks; those of different speakers may overlap."""

    start: float
    end: float
    speaker: int
    """Numbered from 0 in the order in which they are first heard."""


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who spoke when."""

    stretches: tuple[SpeakerStretch, ...]
    """In order of their start."""
    n_speakers: int
    certain: bool
    """False where the voices could not be told apart, or are not two: a person must say."""
    reason: str = ""
    """Why it is not certain; empty where it is."""
    channels: tuple[int, ...] = ()
    """The channel of each speaker in a recording with one on each; empty otherwise."""


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word."""

    start: float
    end: float
    text: str
    """With its punctuation, without spaces around it."""
    probability: float | None = None
    """The recogniser's own; None where it gives none."""
    channel: int | None = None
    """Of a recording with one speaker per channel; None otherwise."""
    doubt: str = ""
    """Why a person should listen to it, such as "repeated"; empty where there is no reason."""


def in_order(stretches: Iterable[SpeakerStretch]) -> tuple[SpeakerStretch, ...]:
    """Stretches by their start, with the speakers numbered anew as they are first heard."""
    ordered = sorted(stretches, key=lambda one: (one.start, one.end))
    number = {who: i for i, who in enumerate(dict.fromkeys(one.speaker for one in ordered))}
    return tuple(SpeakerStretch(s.start, s.end, number[s.speaker]) for s in ordered)

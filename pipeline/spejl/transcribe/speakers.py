"""Who speaks when: one protocol, and what keeps it.

`ByChannel` needs a channel for each speaker and no model; `ByVoice` tells voices apart in any
recording; `Pyannote` runs a pipeline that the user has. What none of them can do is guess
silently: where the voices cannot be told apart, or are not two, the result is not `certain`.
"""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from spejl.transcribe.clusters import Groups, group
from spejl.transcribe.levels import FRAME, levels, speaking
from spejl.transcribe.pyannote import Pyannote
from spejl.transcribe.sound import Sound
from spejl.transcribe.spans import Speakers, SpeakerStretch, Stretch, in_order
from spejl.transcribe.voices import FOLDER, Voices, load_voices

__all__ = ["ByChannel", "ByVoice", "Diariser", "Pyannote", "diariser_for"]

_PIECE, _HOP, _LEAST = 1.2, 0.5, 0.25
"""Seconds of sound in which a voice is heard, between them, and at least needed."""
_STEP = 0.01
_SHORTEST = 0.25
"""Seconds under which a change of speaker and back is taken for a mistake."""
_BREATH = 0.3
"""Seconds of silence on a channel within which its speaker is still speaking."""
_ASKED = 64


class Diariser(Protocol):
    """Finds out who speaks when."""

    name: str
    """For messages and for the record of a run."""

    def find(self, sound: Sound, speech: Sequence[Stretch], n_speakers: int | None = 2) -> Speakers:
        """Who speaks in which stretch of speech.

        Args:
            sound: A decoded recording.
            speech: Where somebody speaks, as `find_speech` gives it.
            n_speakers: How many speakers there are; None where it is not known.
        """
        ...


def diariser_for(sound: Sound, models: Path) -> Diariser:
    """The way to tell speakers apart that suits a recording: by channel, else by voice.

    Args:
        sound: A decoded recording.
        models: The folder of models, which holds `voices/resemblyzer`.

    Raises:
        ModelError: The voices would be needed and are not there; a caller goes on without
            speakers.
    """
    return ByChannel() if sound.n_channels == 2 else ByVoice(load_voices(models / FOLDER))


class ByChannel:
    """A speaker on each channel, told apart by which is louder; overlaps are marked."""

    name = "channels"

    def find(self, sound: Sound, speech: Sequence[Stretch], n_speakers: int | None = 2) -> Speakers:
        """See `Diariser`; more speakers than channels are not looked for.

        Raises:
            ValueError: The sound does not have two channels.
        """
        if sound.n_channels != 2:
            raise ValueError("only a sound with a speaker on each channel can be told by channel")
        own = speaking(levels(sound))
        there = _frames(speech, own.shape[1], FRAME)
        found = [
            SpeakerStretch(start * FRAME, min(end * FRAME, sound.seconds), channel)
            for channel in (0, 1)
            for start, end in _runs(_bridged(own[channel] & there) & there)
        ]
        kept = [one for one in found if one.end - one.start >= _LEAST / 2]
        channels = tuple(dict.fromkeys(one.speaker for one in sorted(kept, key=_start)))
        reason = _channel_doubt(len(channels), n_speakers)
        return Speakers(in_order(kept), len(channels), not reason, reason, channels)


def _channel_doubt(found: int, n_speakers: int | None) -> str:
    """Why a person should look; empty where there is no reason."""
    if found < 2:
        return "speech was found on only one of the two channels"
    if n_speakers not in (None, 2):
        return (
            f"{n_speakers} speakers were expected, and the recording has two channels with a "
            "speaker on each; several on a channel are not told apart"
        )
    return ""


class ByVoice:
    """Speakers told apart by their voices. Who speaks at the same time is not found.

    Args:
        voices: The encoder, as `load_voices` gives it.
    """

    name = "voices"

    def __init__(self, voices: Voices) -> None:
        self._voices = voices

    def find(self, sound: Sound, speech: Sequence[Stretch], n_speakers: int | None = 2) -> Speakers:
        """See `Diariser`."""
        pieces = [piece for one in speech for piece in _pieces(one)]
        if not pieces:
            stretches = (SpeakerStretch(s.start, s.end, 0) for s in speech)
            reason = "there is too little speech to tell voices apart"
            return Speakers(in_order(stretches), min(len(speech), 1), False, reason)
        voices = self._heard(sound, pieces)
        groups = group(voices, n_speakers)
        likeness = voices @ groups.centres.T
        found = in_order(_given(speech, pieces, likeness))
        n_found = len({one.speaker for one in found})
        reason = _voice_doubt(groups, n_speakers)
        return Speakers(found, n_found, not reason, reason)

    def _heard(self, sound: Sound, pieces: Sequence[Stretch]) -> NDArray[np.float32]:
        rows = [
            self._voices.embed([sound.samples(p.start, p.end) for p in pieces[at : at + _ASKED]])
            for at in range(0, len(pieces), _ASKED)
        ]
        return np.concatenate(rows)


def _voice_doubt(groups: Groups, n_speakers: int | None) -> str:
    """Why a person should look; empty where there is no reason."""
    if n_speakers == 1:
        return ""
    if groups.estimate == 1:
        return "the voices could not be told apart: only one person speaks, or they sound alike"
    if n_speakers is None and groups.estimate > 2:
        return f"{groups.estimate} voices were found; say how many speakers there are"
    if n_speakers is not None and groups.estimate > n_speakers:
        return f"there seem to be {groups.estimate} voices, not {n_speakers}"
    if not groups.apart:
        return f"{n_speakers} voices could not be told apart; there seem to be {groups.estimate}"
    return ""


def _pieces(speech: Stretch) -> list[Stretch]:
    """Overlapping pieces that cover a stretch evenly; none where it is too short."""
    spare = speech.end - speech.start - _PIECE
    if spare <= 0:
        return [speech] if speech.end - speech.start >= _LEAST else []
    n = int(np.ceil(spare / _HOP))
    starts = speech.start + spare * np.arange(n + 1) / n
    return [Stretch(float(at), float(at) + _PIECE) for at in starts]


def _given(
    speech: Sequence[Stretch], pieces: Sequence[Stretch], likeness: NDArray[np.float32]
) -> list[SpeakerStretch]:
    """Every stretch cut where the speaker changes.

    Each moment goes to the speaker whom the pieces around it are most like; a piece counts most
    in its middle.
    """
    found: list[SpeakerStretch] = []
    at, last = 0, 0
    for one in speech:
        n = max(round((one.end - one.start) / _STEP), 1)
        score = np.zeros((n, likeness.shape[1]))
        while at < len(pieces) and pieces[at].start < one.end:
            piece = pieces[at]
            first = round((piece.start - one.start) / _STEP)
            length = min(round((piece.end - piece.start) / _STEP), n - first)
            weight = 1 - np.abs(np.linspace(-1, 1, length + 2)[1:-1])
            score[first : first + length] += weight[:, None] * likeness[at]
            at += 1
        who = score.argmax(axis=1) if score.any() else np.full(n, last)
        for start, end, speaker in _steady(who):
            stop = one.end if end == n else one.start + end * _STEP
            found.append(SpeakerStretch(one.start + start * _STEP, stop, speaker))
            last = speaker
    return found


def _steady(who: NDArray[np.int_]) -> list[tuple[int, int, int]]:
    """Runs of one speaker; one that is too short joins the run before it."""
    edges = [0, *(np.flatnonzero(np.diff(who)) + 1).tolist(), len(who)]
    runs: list[tuple[int, int, int]] = []
    for start, end in pairwise(edges):
        speaker = int(who[start])
        if runs and ((end - start) * _STEP < _SHORTEST or runs[-1][2] == speaker):
            runs[-1] = (runs[-1][0], end, runs[-1][2])
        else:
            runs.append((start, end, speaker))
    return runs


def _frames(speech: Sequence[Stretch], n: int, step: float) -> NDArray[np.bool_]:
    there = np.zeros(n, bool)
    for one in speech:
        there[round(one.start / step) : round(one.end / step)] = True
    return there


def _runs(there: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], there.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _bridged(there: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The frames, with gaps as short as a breath filled."""
    filled = there.copy()
    for (_, end), (start, _) in pairwise(_runs(there)):
        if (start - end) * FRAME <= _BREATH:
            filled[end:start] = True
    return filled


def _start(one: SpeakerStretch) -> float:
    return one.start

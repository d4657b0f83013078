"""Diarisation error, frame by frame, with a collar around every change in the reference.

Read as in the field: of the time that is spoken in the reference, the share that is missed, heard
where nobody speaks, or given to the wrong speaker, under the best matching of speakers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from spejl.transcribe.spans import SpeakerStretch

STEP = 0.01


@dataclass(frozen=True, slots=True)
class Errors:
    """Shares of the time spoken in the reference."""

    missed: float
    false_alarm: float
    confused: float

    @property
    def rate(self) -> float:
        return self.missed + self.false_alarm + self.confused


def errors(
    truth: Sequence[SpeakerStretch],
    found: Sequence[SpeakerStretch],
    seconds: float,
    collar: float = 0.25,
) -> Errors:
    """Compare two accounts of who spoke when; the collar is in seconds on each side."""
    there, heard = _frames(truth, seconds), _frames(found, seconds)
    counted = np.ones(there.shape[1], bool)
    for edge in [e for one in truth for e in (one.start, one.end)]:
        counted[max(_at(edge - collar), 0) : max(_at(edge + collar), 0)] = False
    there, heard = there[:, counted].astype(int), heard[:, counted].astype(int)
    rows, columns = linear_sum_assignment(there @ heard.T, maximize=True)
    right = (there[rows] & heard[columns]).sum(axis=0)
    said, said_of = there.sum(axis=0), heard.sum(axis=0)
    total = max(int(said.sum()), 1)
    return Errors(
        float(np.maximum(said - said_of, 0).sum() / total),
        float(np.maximum(said_of - said, 0).sum() / total),
        float((np.minimum(said, said_of) - right).sum() / total),
    )


def _frames(stretches: Sequence[SpeakerStretch], seconds: float) -> NDArray[np.bool_]:
    n = max((one.speaker for one in stretches), default=0) + 1
    frames = np.zeros((n, _at(seconds)), bool)
    for one in stretches:
        frames[one.speaker, _at(one.start) : _at(one.end)] = True
    return frames


def _at(seconds: float) -> int:
    return round(seconds / STEP)

"""Voices in a conversation: how many there seem to be, whether they can be told apart, who is who.

The thresholds were chosen on pairs of synthetic voices (espeak-ng), from ones that are easy to
tell apart to ones that are almost the same (`tests/benchmarks/speakers.py` prints the figures).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_MOST_CLUSTERED = 1500
"""Voices whose likeness to each other is computed; the others join the nearest group."""
_MOST_SPEAKERS = 5
_SAME = 0.97
"""Likeness from which two pieces are the same sound heard twice, such as a signal or a sentence
that is played again; overlapping pieces of one voice are hardly ever so alike. Repeats draw a
voice's sentences apart into groups of their own, so that they are counted once."""


@dataclass(frozen=True, slots=True)
class _Bar:
    """What groups must keep to count as voices that can be told apart."""

    silhouette: float
    """At least; 1 would be wholly apart, 0 not at all."""
    alike: float
    """At most, between the means of two groups."""
    share: float
    """At least, of the pieces in every group."""
    pieces: int
    """At least, in every group."""


_TWO = _Bar(silhouette=0.25, alike=0.9, share=0.05, pieces=3)
_MORE = _Bar(silhouette=0.35, alike=0.86, share=0.1, pieces=8)
"""Higher, since one voice's variation and pieces in which two speak make a third group easily."""
_FALL = 0.05
"""A further voice costs the silhouette less than this; a split of one voice costs more."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The voices, one for each speaker."""

    centres: NDArray[np.float32]
    """*Shape:* (speakers, width), of length 1."""
    apart: bool
    """Whether they can be told apart; True for one speaker."""
    estimate: int
    """How many speakers there seem to be. 1: one, or several who sound the same."""


def group(voices: NDArray[np.float32], n_speakers: int | None) -> Groups:
    """Voices that sound alike, as one group for each speaker.

    Args:
        voices: *Shape:* (pieces, width), of length 1; in the order in which they were heard.
        n_speakers: How many there are; None for as many as there seem to be.
    """
    spread = np.linspace(0, len(voices) - 1, min(len(voices), _MOST_CLUSTERED)).astype(int)
    chosen = _heard_once(voices[spread])
    estimate = _estimate(chosen)
    n = min(n_speakers or estimate, len(chosen))
    if n < 2:
        return Groups(_centres(chosen, np.zeros(len(chosen), int), 1), n == n_speakers, estimate)
    labels = _ward(chosen, n)
    centres = _centres(chosen, labels, n)
    apart = n_speakers in (None, n) and _apart(labels, centres, _silhouette(chosen, labels), _TWO)
    return Groups(centres, apart, estimate)


def _heard_once(voices: NDArray[np.float32]) -> NDArray[np.float32]:
    """The voices without those that are the same as one before."""
    alike = voices @ voices.T >= _SAME
    kept: list[int] = []
    for at in range(len(voices)):
        if not alike[at, kept].any():
            kept.append(at)
    return voices[kept]


def _estimate(voices: NDArray[np.float32]) -> int:
    found, before = 1, 0.0
    for n in range(2, min(_MOST_SPEAKERS, len(voices) - 1) + 1):
        labels = _ward(voices, n)
        tight = _silhouette(voices, labels)
        good = _apart(labels, _centres(voices, labels, n), tight, _TWO if n == 2 else _MORE)
        if good and tight > before - _FALL:
            found = n
        elif n > 2:
            break
        before = tight
    return found


def _apart(labels: NDArray[np.int_], centres: NDArray[np.float32], tight: float, bar: _Bar) -> bool:
    n = len(centres)
    sizes = np.bincount(labels, minlength=n)
    likeness = (centres @ centres.T)[np.triu_indices(n, 1)]
    enough = sizes.min() >= max(bar.pieces, bar.share * len(labels))
    return bool(enough and likeness.max() <= bar.alike and tight >= bar.silhouette)


def _silhouette(voices: NDArray[np.float32], labels: NDArray[np.int_]) -> float:
    """How much nearer a piece is to its own group than to the next; 0 where each is alone."""
    from sklearn.metrics import silhouette_score

    if labels.max() + 1 >= len(labels):
        return 0.0
    return float(silhouette_score(voices, labels, metric="cosine"))


def _ward(voices: NDArray[np.float32], n: int) -> NDArray[np.int_]:
    from sklearn.cluster import AgglomerativeClustering

    return np.asarray(AgglomerativeClustering(n, linkage="ward").fit_predict(voices))


def _centres(voices: NDArray[np.float32], labels: NDArray[np.int_], n: int) -> NDArray[np.float32]:
    means = np.stack([voices[labels == k].mean(axis=0) for k in range(n)])
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)

"""Errors of a transcript: wrong words, and words given to the wrong speaker."""

import re
from collections.abc import Sequence

from transcribe.spoken import Said


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
    said: Sequence[Said], found: Sequence[tuple[str, float, float, int]]
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

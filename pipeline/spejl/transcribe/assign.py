"""Which word is whose."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from spejl.transcribe.spans import Speakers, SpeakerStretch, Word


def assigned(
    words: Sequence[Word], speakers: Speakers, channels: dict[int, int] | None = None
) -> tuple[int, ...]:
    """The speaker of each word.

    It is the one who speaks during most of it, else the one who speaks nearest to it in time.

    Args:
        words: In any order.
        speakers: With at least one stretch.
        channels: The speaker of each channel, for words that have one; None where none has.
    """
    stretches = sorted(speakers.stretches, key=lambda s: (s.start, s.end))
    starts = [stretch.start for stretch in stretches]
    latest = list(accumulate((stretch.end for stretch in stretches), max))
    known = channels or {}
    return tuple(
        known[word.channel] if word.channel in known else _speaker(word, stretches, starts, latest)
        for word in words
    )


def _speaker(
    word: Word,
    stretches: Sequence[SpeakerStretch],
    starts: Sequence[float],
    latest: Sequence[float],
) -> int:
    shared: dict[int, float] = {}
    after = bisect_left(starts, word.end)
    at = after - 1
    # From here backwards, no stretch ends after the word begins once `latest` is passed.
    while at >= 0 and latest[at] > word.start:
        stretch = stretches[at]
        overlap = min(stretch.end, word.end) - max(stretch.start, word.start)
        if overlap > 0:
            shared[stretch.speaker] = shared.get(stretch.speaker, 0.0) + overlap
        at -= 1
    if shared:
        # Of two who speak all through it, the one who began first has the word.
        return max(reversed(shared), key=lambda speaker: shared[speaker])
    middle = (word.start + word.end) / 2
    near = [stretches[i] for i in range(max(at, 0), min(after + 1, len(stretches)))]
    return min(near, key=lambda s: max(s.start - middle, middle - s.end)).speaker

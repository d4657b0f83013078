"""Words and speakers to turns, so that sentences stay whole and back-channels stay back-channels.

MITI's volley goes on over a client's "mm". A recogniser puts that "mm" into the middle of the
practitioner's sentence; here it gets a turn of its own, after the sentence that it accompanies.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from spejl.sessions import Turn
from spejl.transcribe.assign import assigned
from spejl.transcribe.spans import Speakers, Word
from spejl.volley import is_backchannel

UNKNOWN = "Unknown"
"""Speaker of every turn where it could not be told who speaks."""
_UNSURE = "Unsure"

_ENDS = (".", "?", "!", "…", ".”", '."', "?”", '?"')
_PAUSE = 0.6
"""Seconds of silence that end a sentence where there is no punctuation."""
_PARAGRAPH = 1.0
"""Seconds of silence at which text of unknown speakers is parted."""
_NO_PAUSE = 0.2
"""Seconds between words that are said in one breath."""
_STRAY = 0.5
"""Longest single word, in seconds, that may have been given to the wrong speaker."""
_MOST_MOVED = 2
"""Words at a change of speakers that may belong to the sentence on its other side."""
_CLEARLY = 0.1
"""Seconds by which one pause must be longer than another to say something."""
_MOST_DELAY = 15.0
"""Seconds by which a back-channel may come after the moment at which it was said."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Words of one speaker in a row."""

    speaker: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def start(self) -> float:
        return self.words[0].start

    @property
    def end(self) -> float:
        return max(word.end for word in self.words)


def speaker_name(speaker: int, certain: bool = True) -> str:
    """The name of a speaker who has none yet.

    >>> speaker_name(0), speaker_name(1, certain=False)
    ('Speaker 1', 'Unsure 2')
    """
    return f"{'Speaker' if certain else _UNSURE} {speaker + 1}"


def awaits_names(speakers: Sequence[str]) -> bool:
    """Whether a person must still say who speaks, by the names that a transcript has.

    >>> awaits_names(["Unsure 1", "Unsure 2"]), awaits_names(["Speaker 1", "Speaker 2"])
    (True, False)
    """
    return any(name == UNKNOWN or unsure_number(name) is not None for name in speakers)


def unsure_number(name: str) -> int | None:
    """The number in the name of a speaker who is not certain; None for all other names.

    >>> unsure_number("Unsure 2")
    2
    """
    found = re.fullmatch(rf"{_UNSURE} (\d+)", name)
    return int(found[1]) if found else None


def turns(
    words: Sequence[Word],
    speakers: Speakers | None,
    language: str | None = None,
    channels: dict[int, int] | None = None,
) -> tuple[Turn, ...]:
    """The turns of a conversation, in order, each with its start and end in seconds.

    Turns overlap in time where people speak at once.

    Args:
        words: As recognised.
        speakers: None, or without stretches, where it could not be told who speaks: all turns
            are then `UNKNOWN`'s and end at pauses.
        language: For its back-channels; None for those of all four languages.
        channels: The speaker of each channel, for words that have one.
    """
    ordered = sorted((w for w in words if w.text), key=lambda w: (w.start, w.end))
    if speakers is None or not speakers.stretches:
        return tuple(_turn(UNKNOWN, run) for run in _paragraphs(ordered))
    owners = assigned(ordered, speakers, channels)
    runs = _runs(list(zip(owners, ordered, strict=True)))
    if not channels:
        runs = _in_one_breath(runs, language)
        runs = _whole_sentences(runs, language)
    runs = _backchannels_after(runs, language)
    return tuple(_turn(speaker_name(run.speaker, speakers.certain), run.words) for run in runs)


def _turn(speaker: str, words: Sequence[Word]) -> Turn:
    text = " ".join(word.text for word in words)
    return Turn(speaker, text, words[0].start, max(word.end for word in words))


def _paragraphs(words: Sequence[Word]) -> list[list[Word]]:
    found: list[list[Word]] = []
    for word in words:
        if found and word.start - found[-1][-1].end < _PARAGRAPH:
            found[-1].append(word)
        else:
            found.append([word])
    return found


def _runs(owned: Sequence[tuple[int, Word]]) -> list[_Run]:
    rows = groupby(owned, key=lambda pair: pair[0])
    return [_Run(speaker, tuple(word for _, word in row)) for speaker, row in rows]


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    """Runs of one speaker in a row become one; empty ones are left out."""
    return _runs([(run.speaker, word) for run in runs for word in run.words])


def _in_one_breath(runs: Sequence[_Run], language: str | None) -> list[_Run]:
    """A single short word in the middle of another's flow goes to the other.

    Where speakers change, voices are told apart only to some tenths of a second.
    """
    found = list(runs)
    for i in range(1, len(found) - 1):
        before, run, after = found[i - 1 : i + 2]
        stray = (
            before.speaker == after.speaker
            and len(run.words) == 1
            and run.end - run.start < _STRAY
            and run.start - before.words[-1].end < _NO_PAUSE
            and after.start - run.end < _NO_PAUSE
            and not is_backchannel(run.text, language)
        )
        if stray:
            found[i] = replace(run, speaker=before.speaker)
    return _joined(found)


def _whole_sentences(runs: Sequence[_Run], language: str | None) -> list[_Run]:
    """At changes of speakers, one or two words go back to the sentence that they belong to."""
    found = list(runs)
    for i in range(len(found) - 1):
        first, second = found[i].words, found[i + 1].words
        if not first or not second or _ended(first[-1]) or not _has_ends((*first, *second)):
            continue
        if any(is_backchannel(run.text, language) for run in found[i : i + 2]):
            continue
        between = second[0].start - first[-1].end + _CLEARLY
        n = _end_within(second)
        if n and _pause(second, n) > between:
            found[i] = replace(found[i], words=first + second[:n])
            found[i + 1] = replace(found[i + 1], words=second[n:])
            continue
        n = _begun_within(first)
        if n and _pause(first, len(first) - n) > between:
            found[i] = replace(found[i], words=first[:-n])
            found[i + 1] = replace(found[i + 1], words=first[-n:] + second)
    return _joined(found)


def _ended(word: Word) -> bool:
    return word.text.endswith(_ENDS)


def _has_ends(words: Sequence[Word]) -> bool:
    return any(_ended(word) for word in words)


def _end_within(words: Sequence[Word]) -> int:
    """How many of the first words end a sentence that began before; 0 where none do."""
    for n, word in enumerate(words[:_MOST_MOVED], 1):
        if _ended(word):
            return n if n < len(words) else 0
    return 0


def _begun_within(words: Sequence[Word]) -> int:
    """How many of the last words begin a sentence that goes on after; 0 where none do."""
    for n in range(1, min(_MOST_MOVED, len(words) - 1) + 1):
        if _ended(words[-n - 1]):
            return n
    return 0


def _pause(words: Sequence[Word], at: int) -> float:
    """Seconds of silence before the word at this index."""
    return words[at].start - words[at - 1].end if 0 < at < len(words) else float("inf")


def _backchannels_after(runs: Sequence[_Run], language: str | None) -> list[_Run]:
    """A back-channel inside a sentence of another speaker comes after that sentence."""
    left = list(runs)
    found: list[_Run] = []
    while left:
        run = left.pop(0)
        if found and left and _is_inside(found[-1], run, left[0], language):
            sentence, rest = _to_sentence_end(left.pop(0), run.end)
            found[-1] = replace(found[-1], words=found[-1].words + sentence)
            if rest:
                left.insert(0, _Run(found[-1].speaker, rest))
            if rest or not left or left[0].speaker != run.speaker:
                found.append(run)
            else:
                left[0] = replace(left[0], words=run.words + left[0].words)
        else:
            found.append(run)
    return _joined(found)


def _is_inside(before: _Run, run: _Run, after: _Run, language: str | None) -> bool:
    last = before.words[-1]
    return (
        before.speaker == after.speaker
        and is_backchannel(run.text, language)
        and not _ended(last)
        and (_has_ends((*before.words, *after.words)) or after.start - last.end < _PAUSE)
    )


def _to_sentence_end(run: _Run, said: float) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words up to the end of the sentence that goes on in a run, and those after it."""
    punctuated = _has_ends(run.words)
    for n, word in enumerate(run.words, 1):
        pauses = not punctuated and n < len(run.words) and _pause(run.words, n) >= _PAUSE
        if _ended(word) or pauses or word.end - said > _MOST_DELAY:
            return run.words[:n], run.words[n:]
    return run.words, ()

"""Signs that a recogniser wrote what nobody said. Nothing is taken away: words get a mark."""

import re
from collections.abc import Sequence
from dataclasses import replace

from spejl.transcribe.spans import Word

REPEATED = "repeated"
NO_SPEECH = "perhaps no speech"
CREDITS = "perhaps made up (credits or music)"

_LONGEST = 8
"""Words in the longest phrase whose repetition is looked for."""
_TIMES = 3
"""So often in a row a phrase is a loop."""
_TIMES_ONE_WORD = 6
"""The same for a single word, which people do repeat: ja, ja, ja."""
_LETTERS = re.compile(r"\w+")
# What recognisers trained on subtitles write where there is music or silence.
_MADE_UP = re.compile(
    r"♪|♫|\b(?:undertekst\w*|undertext\w*|tekstet|tekstning|teksting|textning|textad|amara\.org)\b",
    re.IGNORECASE,
)


def repeated(texts: Sequence[str]) -> frozenset[int]:
    """Indices of the words that stand in a loop: a phrase that comes again and again in a row.

    >>> sorted(repeated("og så og så og så gik vi".split()))
    [0, 1, 2, 3, 4, 5]
    >>> sorted(repeated("ja ja ja det gik godt".split()))
    []
    """
    words = ["".join(_LETTERS.findall(text.lower())) for text in texts]
    found: set[int] = set()
    for length in range(1, min(_LONGEST, len(words) // 2) + 1):
        least = (_TIMES_ONE_WORD if length == 1 else _TIMES) * length
        run = length
        for at in range(length, len(words) + 1):
            if at < len(words) and words[at] == words[at - length]:
                run += 1
                continue
            if run >= least:
                found.update(range(at - run, at))
            run = length
    return frozenset(found)


def marked(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words, with a doubt where they repeat themselves or look made up.

    Args:
        words: Of one recording and one channel, in order. Doubts that they already have stay.
    """
    loops = repeated([word.text for word in words])
    return tuple(
        word if word.doubt else replace(word, doubt=_doubt(word, index in loops))
        for index, word in enumerate(words)
    )


def _doubt(word: Word, in_loop: bool) -> str:
    if in_loop:
        return REPEATED
    return CREDITS if _MADE_UP.search(word.text) else ""

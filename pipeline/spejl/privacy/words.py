"""The words and numbers of a turn, with where they stand."""

import re
from dataclasses import dataclass, replace

from spejl.privacy.standins import WORDS
from spejl.privacy.wordlists import word_list

_WORD = re.compile(r"[0-9]+|[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_SENTENCE_MARKS = frozenset('.!?:…"“”„»«–—\n;()')

_SHORTENED = word_list("shortened")
"""Words whose point does not end a sentence."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a number."""

    text: str
    start: int
    end: int
    low: str
    """In small letters; empty for a stand-in, which nothing is looked up for."""
    digits: bool
    capital: bool
    """Begins with a capital letter."""
    opening: bool
    """May begin a sentence, where a capital says nothing."""


def words_of(text: str) -> list[Word]:
    """The words and numbers in the order of the text. Hyphenated words are one."""
    found: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        word, start = match.group(), match.start()
        digits = word[0] in "0123456789"
        if digits and start == end and found and found[-1].low in WORDS:
            found[-1] = replace(found[-1], text=found[-1].text + word, end=match.end(), low="")
            end = match.end()
            continue
        opening = not found or (
            found[-1].low not in _SHORTENED and not _SENTENCE_MARKS.isdisjoint(text[end:start])
        )
        end = match.end()
        found.append(Word(word, start, end, word.lower(), digits, word[0].isupper(), opening))
    return found

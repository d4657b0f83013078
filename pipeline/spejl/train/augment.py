"""Other ways in which the same words could have been written down."""

import random
import re
from enum import StrEnum

from spejl.languages import LANGUAGES


class Style(StrEnum):
    """How the text of a pass is changed."""

    AS_IS = "as_is"
    ASR = "asr"
    """Lower case, no punctuation, now and then a lost or broken word; half the time digits."""
    LOWER = "lower"
    NO_MARKS = "no_marks"
    """Question and exclamation marks become full stops."""
    FEWER_COMMAS = "fewer_commas"
    DIGITS = "digits"
    """Number words become digits, as recognisers and most transcribers write them."""


_NUMBERS = (
    "0 nul null noll, 2 to två, 3 tre, 4 fire fyra, 5 fem, 6 seks, 7 syv sju, 8 otte åtte åtta, "
    "10 ti tio, 11 elleve, 12 tolv, 13 tretten tretton, 14 fjorten fjorton, "
    "15 femten femton, 16 seksten sexton, 17 sytten sjutton, 18 atten arton, 19 nitten nitton, "
    "20 tyve tjue tjugo, 30 tredive tretti trettio, 40 fyrre førti fyrtio, "
    "50 halvtreds femti femtio, 60 tres seksti sextio, 70 halvfjerds sytti sjuttio, "
    "80 firs åtti åttio, 90 halvfems nitti nittio, 100 hundrede hundre hundra"
)
"""In the four languages, but for words that often mean something else in one of them."""
_DIGITS = {word: row.split()[0] for row in _NUMBERS.split(", ") for word in row.split()[1:]}
_NUMBER = re.compile(rf"\b(?:{'|'.join(_DIGITS)})\b", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[^\w\s'’-]|(?<!\w)[-–]|[-–](?!\w)")
_SHARE_DIGITS = 0.5
_ASIDE = re.compile(r"\([^)]*\)")


def restyle(text: str, style: Style, rng: random.Random, language: str) -> str:
    """The text in another style; never empty where the text was not.

    Args:
        text: One utterance.
        style: Which style.
        rng: Source of the variation within a style.
        language: Of the text; number words of other languages than Spejl's stay, since some of
            ours are other words there.
    """
    if style is Style.ASR:
        changed = _recognised(
            _digits(text, language) if rng.random() < _SHARE_DIGITS else text, rng
        )
    elif style is Style.LOWER:
        changed = text.lower()
    elif style is Style.NO_MARKS:
        changed = re.sub(r"[!?]+", ".", text)
    elif style is Style.FEWER_COMMAS:
        changed = text.replace(",", "")
    elif style is Style.DIGITS:
        changed = _digits(text, language)
    else:
        changed = text
    return changed if changed.strip() else text


def _digits(text: str, language: str) -> str:
    if language not in LANGUAGES:
        return text
    return _NUMBER.sub(lambda found: _DIGITS[found[0].lower()], text)


def _recognised(text: str, rng: random.Random) -> str:
    words = _PUNCTUATION.sub(" ", _ASIDE.sub(" ", text)).lower().split()
    kept: list[str] = []
    for word in words:
        chance = rng.random()
        if chance < 0.02 and len(words) > 3:
            continue
        if chance < 0.035 and len(word) > 5:
            at = rng.randrange(2, len(word) - 2)
            kept += [word[:at], word[at:]]
        elif chance < 0.05 and len(word) > 4:
            at = rng.randrange(1, len(word) - 1)
            kept.append(word[:at] + word[at + 1 :])
        else:
            kept.append(word)
    return " ".join(kept)

"""Other ways in which the same words could have been written down."""

import random
import re
from enum import StrEnum


class Style(StrEnum):
    """How the text of a pass is changed."""

    AS_IS = "as_is"
    ASR = "asr"
    """Lower case, no punctuation, now and then a lost or broken word."""
    LOWER = "lower"
    NO_MARKS = "no_marks"
    """Question and exclamation marks become full stops."""
    FEWER_COMMAS = "fewer_commas"


_PUNCTUATION = re.compile(r"[^\w\s'’-]|(?<!\w)[-–]|[-–](?!\w)")
_ASIDE = re.compile(r"\([^)]*\)")


def restyle(text: str, style: Style, rng: random.Random) -> str:
    """The text in another style; never empty where the text was not.

    Args:
        text: One utterance.
        style: Which style.
        rng: Source of the variation within a style.
    """
    if style is Style.ASR:
        changed = _recognised(text, rng)
    elif style is Style.LOWER:
        changed = text.lower()
    elif style is Style.NO_MARKS:
        changed = re.sub(r"[!?]+", ".", text)
    elif style is Style.FEWER_COMMAS:
        changed = text.replace(",", "")
    else:
        changed = text
    return changed if changed.strip() else text


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

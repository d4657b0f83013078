"""Names in the labels of speakers."""

from spejl.languages import LANGUAGES
from spejl.privacy.kinds import Certainty, Finding, Kind
from spejl.privacy.wordlists import word_list
from spejl.privacy.words import words_of

_OTHERS = word_list("speakers")
_ROLES = _OTHERS | frozenset(
    word
    for language in LANGUAGES.values()
    for word in (*language.practitioner_words, *language.client_words)
)


def find_in_label(label: str) -> list[Finding]:
    """The names in a speaker's label: words of three letters and more that say no role."""
    return [
        Finding(word.start, word.end, Kind.NAME, Certainty.LIKELY, "speaker's label, and no role")
        for word in words_of(label)
        if word.low and not word.digits and _names(word.text)
    ]


def _names(word: str) -> bool:
    low = word.lower()
    if len(low) < 3 and low not in ("bo", "ib", "my", "li", "jo", "ea"):
        return False
    if word.isupper() and len(word) <= 3:
        return False
    return not any(low == role or (len(role) > 4 and low.endswith(role)) for role in _ROLES)

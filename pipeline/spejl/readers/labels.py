"""Which names before a colon are speakers.

In a transcript "Anna: Hej." names a speaker and "Jeg tænkte: nu er det nok" does not. A name is a
speaker if it is written like one and stands before a colon at least twice; with fewer than two
such names, a single time will do.
"""

import re
from collections import Counter
from collections.abc import Iterable

from spejl.readers.roles import role_word

TIME = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?"
SPAN = rf"{TIME}(?:\s*(?:-->|–|-)\s*{TIME})?"
NAME = r"[^\W\d_][^:\n\[\]()]{0,39}?|\[?[A-ZÆØÅÄÖ]+[ _]?\d{1,3}\]?"
_ASIDE = r"(?:\s*\([^)\d]{1,30}\))?"
LABELLED = re.compile(
    rf"\s*(?:(?P<before>{SPAN})\s*)?(?P<name>{NAME}){_ASIDE}\s*(?:(?P<after>{SPAN})\s*)?:"
    r"(?!//|\d)\s*(?P<text>.*)"
)
MOST_WORDS = 5
_THIRD_WORDS = (
    "datter dotter søn son sønn sonen mor mamma far pappa kone fru hustru mand man mann make maka "
    "ektefelle søster syster bror mormor morfar farmor farfar pårørende anhörig pårørande tolk "
    "kollega barn"
)
_THIRD = frozenset(_THIRD_WORDS.split())
"""Others who may be in the room and speak only once."""


def speaker_labels(lines: Iterable[str]) -> frozenset[str]:
    """Names, in lower case, that are speakers in these lines."""
    count: Counter[str] = Counter()
    written: set[str] = set()
    sure: set[str] = set()
    for line in lines:
        match = LABELLED.match(line)
        if not match or len(match["name"].split()) > MOST_WORDS:
            continue
        name = match["name"].strip()
        known = name.casefold()
        count[known] += 1
        if is_name(name):
            written.add(known)
        if match["before"] or match["after"] or (count[known] == 1 and says_role(name)):
            sure.add(known)
    often = {name for name, n in count.items() if n >= 2}
    speakers = (often & written) | sure
    if len(speakers) < 2:
        speakers |= written
    return frozenset(speakers if len(speakers) >= 2 else speakers | often)


def label_of(line: str, speakers: frozenset[str]) -> tuple[str, str] | None:
    """(speaker, text) of a line that begins with one of the speakers; None for other lines."""
    match = LABELLED.match(line)
    if match and match["name"].strip().casefold() in speakers:
        return match["name"].strip().strip("[]"), match["text"].strip()
    return None


def is_name(name: str) -> bool:
    """Whether a label is written like a name: capitals, or SPEAKER_00."""
    small = ("van", "von", "der", "de", "af", "av", "den", "la", "og", "och")
    return all(
        w[:1].isupper() or w[:1] == "[" or w[:1].isdigit() or w in small for w in name.split()
    )


def says_role(name: str) -> bool:
    """Whether a label is, or ends in, a word for a role or a relative."""
    last = re.findall(r"\w+", name.casefold())[-1:]
    return bool(role_word(name)) or (bool(last) and last[0] in _THIRD)

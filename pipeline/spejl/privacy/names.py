"""Names of persons: by lists, by capitals, by the words around them."""

import re
from dataclasses import dataclass

from spejl.privacy.kinds import Certainty, Finding, Kind
from spejl.privacy.lists import Lists
from spejl.privacy.slots import (
    AND,
    KIN,
    accompanied,
    acts,
    does,
    explained,
    in_idiom,
    introduced,
    is_thing,
    low_at,
    spoken_of,
)
from spejl.privacy.wordlists import word_list
from spejl.privacy.words import Word

_CALLED = word_list("called")
_SUBJECTS = word_list("subjects")
_GREETINGS = word_list("greetings")
_TITLES = word_list("titles")
_NOT_AFTER_CUE = word_list("never-called")
_SURNAME = re.compile(
    r".{2,}(?:sen|sson|gaard|gård|berg|lund|ström|strøm|kvist|qvist|rud|haug|dóttir)"
)
_PARTICLES = word_list("particles")
_MONTHS = word_list("names-of-months")
_TOWN_WORDS = word_list("from-towns")


@dataclass(frozen=True, slots=True)
class Known:
    """What the session has shown already."""

    lists: Lists
    names: frozenset[str]
    """Names found elsewhere in the session or given, in small letters."""
    keep: frozenset[str]
    """Words that are never replaced, in small letters."""
    cased: bool
    """The session has capital letters."""
    small: frozenset[str]
    """Words that the session has in small letters somewhere; empty where it has no capitals."""


def name_of(word: Word, known: Known) -> str:
    """The word without a genitive ending, in small letters, if the rest is a name; else empty."""
    low = word.low
    for candidate in (low, low[:-1] if low.endswith("s") else ""):
        if candidate and (candidate in known.names or known.lists.known(candidate)):
            return candidate
    return ""


def find_names(words: list[Word], known: Known) -> list[Finding]:
    """The names of a turn, each word of a name by itself, without genitive endings."""
    found: list[Finding] = []
    before = -2
    for index, word in enumerate(words):
        if word.digits or not word.low or word.low in known.keep or in_idiom(words, index):
            continue
        following = words[index + 1] if index + 1 < len(words) else None
        if word.low in _PARTICLES and before == index - 1 and following and following.capital:
            before = index
            why = "particle in a name"
            found.append(Finding(word.start, word.end, Kind.NAME, Certainty.LIKELY, why))
            continue
        base = name_of(word, known)
        after_name = before == index - 1 and not word.opening
        judged = _judge(words, index, base, known, after_name)
        if judged is None:
            continue
        certainty, why = judged
        length = len(base) if base else _stem(word, words, index)
        if word.low[:length] in known.keep:
            continue
        before = index
        found.append(Finding(word.start, word.start + length, Kind.NAME, certainty, why))
    return found


def _stem(word: Word, words: list[Word], index: int) -> int:
    """Length of an unlisted name without the genitive ending that it seems to have."""
    following = words[index + 1] if index + 1 < len(words) else None
    ends = word.low.endswith("s") and len(word.low) > 3 and word.low[-2] not in "sxzi"
    return len(word.text) - (ends and following is not None and not following.capital)


def _judge(
    words: list[Word], index: int, base: str, known: Known, after_name: bool
) -> tuple[Certainty, str] | None:
    word = words[index]
    if base and _again(words, index, base, known):
        certainty = Certainty.LIKELY if known.lists.known(base) else Certainty.POSSIBLE
        return certainty, "a name elsewhere in this conversation"
    if base:
        return _listed(words, index, base, known, after_name)
    previous = words[index - 1].low if index and not word.opening else ""
    if word.capital and not word.opening:
        thing = is_thing(words, index) and not after_name
        return None if thing else _unlisted(word, previous, known, after_name)
    return _without_capital(words, index, known, after_name)


def _without_capital(
    words: list[Word], index: int, known: Known, after_name: bool
) -> tuple[Certainty, str] | None:
    """A word of no list, at a beginning or in small letters."""
    word = words[index]
    ambiguous = known.lists.ambiguous(word.low)
    if after_name and not ambiguous and _SURNAME.fullmatch(word.low):
        return Certainty.LIKELY, "surname after a first name"
    if ambiguous or word.low in _NOT_AFTER_CUE or (known.cased and not word.capital):
        return None
    if _is_called(words, index) and not known.cased:
        return Certainty.POSSIBLE, "after a word for being called"
    return _strange(words, index, known, after_name)


def _strange(
    words: list[Word], index: int, known: Known, after_name: bool
) -> tuple[Certainty, str] | None:
    """A word of no list, at a beginning or in small letters, where a name stands."""
    if known.lists.ordinary(words[index].low) or words[index].low in known.lists.towns:
        return None
    if introduced(words, index):
        return Certainty.POSSIBLE, "in no list; beside a word that names or greets"
    if does(words, index) and not is_thing(words, index):
        return Certainty.POSSIBLE, "in no list; does what persons do"
    if known.cased:
        return None
    joined = after_name or (low_at(words, index - 1) in AND and _is_named(words, index - 2, known))
    joined |= low_at(words, index + 1) in AND and _is_named(words, index + 2, known)
    if joined or accompanied(words, index):
        return Certainty.POSSIBLE, "in no list; beside a name or after a word for company"
    return None


def _is_named(words: list[Word], index: int, known: Known) -> bool:
    """A name, and surely no word, at an index."""
    base = name_of(words[index], known) if 0 <= index < len(words) else ""
    return bool(base) and not known.lists.ambiguous(base)


def _again(words: list[Word], index: int, base: str, known: Known) -> bool:
    """A name of the session, where it cannot be a word or looks like a name."""
    if base not in known.names:
        return False
    word = words[index]
    if not known.lists.ambiguous(base):
        return True
    if not known.cased:
        return spoken_of(words, index) or accompanied(words, index)
    return word.capital and (not word.opening or acts(words, index))


def _listed(
    words: list[Word], index: int, base: str, known: Known, after_name: bool
) -> tuple[Certainty, str] | None:
    """A word of the lists."""
    word = words[index]
    previous = words[index - 1].low if index else ""
    if word.low in known.lists.capitals and is_thing(words, index):
        return None
    if word.capital and not word.opening:
        if _names_else(word, base, previous, known, after_name):
            return None
        return Certainty.SURE, "name in the lists, with a capital inside a sentence"
    if _cued(words, index):
        return Certainty.LIKELY, "name in the lists, after a word that names or greets"
    if not known.lists.ambiguous(base):
        return _plain(word, base, previous, known)
    return _doubtful(words, index, base, known, after_name)


def _names_else(word: Word, base: str, previous: str, known: Known, after_name: bool) -> bool:
    """A capital inside a sentence that is a town's, a brand's, or for emphasis."""
    if _is_town(word.low, previous, known) and not after_name:
        return True
    if word.low in known.lists.capitals and base not in known.lists.first:
        return True
    return len(word.text) > 1 and word.text.isupper() and known.lists.ambiguous(base)


def _doubtful(
    words: list[Word], index: int, base: str, known: Known, after_name: bool
) -> tuple[Certainty, str] | None:
    """A name that may be a word, where its capital says nothing or is missing."""
    word = words[index]
    first_name = base in known.lists.first
    if after_name and base in known.lists.last and (word.capital or not known.cased):
        return Certainty.POSSIBLE, "surname after a first name"
    if index + 1 < len(words) and _surname_follows(words[index + 1], known, word):
        return Certainty.LIKELY, "before a surname"
    if word.capital and first_name and base not in _MONTHS and acts(words, index):
        return Certainty.POSSIBLE, "may be a name or a word; begins a sentence as a name would"
    return None if known.cased or not first_name else _in_company(words, index, base, known)


def _in_company(
    words: list[Word], index: int, base: str, known: Known
) -> tuple[Certainty, str] | None:
    """A first name that may be a word, in small letters, beside other persons."""
    if explained(words, index) and len(base) > 1:
        return Certainty.LIKELY, "may be a name or a word; followed by who it is"
    if low_at(words, index - 1) in AND and len(base) > 1 and _is_named(words, index - 2, known):
        return Certainty.LIKELY, "may be a name or a word; joined to a name"
    if low_at(words, index + 1) in AND and len(base) > 1 and _is_named(words, index + 2, known):
        return Certainty.LIKELY, "may be a name or a word; joined to a name"
    return _paired(words, index, known)


def _paired(words: list[Word], index: int, known: Known) -> tuple[Certainty, str] | None:
    """One of two words joined by `and`, both perhaps names, that do something."""
    for first in (index, index - 2):
        second = first + 2
        if first < 0 or second >= len(words) or words[first + 1].low not in AND:
            continue
        both = {name_of(words[first], known), name_of(words[second], known)}
        if both <= known.lists.first and does(words, second):
            return Certainty.LIKELY, "may be a name or a word; one of two that do something"
    return None


def _plain(word: Word, base: str, previous: str, known: Known) -> tuple[Certainty, str] | None:
    """A word of the lists that means nothing else, at a beginning or in small letters."""
    town = word.low in known.lists.towns
    if town and (previous in _TOWN_WORDS or base not in known.lists.first):
        return None
    if not word.capital and base not in known.lists.first and known.cased:
        return None
    certainty = Certainty.LIKELY if word.capital or not known.cased else Certainty.POSSIBLE
    return certainty, "name in the lists"


def _unlisted(
    word: Word, previous: str, known: Known, after_name: bool
) -> tuple[Certainty, str] | None:
    """A capital inside a sentence on a word of no list: these languages write few but names so."""
    low = word.low
    stem = low[:-1] if low.endswith("s") else low
    if {low, stem} & known.lists.capitals or {low, stem} & known.small or len(word.text) < 2:
        return None
    first = word.text.split("-")[0]
    if first.isupper() and len(first) <= 5:
        return None
    if after_name or previous in _TITLES or previous in _CALLED or previous in KIN:
        return Certainty.LIKELY, "capital inside a sentence, beside a name or a word that names"
    if _is_town(low, previous, known) or stem in known.lists.towns:
        return None
    if previous in ("i", "på"):
        return None
    return Certainty.POSSIBLE, "capital inside a sentence, in no list"


def _is_town(low: str, previous: str, known: Known) -> bool:
    if low not in known.lists.towns:
        return False
    name = low in known.lists.first
    return not name or previous in _TOWN_WORDS


def _cued(words: list[Word], index: int) -> bool:
    """After a word for a relation, a greeting, a title or a word for being called."""
    if not index:
        return False
    previous = words[index - 1].low
    if previous in _GREETINGS or previous in _TITLES or _is_called(words, index):
        return True
    owned = index > 1 and words[index - 2].low in _OWNERS
    return previous in KIN and (owned or words[index].capital) and not words[index].opening


_OWNERS = word_list("owners")


def _is_called(words: list[Word], index: int) -> bool:
    """After `jeg hedder`, `navnet er`, `det er ... der`, `mitt namn är`."""
    if not index:
        return False
    previous = words[index - 1].low
    before = words[index - 2].low if index > 1 else ""
    if previous in _CALLED:
        return before in _SUBJECTS or before in KIN
    return previous in ("er", "är") and before in ("navn", "navnet", "namn", "namnet")


def _surname_follows(following: Word, known: Known, word: Word) -> bool:
    if following.opening or following.capital != word.capital:
        return False
    base = name_of(following, known)
    listed = base in known.lists.last and not known.lists.ambiguous(base)
    return listed or (following.capital and _SURNAME.fullmatch(following.low) is not None)

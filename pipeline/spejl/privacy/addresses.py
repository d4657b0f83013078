"""Addresses: a street with its number, and postcodes with their town."""

import re
from dataclasses import replace

from spejl.privacy.kinds import Certainty, Finding, Kind
from spejl.privacy.lists import Lists
from spejl.privacy.numerals import HUNDRED, Number
from spejl.privacy.tails import tail_end
from spejl.privacy.wordlists import word_list
from spejl.privacy.words import Word

_SUFFIXES = word_list("roads")
_ENDINGS = tuple(sorted(_SUFFIXES, key=len, reverse=True))
_ALONE = _SUFFIXES - {"bakken", "haven", "parken", "stien", "kroken", "plan"}
_ORDINARY = word_list("ordinary-roads")
_UNITS = word_list("measures")
_LIVING = word_list("living")
_IN = frozenset(("på", "i", "ved", "vid", "til", "till", "frå", "fra", "från", "hos"))
_SMALL = word_list("small")
_MONTHS = word_list("months")
_SHORT, _LONG = 4, 6
"""Letters of the shortest street's name with a number, and without."""
_NAME_WORDS = 3
"""Words of a street's name at most."""
_LIVED = 6
"""Words before a street among which one for living there is looked for."""
_POSTCODE = re.compile(r"(?<![\d-])(?P<code>\d{4}|\d{3}\s?\d{2})\s+(?=[^\W\d_])")


def find_addresses(
    text: str, words: list[Word], numbers: list[Number], lists: Lists, cased: bool
) -> list[Finding]:
    """Streets with numbers, streets that somebody lives in, and postcodes with towns."""
    at = {number.first: number for number in numbers}
    found: list[Finding] = []
    for index, word in enumerate(words):
        street = None
        if word.low.endswith(_ENDINGS):
            street = _street(text, words, index, at, lists, cased)
        if street is None and index in at and index > 1:
            street = _house(text, words, at[index], lists, cased)
        if street is not None:
            found.append(street)
        if word.low.startswith("postnum"):
            found += _said_postcode(words, index, at, lists)
    if any(word.digits for word in words):
        found += _postcodes(text, words, lists)
    return _joined(text, found)


def _street(
    text: str, words: list[Word], index: int, at: dict[int, Number], lists: Lists, cased: bool
) -> Finding | None:
    """A street whose name ends as such names do."""
    word = words[index]
    first = _beginning(words, index, cased)
    number = at.get(index + 1)
    shortest = _SHORT if number is not None else _LONG
    compound = word.low not in _SUFFIXES and word.low not in _ORDINARY and len(word.low) >= shortest
    if not compound and not (first < index or (word.low in _ALONE and _before(words, index))):
        return None
    named = word.capital and not word.opening
    if not compound and first == index:
        first = index - 1
    if number is not None and _houses(text, words, word, number):
        last = tail_end(text, number.end, cased, lists.towns)
        why = "street and number"
        return Finding(words[first].start, last, Kind.ADDRESS, Certainty.LIKELY, why)
    if not compound and first == index - 1 and not words[first].capital:
        return None
    if (named or first < index) and compound | (first < index) and cased:
        why = "name of a street"
        return Finding(words[first].start, word.end, Kind.ADDRESS, Certainty.POSSIBLE, why)
    lived = {w.low for w in words[max(0, index - 4) : index]} & _LIVING
    if not cased and compound and lived and words[index - 1].low in _IN:
        why = "where somebody lives"
        return Finding(word.start, word.end, Kind.ADDRESS, Certainty.POSSIBLE, why)
    return None


def _beginning(words: list[Word], index: int, cased: bool) -> int:
    """Index of the first word of a street's name, which begins with capitals or after `på`."""
    first = index
    if cased:
        while first and words[first - 1].capital and not words[first - 1].opening:
            if index - first >= _NAME_WORDS:
                break
            first -= 1
        return first
    if words[index].low not in _ALONE:
        return index
    for first in range(index - 1, max(-1, index - 1 - _NAME_WORDS), -1):
        if first and words[first - 1].low in _IN:
            return first
    return index


def _house(
    text: str, words: list[Word], number: Number, lists: Lists, cased: bool
) -> Finding | None:
    """A name of any form with a house number, after a word for a place."""
    street = number.first - 1
    if not _houses(text, words, words[street], number) or words[street].digits:
        return None
    for first in range(street, max(0, street - _NAME_WORDS), -1):
        if words[first - 1].low not in _IN or words[first].opening:
            continue
        name = words[first : street + 1]
        before = {w.low for w in words[max(0, first - _LIVED) : first]}
        if cased:
            own = name[0].capital and not any(w.low in lists.capitals for w in name)
        else:
            own = bool(before & _LIVING) and number.spoken and number.digits != "1"
            own = own and not any(w.low in _ORDINARY or w.low in _SMALL for w in name)
        if not own or name[0].low in _MONTHS or name[-1].low in _MONTHS:
            return None
        last = tail_end(text, number.end, cased, lists.towns)
        why = "a name and a number after a word for a place"
        return Finding(name[0].start, last, Kind.ADDRESS, Certainty.POSSIBLE, why)
    return None


def _said_postcode(
    words: list[Word], cue: int, at: dict[int, Number], lists: Lists
) -> list[Finding]:
    """The number after a word for a postcode, with its town."""
    first = next((i for i in range(cue + 1, min(cue + 4, len(words))) if i in at), None)
    if first is None:
        return []
    last = at[first].last
    while last + 1 in at:
        last = at[last + 1].last
    last += last + 1 < len(words) and words[last + 1].low in HUNDRED
    last += last + 1 < len(words) and words[last + 1].low in lists.towns
    why = "called a postcode"
    return [Finding(words[first].start, words[last].end, Kind.ADDRESS, Certainty.LIKELY, why)]


def _before(words: list[Word], index: int) -> bool:
    """A name before a street word that stands alone, such as `nørre allé`."""
    return index > 0 and words[index - 1].low.endswith(("s", "re", "er", "store", "lille", "gamle"))


def _houses(text: str, words: list[Word], street: Word, number: Number) -> bool:
    """A number that follows a street and counts nothing."""
    if len(number.digits) > 3 or _counted(words, number):
        return False
    return _spaces(text, street.end, number.start)


def _counted(words: list[Word], number: Number) -> bool:
    after = number.last + 1
    return after < len(words) and words[after].low in _UNITS


def _spaces(text: str, start: int, end: int) -> bool:
    return text[start:end].strip(" ,") in ("", "nr", "nummer", "nr.")


def _postcodes(text: str, words: list[Word], lists: Lists) -> list[Finding]:
    found: list[Finding] = []
    for match in _POSTCODE.finditer(text):
        index = next(i for i, word in enumerate(words) if word.start >= match.end())
        town = words[index]
        listed = town.low in lists.towns
        year = match["code"][:2] in ("19", "20") and len(match["code"]) == 4
        if not listed and (not town.capital or year):
            continue
        last = index
        following = words[index + 1] if index + 1 < len(words) else None
        if following and following.capital and not following.opening and len(following.text) > 1:
            last = index + 1
        certainty = Certainty.SURE if listed else Certainty.LIKELY
        found.append(
            Finding(match.start(), words[last].end, Kind.ADDRESS, certainty, "postcode and town")
        )
    return found


def _joined(text: str, found: list[Finding]) -> list[Finding]:
    """Streets and the towns that follow them as one address."""
    joined: list[Finding] = []
    for finding in sorted(found, key=lambda f: f.start):
        if joined and text[joined[-1].end : finding.start].strip(" ,.") == "":
            joined[-1] = replace(joined[-1], end=max(joined[-1].end, finding.end))
        else:
            joined.append(finding)
    return joined

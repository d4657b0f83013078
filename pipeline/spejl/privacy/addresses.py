"""Addresses: a street with its number, and postcodes with their town."""

import re
from dataclasses import replace

from spejl.privacy.kinds import Certainty, Finding, Kind
from spejl.privacy.lists import Lists
from spejl.privacy.numerals import Number
from spejl.privacy.wordlists import word_list
from spejl.privacy.words import Word

_SUFFIXES = word_list("roads")
_ENDINGS = tuple(sorted(_SUFFIXES, key=len, reverse=True))
_ALONE = _SUFFIXES - {"bakken", "haven", "parken", "stien", "kroken", "plan"}
_ORDINARY = word_list("ordinary-roads")
_UNITS = word_list("measures")
_LIVING = word_list("living")
_IN = frozenset(("på", "i", "ved", "vid", "til", "till", "frå", "fra", "från"))
_TAIL = re.compile(
    r"(?:\s?[A-Za-zÆØÅÄÖæøåäö](?![\w]))?(?:\s?-\s?\d{1,3})?"
    r"(?:,?\s+(?:\d{1,2}\.?|stuen|st\.?)\s?(?:sal|tv|th|mf|etage|etg|etasje|etasjen|trappor|tr)\b\.?"
    r"(?:,?\s?(?:tv|th|mf|til venstre|til højre)\b\.?)?)?"
    r"(?:,?\s+(?:lgh|leilighet|lejlighed)\s?\d+)?"
)
_POSTCODE = re.compile(r"(?<![\d-])(?P<code>\d{4}|\d{3}\s?\d{2})\s+(?=[^\W\d_])")


def find_addresses(
    text: str, words: list[Word], numbers: list[Number], lists: Lists, cased: bool
) -> list[Finding]:
    """Streets with numbers, streets that somebody lives in, and postcodes with towns."""
    at = {number.first: number for number in numbers}
    found = [
        finding
        for index, word in enumerate(words)
        if word.low.endswith(_ENDINGS)
        and (finding := _street(text, words, index, at, cased)) is not None
    ]
    if any(word.digits for word in words):
        found += _postcodes(text, words, lists)
    return _joined(text, found)


def _street(
    text: str, words: list[Word], index: int, at: dict[int, Number], cased: bool
) -> Finding | None:
    word = words[index]
    first = index
    while first and words[first - 1].capital and not words[first - 1].opening and index - first < 3:
        first -= 1
    compound = word.low not in _SUFFIXES and word.low not in _ORDINARY and len(word.low) > 5
    if not compound and not (first < index or (word.low in _ALONE and _before(words, index))):
        return None
    named = word.capital and not word.opening
    if not compound and first == index:
        first = index - 1
    number = at.get(index + 1)
    if number is not None and _houses(text, words, word, number):
        end = _TAIL.match(text, number.end)
        last = end.end() if end else number.end
        why = "street and number"
        return Finding(words[first].start, last, Kind.ADDRESS, Certainty.LIKELY, why)
    if not compound and first == index - 1 and not words[first].capital:
        return None
    if (named or first < index) and compound | (first < index):
        why = "name of a street"
        return Finding(words[first].start, word.end, Kind.ADDRESS, Certainty.POSSIBLE, why)
    lived = {w.low for w in words[max(0, index - 4) : index]} & _LIVING
    if not cased and compound and lived and words[index - 1].low in _IN:
        why = "where somebody lives"
        return Finding(word.start, word.end, Kind.ADDRESS, Certainty.POSSIBLE, why)
    return None


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

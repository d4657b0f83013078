"""Towns, workplaces and schools: by lists, by endings and by the words around them."""

from spejl.privacy.kinds import Certainty, Finding, Kind
from spejl.privacy.lists import Lists
from spejl.privacy.wordlists import word_list
from spejl.privacy.words import Word

_KINDS_OF_HOUSE = word_list("houses")
_ENDINGS = tuple(sorted((house for house in _KINDS_OF_HOUSE if len(house) > 4), key=len)[::-1])
_BETWEEN = frozenset(("videregående", "vidaregåande", "friskola", "private", "kommunala"))
_IN = word_list("in-places")
_WORKS = word_list("working")
_KINDS = word_list("kinds-of-house")
_MOST = 2
"""Further words of a workplace's name."""


def find_places(words: list[Word], lists: Lists, cased: bool) -> list[Finding]:
    """Towns and regions of the lists, and unlisted capitals after `i`."""
    found: list[Finding] = []
    for index, word in enumerate(words):
        low = word.low
        stem = low[:-1] if low.endswith("s") and low not in lists.towns else low
        previous = words[index - 1].low if index else ""
        if stem in lists.towns and (word.capital or not cased):
            mistaken = stem in lists.first or lists.ambiguous(stem)
            if previous not in _IN and (mistaken or (word.opening and len(stem) < 4)):
                continue
            if not word.capital and previous not in _IN and lists.ambiguous(stem):
                continue
            certainty, why = Certainty.LIKELY, "town or region in the lists"
        elif word.capital and not word.opening and previous in ("i", "på") and _free(low, lists):
            certainty, why = Certainty.POSSIBLE, "capital after a word for a place"
        else:
            continue
        found.append(Finding(word.start, word.start + len(stem), Kind.PLACE, certainty, why))
    return found


def _free(low: str, lists: Lists) -> bool:
    return low not in lists.capitals and not lists.known(low) and len(low) > 2


def find_organisations(words: list[Word], lists: Lists, cased: bool) -> list[Finding]:
    """Houses with a name of their own, and unlisted names where somebody works."""
    found: list[Finding] = [] if cased else _in_small_letters(words, lists)
    for index, word in enumerate(words):
        first, last = index, index
        if word.low in _KINDS_OF_HOUSE or (word.low.endswith(_ENDINGS) and not word.capital):
            first -= first > 0 and words[first - 1].low in _BETWEEN
            between = first
            while first and words[first - 1].capital and not words[first - 1].opening:
                first -= 1
            if first == between:
                continue
        elif word.low.endswith(_ENDINGS) and word.capital and not word.opening:
            pass
        elif word.capital and not word.opening and _works(words, index) and _free(word.low, lists):
            while last + 1 < len(words) and words[last + 1].capital and last - first < 3:
                last += 1
        else:
            continue
        found.append(_organisation(words, first, last))
    return found


def _organisation(words: list[Word], first: int, last: int) -> Finding:
    why = "workplace, school or hospital by its words"
    span = words[first].start, words[last].end
    return Finding(*span, Kind.ORGANISATION, Certainty.POSSIBLE, why)


def _in_small_letters(words: list[Word], lists: Lists) -> list[Finding]:
    """As above in text without capitals, where the name is no word of the language."""
    found: list[Finding] = []
    for index, word in enumerate(words):
        first, last = index, index
        before = words[index - 1].low if index else ""
        if word.low in _KINDS_OF_HOUSE and before and not lists.words & {before, before + "s"}:
            first = index - 1
        elif word.low.endswith(_ENDINGS) and word.low not in lists.words and not word.digits:
            if _ordinary_house(word.low):
                continue
        elif _works(words, index) and not lists.ordinary(word.low) and not lists.known(word.low):
            while (
                last + 1 < len(words)
                and last - first < _MOST
                and not lists.words & {words[last + 1].low}
            ):
                last += 1
        else:
            continue
        if word.low not in lists.towns:
            found.append(_organisation(words, first, last))
    return found


def _ordinary_house(low: str) -> bool:
    """A kind of school or hospital, such as `folkeskolen`, and no name."""
    ending = next(end for end in _ENDINGS if low.endswith(end))
    kind = low.removesuffix(ending)
    return low == ending or kind in _KINDS


def _works(words: list[Word], index: int) -> bool:
    if index < 2 or words[index - 1].low not in ("hos", "på", "ved", "vid", "for", "i"):
        return False
    return any(word.low in _WORKS for word in words[max(0, index - 5) : index - 1])

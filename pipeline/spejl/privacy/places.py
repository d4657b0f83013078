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


def find_organisations(words: list[Word], lists: Lists) -> list[Finding]:
    """Houses with a name of their own, and unlisted capitals where somebody works."""
    found: list[Finding] = []
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
        found.append(
            Finding(
                words[first].start,
                words[last].end,
                Kind.ORGANISATION,
                Certainty.POSSIBLE,
                "workplace, school or hospital by its words",
            )
        )
    return found


def _works(words: list[Word], index: int) -> bool:
    if index < 2 or words[index - 1].low not in ("hos", "på", "ved", "vid", "for", "i"):
        return False
    return any(word.low in _WORKS for word in words[max(0, index - 5) : index - 1])

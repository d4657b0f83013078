"""Dates of birth: dates that are called one, and full dates that lie long ago."""

import re
from functools import cache

from spejl.privacy.kinds import Certainty, Finding, Kind
from spejl.privacy.numerals import Number, numbers_of
from spejl.privacy.wordlists import word_list
from spejl.privacy.words import Word

_CUES = word_list("birth-cues")
_YEAR_CUES = word_list("birth-year-cues")
_MONTHS = word_list("months")
_ORDINAL = re.compile(
    r"(?:første|fyrste|första|anden|andre|andra|tredje|.*(?:fjerde|fjärde|femte|sjette|sjätte|"
    r"sjuende|syvende|sjunde|ottende|åttende|åttande|åttonde|niende|niande|nionde|tiende|tiande|"
    r"tionde|ellevte|elfte|tolvte|tolfte|ttende|ttande|ttonde|tyvende|tjuende|tjuande|tjugonde|"
    r".+(?:tende|tande|tonde)|tredivte|første|fyrste|första|andre|andra|tredje))"
)
_WRITTEN = re.compile(
    r"(?<![\d.])(?:\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?P<year>\d{4}|\d{2})|(?P<iso>\d{4})-\d\d-\d\d)"
    r"(?![\d])"
)
_LATEST = 2012
"""A full date up to this year is taken for a date of birth without a cue."""
_DISTANCE = 8
"""Words between a cue and its date."""
_FEASTS = word_list("feasts")
_WHEN = word_list("when")
_FROM = frozenset(("fra", "från", "frå", "modell", "model", "årgang", "årskull"))
_SMALL = word_list("small")


def find_birth_dates(
    text: str, words: list[Word], numbers: list[Number], asked: bool = False
) -> list[Finding]:
    """Dates and years of birth in a turn.

    Args:
        text: Of the turn.
        words: Of the turn.
        numbers: Among the words.
        asked: A turn just before has asked for a date of birth.
    """
    cues = [index for index, word in enumerate(words) if word.low in _CUES]
    cues += range(0, len(words), _DISTANCE) if asked else ()
    found = _written(text, words, cues)
    at = {number.first: number for number in numbers}
    for index, word in enumerate(words):
        if word.low in _FEASTS:
            found += _same_month(words, index)
        if word.low in _MONTHS and index:
            if (finding := _with_month(words, index, at, cues)) is not None:
                found.append(finding)
        elif word.low in _YEAR_CUES and (finding := _year(words, index, at)) is not None:
            found.append(finding)
    return found


def find_answered(texts: list[str], turns: list[list[Word]], language: str) -> list[list[Finding]]:
    """Dates of birth in each turn that only a turn just before calls so."""
    found: list[list[Finding]] = []
    for number, (text, words) in enumerate(zip(texts, turns, strict=True)):
        before = {word.low for said in turns[max(0, number - 1) : number] for word in said}
        asked = bool(before & _CUES) and bool(before & _WHEN)
        numbers = numbers_of(words, language) if asked else []
        found.append(find_birth_dates(text, words, numbers, asked) if asked else [])
    return found


def _same_month(words: list[Word], feast: int) -> list[Finding]:
    """A day without a month after a birthday, such as `fødselsdag den femtende`."""
    for index in range(feast + 1, min(feast + _DISTANCE, len(words))):
        word = words[index]
        month = words[index + 1].low in _MONTHS if index + 1 < len(words) else False
        if words[index - 1].low == "den" and _is_ordinal(word.low) and not month:
            why = "day of a birthday"
            return [Finding(word.start, word.end, Kind.BIRTH_DATE, Certainty.POSSIBLE, why)]
    return []


def _near(index: int, cues: list[int]) -> bool:
    return any(-3 <= index - cue <= _DISTANCE for cue in cues)


def _written(text: str, words: list[Word], cues: list[int]) -> list[Finding]:
    found: list[Finding] = []
    for match in _WRITTEN.finditer(text) if any(word.digits for word in words) else ():
        index = next(i for i, word in enumerate(words) if word.end > match.start())
        year = int(match["iso"] or match["year"])
        if _near(index, cues):
            certainty, why = Certainty.SURE, "date called one of birth"
        elif 1900 < year <= _LATEST:
            certainty, why = Certainty.POSSIBLE, "full date long ago"
        else:
            continue
        found.append(Finding(match.start(), match.end(), Kind.BIRTH_DATE, certainty, why))
    return found


def _with_month(
    words: list[Word], month: int, at: dict[int, Number], cues: list[int]
) -> Finding | None:
    day = _day(words, month)
    first = month if day is None else day
    last, year = month, None
    number = at.get(month + 1)
    if number is not None and len(number.digits) in (2, 4):
        last, year = number.last, int(number.digits)
        second = at.get(number.last + 1)
        if year in (19, 20) and second is not None and len(second.digits) == 2:
            last, year = second.last, year * 100 + int(second.digits)
    if day is None and (year is None or not (_near(first, cues) or _of_model(words, first, last))):
        return None
    if day is None or _near(first, cues):
        certainty, why = Certainty.LIKELY, "date called one of birth"
    elif year is not None and 1900 < year <= _LATEST:
        certainty, why = Certainty.POSSIBLE, "full date long ago"
    else:
        return None
    return Finding(words[first].start, words[last].end, Kind.BIRTH_DATE, certainty, why)


def _of_model(words: list[Word], first: int, last: int) -> bool:
    """A month and year that somebody is from, such as `jeg er fra mars 88`."""
    before = [word.low for word in words[max(0, first - 3) : first]]
    after = words[last + 1].low if last + 1 < len(words) else ""
    being = bool({"er", "är"} & set(before)) and bool(_FROM & {*before, after})
    return being or after in ("modell", "model")


def _day(words: list[Word], month: int) -> int | None:
    """Index of the word that says the day of a month, or None."""
    before = words[month - 1]
    if before.digits and len(before.text) <= 2:
        return month - 1
    return month - 1 if _is_ordinal(before.low) else None


@cache
def _is_ordinal(low: str) -> bool:
    return _ORDINAL.fullmatch(low) is not None


def _year(words: list[Word], cue: int, at: dict[int, Number]) -> Finding | None:
    """A year within three small words of a cue, such as `født i 84`."""
    for index in range(cue + 1, min(cue + 4, len(words))):
        number = at.get(index)
        if number is None:
            if words[index].low not in _SMALL and len(words[index].low) > 1:
                return None
            continue
        following = at.get(number.last + 1)
        if number.digits in ("19", "20") and following is not None and len(following.digits) == 2:
            end = following.end
        elif (len(number.digits) == 4 and number.digits[:2] in ("19", "20")) or (
            len(number.digits) == 2 and int(number.digits) > 12
        ):
            end = number.end
        else:
            return None
        after = number.last + 1
        if after < len(words) and words[after].low in ("uger", "veckor", "uker", "veker", "år"):
            return None
        why = "year called one of birth"
        return Finding(number.start, end, Kind.BIRTH_DATE, Certainty.LIKELY, why)
    return None

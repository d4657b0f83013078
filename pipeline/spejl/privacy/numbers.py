"""Telephone numbers and national identity numbers, in digits or said aloud."""

import re
from itertools import pairwise

from spejl.privacy.identity import identity
from spejl.privacy.kinds import Certainty, Finding, Kind
from spejl.privacy.numerals import Number
from spejl.privacy.wordlists import word_list
from spejl.privacy.words import Word

_JOIN = re.compile(r"[\s,.\-–‐/()+]*")
_FILLERS = word_list("fillers")
_PHONE_CUES = word_list("phone-cues")
_PHONE_STEMS = ("telefon", "mobil", "nummer")
_ID_CUES = word_list("identity-cues")
_AMOUNTS = word_list("amounts")
_REGIONS = {"da": "DK", "sv": "SE", "nb": "NO", "nn": "NO"}
_SURER = (Certainty.POSSIBLE, Certainty.LIKELY, Certainty.SURE)
_SHORTEST = 8
"""Digits of the shortest number that is looked for."""
_LONGEST = 16
"""Digits of the longest number: 00, country and national number, with room to spare."""
_FILLED = 3
"""Hesitations between two parts of a number."""
_STEP = 10
"""From one number to the next in counting."""
_CUE_DISTANCE = 12
"""Words before a number among which a cue is looked for."""


def find_numbers(
    text: str, words: list[Word], numbers: list[Number], language: str
) -> list[Finding]:
    """Telephone and identity numbers among a turn's numbers, read from left to right."""
    found: list[Finding] = []
    for run in runs_of(text, words, numbers):
        if sum(len(n.digits) for n in run) < _SHORTEST:
            continue
        first = 0
        while first < len(run):
            taken, finding = _longest(text, words, run[first:], language)
            if finding is not None:
                found.append(finding)
            first += taken
    return found


def runs_of(text: str, words: list[Word], numbers: list[Number]) -> list[list[Number]]:
    """Numbers with nothing but signs and fillers between them."""
    runs: list[list[Number]] = []
    for number in numbers:
        before = runs[-1][-1] if runs else None
        if before is not None and _joined(text, words, before, number):
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _joined(text: str, words: list[Word], before: Number, after: Number) -> bool:
    between = words[before.last + 1 : after.first]
    if len(between) > _FILLED or any(word.low not in _FILLERS for word in between):
        return False
    gap = text[before.end : after.start]
    for word in between:
        gap = gap.replace(word.text, " ", 1)
    return _JOIN.fullmatch(gap) is not None


def _longest(
    text: str, words: list[Word], run: list[Number], language: str
) -> tuple[int, Finding | None]:
    """How many numbers of the run are dealt with, and what the first of them begin, if anything."""
    digits = ""
    phone: tuple[int, Finding] | None = None
    identities: list[tuple[int, Finding]] = []
    for count, number in enumerate(run, 1):
        digits += number.digits
        if len(digits) > _LONGEST:
            break
        part = run[:count]
        if len(digits) in (10, 11, 12):
            found = identity(digits, language, _cue(words, part, _ID_CUES))
            if found is not None:
                span = part[0].start, part[-1].end
                identities.append((count, Finding(*span, Kind.NATIONAL_ID, *found)))
        if (certainty_of := _phone(text, words, part, digits, language)) is not None:
            start = part[0].start - (text[: part[0].start].endswith("+"))
            why = "telephone number"
            phone = count, Finding(start, part[-1].end, Kind.PHONE, certainty_of, why)
    if identities:
        return max(identities, key=lambda one: (_SURER.index(one[1].certainty), one[0]))
    return phone or (1, None)


def whole_number(digits: str, language: str) -> Kind | None:
    """The kind of a number told in pieces, by its length and its date; None where it is none."""
    if len(digits) in (10, 11, 12) and identity(digits, language, cue=False) is not None:
        return Kind.NATIONAL_ID
    return Kind.PHONE if _length_fits(digits, language) else None


def _cue(words: list[Word], part: list[Number], cues: frozenset[str]) -> bool:
    before = words[max(0, part[0].first - _CUE_DISTANCE) : part[0].first]
    after = words[part[-1].last + 1 : part[-1].last + 4]
    return any(
        word.low in cues or (cues is _PHONE_CUES and word.low.startswith(_PHONE_STEMS))
        for word in [*before, *after]
    )


def _phone(
    text: str, words: list[Word], part: list[Number], digits: str, language: str
) -> Certainty | None:
    plus = text[: part[0].start].endswith("+") or digits.startswith("00")
    if not plus and not _length_fits(digits, language):
        return None
    cue = _cue(words, part, _PHONE_CUES)
    if not plus and not cue and _something_else(text, words, part, digits):
        return None
    from phonenumbers import NumberParseException, is_possible_number, is_valid_number, parse

    written = f"+{digits.removeprefix('00')}" if plus else digits
    try:
        number = parse(written, _REGIONS[language])
    except NumberParseException:
        return None
    if is_valid_number(number):
        return Certainty.SURE if cue or plus else Certainty.LIKELY
    possible = is_possible_number(number) and (cue or plus or len(part) >= 4)
    return Certainty.POSSIBLE if possible else None


def _length_fits(digits: str, language: str) -> bool:
    if language == "sv":
        return digits.startswith("0") and len(digits) in (8, 9, 10)
    return len(digits) == 8 or (len(digits) == 10 and digits.startswith(("45", "46", "47")))


def _something_else(text: str, words: list[Word], part: list[Number], digits: str) -> bool:
    """Counting, years, times, dates, sums of money and measures."""
    values = [int(number.digits) for number in part]
    steps = [after - before for before, after in pairwise(values)]
    counting = len(values) > 2 and (min(steps) > 0 or max(steps) < 0)
    if counting and max(map(abs, steps)) <= _STEP:
        return True
    if all(len(n.digits) == 4 and n.digits[:2] in ("19", "20") for n in part):
        return True
    gaps = [text[before.end : after.start] for before, after in pairwise(part)]
    if "." in gaps and any(gap != "." for gap in gaps):
        return True
    if len(part) > 1 and set(digits[-6:]) == {"0"}:
        return True
    following = part[-1].last + 1
    return following < len(words) and words[following].low in _AMOUNTS

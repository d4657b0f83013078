"""Numbers as they are said: words for 0 to 999 in the four languages, turned into digits."""

from dataclasses import dataclass
from functools import cache

from spejl.privacy.words import Word

_DANISH_UNITS = "nul en to tre fire fem seks syv otte ni"
_DANISH_TEENS = "ti elleve tolv tretten fjorten femten seksten sytten atten nitten"
_DANISH_TENS = "tyve tredive fyrre halvtreds tres halvfjerds firs halvfems"
_SWEDISH_UNITS = "noll ett två tre fyra fem sex sju åtta nio"
_SWEDISH_TEENS = "tio elva tolv tretton fjorton femton sexton sjutton arton nitton"
_SWEDISH_TENS = "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio"
_NORWEGIAN_UNITS = "null en to tre fire fem seks sju åtte ni"
_NORWEGIAN_TEENS = "ti elleve tolv tretten fjorten femten seksten sytten atten nitten"
_NORWEGIAN_TENS = "tjue tretti førti femti seksti sytti åtti nitti"

_VARIANTS = {
    "da": {"et": 1, "én": 1, "ét": 1, "nulle": 0, "fyrretyve": 40, "halvtredsindstyve": 50},
    "sv": {"en": 1, "nolla": 0, "sjutti": 70, "tretti": 30, "fyrti": 40, "femti": 50}
    | {"sexti": 60, "åtti": 80, "nitti": 90, "nie": 9, "tie": 10, "tju": 20},
    "nb": {"et": 1, "ett": 1, "én": 1, "ein": 1, "eit": 1, "éin": 1, "syv": 7, "nul": 0}
    | {"tyve": 20, "tredve": 30, "førr": 40, "tretten": 13, "åtta": 8, "søtten": 17},
}
_HUNDREDS = {"da": ("hundrede", "og"), "sv": ("hundra", ""), "nb": ("hundre", "og")}
"""The word for a hundred, and what joins the rest to it in one word."""
_HUNDRED = 100
HUNDRED = frozenset(("hundre", "hundra", "hundrede"))
_AND = frozenset(("og", "och"))


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a turn: digits as written, or words for them."""

    start: int
    end: int
    digits: str
    spoken: bool
    first: int
    """Index of its first word."""
    last: int
    """Index of its last word."""


@cache
def _values(language: str) -> dict[str, int]:
    """Words for 0 to 999 and their values."""
    language = "nb" if language == "nn" else language
    listed = {
        "da": (_DANISH_UNITS, _DANISH_TEENS, _DANISH_TENS),
        "sv": (_SWEDISH_UNITS, _SWEDISH_TEENS, _SWEDISH_TENS),
        "nb": (_NORWEGIAN_UNITS, _NORWEGIAN_TEENS, _NORWEGIAN_TENS),
    }[language]
    units, teens, tens = (words.split() for words in listed)
    found = {word: value for value, word in enumerate([*units, *teens])}
    found |= {word: value for value, word in zip(range(20, 100, 10), tens, strict=True)}
    found |= _VARIANTS[language]
    small = {word: value for word, value in found.items() if 0 < value < 10}
    big = {word: value for word, value in found.items() if value >= 20}
    for ten, high in big.items():
        for unit, low in small.items():
            if language != "da":
                found[ten + unit] = high + low
            if language != "sv":
                found[f"{unit}og{ten}"] = high + low
    hundred, joint = _HUNDREDS[language]
    rest = {word: value for word, value in found.items() if value < _HUNDRED}
    for unit, many in small.items():
        found[unit + hundred] = many * _HUNDRED
        for word, value in rest.items():
            found[f"{unit}{hundred}{joint}{word}"] = many * _HUNDRED + value
    return found


def numbers_of(words: list[Word], language: str) -> list[Number]:
    """The numbers among the words, in order; a said one is two digits or fewer, or hundreds."""
    values = _values(language)
    found: list[Number] = []
    index = 0
    while index < len(words):
        word = words[index]
        if word.digits:
            found.append(Number(word.start, word.end, word.text, False, index, index))
            index += 1
            continue
        if word.low[:2] == "ni" and (century := _century(words, index, values)):
            found.append(century)
            index = century.last + 1
            continue
        if word.low not in values:
            index += 1
            continue
        last, digits = _said(words, index, values, language)
        found.append(Number(word.start, words[last].end, digits, True, index, last))
        index = last + 1
    return found


def _said(words: list[Word], index: int, values: dict[str, int], language: str) -> tuple[int, str]:
    """Index of the last word of a said number, and its digits."""
    value = values[words[index].low]
    low = [word.low for word in words[index : index + 4]] + [""] * 4
    if 0 < value < 10 and low[1] in HUNDRED:
        step = 2 + (low[2] in _AND)
        rest = values.get(low[step]) if step < 4 else None
        if rest is not None:
            return index + step, f"{value}{rest:02d}"
        return index + 1, f"{value}00"
    tens = values.get(low[2], 0)
    if language != "sv" and 0 < value < 10 and low[1] == "og" and tens in range(20, 100, 10):
        return index + 2, str(tens + value)
    unit = values.get(low[1], 0)
    if language != "da" and value in range(20, 100, 10) and 0 < unit < 10:
        return index + 1, str(value + unit)
    return index, str(value)


def _century(words: list[Word], index: int, values: dict[str, int]) -> Number | None:
    """A year said as nineteen hundred and so many, in one word or more."""
    word = words[index]
    for start in ("nittenhundrede", "nittonhundra", "nittenhundre"):
        if not word.low.startswith(start):
            continue
        rest = word.low[len(start) :].removeprefix("og")
        if rest in values:
            return Number(word.start, word.end, f"19{values[rest]:02d}", True, index, index)
        if rest:
            continue
        after = index + 1 + (index + 1 < len(words) and words[index + 1].low in _AND)
        if after < len(words) and words[after].low in values:
            last, digits = after, values[words[after].low]
            return Number(word.start, words[last].end, f"19{digits:02d}", True, index, last)
    for start in ("nitten", "nitton"):
        rest = word.low.removeprefix(start)
        if rest != word.low and values.get(rest, 0) >= 10:
            return Number(word.start, word.end, f"19{values[rest]:02d}", True, index, index)
    return None

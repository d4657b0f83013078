"""The words that stand in for details: `Navn1`, `Telefonnummer2`, in the session's language.

They are made-up tokens and not other names: whoever reads sees what was replaced, a second run
leaves them alone, and no real person is named by chance. Like a name they take a capital, and an
ending may follow (`Navn1s`).
"""

import re
from collections.abc import Iterable

from spejl.privacy.kinds import Kind

_DANISH = {
    Kind.NAME: "Navn",
    Kind.PHONE: "Telefonnummer",
    Kind.ADDRESS: "Adresse",
    Kind.EMAIL: "Mailadresse",
    Kind.NATIONAL_ID: "Personnummer",
    Kind.BIRTH_DATE: "Fødselsdato",
    Kind.PLACE: "Sted",
    Kind.ORGANISATION: "Institution",
}
STANDINS: dict[str, dict[Kind, str]] = {
    "da": _DANISH,
    "sv": {
        Kind.NAME: "Namn",
        Kind.PHONE: "Telefonnummer",
        Kind.ADDRESS: "Adress",
        Kind.EMAIL: "Mejladress",
        Kind.NATIONAL_ID: "Personnummer",
        Kind.BIRTH_DATE: "Födelsedatum",
        Kind.PLACE: "Ort",
        Kind.ORGANISATION: "Verksamhet",
    },
    "nb": {
        **_DANISH,
        Kind.EMAIL: "Epostadresse",
        Kind.NATIONAL_ID: "Fødselsnummer",
        Kind.ORGANISATION: "Institusjon",
    },
    "nn": {
        **_DANISH,
        Kind.NAME: "Namn",
        Kind.EMAIL: "Epostadresse",
        Kind.NATIONAL_ID: "Fødselsnummer",
        Kind.PLACE: "Stad",
        Kind.ORGANISATION: "Institusjon",
    },
}
_ALL = sorted({word for words in STANDINS.values() for word in words.values()}, key=len)[::-1]
STANDIN = rf"(?i:(?<![^\W\d_])(?:{'|'.join(_ALL)})[0-9]+)"
"""Pattern of a stand-in of any language, in any case."""
WORDS = frozenset(word.lower() for word in _ALL)
"""The words of stand-ins without their numbers, in small letters."""
_NUMBERED = re.compile(rf"(?i)(?<![^\W\d_])({'|'.join(_ALL)})([0-9]+)")


class Standins:
    """Gives the same detail the same stand-in throughout a session.

    Args:
        language: da, sv, nb or nn.
        texts: All texts of the session; numbers go on from stand-ins that they hold already.
        cased: The session has capital letters; without them stand-ins have none either.
    """

    def __init__(self, language: str, texts: Iterable[str], cased: bool) -> None:
        self._words = STANDINS[language]
        self._cased = cased
        self._given: dict[tuple[Kind, str], int] = {}
        self._last: dict[str, int] = {}
        for text in texts:
            for word, number in _NUMBERED.findall(text):
                key = word.lower()
                self._last[key] = max(self._last.get(key, 0), int(number))

    def give(self, kind: Kind, original: str) -> str:
        """The stand-in of a detail, in capitals or small letters as the detail is."""
        key = (kind, "".join(c for c in original.casefold() if c.isalnum()))
        word = self._words[kind]
        if key not in self._given:
            self._last[word.lower()] = self._last.get(word.lower(), 0) + 1
            self._given[key] = self._last[word.lower()]
        standin = f"{word}{self._given[key]}"
        if kind is Kind.NAME and original.isupper() and len(original) > 1:
            return standin.upper()
        small = original.islower() if kind is Kind.NAME else not self._cased
        return standin.lower() if small else standin

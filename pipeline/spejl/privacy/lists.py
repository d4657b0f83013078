"""Lists of names and of words, from faker and from the package's own files."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module

from spejl.errors import MissingExtraError
from spejl.privacy.wordlists import word_list

_SCANDINAVIAN = ("da_DK", "sv_SE", "no_NO")
_FIRST_NAMES = (
    *("is_IS", "fi_FI", "et_EE", "lt_LT", "lv_LV", "pl_PL", "cs_CZ"),
    *("hr_HR", "ro_RO", "hu_HU", "de_DE", "nl_NL", "fr_FR", "es_ES", "it_IT", "en_US"),
    *("tr_TR", "az_AZ", "en_PK", "en_IN", "en_KE", "sw", "vi_VN", "id_ID"),
)
_LAST_NAMES = ("da_DK", "sv_SE", "no_NO", "fi_FI", "de_DE", "hr_HR", "tr_TR", "en_PK", "vi_VN")
_ENDINGS = (
    *("s", "t", "r", "n", "a", "e", "en", "et", "er", "ne", "ene", "ar", "or", "na", "te", "de"),
    *("ede", "ade", "at", "ast", "est", "ere", "are", "erne", "arna", "ane", "inga", "ingen"),
)
_JOINT = 4
"""Letters of the shortest last part by which a long word is known."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What is looked up for one language; everything in small letters."""

    first: frozenset[str]
    """First names of all four languages and of many who have moved here."""
    last: frozenset[str]
    """Surnames."""
    common: frozenset[str]
    """Names that are also words of this language."""
    capitals: frozenset[str]
    """Words with a capital that name no person: brands, authorities, holidays, countries."""
    towns: frozenset[str]
    """Towns and regions."""
    words: frozenset[str]
    """Ordinary words of this language, as conversations have them."""

    def known(self, low: str) -> bool:
        """A name, or several joined by hyphens."""
        if low in self.first or low in self.last:
            return True
        parts = low.split("-")
        return len(parts) > 1 and all(part in self.first or part in self.last for part in parts)

    def ambiguous(self, low: str) -> bool:
        """A name that may be a word; names of one and two letters always may."""
        return len(low) <= 2 or low in self.common

    def ordinary(self, low: str) -> bool:
        """A word of the language, one of its forms, or a long word that ends in one."""
        if low in self.words or low in self.capitals or len(low) <= 2:
            return True
        if any(low.endswith(end) and low[: -len(end)] in self.words for end in _ENDINGS):
            return True
        return any(low[cut:] in self.words for cut in range(3, len(low) - _JOINT + 1))


@cache
def lists(language: str) -> Lists:
    """The lists of one language (da, sv, nb or nn).

    Raises:
        MissingExtraError: The libraries of the extra `privacy` are not installed.
    """
    from babel import Locale

    own = word_list("first", "names") | word_list("first", "more-names")
    own |= _of_faker("first_names", _SCANDINAVIAN)
    first = own | _of_faker("first_names", _FIRST_NAMES)
    # A foreign name such as Annas would hide the genitive of Anna.
    first -= {name for name in first - own if name.endswith("s") and name[:-1] in first}
    last = _of_faker("last_names", _LAST_NAMES)
    last |= word_list("last", "names") | word_list("last", "more-names")
    words = word_list(language, "vocabulary")
    territories = Locale.parse(language).territories.values()
    countries = {word for name in territories for word in name.lower().split()}
    return Lists(
        first - word_list("never", "names"),
        last - word_list("never", "names"),
        word_list(language, "common") | (words & (first | last)) - word_list("hardly", "common"),
        frozenset(word_list("all", "capitals") | countries - first),
        word_list("all", "towns"),
        words,
    )


def _of_faker(kind: str, locales: tuple[str, ...]) -> frozenset[str]:
    found: set[str] = set()
    for locale in locales:
        try:
            provider = import_module(f"faker.providers.person.{locale}").Provider
        except ModuleNotFoundError:
            raise MissingExtraError("pseudonymising", "privacy") from None
        for attribute in dir(provider):
            if attribute.startswith(kind):
                found.update(str(name).lower() for name in getattr(provider, attribute))
    return frozenset(found)

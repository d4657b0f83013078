"""Lists of names and of words, from faker and from the package's own files."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module

from spejl.errors import MissingExtraError
from spejl.privacy.wordlists import word_list

_FIRST_NAMES = ("da_DK", "sv_SE", "no_NO", "fi_FI", "pl_PL", "hr_HR")
_LAST_NAMES = ("da_DK", "sv_SE", "no_NO")


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

    def known(self, low: str) -> bool:
        """A name, or several joined by hyphens."""
        if low in self.first or low in self.last:
            return True
        parts = low.split("-")
        return len(parts) > 1 and all(part in self.first or part in self.last for part in parts)

    def ambiguous(self, low: str) -> bool:
        """A name that may be a word; names of one and two letters always may."""
        return len(low) <= 2 or low in self.common


@cache
def lists(language: str) -> Lists:
    """The lists of one language (da, sv, nb or nn).

    Raises:
        MissingExtraError: The libraries of the extra `privacy` are not installed.
    """
    from babel import Locale

    first = _of_faker("first_names", _FIRST_NAMES) | word_list("first", "names")
    last = _of_faker("last_names", _LAST_NAMES) | word_list("last", "names")
    territories = Locale.parse(language).territories.values()
    countries = {word for name in territories for word in name.lower().split()}
    return Lists(
        first - word_list("never", "names"),
        last - word_list("never", "names"),
        word_list(language, "common"),
        frozenset(word_list("all", "capitals") | countries - first),
        word_list("all", "towns"),
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

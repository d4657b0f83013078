"""The report's words in its five languages.

The English words are the keys; each other language has a catalogue in `locale/<language>.po`
(gettext), read as it is, so that a translator needs no build step.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from spejl.errors import LanguageError
from spejl.settings import REPORT_LANGUAGES


@dataclass(frozen=True, slots=True)
class Messages:
    """Words and numbers of one language."""

    language: str
    catalogue: dict[str, str]

    def __call__(self, text: str, **values: Any) -> str:
        """The text in this language, with `{name}` replaced by values."""
        found = self.catalogue.get(text) or text
        return found.format(**values) if values else found

    def number(self, value: float) -> str:
        """A number with the language's decimal sign: whole, or one decimal."""
        pattern = "0" if float(value).is_integer() else "0.0"
        return str(format_decimal(value, format=pattern, locale=self.language))

    def percent(self, value: float) -> str:
        """A share from 0 to 1 as whole per cent."""
        return str(format_percent(value, locale=self.language))


@cache
def messages(language: str) -> Messages:
    """The words of a language.

    Raises:
        LanguageError: There is no report in this language.
    """
    if language not in REPORT_LANGUAGES:
        raise LanguageError(
            f"there is no report in '{language}'; expected one of {', '.join(REPORT_LANGUAGES)}"
        )
    return Messages(language, read_catalogue("spejl.report", language))


def read_catalogue(package: str, language: str) -> dict[str, str]:
    """The words of one language as a package's folder `locale` has them; none for English.

    Args:
        package: Such as spejl.report.
        language: da, sv, nb, nn or en.
    """
    if language == "en":
        return {}
    path = files(package) / "locale" / f"{language}.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {str(m.id): str(m.string) for m in catalogue if m.id}

"""The language of a conversation."""

import pytest

from conftest import ROOT
from spejl.errors import LanguageError
from spejl.languages import LANGUAGES, identify, language
from spejl.readers import read_all

ENGLISH = (
    "Thanks for filling it out. We give this form to everyone once a year regardless of why "
    "they come in. It helps us provide better care. What would you like to talk about today?"
)


@pytest.mark.parametrize("path", sorted((ROOT / "data/examples").glob("*.*")), ids=lambda p: p.stem)
def test_the_examples_are_in_the_language_of_their_name(path) -> None:  # noqa: ANN001
    (session,) = read_all(path)
    assert identify(session.text) == path.name[:2]


def test_another_language_is_refused() -> None:
    with pytest.raises(LanguageError, match="'en'"):
        identify(ENGLISH)


def test_no_words_are_refused() -> None:
    with pytest.raises(LanguageError, match="no words"):
        identify("... 12 ?!")


def test_codes() -> None:
    assert language("no").code == "nb"
    assert language("NN").code == "nn"
    with pytest.raises(LanguageError, match="'fi'"):
        language("fi")
    assert set(LANGUAGES) == {"da", "sv", "nb", "nn"}

"""The figures in docs/privacy.md."""

import pytest

from conftest import ROOT
from privacy.measure import LANGUAGES, both_halves, count, exchanges
from spejl.privacy import Kind


def test_the_page_tells_what_is_measured() -> None:
    assert both_halves() in (ROOT / "docs/privacy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_forty_exchanges_in_two_halves(language: str) -> None:
    assert [sum(1 for _ in exchanges(language, half)) for half in ("dev", "test")] == [20, 20]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_and_numbers_of_the_development_half_are_found(language: str) -> None:
    counted = count(language, "dev")
    for kind in (Kind.NAME, Kind.PHONE, Kind.NATIONAL_ID, Kind.EMAIL):
        assert counted["found"][kind] >= 0.95 * counted["marked"][kind]

"""The figures in docs/privacy.md."""

import pytest

from conftest import ROOT
from privacy.measure import LANGUAGES, both_halves, count, exchanges, traps
from spejl.privacy import Kind

DEVELOPMENT_RECALL = {
    Kind.NAME: 0.94,
    Kind.PHONE: 0.95,
    Kind.ADDRESS: 0.93,
    Kind.NATIONAL_ID: 0.87,
    Kind.BIRTH_DATE: 0.9,
    Kind.EMAIL: 0.95,
}
"""What the worst language reaches."""
TEST_SIZE = {Kind.NAME: 40, Kind.PHONE: 8, Kind.NATIONAL_ID: 8}


def test_the_page_tells_what_is_measured() -> None:
    assert both_halves() in (ROOT / "docs/privacy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_eighty_five_exchanges_in_two_halves(language: str) -> None:
    assert [sum(1 for _ in exchanges(language, half)) for half in ("dev", "test")] == [65, 20]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_test_half_holds_enough_to_count(language: str) -> None:
    marked = count(language, "test")["marked"]
    assert all(marked[kind] >= size for kind, size in TEST_SIZE.items())
    assert marked[Kind.ADDRESS] + marked[Kind.PLACE] >= 8
    assert traps(language, "test")[1] >= 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_and_numbers_of_the_development_half_are_found(language: str) -> None:
    counted = count(language, "dev")
    for kind, share in DEVELOPMENT_RECALL.items():
        assert counted["found"][kind] >= share * counted["marked"][kind]

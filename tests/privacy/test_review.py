"""The list that a person goes through."""

import csv
from io import StringIO

from spejl.privacy import pseudonymise, review_csv
from spejl.sessions import Session, Turn

SESSION = Session("s", (Turn("P", "=1+1 Anna og Anders Dahl."), Turn("C", "Ja, Anna.")), "da")


def rows(originals: bool) -> list[dict[str, str]]:
    done = pseudonymise(SESSION)
    return list(csv.DictReader(StringIO(review_csv(SESSION, done, originals))))


def test_every_replacement_has_its_place() -> None:
    found = rows(originals=True)
    assert [r["original"] for r in found] == ["Anna", "Anders", "Dahl", "Anna"]
    assert [r["turn"] for r in found] == ["0", "0", "0", "1"]
    assert found[0]["after"] == "og Anders Dahl."


def test_a_formula_is_tamed() -> None:
    assert rows(originals=True)[0]["before"] == "'=1+1"


def test_without_originals_no_name_is_left() -> None:
    found = rows(originals=False)
    assert found[1]["before"].endswith("Navn1 og")
    assert not any("An" in cell or "Dahl" in cell for row in found for cell in row.values())

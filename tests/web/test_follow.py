"""Following over time on the page: whose, when, a course, a group that gives nobody away."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from conftest import Visitor
from spejl.web.store import Followed, Practitioner, Shown
from spejl.web.store.models import State

TALK = """Mål: gå mere

Behandler: Hvordan går det med turene?
Bo: Jeg vil gerne gå mere.
Behandler: Du vil gerne gå mere, og knæet driller.
Bo: {}
"""


def session(visitor: Visitor, words: int = 1) -> str:
    """The address of a coded session in which the client says so much."""
    return visitor.coded(TALK.format("Ja. " * words))


def follow(visitor: Visitor, address: str, name: str, **said: str) -> str:
    """Say whose a session is; the page one comes to."""
    return str(visitor.client.post(f"{address}/whose", data={"name": name, **said}).text)


def copies(visitor: Visitor, address: str, n: int) -> list[str]:
    """More sessions with the coding of one, without the work of coding."""
    shelf = visitor.services.shelf
    shelved = shelf.shelved(address.removeprefix("/sessions/"))
    found = []
    for number in range(n):
        kept = shelf.add(f"kopi {number}", State.READY)
        shelf.keep_coding(kept.key, shelved.machine)
        found.append(f"/sessions/{kept.key}")
    return found


def rows(visitor: Visitor, table: Any) -> list[Any]:
    with visitor.services.shelf.open() as transaction:
        return list(transaction.scalars(select(table)))


def test_two_sessions_stand_for_themselves_and_nothing_is_claimed(visitor: Visitor) -> None:
    address = session(visitor)
    follow(visitor, address, " Bjørk  7 ", day="2026-03-07", period="before")
    (other,) = copies(visitor, address, 1)
    page = follow(visitor, other, "Bjørk 7", day="2026-02-01", period="before")
    assert "The course of Bjørk 7" in page
    assert page.count('<circle class="dot before"') >= 4
    assert 'class="band' not in page
    assert 'class="mean' not in page
    assert "A mean is shown from three conversations" in page
    assert page.index("1 February 2026") < page.index("7 March 2026")


def test_before_and_after_in_one_plain_sentence(visitor: Visitor) -> None:
    little, much = session(visitor, 1), session(visitor, 30)
    before, after = copies(visitor, little, 2), copies(visitor, much, 2)
    for place, period in ((before, "before"), (after, "after")):
        for number, address in enumerate(place):
            follow(visitor, address, "Ida", day=f"2026-03-0{number + 1}", period=period)
    follow(visitor, session(visitor, 3), "Ida", day="2026-03-05", period="before")
    page = follow(visitor, session(visitor, 20), "Ida", day="2026-04-05", period="after")
    part = page[page.index("Does the client talk more?") :]
    assert re.search(r"Before: \d+%. After: \d+%. The difference is \+\d+ percentage points", part)
    assert "This is more than conversations vary among themselves." in part
    assert 'class="band after"' in part
    assert "Mean of 3" in part


def test_the_name_goes_with_the_last_session(visitor: Visitor) -> None:
    address = session(visitor)
    (other,) = copies(visitor, address, 1)
    follow(visitor, address, "Kvastehulen", circle="Nord")
    follow(visitor, other, "Kvastehulen")
    visitor.client.post(f"{address}/delete")
    assert [p.name for p in rows(visitor, Practitioner)] == ["Kvastehulen"]
    visitor.client.post(f"{other}/delete")
    assert rows(visitor, Practitioner) == rows(visitor, Followed) == []
    assert visitor.files_with("Kvastehulen") == []


def test_a_wrong_name_is_put_right_and_taken_away(visitor: Visitor) -> None:
    address = session(visitor)
    follow(visitor, address, "Iad")
    follow(visitor, address, "Ida", day="not a day", period="later")
    (row,) = rows(visitor, Followed)
    assert [p.name for p in rows(visitor, Practitioner)] == ["Ida"]
    assert row.period == ""
    follow(visitor, address, "  ")
    assert rows(visitor, Practitioner) == []


def test_names_are_text(visitor: Visitor) -> None:
    page = follow(visitor, session(visitor), "<b>x</b>", circle="<i>&")
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in visitor.client.get("/people").text
    assert "<i>&" not in visitor.client.get("/people").text
    assert visitor.client.get("/group", params={"name": "<i>&"}).status_code == 200


def test_what_is_not_there_is_said_so(visitor: Visitor) -> None:
    assert visitor.client.get("/people/nobody").status_code == 404
    assert visitor.client.get("/group", params={"name": "none"}).status_code == 404
    assert visitor.client.post("/group/figures", data={"name": "none"}).status_code == 404
    assert "Nobody yet." in visitor.client.get("/people").text


@pytest.fixture
def circle(visitor: Visitor) -> list[str]:
    """The addresses of nine sessions."""
    return copies(visitor, session(visitor), 9)


def make(visitor: Visitor) -> str:
    """The group's page after its figures were asked for anew."""
    return str(visitor.client.post("/group/figures", data={"name": "Nord"}).text)


def test_a_group_is_shown_from_five_people_and_names_nobody(
    visitor: Visitor, circle: list[str]
) -> None:
    for number, address in enumerate(circle[:4]):
        follow(visitor, address, f"person-{number}", circle="Nord")
    page = make(visitor)
    assert "No figures are shown yet." in page
    assert "five people" in page
    assert rows(visitor, Shown) == []
    follow(visitor, circle[4], "person-4", circle="Nord")
    page = make(visitor)
    assert "Does the client talk more?" in page
    assert "<td>5</td>" in page
    assert "person-" not in page
    assert "kopi" not in page


def test_a_sixth_person_does_not_change_what_is_shown(visitor: Visitor, circle: list[str]) -> None:
    for number, address in enumerate(circle[:5]):
        follow(visitor, address, f"person-{number}", circle="Nord")
    make(visitor)
    before = len(rows(visitor, Shown))
    follow(visitor, circle[5], "person-5", circle="Nord")
    page = make(visitor)
    assert "stay as they were" in page
    assert "<td>6</td>" not in page
    assert len(rows(visitor, Shown)) == before
    # Nor does one who goes, nor one who is moved to a group of another name.
    visitor.client.post(f"{circle[0]}/delete")
    assert "stay as they were" in make(visitor)
    for person in rows(visitor, Practitioner):
        visitor.client.post(f"/people/{person.key}/group", data={"circle": "Syd"})
    page = visitor.client.post("/group/figures", data={"name": "Syd"}).text
    assert "No figures are shown yet." in page


def test_a_conversation_that_is_not_coded_is_left_out(visitor: Visitor, circle: list[str]) -> None:
    kept = visitor.services.shelf.add("ikke kodet", State.CHECKING)
    follow(visitor, circle[0], "Ida")
    page = follow(visitor, f"/sessions/{kept.key}", "Ida")
    assert "not coded yet are left out" in page
    assert "ikke kodet" not in page

"""Corrections on the page: the figures follow, nothing is lost, no window overwrites another."""

import threading
from typing import Any

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.exc import IntegrityError

from conftest import Visitor
from spejl.web.store import Coding, Correction
from web.talk import TALK, chips, ratio


def test_a_code_is_corrected_and_the_figures_follow(visitor: Visitor) -> None:
    visitor.client.post("/name", data={"name": " Ida  B "})
    address = visitor.coded(TALK)
    found = visitor.correct(address, 2, what="code", code="CR", reason="mere end ordene")
    assert found.status_code == 200
    assert chips(found.text)[2] == "Complex reflection"
    assert "you; the tool: Simple reflection" in found.text
    assert "mere end ordene" in found.text
    assert "corrected by Ida B" in found.text
    visitor.correct(address, 4, what="code", code="SR")
    page = visitor.client.get(address).text
    assert ratio(page) == "2"
    with visitor.services.shelf.open() as transaction:
        row = transaction.scalars(select(Correction)).first()
    assert (row.by, row.kind, row.number) == ("Ida B", "code", 1)
    assert '"SR"' in row.before
    assert '"CR"' in row.after


def test_a_boundary_a_speaker_and_a_word_are_corrected(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    line = "Du vil gerne gå mere, og knæet driller."
    cut = line.index("og knæet")
    page = visitor.correct(address, 2, what="split", text=line, cut=cut).text
    assert len(chips(page)) == 7
    page = visitor.correct(address, 2, 1, seen=1, what="speaker", speaker="Bo").text
    assert chips(page)[2:4] == ["Simple reflection", "neutral"]
    page = visitor.correct(address, 2, 1, seen=2, what="words", text="Knæet driller meget.").text
    assert "Knæet driller meget." in page
    assert visitor.correct(address, 2, 0, seen=3, what="join").status_code == 422
    page = visitor.correct(address, 2, 1, seen=3, what="speaker", speaker="Behandler").text
    page = visitor.correct(address, 2, 0, seen=4, what="join").text
    assert len(chips(page)) == 6


def test_corrections_are_taken_back_one_by_one(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    visitor.correct(address, 2, what="code", code="CR")
    visitor.correct(address, 2, seen=1, what="code", code="AF")
    assert chips(visitor.correct(address, 2, seen=2, what="undo").text)[2] == "Complex reflection"
    assert chips(visitor.correct(address, 2, seen=3, what="undo").text)[2] == "Simple reflection"
    assert visitor.correct(address, 2, seen=4, what="undo").status_code == 422
    with visitor.services.shelf.open() as transaction:
        kinds = list(transaction.scalars(select(Correction.kind).order_by(Correction.id)))
    assert kinds == ["code", "code", "undo", "undo"]


def test_seeing_it_differently_needs_neither_code_nor_reason(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    found = visitor.correct(address, 2, what="remark")
    assert "you see it differently" in found.text
    assert chips(found.text)[2] == "Simple reflection"
    gone = visitor.correct(address, 2, seen=1, what="undo")
    assert '<span class="small">you see it differently' not in gone.text


def test_two_tabs_cannot_correct_the_same_line(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    assert visitor.correct(address, 2, seen=0, what="code", code="CR").status_code == 200
    second = visitor.correct(address, 2, seen=0, what="code", code="GI")
    assert second.status_code == 409
    assert "another window" in second.text
    assert chips(second.text)[2] == "Complex reflection"
    assert visitor.correct(address, 4, seen=0, what="code", code="GI").status_code == 200


def test_two_corrections_at_the_same_moment_are_not_both_kept(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    found: list[int] = []

    def correct(code: str) -> None:
        found.append(visitor.correct(address, 2, what="code", code=code).status_code)

    threads = [threading.Thread(target=correct, args=(c,)) for c in ("CR", "AF", "GI", "Q:open")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200, 409, 409, 409]


@pytest.mark.parametrize(
    "asked",
    [
        {"what": "code", "code": "king"},
        {"what": "code", "code": "change"},
        {"what": "code", "code": "Q:permission"},
        {"what": "speaker", "speaker": "nobody"},
        {"what": "words", "text": " "},
        {"what": "split", "text": "x", "cut": 0},
        {"what": "delete"},
        {"what": ""},
    ],
)
def test_what_cannot_be_corrected_changes_nothing(visitor: Visitor, asked: dict[str, Any]) -> None:
    address = visitor.coded(TALK)
    assert visitor.correct(address, 0, **asked).status_code == 422
    with visitor.services.shelf.open() as transaction:
        assert transaction.scalars(select(Correction)).all() == []


def test_lines_that_are_not_there(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    for line in ("99/0", "0/9", "-1/0"):
        assert visitor.client.get(f"{address}/lines/{line}").status_code == 404
    assert visitor.correct(address, 99, what="remark").status_code == 404


def test_the_database_itself_refuses_to_change_what_was_coded(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    visitor.correct(address, 2, what="code", code="CR")
    for table in (Correction, Coding):
        shelf = visitor.services.shelf
        with pytest.raises(IntegrityError, match="never changed"), shelf.open() as transaction:
            transaction.execute(update(table).values(id=99))


def test_a_full_disk_while_a_correction_is_kept(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    engine = visitor.services.shelf.engine

    def fill(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    event.listen(engine, "connect", fill)
    long = "x" * 40_000
    found = visitor.correct(address, 2, what="words", text=long)
    assert found.status_code == 507
    assert "The disk is full." in found.text
    event.remove(engine, "connect", fill)
    assert chips(visitor.client.get(address).text)[2] == "Simple reflection"

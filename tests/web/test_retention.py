"""How long conversations are kept, by a clock that the test turns."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from conftest import Visitor
from spejl.web import retention
from spejl.web.store.models import now

TALK = "Mål: gå mere\n\nBehandler: Hvordan går det?\nBo: Jeg vil gerne gå i Kvastehulen.\n"


class Clock:
    """Stands still until it is turned."""

    def __init__(self) -> None:
        self.time = now()

    def __call__(self) -> datetime:
        return self.time

    def pass_days(self, days: float) -> None:
        self.time += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def titles(visitor: Visitor) -> list[str]:
    return [kept.title for kept in visitor.services.shelf.all()]


def test_nothing_is_deleted_unless_a_person_wants_it(
    visitors: Callable[..., Visitor], clock: Clock
) -> None:
    visitor = visitors(clock=clock)
    visitor.coded(TALK)
    clock.pass_days(5000)
    assert visitor.services.tidier.tidy() == 0
    assert titles(visitor) == ["talk"]
    assert "Spejl deletes nothing by itself." in visitor.client.get("/about").text


def test_what_is_older_goes_for_good_and_the_rest_stays(
    visitors: Callable[..., Visitor], clock: Clock
) -> None:
    visitor = visitors(clock=clock)
    visitor.coded(TALK, name="gammel.txt")
    assert visitor.files_with("Kvastehulen")
    assert visitor.client.post("/about/keeping", data={"days": "30"}).status_code == 200
    page = visitor.client.get("/about").text
    assert "30 days after they were put in" in page
    assert "The next one on" in page
    assert "is deleted on" in visitor.client.get("/").text
    clock.pass_days(29.9)
    assert visitor.services.tidier.tidy() == 0
    clock.pass_days(0.2)
    assert visitor.services.tidier.tidy() == 1
    assert titles(visitor) == []
    assert visitor.files_with("Kvastehulen") == []


def test_what_would_go_at_once_is_shown_first(
    visitors: Callable[..., Visitor], clock: Clock
) -> None:
    visitor = visitors(clock=clock)
    visitor.coded(TALK, name="gammel.txt")
    clock.pass_days(40)
    shown = visitor.client.post("/about/keeping", data={"days": "30"}).text
    assert "gammel" in shown
    assert "would be deleted for good now" in shown
    assert titles(visitor) == ["gammel"]
    assert retention.days_kept(visitor.services.shelf) is None
    visitor.client.post("/about/keeping", data={"days": "30", "seen": "true"})
    assert titles(visitor) == []


def test_it_is_done_at_the_next_start_and_while_the_page_is_open(
    visitors: Callable[..., Visitor], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = visitors(clock=clock)
    first.coded(TALK)
    first.client.post("/about/keeping", data={"days": "1"})
    clock.pass_days(2)
    assert titles(visitors(clock=clock)) == []
    first.coded(TALK)
    monkeypatch.setattr(retention, "_LOOK_AGAIN", 0.05)
    third = visitors(clock=clock)
    clock.pass_days(2)
    for _ in range(100):
        if not titles(third):
            return
        third.services.tidier._stopped.wait(0.05)
    raise AssertionError("it was not deleted while the page was open")


@pytest.mark.parametrize("days", ["-1", "4000", "x"])
def test_days_that_cannot_be_are_refused(visitor: Visitor, days: str) -> None:
    assert visitor.client.post("/about/keeping", data={"days": days}).status_code == 422


def test_the_data_protection_page_names_every_place(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.client.get("/about").text
    for place in ("", "/spejl.db", "/sessions", "/incoming", "/open.txt"):
        assert f"<code>{tmp_path / 'home'}{place}</code>" in page

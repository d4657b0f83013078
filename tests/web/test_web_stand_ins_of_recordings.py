"""Stand-ins in what a recording is written out as, and without the libraries."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Visitor
from spejl.sessions import Session, Turn
from spejl.web.recordings import Asked
from web.talk_with_names import TALK, holding


def transcribe(_: Path, asked: Asked, work: Path, progress: Callable[..., None]) -> Session:
    """Writes out any recording as the same talk."""
    (work / "half").write_text("Preben", encoding="utf-8")
    turns = (
        Turn("Unsure 1", "Hvordan går det med Preben?", 0.0, 2.0),
        Turn("Unsure 2", "Jeg vil gerne gå mere.", 2.0, 4.5),
    )
    return Session("x", turns, asked.language)


def test_a_recording_that_is_kept_is_said_to_hold_the_names(
    visitors: Callable[..., Visitor], tmp_path: Path
) -> None:
    visitor = visitors(transcribe=transcribe)
    found = visitor.client.put("/files?name=Anna.wav&stand_ins=true", content=b"RIFF" * 99)
    address = found.json()["go"]
    asks = visitor.client.get(address).text
    assert 'name="stand_ins" value="true" checked' in asks
    holds = "A recording that is kept still holds the names spoken in it."
    assert holds in asks
    said = {"language": "da", "stand_ins": "true", "goal": "at Anna går mere"}
    visitor.client.post(f"{address}/language", data=said)
    page = visitor.wait(address)
    assert holds in page
    assert "<mark>Preben</mark>" in page
    assert "Speaker" not in re.findall(r"<mark>([^<]+)", page)
    page = visitor.client.post(f"{address}/stand-ins/done").text
    assert "It is not certain who speaks." in page
    assert 'value="at Navn1 går mere"' in page
    assert [p.name for p in (tmp_path / "home/sessions").rglob("*") if p.is_file()] == [
        "source.wav"
    ]
    for word in ("Preben", "Anna"):
        assert holding(tmp_path / "home", word) == []


def test_a_recording_is_deleted_if_that_was_chosen(
    visitors: Callable[..., Visitor], tmp_path: Path
) -> None:
    visitor = visitors(transcribe=transcribe)
    address = visitor.put("a.wav", b"RIFF" * 99).json()["go"]
    said = {"language": "da", "stand_ins": "true", "discard": "true"}
    visitor.client.post(f"{address}/language", data=said)
    assert "still holds the names" not in visitor.wait(address)
    visitor.client.post(f"{address}/stand-ins/done")
    assert [p for p in (tmp_path / "home/sessions").rglob("*") if p.is_file()] == []


def test_without_the_libraries_it_is_said_in_plain_words(
    visitors: Callable[..., Visitor], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "phonenumbers", None)
    visitor = visitors(transcribe=transcribe)
    start = visitor.client.get("/").text
    assert "once “spejl[privacy]” is installed" in start
    assert 'id="stand-ins"' not in start
    found = visitor.client.put("/files?name=a.txt&stand_ins=true", content=TALK.encode())
    assert found.status_code == 422
    assert found.json()["what"] == "Names cannot be replaced on this machine yet."
    assert "spejl[privacy]" in found.json()["advice"]
    assert list((tmp_path / "home/incoming").iterdir()) == []
    assert visitor.services.shelf.all() == []
    address = visitor.put("a.wav", b"RIFF" * 99).json()["go"]
    visitor.client.post(f"{address}/language", data={"language": "da", "stand_ins": "true"})
    assert "Names cannot be replaced on this machine yet." in visitor.wait(address)
    assert holding(tmp_path / "home", "Preben") == []

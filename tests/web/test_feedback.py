"""The feedback on a conversation: its codes, its figures, and its recording beside them."""

import re
from collections.abc import Callable
from pathlib import Path

from conftest import Visitor
from spejl.sessions import Session, Turn
from spejl.web.recordings import Asked
from web.talk import TALK, chips, ratio


def test_from_a_file_to_codes(visitor: Visitor) -> None:
    assert "There are none yet." in visitor.client.get("/").text
    address = visitor.put("Tur & tvivl.txt", TALK).json()["go"]
    check = visitor.wait(address)
    assert 'value="Tur &amp; tvivl"' in check
    assert 'value="gå mere"' in check
    assert re.search(r'value="da" lang="da" selected', check)
    assert re.search(r'name="role-0" value="practitioner" checked', check)
    assert re.search(r'name="role-1" value="client" checked', check)
    assert "Jeg vil gerne gå mere." in check
    done = visitor.client.post(f"{address}/checked", data={"language": "da", "goal": "gå mere"})
    assert done.status_code == 200
    page = visitor.wait(address)
    assert chips(page) == [
        *("Question, open", "change talk", "Simple reflection"),
        *("neutral", "Question, open", "neutral"),
    ]
    assert ratio(page) == "0.5"
    assert "Good moments" in page
    assert "likely" in page
    assert "Tur &amp; tvivl" in visitor.client.get("/").text


def transcribe(_: Path, asked: Asked, work: Path, progress: Callable[..., None]) -> Session:
    """Writes out any recording as the same talk."""
    (work / "half").write_text("Kvastehulen", encoding="utf-8")
    progress("text", 0.5)
    turns = (
        Turn("Speaker 1", "Hvordan går det med turene?", 0.0, 2.0),
        Turn("Speaker 2", "Jeg vil gerne gå mere.", 2.0, 4.5),
    )
    return Session("x", turns, asked.language)


def test_a_recording_is_written_out_heard_and_deleted(visitors: Callable[..., Visitor]) -> None:
    visitor = visitors(transcribe=transcribe)
    sound = bytes(range(256)) * 40
    address = visitor.put("møde.MP3", sound).json()["go"]
    assert "Before a recording is written out" in visitor.client.get(address).text
    visitor.client.post(f"{address}/language", data={"language": "da", "goal": "gå mere"})
    assert "Speaker 1" in visitor.wait(address)
    said = {"language": "da", "role-0": "practitioner", "role-1": "client"}
    visitor.client.post(f"{address}/checked", data=said)
    page = visitor.wait(address)
    assert "<audio" in page
    assert 'data-at="2.00"' in page
    part = visitor.client.get(f"{address}/recording", headers={"range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, sound[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(sound)}"
    assert part.headers["content-type"] == "audio/mpeg"
    far = visitor.client.get(f"{address}/recording", headers={"range": "bytes=999999-"})
    assert far.status_code == 416
    visitor.client.post(f"{address}/delete-recording")
    page = visitor.client.get(address).text
    assert "<audio" not in page
    assert "Jeg vil gerne gå mere." in page
    assert visitor.client.get(f"{address}/recording").status_code == 404
    assert visitor.files_with(bytes(range(32, 90)).decode()) == []
    assert visitor.files_with("Kvastehulen") == []

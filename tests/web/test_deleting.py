"""Deleting a conversation for good: no file and no row of it is left."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from conftest import Visitor
from spejl.sessions import Session
from spejl.web.recordings import Asked
from web.talk import TALK

MARKER = "Kvastehulen"


def test_deleting_leaves_nothing(visitor: Visitor) -> None:
    home = visitor.services.shelf.home
    other = visitor.coded(TALK, name="anden.txt")
    talk = TALK.replace("knæet", MARKER) * 40
    address = visitor.coded(talk, name=f"{MARKER}.txt", goal=f"finde {MARKER}")
    visitor.correct(address, 2, what="words", text=f"Du har {MARKER}.", reason=f"{MARKER} igen")
    for kind in ("report.html", "transcript.docx", "utterances.csv", "session.miti"):
        assert visitor.client.get(f"{address}/take/{kind}").status_code == 200
    assert visitor.files_with(MARKER)
    visitor.client.post(f"{address}/delete")
    assert visitor.files_with(MARKER) == []
    assert address.rpartition("/")[2].encode() not in home.database.read_bytes()
    assert visitor.client.get(address).status_code == 404
    assert visitor.client.get(other).status_code == 200
    assert list(home.incoming.iterdir()) == []


def test_deleting_while_it_is_worked_on(visitors: Callable[..., Visitor]) -> None:
    began = threading.Event()

    def endless(_: Path, __: Asked, work: Path, progress: Callable[..., None]) -> Session:
        while True:
            (work / "half").write_text(MARKER, encoding="utf-8")
            progress("text", 0.1)
            began.set()
            time.sleep(0.01)

    visitor = visitors(transcribe=endless)
    address = visitor.put("a.wav", f"RIFF {MARKER}".encode()).json()["go"]
    visitor.client.post(f"{address}/language", data={"language": "da"})
    assert began.wait(5)
    assert "deleted for good" in visitor.client.post(f"{address}/delete").text
    assert visitor.files_with(MARKER) == []
    assert visitor.services.shelf.all() == []

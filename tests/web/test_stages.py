"""The work of the queue on what was put in: read, coded, stopped, taken up again, refused."""

import errno
import io
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update

from conftest import QuickCoder, Visitor
from spejl.errors import ModelError
from spejl.sessions import CodedSession, Session, Turn
from spejl.web.recordings import Asked
from spejl.web.store import Coding, Correction, Job
from web.talk import TALK, chips


def test_a_file_with_several_sessions_gives_several(visitor: Visitor) -> None:
    rows = ["session_id,speaker,text"]
    for name in ("en", "to"):
        rows += [f"{name},Behandler,Hvordan går det i dag?", f"{name},Bo,Jeg vil gerne gå mere."]
    visitor.wait(visitor.put("mange.csv", "\n".join(rows)).json()["go"])
    titles = {kept.title for kept in visitor.services.shelf.all()}
    assert titles == {"en", "to"}


def test_coding_anew_keeps_the_older_coding(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    visitor.correct(address, 2, what="code", code="CR")
    assert "role-0" in visitor.client.post(f"{address}/again").text
    visitor.client.post(f"{address}/checked", data={"language": "nb"})
    assert chips(visitor.wait(address))[2] == "Simple reflection"
    with visitor.services.shelf.open() as transaction:
        assert len(transaction.scalars(select(Coding)).all()) == 2
        assert len(transaction.scalars(select(Correction)).all()) == 1


def test_a_zip_bomb_is_refused(visitor: Visitor) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "x")
        packed.writestr("word/document.xml", b"0" * 50_000_000)
    page = visitor.wait(visitor.put("b.docx", bomb.getvalue()).json()["go"])
    assert "The file is too large." in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", "Der blev kun fundet én, der taler."),
        ("sv", "Bara en talare hittades."),
        ("nb", "Det ble bare funnet én som snakker."),
        ("nn", "Det vart berre funne éin som snakkar."),
        ("en", "Only one speaker was found."),
    ],
)
def test_errors_are_told_in_the_language_of_the_page(
    visitors: Callable[..., Visitor], language: str, words: str
) -> None:
    visitor = visitors(language)
    page = visitor.wait(visitor.put("a.txt", "Anna: Hemmelige ord.\nAnna: Ja.\n").json()["go"])
    assert words in page
    assert "Hemmelige" not in page


def test_a_model_that_is_missing_is_said_in_plain_words(visitors: Callable[..., Visitor]) -> None:
    def missing() -> QuickCoder:
        raise ModelError("weights are missing", "folder")

    visitor = visitors(load_coder=missing)
    page = visitor.wait(visitor.put("a.txt", TALK).json()["go"])
    assert "The model that codes is missing or damaged." in page


def test_a_full_disk_while_coding_loses_nothing(visitors: Callable[..., Visitor]) -> None:
    class Full(QuickCoder):
        full = True

        def code(self, session: Session, **given: Any) -> CodedSession:
            if Full.full:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().code(session, **given)

    visitor = visitors(load_coder=Full)
    address = visitor.put("a.txt", TALK).json()["go"]
    visitor.wait(address)
    visitor.client.post(f"{address}/checked", data={"language": "da"})
    assert "The disk is full." in visitor.wait(address)
    Full.full = False
    assert "role-0" in visitor.client.post(f"{address}/again").text
    visitor.client.post(f"{address}/checked", data={"language": "da"})
    assert chips(visitor.wait(address))


def test_a_stop_in_the_middle_of_a_job_is_taken_up(visitors: Callable[..., Visitor]) -> None:
    began = threading.Event()

    class Slow(QuickCoder):
        def code(self, session: Session, **given: Any) -> CodedSession:
            began.set()
            time.sleep(0.1)
            return super().code(session, **given)

    first = visitors(load_coder=Slow)
    address = first.put("a.txt", TALK).json()["go"]
    first.wait(address)
    first.client.post(f"{address}/checked", data={"language": "da"})
    assert began.wait(5)
    first.services.worker.stop()
    with first.services.shelf.open() as transaction:
        # As a kill would have left it, whatever the stop has done.
        transaction.execute(update(Job).where(Job.kind == "code").values(state="running"))
        transaction.execute(text("DELETE FROM coding"))
        transaction.execute(text("UPDATE session SET state = 'coding'"))
    second = visitors()
    assert chips(second.wait(address))


def test_a_stopped_session_can_go_on(visitors: Callable[..., Visitor]) -> None:
    began, hold = threading.Event(), threading.Event()

    def waits(_: Path, asked: Asked, __: Path, progress: Callable[..., None]) -> Session:
        while not hold.is_set():
            progress("text", 0.1)
            began.set()
            time.sleep(0.01)
        turns = (Turn("Speaker 1", "Hvordan går det?"), Turn("Speaker 2", "Jeg vil gerne gå."))
        return Session("x", turns, asked.language)

    visitor = visitors(transcribe=waits)
    address = visitor.put("a.wav", b"RIFF").json()["go"]
    visitor.client.post(f"{address}/language", data={"language": "da"})
    assert began.wait(5)
    assert "Writing out what is said" in visitor.client.get(f"{address}/progress").text
    assert "The work was stopped." in visitor.client.post(f"{address}/cancel").text
    hold.set()
    visitor.client.post(f"{address}/again")
    assert "Speaker 1" in visitor.wait(address)

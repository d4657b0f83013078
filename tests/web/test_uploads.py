"""Putting a file in: what it is called, how large it is, and what is refused at once."""

import asyncio
import errno
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from conftest import Visitor
from spejl.errors import TranscriptError
from spejl.web import uploads
from web.talk import TALK


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../../etc/passwd.txt", "passwd"),
        ("..\\..\\windows\\x.txt", "x"),
        ("/etc/cron.d/x.txt", "x"),
        ("a/../../b.txt", "b"),
        ("con.txt", "con"),
        ("a\x00b.txt", "ab"),
        ("\u202egpj.txt", "gpj"),
        ("x" * 5000 + ".txt", "x" * 120),
    ],
)
def test_names_never_reach_the_disk(
    visitor: Visitor, tmp_path: Path, name: str, title: str
) -> None:
    beside = set(tmp_path.parent.iterdir())
    found = visitor.put(name, TALK)
    assert found.status_code == 201
    visitor.wait(found.json()["go"])
    assert [kept.title for kept in visitor.services.shelf.all()] == [title]
    files = [p.name for p in (tmp_path / "home/sessions").rglob("*") if p.is_file()]
    assert files == ["source.txt"]
    assert list(tmp_path.iterdir()) == [tmp_path / "home"]
    assert set(tmp_path.parent.iterdir()) == beside


def test_too_much_is_refused_whether_it_is_said_before_or_not(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 1000)
    # What is sent piece by piece comes without its length.
    for content in (b"x" * 1001, (b"x" * 600 for _ in range(2))):
        found = visitor.client.put("/files?name=a.txt", content=content)
        assert found.status_code == 413
        assert found.json()["what"] == "The file is too large."
    assert list((tmp_path / "home/incoming").iterdir()) == []
    assert visitor.services.shelf.all() == []


def test_nothing_more_is_received_once_it_is_too_much(tmp_path: Path) -> None:
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b"x" * 600

    with pytest.raises(TranscriptError, match="more than the 1000 bytes"):
        asyncio.run(uploads.receive(endless(), tmp_path / "a.txt", 1000))
    assert taken == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.doc", b"x", "This kind of file cannot be read."),
        ("a", b"x", "This kind of file cannot be read."),
        ("", b"x", "This kind of file cannot be read."),
        (".txt", b"x", "This kind of file cannot be read."),
        ("a.txt", b"", "The file is empty."),
    ],
)
def test_what_cannot_be_taken_is_said_at_once(
    visitor: Visitor, tmp_path: Path, name: str, content: bytes, what: str
) -> None:
    found = visitor.put(name, content)
    assert found.status_code == 422
    assert found.json()["what"] == what
    assert list((tmp_path / "home/incoming").iterdir()) == []


def test_a_full_disk_while_a_file_comes(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def full(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path.parent.name == "incoming":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", full)
    found = visitor.put("a.txt", TALK)
    assert found.status_code == 507
    assert found.json()["what"] == "The disk is full."
    monkeypatch.undo()
    assert visitor.services.shelf.all() == []
    assert list((tmp_path / "home/incoming").iterdir()) == []
    visitor.coded(TALK)

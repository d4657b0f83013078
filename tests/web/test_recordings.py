"""Recordings on the page: asked about, resumed, who is who, deleted."""

import os
import re
import signal
import subprocess
import sys
import wave
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import spejl
from conftest import ROOT, Visitor
from spejl.sessions import Session, Turn
from spejl.transcribe import speech
from spejl.transcribe.run import Engines
from spejl.transcribe.spans import Speakers, SpeakerStretch, Stretch, Word
from spejl.web import recordings
from spejl.web.recordings import Asked

SPEECH = tuple(Stretch(i * 10.0, i * 10.0 + 9.0) for i in range(9))
"""Ninety seconds: three passages."""


class Scripted:
    """Recognises a line a stretch, notes what it was asked, and dies where it is told."""

    id = "scripted"

    def __init__(self, diary: Path, dies_at: int = -1) -> None:
        self.diary, self.dies_at = diary, dies_at

    def words(self, sound: Any, stretches: Any, language: str, channel: Any = None) -> list[Word]:
        done = len(self.diary.read_text().splitlines()) if self.diary.exists() else 0
        if done == self.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        with self.diary.open("a") as file:
            file.write(f"{stretches[0].start:.0f}\n")
        return [
            Word(s.start + i, s.start + i + 0.9, word)
            for s in stretches
            for i, word in enumerate(("Jeg", "vil", "gerne."))
        ]


class Alternating:
    """Every other stretch is the other speaker's."""

    name = "alternating"

    def find(self, sound: Any, stretches: Any, n_speakers: int | None = 2) -> Speakers:
        rows = (SpeakerStretch(s.start, s.end, i % 2) for i, s in enumerate(stretches))
        return Speakers(tuple(rows), 2, n_speakers == 2, "" if n_speakers == 2 else "asked")


def listen_with(diary: Path, dies_at: int = -1) -> None:
    """Put stand-ins in the place of the engines."""
    engines = Engines(Scripted(diary, dies_at), "hash", Alternating())
    recordings.lacking = lambda language: ()
    recordings.find_engines = lambda language, root: engines
    speech.find_speech = lambda sound, channel=None: SPEECH


@pytest.fixture
def diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for module, name in ((recordings, "lacking"), (recordings, "find_engines")):
        monkeypatch.setattr(module, name, getattr(module, name))
    monkeypatch.setattr(speech, "find_speech", speech.find_speech)
    listen_with(tmp_path / "diary")
    return tmp_path / "diary"


@cache
def noise(seconds: int = 90) -> bytes:
    samples = np.random.default_rng(1).normal(0, 2000, seconds * 8000).astype("<i2")
    made = BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return made.getvalue()


def begin(visitor: Visitor, **said: str) -> str:
    """Put a recording in and have it written out; its address."""
    address = str(visitor.put("a.wav", noise()).json()["go"])
    visitor.client.post(f"{address}/language", data={"language": "da", **said})
    return address


def folder_of(tmp_path: Path, address: str) -> Path:
    return tmp_path / "home/sessions" / address.rpartition("/")[2]


def test_the_language_is_asked_and_nothing_begins_without_it(visitor: Visitor, diary: Path) -> None:
    address = visitor.put("a.wav", noise()).json()["go"]
    page = visitor.client.get(address).text
    assert re.search(r'name="language" required><option value="">', page)
    visitor.client.post(f"{address}/language", data={"language": ""})
    assert 'name="language"' in visitor.client.get(address).text
    assert not diary.exists()


def test_recordings_without_what_they_need_are_refused_in_plain_words(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPEJL_MODELS", str(tmp_path / "none"))
    assert "an addition that is not installed" in visitor.client.get("/").text
    address = visitor.put("a.wav", b"RIFF1234").json()["go"]
    asks = visitor.client.get(address).text
    for command in ("whisper-large-v3-turbo", "voices"):
        assert f"spejl models fetch {command}</code>" in asks
    assert "16 MB" in asks
    visitor.client.post(f"{address}/language", data={"language": "da"})
    page = visitor.wait(address)
    assert "Recordings cannot be written out on this machine yet." in page
    assert "spejl models fetch whisper-large-v3-turbo" in page


def test_a_recording_is_written_out_by_the_stages_of_the_command(
    visitor: Visitor, diary: Path, tmp_path: Path
) -> None:
    address = begin(visitor)
    page = visitor.wait(address)
    assert "Speaker 1" in page
    assert 'id="audio"' in page
    assert 'data-at="9.70"' in page
    assert diary.read_text().split() == ["0", "30", "60"]
    assert [p.name for p in folder_of(tmp_path, address).iterdir()] == ["source.wav"]


def test_a_killed_page_goes_on_where_it_was(
    visitors: Callable[..., Visitor], diary: Path, tmp_path: Path
) -> None:
    code = (
        "import sys, time; sys.path[:0] = sys.argv[1:4]\n"
        "from pathlib import Path\n"
        "from fastapi.testclient import TestClient\n"
        "from conftest import HOST, QuickCoder, Visitor\n"
        "from spejl.web.app import make_app\n"
        "from spejl.web.security import Keys\n"
        "import test_recordings as t\n"
        "folder = Path(sys.argv[4])\n"
        "t.listen_with(folder / 'diary', 2)\n"
        "keys = Keys(HOST)\n"
        "app = make_app(folder / 'home', keys, QuickCoder)\n"
        "with TestClient(app, base_url=f'http://{HOST}') as client:\n"
        "    visitor = Visitor(client, app)\n"
        "    client.get(keys.address)\n"
        "    t.begin(visitor)\n"
        "    time.sleep(60)\n"
    )
    paths = [str(Path(spejl.__file__).parents[1]), str(ROOT / "tests"), str(ROOT / "tests/web")]
    done = subprocess.run([sys.executable, "-c", code, *paths, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert diary.read_text().split() == ["0", "30"]
    visitor = visitors()
    address = f"/sessions/{visitor.services.shelf.all()[0].key}"
    assert "Speaker 2" in visitor.wait(address)
    assert diary.read_text().split() == ["0", "30", "60"]
    assert not (folder_of(tmp_path, address) / "work").exists()


def test_a_recording_can_be_deleted_as_soon_as_it_is_written_out(
    visitor: Visitor, diary: Path, tmp_path: Path
) -> None:
    address = begin(visitor, discard="true")
    page = visitor.wait(address)
    assert "Speaker 1" in page
    assert "<audio" not in page
    assert list(folder_of(tmp_path, address).iterdir()) == []
    said = {"language": "da", "role-0": "practitioner", "role-1": "client"}
    visitor.client.post(f"{address}/checked", data=said)
    page = visitor.wait(address)
    assert "Jeg vil gerne." in page
    assert "<audio" not in page
    assert "Delete the recording alone" not in page


def test_nothing_is_deleted_where_writing_out_fails(
    visitors: Callable[..., Visitor], tmp_path: Path
) -> None:
    def fails(*_: Any) -> Session:
        raise OSError("no luck")

    visitor = visitors(transcribe=fails)
    address = begin(visitor, discard="true")
    assert "Try again" in visitor.wait(address)
    visitor.client.post(f"{address}/delete-recording")
    assert (folder_of(tmp_path, address) / "source.wav").exists()


def test_speakers_that_are_not_certain_are_named_by_a_person(visitor: Visitor, diary: Path) -> None:
    address = begin(visitor, n_speakers="0")
    page = visitor.wait(address)
    assert "It is not certain who speaks." in page
    assert "Unsure" not in page
    said = {"language": "da", "role-0": "practitioner", "role-1": "client", "line-2": "1"}
    visitor.client.post(f"{address}/checked", data={**said, "name-0": "Ida", "name-1": "Bo"})
    visitor.wait(address)
    shelved = visitor.services.shelf.shelved(address.rpartition("/")[2])
    turns = shelved.machine.session.turns
    assert [t.speaker for t in turns][:4] == ["Ida", "Bo", "Bo", "Bo"]


def unknown(_: Path, asked: Asked, *__: Any) -> Session:
    lines = ("Hvordan går det?", "Jeg vil gerne gå mere.", "Du vil gerne gå.")
    turns = tuple(Turn("Unknown", text, i, i + 1) for i, text in enumerate(lines))
    return Session("x", turns, asked.language)


def test_where_nobody_is_known_every_line_is_asked_for(visitors: Callable[..., Visitor]) -> None:
    visitor = visitors(transcribe=unknown)
    address = begin(visitor)
    assert "It could not be told who speaks." in visitor.wait(address)
    lines = {"language": "da", "line-0": "0", "line-1": "1"}
    again = visitor.client.post(f"{address}/checked", data=lines)
    assert again.status_code == 422
    assert "Every line needs somebody" in again.text
    assert '<option value="1" selected>Client' in again.text
    visitor.client.post(f"{address}/checked", data={**lines, "line-2": "0"})
    assert 'id="coded"' in visitor.wait(address)


def test_two_who_are_one_person_become_one(visitors: Callable[..., Visitor]) -> None:
    def three(_: Path, asked: Asked, *__: Any) -> Session:
        turns = tuple(Turn(f"Unsure {i % 3 + 1}", "Jeg vil gerne.", i, i + 1) for i in range(6))
        return Session("x", turns, asked.language)

    visitor = visitors(transcribe=three)
    address = begin(visitor)
    visitor.wait(address)
    said = {"language": "da", "role-0": "practitioner", "role-1": "client", "name-2": "Speaker 2"}
    clash = visitor.client.post(f"{address}/checked", data={**said, "role-2": "other"})
    assert clash.status_code == 422
    visitor.client.post(f"{address}/checked", data={**said, "role-2": "client"})
    visitor.wait(address)
    shelved = visitor.services.shelf.shelved(address.rpartition("/")[2])
    assert shelved.machine.session.speakers == ("Speaker 1", "Speaker 2")

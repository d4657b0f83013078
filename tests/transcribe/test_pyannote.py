"""The adapter for pyannote.audio, on a stand-in that has its documented names."""

import importlib
import os
import socket
import types
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from spejl.errors import MissingExtraError, ModelError
from spejl.transcribe.pyannote import Pyannote
from spejl.transcribe.sound import RATE, Sound
from spejl.transcribe.spans import SpeakerStretch
from transcribe.spoken import sound_of


class Segment(NamedTuple):
    start: float
    end: float


TRACKS = [
    (Segment(3.0, 5.0), "A", "SPEAKER_00"),
    (Segment(0.5, 3.2), "B", "SPEAKER_01"),
]


class Annotation:
    def itertracks(self, yield_label: bool = False) -> list[tuple[Segment, str, str]]:
        assert yield_label
        return TRACKS


class Pipeline:
    """Refuses to be imported where telemetry is on, and keeps what it was asked."""

    asked: dict[str, Any]

    @classmethod
    def from_pretrained(cls, folder: str) -> "Pipeline":
        assert os.environ["PYANNOTE_METRICS_ENABLED"] == "0"
        if "broken" in folder:
            raise FileNotFoundError("weights")
        return cls()

    def __call__(self, given: dict[str, Any], **wanted: int) -> Any:
        Pipeline.asked = {**given, **wanted}
        return types.SimpleNamespace(speaker_diarization=Annotation())


class Importer:
    """Says what stood in the environment when the library was imported."""

    def __init__(self) -> None:
        self.metrics: str | None = "not imported"

    def __call__(self, name: str) -> types.ModuleType:
        if name == "torch":
            return types.SimpleNamespace(from_numpy=lambda x: x)  # type: ignore[return-value]
        assert name == "pyannote.audio"
        self.metrics = os.environ.get("PYANNOTE_METRICS_ENABLED")
        return types.SimpleNamespace(Pipeline=Pipeline)  # type: ignore[return-value]


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Importer:
    for name in ("PYANNOTE_METRICS_ENABLED", "HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        monkeypatch.setenv(name, "1")
    importer = Importer()
    monkeypatch.setattr(importlib, "import_module", importer)
    return importer


@pytest.fixture
def sound(tmp_path: Path) -> Sound:
    return sound_of(np.full((1, 6 * RATE), 0.1, np.float32), tmp_path / "sound")


def folder(tmp_path: Path, name: str = "community-1") -> Path:
    found = tmp_path / name
    found.mkdir()
    (found / "config.yaml").touch()
    return found


def test_who_spoke_when(library: Importer, sound: Sound, tmp_path: Path) -> None:
    found = Pyannote(folder(tmp_path)).find(sound, ())
    assert library.metrics == "0"
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert found.stretches == (SpeakerStretch(0.5, 3.2, 0), SpeakerStretch(3.0, 5.0, 1))
    assert (found.n_speakers, found.certain, found.reason) == (2, True, "")
    assert Pipeline.asked["waveform"].shape == (1, 6 * RATE)
    assert (Pipeline.asked["sample_rate"], Pipeline.asked["num_speakers"]) == (RATE, 2)


def test_another_number_than_expected_is_asked_about(
    library: Importer, sound: Sound, tmp_path: Path
) -> None:
    found = Pyannote(folder(tmp_path)).find(sound, (), 3)
    assert not found.certain and "2 voices were found where 3" in found.reason
    assert Pyannote(folder(tmp_path, "b")).find(sound, (), None).certain
    assert "num_speakers" not in Pipeline.asked


def test_what_is_missing_is_said(
    library: Importer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ModelError, match=r"no config\.yaml"):
        Pyannote(tmp_path)
    with pytest.raises(ModelError, match="could not load the pipeline"):
        Pyannote(folder(tmp_path, "broken"))

    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(MissingExtraError):
        Pyannote(folder(tmp_path))


def test_no_socket_opens(
    library: Importer, sound: Sound, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "socket", None)
    assert Pyannote(folder(tmp_path)).find(sound, ()).n_speakers == 2

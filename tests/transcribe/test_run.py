"""The stages, with stand-ins for the engines: what is kept, what a kill leaves, what is told."""

import json
import os
import signal
import subprocess
import sys
import wave
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import spejl
from conftest import ROOT
from spejl.errors import AudioError
from spejl.transcribe.run import OVERLAP, Engines, Mark, Transcribed, transcribe
from spejl.transcribe.spans import Speakers, SpeakerStretch, Stretch, Word
from spejl.transcribe.work import TextFile, Work

SPEECH = tuple(Stretch(i * 10.0, i * 10.0 + 9.0) for i in range(9))
"""Ninety seconds: three passages."""
STAGES = ("sound", "speech", "speakers", "text")


class Scripted:
    """Recognises a word a second, notes what it was asked, and dies where it is told."""

    id = "scripted"

    def __init__(self, diary: Path, dies_at: int | None = None) -> None:
        self.diary = diary
        self.dies_at = dies_at

    def words(
        self, sound: Any, speech: Sequence[Stretch], language: str, channel: int | None = None
    ) -> Iterator[Word]:
        lines = self.diary.read_text().splitlines() if self.diary.exists() else []
        if self.dies_at == len(lines):
            os.kill(os.getpid(), signal.SIGKILL)
        with self.diary.open("a") as file:
            file.write(f"{speech[0].start:.0f}\n")
        for stretch in speech:
            for second in range(int(stretch.start + 0.999), int(stretch.end)):
                yield Word(second, second + 0.5, f"w{second}.", 0.9, channel)


class Alternating:
    """Every stretch is another speaker's, and the last two overlap."""

    name = "alternating"

    def __init__(self, certain: bool = True, n: int = 2, dies: bool = False) -> None:
        self.certain, self.n, self.dies = certain, n, dies

    def find(self, sound: Any, speech: Sequence[Stretch], n_speakers: int | None = 2) -> Speakers:
        if self.dies:
            os.kill(os.getpid(), signal.SIGKILL)
        rows = [SpeakerStretch(s.start, s.end, i % self.n) for i, s in enumerate(speech)]
        if self.n > 1:
            rows.append(SpeakerStretch(80.5, 82.0, 1))
        return Speakers(tuple(rows), self.n, self.certain, "" if self.certain else "alike")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return noise(tmp_path / "samtale.wav", 90)


def noise(path: Path, seconds: int, channels: int = 1) -> Path:
    samples = np.random.default_rng(1).normal(0, 2000, seconds * 8000 * channels)
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, 8000, 0, "NONE", ""))
        file.writeframes(samples.astype("<i2").tobytes())
    return path


@pytest.fixture(autouse=True)
def _speech(monkeypatch: pytest.MonkeyPatch) -> None:
    from spejl.transcribe import speech

    monkeypatch.setattr(speech, "find_speech", lambda sound, channel=None: SPEECH)


def run(recording: Path, tmp_path: Path, diariser: Any = None, **options: Any) -> Transcribed:
    engines = Engines(Scripted(tmp_path / "diary"), "hash", diariser)
    return transcribe(recording, Work(tmp_path / "work" / "one"), engines, "da", **options)


def diary(tmp_path: Path) -> list[str]:
    return (tmp_path / "diary").read_text().splitlines()


def test_a_recording_becomes_turns_with_times(recording: Path, tmp_path: Path) -> None:
    found = run(recording, tmp_path, Alternating())
    assert found.session.id == "samtale"
    assert found.session.language == "da"
    assert found.session.speakers == ("Speaker 1", "Speaker 2")
    assert len(found.session.turns) == 9
    assert [t.start for t in found.session.turns][:3] == [0.0, 10.0, 20.0]
    assert found.seconds == pytest.approx(90, abs=0.1)
    assert found.notes == ()
    assert found.marks == (Mark(80.5, 82.0, OVERLAP),)
    assert diary(tmp_path) == ["0", "30", "60"]


def test_what_is_done_is_not_done_again(recording: Path, tmp_path: Path) -> None:
    first = run(recording, tmp_path, Alternating())
    assert run(recording, tmp_path, Alternating()) == first
    assert len(diary(tmp_path)) == 3


def test_other_speakers_need_no_new_text(recording: Path, tmp_path: Path) -> None:
    run(recording, tmp_path, Alternating())
    unsure = run(recording, tmp_path, Alternating(certain=False), n_speakers=None)
    assert unsure.session.speakers == ("Unsure 1", "Unsure 2")
    assert unsure.notes == ("alike; say in the transcript who speaks",)
    assert len(diary(tmp_path)) == 3


def test_another_recording_or_model_begins_anew(recording: Path, tmp_path: Path) -> None:
    run(recording, tmp_path, Alternating())
    engines = Engines(Scripted(tmp_path / "diary"), "another", Alternating())
    transcribe(recording, Work(tmp_path / "work" / "one"), engines, "da")
    assert len(diary(tmp_path)) == 6
    noise(recording, 91)
    found = run(recording, tmp_path, Alternating())
    assert found.seconds == pytest.approx(91, abs=0.1)
    assert len(diary(tmp_path)) == 9


def test_without_voices_the_text_is_there_and_nobody_is_guessed(
    recording: Path, tmp_path: Path
) -> None:
    found = run(recording, tmp_path)
    assert found.session.speakers == ("Unknown",)
    assert "say in the transcript who speaks" in found.notes[0]
    alone = run(recording, tmp_path, Alternating(certain=False, n=1))
    assert alone.session.speakers == ("Unknown",)


def test_progress_is_told_by_stage_and_ends_whole(recording: Path, tmp_path: Path) -> None:
    told: list[tuple[str, float, float]] = []
    run(recording, tmp_path, Alternating(), progress=lambda *row: told.append(row))
    assert tuple(dict.fromkeys(stage for stage, _, _ in told)) == STAGES
    for stage in STAGES:
        last = [row for row in told if row[0] == stage][-1]
        assert last[1] == pytest.approx(last[2])


def test_a_recording_without_words_is_an_error(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Scripted, "words", lambda *args: iter(()))
    with pytest.raises(AudioError, match="no words"):
        run(recording, tmp_path, Alternating())


@pytest.mark.parametrize("stage", ["speakers", "text-0", "text-2"])
def test_a_killed_run_goes_on_where_it_was(stage: str, recording: Path, tmp_path: Path) -> None:
    passages = int(stage[-1]) if stage.startswith("text") else 0
    code = (
        "import sys; sys.path[:0] = sys.argv[1:3]\n"
        "from pathlib import Path\n"
        "from spejl.transcribe import speech\n"
        "from transcribe.test_run import SPEECH, Alternating, Scripted\n"
        "from spejl.transcribe.run import Engines, transcribe\n"
        "from spejl.transcribe.work import Work\n"
        "folder, stage = Path(sys.argv[3]), sys.argv[4]\n"
        "speech.find_speech = lambda sound, channel=None: SPEECH\n"
        "dies_at = int(stage[-1]) if stage.startswith('text') else None\n"
        "engines = Engines(Scripted(folder / 'diary', dies_at), 'hash',\n"
        "                  Alternating(dies=stage == 'speakers'))\n"
        "work = Work(folder / 'work' / 'one')\n"
        "transcribe(folder / 'samtale.wav', work, engines, 'da')\n"
    )
    arguments = [str(Path(spejl.__file__).parents[1]), str(ROOT / "tests"), str(tmp_path), stage]
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=False)
    assert done.returncode == -signal.SIGKILL
    pcm = tmp_path / "work" / "one" / "sound" / "sound.pcm"
    decoded = pcm.stat().st_mtime_ns
    found = run(recording, tmp_path, Alternating())
    assert pcm.stat().st_mtime_ns == decoded
    assert diary(tmp_path) == ["0", "30", "60"]
    assert passages < 3
    (tmp_path / "diary").unlink()
    engines = Engines(Scripted(tmp_path / "diary"), "hash", Alternating())
    assert transcribe(recording, Work(tmp_path / "fresh"), engines, "da") == found


def test_a_line_that_was_cut_off_is_recognised_again(tmp_path: Path) -> None:
    words = [Word(1.0, 1.5, "øl", 0.5, 1, "repeated")]
    text = TextFile(tmp_path / "text.jsonl", "key")
    text.append(words)
    text.append([])
    with (tmp_path / "text.jsonl").open("a") as file:
        file.write('[[1.0, 2.0, "hal')
    again = TextFile(tmp_path / "text.jsonl", "key")
    assert len(again) == 2
    assert again.words == tuple(words)
    again.append(words)
    assert len(TextFile(tmp_path / "text.jsonl", "key")) == 3
    assert len(TextFile(tmp_path / "text.jsonl", "other")) == 0


def test_damaged_stages_are_made_again(recording: Path, tmp_path: Path) -> None:
    first = run(recording, tmp_path, Alternating())
    for name in ("speech.json", "speakers.json"):
        (tmp_path / "work" / "one" / name).write_text('{"key"')
    assert run(recording, tmp_path, Alternating()) == first
    json.loads((tmp_path / "work" / "one" / "speech.json").read_text())


def test_the_work_folder_goes_and_leaves_others_alone(tmp_path: Path) -> None:
    one, two = Work(tmp_path / "work" / "one"), Work(tmp_path / "work" / "two")
    one.remove()
    assert two.folder.is_dir()
    two.remove()
    assert not (tmp_path / "work").exists()

"""`spejl transcribe`, recordings in `spejl code`, and `spejl models`, with scripted engines."""

import csv
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from cli.command import spejl
from spejl.batch.inputs import find_inputs
from spejl.errors import AudioError
from spejl.readers import read
from spejl.transcribe import at_hand
from spejl.transcribe.spans import Speakers, SpeakerStretch, Stretch, Word
from transcribe.test_run import noise

LINES = (
    "Hvad vil du gerne tale om i dag?",
    "Jeg vil gerne drikke mindre.",
    "Du er bekymret for hvor meget du drikker.",
    "Ja, og min kone er bekymret.",
    "Hvad ville blive bedre hvis du drak mindre?",
    "Jeg ville sove bedre og have mere tid til børnene.",
)
SPEECH = tuple(Stretch(i * 10.0, i * 10.0 + 9.0) for i in range(len(LINES)))


class Reading:
    """A recogniser that reads `LINES` aloud, a line a stretch."""

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        self.id = folder.name

    def words(
        self, sound: Any, speech: Sequence[Stretch], language: str, channel: int | None = None
    ) -> Iterator[Word]:
        for stretch in speech:
            line = LINES[round(stretch.start / 10)].split()
            for number, text in enumerate(line):
                at = stretch.start + 0.5 + number * 0.5
                yield Word(at, at + 0.4, text, 0.9, channel)


class InTurn:
    """Tells speakers apart, certainly or not."""

    name = "in turn"
    certain = True

    def find(self, sound: Any, speech: Sequence[Stretch], n_speakers: int | None = 2) -> Speakers:
        rows = tuple(SpeakerStretch(s.start, s.end, i % 2) for i, s in enumerate(speech))
        return Speakers(rows, 2, self.certain, "" if self.certain else "the voices are alike")


@pytest.fixture
def voices(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> InTurn:
    """The scripted engines in the place of the real ones."""
    from spejl.transcribe import speech

    model = tmp_path / "models" / "reading"
    model.mkdir(parents=True)
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (model / name).write_text(name)
    found = InTurn()
    monkeypatch.setenv("SPEJL_MODELS", str(tmp_path / "models"))
    monkeypatch.setattr(at_hand, "Whisper", Reading)
    monkeypatch.setattr(at_hand, "_voices", lambda root: found)
    monkeypatch.setattr(speech, "find_speech", lambda sound, channel=None: SPEECH)
    return found


def run(*args: object) -> tuple[int, str, str]:
    done = spejl(*args)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return noise(tmp_path / "Øvelse 1.wav", 60)


def test_a_transcript_in_every_form(voices: InTurn, recording: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    forms = "json,vtt,srt,docx,txt,maxqda"
    code, told, err = run(
        "transcribe", recording, "--out", out, "--language", "da", "--format", forms
    )
    assert code == 0, err
    assert "Oevelse_1" in told
    names = {p.name for p in out.iterdir()}
    assert names == {
        "Oevelse_1.listen.md",
        *(f"Oevelse_1.{form}" for form in ("json", "vtt", "srt", "docx", "txt", "maxqda.txt")),
    }
    for form in ("json", "vtt", "srt", "docx", "txt", "maxqda.txt"):
        session = read(out / f"Oevelse_1.{form}")
        assert [turn.text for turn in session.turns] == list(LINES)
        assert session.speakers == ("Speaker 1", "Speaker 2")
        assert session.turns[1].start == 10.2
    assert not (out / "work").exists()


def test_a_transcript_is_never_written_over(
    voices: InTurn, recording: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    arguments = ("transcribe", recording, "--out", out, "--language", "da", "--format")
    run(*arguments, "txt")
    corrected = out / "Oevelse_1.txt"
    corrected.write_text("rettet", encoding="utf-8")
    code, _, err = run(*arguments, "txt")
    assert (code, "was transcribed before" in err) == (0, True)
    code, _, err = run(*arguments, "txt,json")
    assert (code, "exists already" in err) == (2, True)
    assert corrected.read_text(encoding="utf-8") == "rettet"


def test_what_is_missing_is_asked_for(voices: InTurn, recording: Path) -> None:
    out = recording.parent / "out"
    for arguments, said in (
        ((), "give --language"),
        (("--language", "de"), "not one of da, sv, nb and nn"),
        (("--language", "da", "--model", "none"), "no recogniser was found"),
        (("--language", "da", "--models", recording.parent), "spejl models fetch whisper"),
        (("--language", "da", "--format", "odt"), "found 'odt'"),
    ):
        code, _, err = run("transcribe", recording, "--out", out, *arguments)
        assert code == 2
        assert said in err
    assert not out.exists()


def test_broken_recordings_do_not_stop_others(
    voices: InTurn, recording: Path, tmp_path: Path
) -> None:
    (tmp_path / "tom.mp3").write_bytes(b"")
    out = tmp_path / "out"
    code, _, err = run("transcribe", tmp_path, "--out", out, "--language", "da")
    assert code == 1
    assert "tom.mp3: the file is empty" in err
    assert (out / "Oevelse_1.json").exists()


def test_text_as_it_comes_and_a_kept_work_folder(
    voices: InTurn, recording: Path, tmp_path: Path
) -> None:
    arguments = ("--out", tmp_path / "out", "--language", "da", "--show", "--keep")
    _, told, err = run("transcribe", recording, *arguments)
    assert f"[00:00:00.500] {LINES[0]} {LINES[1]}" in told
    assert "holds the sound of the recording" in err
    assert (tmp_path / "out" / "work" / "Oevelse_1" / "sound").is_dir()
    inputs = find_inputs([tmp_path / "out"]).inputs
    assert sorted(one.name for one in inputs) == ["Oevelse_1.docx", "Oevelse_1.json"]


def test_a_recording_is_coded(voices: InTurn, recording: Path, tmp_path: Path) -> None:
    out = tmp_path / "coded"
    code, told, err = run(
        "code", recording, "--out", out, "--language", "da", "--practitioner", "Speaker 1"
    )
    assert code == 0, err
    assert "Oevelse_1" in told
    with (out / "utterances.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["role"] for row in rows if row["speaker"] == "Speaker 1"} == {"practitioner"}
    assert {row["start_s"] for row in rows} >= {"0.5", "10.2"}
    transcript = out / "transcripts" / "Oevelse_1.json"
    kept = transcript.read_bytes()
    code, _, err = run(
        "code", recording, "--out", out, "--language", "da", "--practitioner", "Speaker 1"
    )
    assert code == 0, err
    assert "1 sessions were coded before" in err
    assert transcript.read_bytes() == kept


def test_speakers_in_doubt_are_not_coded_by_themselves(
    voices: InTurn, recording: Path, tmp_path: Path
) -> None:
    voices.certain = False
    out = tmp_path / "coded"
    for _ in range(2):
        code, told, err = run("code", recording, "--out", out, "--language", "da")
        assert code == 2
        assert "could not be told for certain who speaks" in err
        assert "Reflections" not in told
    written = out / "transcripts" / "Oevelse_1.docx"
    assert read(written).speakers == ("Unsure 1", "Unsure 2")
    assert "the voices are alike" in (out / "transcripts" / "Oevelse_1.listen.md").read_text()


def test_recordings_in_a_folder_are_skipped_without_a_recogniser(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPEJL_MODELS", str(tmp_path / "none"))
    folder = tmp_path / "sessions"
    folder.mkdir()
    recording.rename(folder / "optagelse.wav")
    (folder / "samtale.txt").write_text(
        "".join(f"{'BK'[i % 2]}: {line}\n" for i, line in enumerate(LINES)), encoding="utf-8"
    )
    arguments = ("code", folder, "--out", tmp_path / "out", "--language", "da")
    code, _, err = run(*arguments)
    assert code == 0, err
    assert "skipped the recording" in err
    assert "spejl models fetch whisper-large-v3-turbo" in err
    assert "files that end in '.wav' are not read" not in err
    code, _, err = run("code", folder / "optagelse.wav", *arguments[2:])
    assert code == 2


def test_a_silent_recording_is_said_to_be_so(
    voices: InTurn, recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from spejl.transcribe import speech

    def silence(sound: Any, channel: int | None = None) -> None:
        raise AudioError("no speech was found", recording)

    monkeypatch.setattr(speech, "find_speech", silence)
    code, _, err = run("transcribe", recording, "--out", tmp_path / "out", "--language", "da")
    assert (code, "no speech was found" in err) == (2, True)
    assert not list((tmp_path / "out").glob("*.json"))


def test_models_are_listed_and_verified(voices: InTurn, tmp_path: Path) -> None:
    code, told, _ = run("models", "list")
    assert code == 0
    for name in ("whisper-large-v3-turbo", "nb-whisper-large-verbatim", "reading", "voices"):
        assert name in told
    code, _, err = run("models", "verify", "reading")
    assert (code, "not fetched" in err) == (2, True)
    code, _, err = run("models", "fetch", "nb-whisper-large", "--yes")
    assert (code, "ct2-transformers-converter" in err) == (2, True)
    assert os.environ["SPEJL_MODELS"] in run("doctor")[1].replace("\n", "")

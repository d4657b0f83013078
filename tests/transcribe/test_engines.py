"""The real engines on synthetic voices: English for words, the others for the parts fitting.

As in all tests, a socket that opens is an error.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from spejl.errors import ModelError
from spejl.transcribe import recognise
from spejl.transcribe.recognise import Whisper
from spejl.transcribe.run import Engines, Transcribed, transcribe
from spejl.transcribe.spans import Stretch
from spejl.transcribe.speakers import ByVoice
from spejl.transcribe.voices import Voices
from spejl.transcribe.work import Work
from transcribe.errors_of_words import right_speaker_share, word_error
from transcribe.fetch_recogniser import engine_folder, is_there
from transcribe.spoken import Said, conversation, needs_espeak, talk, write_wav

pytestmark = [
    pytest.mark.audio,
    pytest.mark.skipif(not is_there(), reason="needs python tests/transcribe/fetch_recogniser.py"),
    needs_espeak,
]


@pytest.fixture(scope="module")
def whisper() -> Iterator[Whisper]:
    yield Whisper(engine_folder(), threads=2)


@pytest.fixture
def by_voice(voices: Voices) -> ByVoice:
    return ByVoice(voices)


def _run(
    whisper: Whisper, diariser: ByVoice | None, tmp_path: Path, language: str, stereo: bool = False
) -> tuple[tuple[Said, ...], Transcribed]:
    path = tmp_path / f"{language}.wav"
    made = talk(language, n_lines=4)
    write_wav(made.stereo() if stereo else made.mono(), path)
    engines = Engines(whisper, "base", diariser)
    return made.said, transcribe(path, Work(tmp_path / "work"), engines, language)


def _share(said: tuple[Said, ...], found: Transcribed) -> float:
    rows = [
        (t.speaker, t.start or 0.0, t.end or 0.0, len(t.text.split())) for t in found.session.turns
    ]
    return right_speaker_share(said, rows)


def test_english_on_two_channels_is_right_word_by_word(whisper: Whisper, tmp_path: Path) -> None:
    said, found = _run(whisper, None, tmp_path, "en", stereo=True)
    assert word_error(" ".join(s.text for s in said), found.session.text) < 0.15
    assert found.session.speakers == ("Speaker 1", "Speaker 2")
    assert _share(said, found) > 0.97
    for one, turn in zip(said, found.session.turns, strict=True):
        assert turn.start == pytest.approx(one.start, abs=0.6)
        assert turn.end == pytest.approx(one.end, abs=1.0)
    assert not [mark for mark in found.marks if "both" not in mark.why]


@pytest.mark.parametrize("language", ["en", "da", "sv", "nb"])
def test_voices_are_told_apart_in_every_language(
    language: str, whisper: Whisper, by_voice: ByVoice, tmp_path: Path
) -> None:
    said, found = _run(whisper, by_voice, tmp_path, language)
    assert _share(said, found) > 0.9
    assert len(found.session.speakers) == 2
    if language == "en":
        assert word_error(" ".join(s.text for s in said), found.session.text) < 0.15


def test_a_language_that_the_model_lacks_is_refused(whisper: Whisper, tmp_path: Path) -> None:
    from spejl.transcribe.decode import decode

    write_wav(conversation([(0, "Hello."), (1, "Hi.")], "en").mono(), tmp_path / "en.wav")
    sound = decode(tmp_path / "en.wav", tmp_path / "sound")
    with pytest.raises(ModelError, match="does not know the language"):
        list(whisper.words(sound, (Stretch(0, 1),), "xx"))


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model\.bin is missing"):
        Whisper(tmp_path)
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(ModelError, match="cannot be loaded"):
        Whisper(tmp_path, device="cpu")


def test_a_card_that_fails_is_left_for_the_processor(
    whisper: Whisper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from spejl.transcribe.decode import decode

    class Failing:
        """A model on a card whose libraries are missing, as CTranslate2 finds out late."""

        hf_tokenizer = whisper._model.hf_tokenizer
        supported_languages = ("en",)

        def transcribe(self, *args: object, **options: object) -> None:
            raise RuntimeError("Library libcublas.so.12 is not found")

    monkeypatch.setattr(recognise, "_best_device", lambda: "cuda")
    monkeypatch.setattr(Whisper, "_loaded", lambda self: Failing() if self.device == "cuda" else 0)
    broken = Whisper(engine_folder())
    monkeypatch.setattr(Whisper, "_loaded", lambda self: whisper._model)
    lines = [(0, "You are tired."), (1, "Yes.")]
    write_wav(conversation(lines, "en").mono(), tmp_path / "en.wav")
    sound = decode(tmp_path / "en.wav", tmp_path / "sound")
    words = list(broken.words(sound, (Stretch(0, 2),), "en"))
    assert broken.device == "cpu"
    assert "tired" in " ".join(word.text for word in words)

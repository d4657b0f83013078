"""What is said: stretches of speech to words with times, by a model in a local folder."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from spejl.errors import MissingExtraError, ModelError
from spejl.transcribe.doubts import NO_SPEECH, REPEATED
from spejl.transcribe.passages import Passage, passages
from spejl.transcribe.spans import Stretch, Word

if TYPE_CHECKING:
    from spejl.transcribe.sound import Sound

_WHISPER_LANGUAGES = {"nb": "no"}
"""Codes that differ from ours. Models without Nynorsk are asked for Norwegian."""
_MOST_COMPRESSED = 2.4
"""Text that packs better than this repeats itself; Whisper's own limit."""
_SILENT, _UNSURE = 0.6, -1.0
"""No-speech probability above, and mean log-probability below, which nobody may have spoken."""
_OPTIONS: dict[str, Any] = {
    "task": "transcribe",
    "beam_size": 5,
    # Few steps: each costs a whole pass, and hot ones invent.
    "temperature": (0.0, 0.2, 0.4),
    "compression_ratio_threshold": _MOST_COMPRESSED,
    "log_prob_threshold": _UNSURE,
    # With a threshold, stretches taken for silence would be dropped; here they are marked.
    "no_speech_threshold": None,
    "no_repeat_ngram_size": 4,
    "condition_on_previous_text": False,
    "word_timestamps": True,
    "vad_filter": False,
}


class Recogniser(Protocol):
    """Anything that makes words of speech."""

    @property
    def id(self) -> str:
        """The model's name."""

    def words(
        self,
        sound: "Sound",
        speech: Sequence[Stretch],
        language: str,
        channel: int | None = None,
    ) -> Iterator[Word]:
        """The words in stretches of speech, in order, as they are recognised.

        Args:
            sound: The recording.
            speech: What to listen to, in order; nothing else is heard.
            language: da, sv, nb, nn or another language that the model knows.
            channel: The only channel to listen to; None for all of them mixed.

        Raises:
            ModelError: The model does not know the language.
        """


class Whisper:
    """Whisper models in CTranslate2's form, by faster-whisper; nothing is ever downloaded.

    It runs on a graphics card that CTranslate2 can use, else with 8-bit numbers on the
    processor; a card that fails, at the start or later, is left for the processor.

    Args:
        folder: With model.bin, config.json and tokenizer.json.
        threads: On the processor; None for one per core.
        device: auto, cpu or cuda.

    Raises:
        MissingExtraError: faster-whisper is not installed.
        ModelError: The folder holds no such model.
    """

    def __init__(self, folder: Path, threads: int | None = None, device: str = "auto") -> None:
        missing = [n for n in ("model.bin", "config.json", "tokenizer.json") if not _is(folder, n)]
        if missing:
            # Without its tokenizer the library would look for one on the network.
            raise ModelError(
                f"{missing[0]} is missing; expected a recogniser in CTranslate2's form "
                "(see spejl models list)",
                folder,
            )
        self._folder = folder
        self._threads = threads or os.cpu_count() or 1
        self.device = _best_device() if device == "auto" else device
        """cuda or cpu, as it is in use."""
        self._model = self._loaded()

    @property
    def id(self) -> str:
        """The name of the model's folder."""
        return self._folder.name

    def words(
        self,
        sound: "Sound",
        speech: Sequence[Stretch],
        language: str,
        channel: int | None = None,
    ) -> Iterator[Word]:
        """The words, passage by passage; see `Recogniser.words`.

        Words in text that repeats itself, or where there may be no speech, carry a doubt.
        """
        known = self._language(language)
        for passage in passages(sound, speech, channel):
            for segment in self._segments(passage, known):
                for word in segment.words or ():
                    start, end = passage.times_of(float(word.start), float(word.end))
                    yield Word(
                        round(start, 3),
                        round(max(start, end), 3),
                        word.word.strip(),
                        round(float(word.probability), 4),
                        channel,
                        _doubt(segment),
                    )

    def _segments(self, passage: Passage, language: str) -> list[Any]:
        try:
            return list(self._model.transcribe(passage.samples, language=language, **_OPTIONS)[0])
        except RuntimeError:
            if self.device == "cpu":
                raise
            self.device = "cpu"
            self._model = self._loaded()
            return self._segments(passage, language)

    def _language(self, language: str) -> str:
        known = _WHISPER_LANGUAGES.get(language, language)
        tokens = self._model.hf_tokenizer
        if known == "nn" and tokens.token_to_id("<|nn|>") is None:
            known = "no"
        if tokens.token_to_id(f"<|{known}|>") is None or known not in self._known():
            raise ModelError(
                f"this model does not know the language '{language}'; choose another "
                "(see spejl models list)",
                self._folder,
            )
        return known

    def _known(self) -> list[str]:
        return list(self._model.supported_languages)

    def _loaded(self) -> Any:
        try:
            from faster_whisper import WhisperModel
        except ImportError:
            raise MissingExtraError("Speech recognition", "audio") from None
        options = {"cpu_threads": self._threads, "local_files_only": True}
        if self.device != "cpu":
            try:
                return WhisperModel(str(self._folder), device=self.device, **options)
            except (RuntimeError, ValueError):
                self.device = "cpu"
        try:
            return WhisperModel(str(self._folder), device="cpu", compute_type="int8", **options)
        except Exception as error:
            # The libraries raise bare exceptions for files that they cannot read.
            raise ModelError(
                f"this recogniser cannot be loaded ({type(error).__name__}); check it with "
                "spejl models verify, or fetch it again",
                self._folder,
            ) from None


def _is(folder: Path, name: str) -> bool:
    return (folder / name).is_file()


def _best_device() -> str:
    try:
        import ctranslate2
    except ImportError:
        raise MissingExtraError("Speech recognition", "audio") from None
    return "cuda" if ctranslate2.get_cuda_device_count() else "cpu"


def _doubt(segment: Any) -> str:
    if segment.compression_ratio > _MOST_COMPRESSED:
        return REPEATED
    if segment.no_speech_prob > _SILENT and segment.avg_logprob < _UNSURE:
        return NO_SPEECH
    return ""

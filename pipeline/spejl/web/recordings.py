"""Recordings: what a browser is told of them, what is missing, and how they become transcripts."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from spejl.errors import ModelError, SpejlError
from spejl.languages import LANGUAGES
from spejl.sessions import Session
from spejl.transcribe.at_hand import VOICES, Missing, find_engines, missing
from spejl.transcribe.decode import SUFFIXES
from spejl.transcribe.run import transcribe
from spejl.transcribe.store import models_folder
from spejl.transcribe.work import Work

__all__ = [
    "MEDIA_TYPES",
    "SUFFIXES",
    "Asked",
    "NotReadyError",
    "Transcribe",
    "can_hear",
    "lacking",
    "needs",
    "transcribed",
]

MEDIA_TYPES = {
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".mp4": "audio/mp4",
    ".3gp": "audio/3gpp",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".webm": "audio/webm",
}
"""What a browser is told of them; the others are handed over as bytes."""

PARTS = {"sound": "sound", "speech": "speech", "speakers": "voices", "text": "text"}
"""The stages of transcription by what a job calls them."""

Tell = Callable[[str, float | None], None]
"""Is told the stage of the job and the share that is done; raises where the job is stopped."""


class NotReadyError(SpejlError):
    """Something that writing a recording out needs is not on this machine."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person said of a recording before it is written out."""

    language: str
    """da, sv, nb or nn; never guessed."""
    n_speakers: int | None = 2
    """None: as many as there seem to be."""


Transcribe = Callable[[Path, Asked, Path, Tell], Session]
"""Recording, what was said of it, folder for what is kept between stages, progress: the session."""


def lacking(language: str) -> tuple[Missing, ...]:
    """What is missing on this machine for recordings in a language."""
    return missing(language, models_folder())


def can_hear() -> bool:
    """Whether recordings in some language can be written out on this machine."""
    return any(all(one.kind == VOICES for one in lacking(code)) for code in LANGUAGES)


def needs() -> dict[Missing, list[str]]:
    """What is missing on this machine, and for which languages."""
    found: dict[Missing, list[str]] = {}
    for code in LANGUAGES:
        for one in lacking(code):
            found.setdefault(one, []).append(code)
    return found


def transcribed(path: Path, asked: Asked, work: Path, tell: Tell) -> Session:
    """The session in a recording.

    What an earlier start left in the work folder is used; the folder is left as it is.

    Raises:
        NotReadyError: The libraries or a recogniser are missing, or the recogniser is damaged.
        AudioError: There is no sound, or no speech in it.
    """
    needed = [one.command for one in lacking(asked.language) if one.kind != VOICES]
    if needed:
        raise NotReadyError(f"run, where there is a network: {'; '.join(needed)}")
    tell("ears", None)
    try:
        engines = find_engines(asked.language, models_folder())
        found = transcribe(
            path,
            Work(work),
            engines,
            asked.language,
            asked.n_speakers,
            lambda stage, done, total: tell(PARTS[stage], done / total if total else None),
        )
    except ModelError as error:
        raise NotReadyError(str(error).removeprefix(str(error.folder)).lstrip(":, ")) from None
    return found.session

"""Recordings: which files are, and how they become a transcript where that is installed."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from spejl.errors import MissingExtraError
from spejl.sessions import Session

SUFFIXES = (
    *(".wav", ".mp3", ".m4a", ".mp4", ".wma", ".3gp"),
    *(".amr", ".ogg", ".oga", ".opus", ".flac", ".webm"),
)
"""Endings of recordings, in small letters."""

MEDIA_TYPES = {
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".mp4": "audio/mp4",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".webm": "audio/webm",
}
"""What a browser is told of them; the others are handed over as bytes."""

Transcribe = Callable[[Path, str, Path, Callable[[str, float | None], None]], Session]
"""Recording, language, folder for what is kept between stages, progress: the session."""


def installed() -> Transcribe | None:
    """What writes recordings out on this machine; None where it is not installed."""
    try:
        found = getattr(import_module("spejl.transcribe"), "transcribe_recording", None)
    except ImportError:
        return None
    return found if callable(found) else None


def transcribed(
    path: Path, language: str, work: Path, progress: Callable[[str, float | None], None]
) -> Session:
    """The session in a recording.

    Raises:
        MissingExtraError: What this needs is not installed.
    """
    transcribe = installed()
    if transcribe is None:
        raise MissingExtraError("writing out a recording", "audio")
    return transcribe(path, language, work, progress)

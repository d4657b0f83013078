"""The engines that are on this machine, and what is missing for them and how it is fetched."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from spejl.errors import ModelError
from spejl.transcribe.catalogue import entry
from spejl.transcribe.decode import SUFFIXES
from spejl.transcribe.recognise import Whisper
from spejl.transcribe.run import Engines
from spejl.transcribe.store import find_recogniser, fingerprint, first_choice
from spejl.transcribe.voices import FOLDER, has_voices, load_voices

if TYPE_CHECKING:
    from spejl.transcribe.speakers import Diariser

LIBRARIES, RECOGNISER, VOICES = "libraries", "recogniser", "voices"
"""What may be missing. Without voices a recording is written out all the same."""
_LIBRARIES = ("av", "faster_whisper")


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that recordings need and that is not here."""

    kind: str
    """`LIBRARIES`, `RECOGNISER` or `VOICES`."""
    command: str
    """Fetches it; run where there is a network."""
    size: int | None = None
    """Bytes that are fetched; None where it is not known."""


def is_recording(path: Path) -> bool:
    """Whether a file's ending is one of a recording."""
    return path.suffix.lower() in SUFFIXES


def find_engines(
    language: str, root: Path, recogniser: str = "", threads: int | None = None
) -> Engines:
    """What listens to a language on this machine.

    Args:
        language: da, sv, nb or nn.
        root: The folder of models.
        recogniser: A folder or a name in `root`; empty for the installed one that suits best.
        threads: On the processor; None for one per core.

    Raises:
        ModelError: There is no recogniser. Without voices there is no diariser: the text is
            worth having alone.
        MissingExtraError: The libraries for recordings are not installed.
    """
    folder = find_recogniser(recogniser, root, language)
    return Engines(Whisper(folder, threads), fingerprint(folder), _voices(root))


def missing(language: str, root: Path) -> tuple[Missing, ...]:
    """What is missing before a language can be listened to with all that helps.

    Args:
        language: da, sv, nb or nn.
        root: The folder of models.
    """
    found: list[Missing] = []
    if any(find_spec(name) is None for name in _LIBRARIES):
        found.append(Missing(LIBRARIES, "pip install 'spejl[audio]'"))
    try:
        find_recogniser("", root, language)
    except ModelError:
        found.append(_to_fetch(RECOGNISER, first_choice(language)))
    if not has_voices(root / FOLDER):
        found.append(_to_fetch(VOICES, "voices"))
    return tuple(found)


def _to_fetch(kind: str, name: str) -> Missing:
    return Missing(kind, f"spejl models fetch {name}", entry(name).size or None)


def _voices(root: Path) -> "Diariser | None":
    from spejl.transcribe.speakers import ByVoice

    try:
        return ByVoice(load_voices(root / FOLDER))
    except ModelError:
        return None

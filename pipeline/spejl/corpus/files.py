"""The files of the corpus."""

from collections.abc import Iterator
from pathlib import Path

from spejl.errors import RunError
from spejl.serialize import Conversation, parse_miti


def conversation_files(folder: Path) -> list[Path]:
    """All `.miti` files of a corpus, sorted.

    Raises:
        RunError: There are none.
    """
    found = sorted(folder.glob("[a-z][a-z]/*.miti"))
    if not found:
        raise RunError(f"{folder}: holds no <language>/<id>.miti")
    return found


def conversations(folder: Path) -> Iterator[tuple[Path, Conversation]]:
    """Every conversation with its file.

    Raises:
        RunError: There are none.
        TranscriptError: One cannot be read.
    """
    for path in conversation_files(folder):
        yield path, parse_miti(path.read_text(encoding="utf-8"), path)

"""Files that are put in: received straight into the folder, counted while they come."""

import re
from collections.abc import AsyncIterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from spejl.errors import TranscriptError
from spejl.readers import SUFFIXES as TRANSCRIPTS
from spejl.readers.source import MAX_BYTES
from spejl.web import recordings

MOST_RECORDED = 4 * 1024**3
"""Bytes of a recording."""
_LONGEST_TITLE = 120
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of writing."""


def is_recording(suffix: str) -> bool:
    """Whether a file with this ending is a recording."""
    return suffix in recordings.SUFFIXES


def named(name: str) -> tuple[str, str]:
    """Title and ending of a file by the name that the browser sends.

    The name is only ever shown: on disk a file has a name of ours and this ending.

    Raises:
        TranscriptError: Files with this ending are neither transcripts nor recordings.
    """
    # A browser sends no folders; a program might, in either style.
    name = PureWindowsPath(PurePosixPath(name).name).name
    suffix = Path(name).suffix.lower()
    if suffix not in (*TRANSCRIPTS, *recordings.SUFFIXES):
        raise TranscriptError("files that end in this way are not read", name)
    stem = _UNPRINTED.sub("", name[: -len(suffix)]).strip()
    return stem[:_LONGEST_TITLE] or "–", suffix


def limit(suffix: str) -> int:
    """How many bytes a file with this ending may have."""
    return MOST_RECORDED if is_recording(suffix) else MAX_BYTES


async def receive(chunks: AsyncIterator[bytes], path: Path, most: int) -> None:
    """Write what comes to a file; whole or not at all.

    Args:
        chunks: The bytes as they come.
        path: A new file.
        most: Bytes after which it is refused.

    Raises:
        TranscriptError: More bytes come, or none.
        OSError: They cannot be written.
    """
    received = 0
    try:
        with path.open("xb") as file:
            async for chunk in chunks:
                received += len(chunk)
                if received > most:
                    raise TranscriptError(f"more than the {most} bytes that are taken", path)
                file.write(chunk)
        if not received:
            raise TranscriptError("the file is empty", path)
    except BaseException:
        # A browser that goes away half way raises here too.
        path.unlink(missing_ok=True)
        raise

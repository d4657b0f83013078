"""Zip containers, as Word and Excel write them, opened so that a small file cannot fill memory."""

import io
import zipfile

from spejl.errors import TranscriptError
from spejl.readers.source import Raw

MOST_UNZIPPED = 32 * 1024 * 1024
"""Bytes of all XML parts together when unzipped. A day of speech is a third of it."""
MOST_PARTS = 5_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_package(raw: Raw, form: str, needed: str) -> zipfile.ZipFile:
    """The container in a file; its XML parts are within the limits.

    Args:
        raw: The file.
        form: What it should be, such as "a Word file (.docx)".
        needed: A part that it must have.

    Raises:
        TranscriptError: It is no container of this form, is protected by a password, damaged, or
            larger than the limits when unzipped.
    """
    if raw.data.startswith(_OLD_OFFICE):
        raise TranscriptError(
            f"this is an old Office file, or one with a password; expected {form}: open it and "
            "save it in the new form without a password",
            raw.path,
        )
    try:
        package = zipfile.ZipFile(io.BytesIO(raw.data))
        parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        raise TranscriptError(
            f"this is not {form}, or it is damaged; open it and save it again", raw.path
        ) from None
    if needed not in {part.filename for part in parts}:
        raise TranscriptError(f"this is not {form}; it lacks the part {needed}", raw.path)
    size = sum(part.file_size for part in parts if not _is_picture(part.filename))
    if len(parts) > MOST_PARTS or size > MOST_UNZIPPED:
        raise TranscriptError(
            f"unzipped it would be {len(parts)} parts and {size / 1e6:.0f} MB, more than the "
            f"{MOST_PARTS} parts and {MOST_UNZIPPED / 1e6:.0f} MB of a transcript; copy the text "
            "into a new file",
            raw.path,
        )
    return package


def _is_picture(name: str) -> bool:
    return "/media/" in name and not name.endswith((".xml", ".rels"))

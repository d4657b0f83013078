"""Zip files of transcripts. Nothing is unpacked to disk; memory holds one member at a time."""

import zipfile
import zlib
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from spejl.errors import TranscriptError
from spejl.readers import Raw

ZIP = ".zip"
MOST_MEMBERS = 100_000
MOST_FOLD = 200
"""A member may be so many times larger than it is packed; text is three to ten times."""
_SMALL = 1024 * 1024
"""Bytes below which nothing is too much."""
_OTHERS = (ZIP, ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_ENCRYPTED = 1


def member_names(path: Path) -> list[str]:
    """The files in a zip file, sorted; folders, hidden files and macOS's own are left out.

    Raises:
        TranscriptError: It is no zip file, is damaged, or holds more than a zip file of
            transcripts would.
    """
    with _opened(path) as file:
        members = [m for m in file.infolist() if not m.is_dir()]
        packed = path.stat().st_size
    size = sum(m.file_size for m in members)
    if len(members) > MOST_MEMBERS or size > max(_SMALL, MOST_FOLD * packed):
        raise TranscriptError(
            f"unpacked it would be {len(members)} files and {size / 1e6:.0f} MB, which no zip "
            f"file of transcripts is (limits: {MOST_MEMBERS} files, {MOST_FOLD} times its size)",
            path,
        )
    return sorted({m.filename for m in members if not _is_hidden(m.filename)})


def trouble_with(member: str) -> str | None:
    """Why a file in a zip file is not read, by its name; None where nothing speaks against it."""
    place = PurePosixPath(member.replace("\\", "/"))
    if place.is_absolute() or ".." in place.parts or ":" in place.parts[0]:
        return "its name leads out of the zip file; pack it again from within its folder"
    if place.suffix.lower() in _OTHERS:
        return "a packed file in a zip file is not read; unpack it"
    return None


class Archives:
    """Reads files out of zip files; one stays open from one member to the next."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._file: zipfile.ZipFile | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def read(self, path: Path, member: str, max_bytes: int) -> Raw:
        """The bytes of a member.

        Raises:
            TranscriptError: The member is empty, too large, damaged or has a password.
        """
        label = Path(f"{path}: {member}")
        if path != self._path or self._file is None:
            if self._file is not None:
                self._file.close()
            self._file, self._path = _opened(path), path
        info = self._file.getinfo(member)
        if info.flag_bits & _ENCRYPTED:
            raise TranscriptError("is protected by a password; pack it without one", label)
        if info.file_size > max_bytes:
            raise TranscriptError(
                f"{info.file_size / 1e6:.0f} MB is more than the {max_bytes / 1e6:.0f} MB that "
                "are read as one transcript; split the file, or raise max_megabytes",
                label,
            )
        if info.file_size > max(_SMALL, MOST_FOLD * info.compress_size):
            raise TranscriptError(
                f"would unfold to more than {MOST_FOLD} times its size, which no transcript does",
                label,
            )
        try:
            with self._file.open(info) as file:
                # What the zip file says of the size may be untrue.
                data = file.read(info.file_size)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
            # RuntimeError includes NotImplementedError: a way of packing that Python lacks.
            raise TranscriptError(
                "is damaged or packed in a way that is not read; pack it again", label
            ) from None
        if not data or data.isspace():
            raise TranscriptError("the file is empty", label)
        return Raw(label, data)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError):
        raise TranscriptError("is no zip file, or is damaged; pack it again", path) from None
    except OSError as error:
        raise TranscriptError(f"cannot be opened ({error.strerror})", path) from None


def _is_hidden(member: str) -> bool:
    parts = PurePosixPath(member).parts
    return "__MACOSX" in parts or (bool(parts) and parts[-1].startswith((".", "~$")))

"""The text of a file: size, encoding, and whether it is text at all."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from spejl.errors import TranscriptError

MAX_BYTES = 64 * 1024 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MISREAD_UTF8 = re.compile(rb"\xc3[\x80-\xbf]")
_MISREAD = re.compile(r"[a-z][†‡‘„›‹¾¿ŒŠ•¢›\x8f\x9d]|[†‡‘„›¾¿Œ¢•][a-z]")
"""What Nordic letters of other 8-bit encodings look like when read as cp1252."""
_NORDIC = re.compile(r"[a-zæøåäöéèüA-ZÆØÅÄÖÉÈÜ]")
_FOREIGN = re.compile(r"[^\W\d_a-zA-ZæøåäöéèüàáâçêëíîïñóôúšžßðþýÆØÅÄÖÉÈÜÀÁÂÇÊËÍÎÏÑÓÔÚŠŽÐÞÝ]")
"""Letters that no Nordic text or name in an 8-bit encoding is likely to hold."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A file's bytes; never empty."""

    path: Path
    data: bytes


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text."""

    path: Path
    text: str
    """With line ends as \\n and without a byte order mark."""


def read_source(path: Path, max_bytes: int = MAX_BYTES, allowed: str = "") -> Source:
    """The text of a file, in UTF-8, UTF-16 with a byte order mark, or an 8-bit Nordic encoding.

    Args:
        path: The file.
        max_bytes: Larger files are refused.
        allowed: Control characters that have a meaning in this form.

    Raises:
        TranscriptError: The file is missing, a folder, empty, too large, binary, or in an encoding
            that cannot be told.
    """
    return decoded(read_raw(path, max_bytes), allowed)


def decoded(raw: Raw, allowed: str = "") -> Source:
    """The text in a file's bytes; see `read_source`.

    Raises:
        TranscriptError: They are binary, or in an encoding that cannot be told.
    """
    path = raw.path
    text = _decode(raw.data, path)
    control = next((m for m in _CONTROL.finditer(text) if m[0] not in allowed), None)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise TranscriptError("control characters stand here; this is no text file", path, line)
    if not text or text.isspace():
        raise TranscriptError("the file is empty", path)
    return Source(path, text.replace("\r\n", "\n").replace("\r", "\n"))


def read_raw(path: Path, max_bytes: int = MAX_BYTES) -> Raw:
    """The bytes of a file.

    Raises:
        TranscriptError: The file is missing, a folder, empty or too large.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise TranscriptError("this is a folder; expected a file", path)
        if size > max_bytes:
            raise TranscriptError(
                f"{size / 1e6:.0f} MB is more than the {max_bytes / 1e6:.0f} MB that are read as "
                "one transcript; split the file, or raise max_megabytes",
                path,
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise TranscriptError("there is no such file", path) from None
    except OSError as error:
        raise TranscriptError(f"cannot be opened ({error.strerror})", path) from None
    if not data or data.isspace():
        raise TranscriptError("the file is empty", path)
    return Raw(path, data)


def _decode(data: bytes, path: Path) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding).removeprefix("\ufeff")
            except UnicodeDecodeError:
                raise TranscriptError(
                    f"begins as {encoding} but is not; save it as UTF-8", path
                ) from None
    if b"\x00" in data:
        raise TranscriptError(
            "this is not a text file (or UTF-16 without a byte order mark); expected text, or "
            "an ending that tells what it is, such as .docx or .pdf",
            path,
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _eight_bit(data, path)
    return text


def _eight_bit(data: bytes, path: Path) -> str:
    """Text in cp1252 or a neighbour of it.

    Every byte string is valid in some 8-bit encoding, so the result must look like words.
    """
    from charset_normalizer import from_bytes

    if _MISREAD_UTF8.search(data):
        good = len(data.decode("utf-8", errors="ignore").encode())
        line = next(number for number, raw in enumerate(data.split(b"\n"), 1) if not _is_utf8(raw))
        raise TranscriptError(
            f"is UTF-8 but for {len(data) - good} bytes, the first of them here; save it as UTF-8",
            path,
            line,
        )
    for encoding in ("cp1252", *_guesses(from_bytes(data))):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        letters = [c for c in text if not c.isspace()]
        likely = sum(bool(_NORDIC.match(c)) for c in letters) > 0.6 * len(letters)
        if letters and likely and not (_MISREAD.search(text) or _FOREIGN.search(text)):
            return text
    raise TranscriptError("the encoding cannot be told; save the file as UTF-8", path)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _guesses(matches: object) -> list[str]:
    best = matches.best()  # type: ignore[attr-defined]
    return [best.encoding] if best is not None else []

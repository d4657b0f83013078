"""Which writer writes which file."""

from collections.abc import Callable
from pathlib import Path

from spejl.errors import ConvertError
from spejl.serialize import coded_to_json, session_to_json
from spejl.sessions import CodedSession, Session
from spejl.write.captions import write_srt, write_vtt
from spejl.write.elan import write_eaf
from spejl.write.txt import write_txt
from spejl.write.word import write_docx


def write_json(conversation: Session | CodedSession, path: Path) -> None:
    """Write our JSON, which keeps everything."""
    if isinstance(conversation, CodedSession):
        text = coded_to_json(conversation)
    else:
        text = session_to_json(conversation)
    path.write_text(text, encoding="utf-8", newline="\n")


_WRITERS: dict[str, Callable[[Session | CodedSession, Path], None]] = {
    ".txt": write_txt,
    ".docx": write_docx,
    ".vtt": write_vtt,
    ".srt": write_srt,
    ".eaf": write_eaf,
    ".json": write_json,
}
FORMS = tuple(_WRITERS)
"""Endings of the files that can be written."""


def write_transcript(conversation: Session | CodedSession, path: str | Path) -> None:
    """Write a conversation in the form that the path's ending names; whole or not at all.

    Args:
        conversation: Codes are written where the form has a place for them: .txt, .docx, .eaf
            and .json.
        path: A new file.

    Raises:
        ConvertError: The ending is none of `FORMS`, the file exists or cannot be written, or the
            form cannot hold the conversation.
    """
    path = Path(path)
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise ConvertError(
            f"files that end in '{path.suffix}' are not written; expected one of "
            f"{', '.join(FORMS)}",
            path,
        )
    if path.exists():
        raise ConvertError("exists already; remove it, or give another name", path)
    part = path.with_name(f"{path.stem}.part{path.suffix}")
    try:
        write(conversation, part)
        part.replace(path)
    except ConvertError as error:
        raise ConvertError(str(error).removeprefix(f"{part}: "), path) from None
    except OSError as error:
        raise ConvertError(f"cannot be written ({error.strerror})", path) from None
    finally:
        part.unlink(missing_ok=True)

"""PDF: the text of the pages, read as plain text is. What only the eye can see is lost."""

import io
import re
import warnings

from spejl.errors import TranscriptError, TranscriptWarning
from spejl.readers.plain import read_plain
from spejl.readers.source import Raw, Source
from spejl.sessions import Session

MOST_PAGES = 1_000
_PAGE_NUMBER = re.compile(
    r"\s*(?:(?:side|sida|page)\s*)?\d{1,4}(?:\s*(?:af|av|of|/)\s*\d{1,4})?\s*", re.IGNORECASE
)


def read_pdf(raw: Raw, name: str) -> Session:
    """The session in a PDF, with a warning that only its text is read.

    Page numbers are left out. Lines in messages are lines of the text from the top.

    Args:
        raw: The file.
        name: The session's id.

    Raises:
        TranscriptError: It is no PDF, is protected, holds no text, or the speakers cannot be told.
    """
    text = _text(raw)
    if not text.strip():
        raise TranscriptError(
            "holds no text; it may be a scan: save the transcript as .docx or .txt", raw.path
        )
    session = read_plain(Source(raw.path, text), name)
    warnings.warn(
        f"{raw.path}: only the text of this PDF is read; columns, bold names and text at the edge "
        "of a page may have got mixed up: look at the turns, or give the .docx",
        TranscriptWarning,
        stacklevel=2,
    )
    return session


def _text(raw: Raw) -> str:
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # Its log would quote the file.
    try:
        reader = PdfReader(io.BytesIO(raw.data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise TranscriptError("is protected by a password; save it without one", raw.path)
        if len(reader.pages) > MOST_PAGES:
            raise TranscriptError(f"has more than {MOST_PAGES} pages; split it", raw.path)
        pages = [page.extract_text() for page in reader.pages]
    except TranscriptError:
        raise
    except Exception as error:
        # The library fails in many ways on damaged files, and its messages may quote them.
        raise TranscriptError(
            f"this PDF cannot be read ({type(error).__name__}); save it again, or as .docx",
            raw.path,
        ) from None
    lines = "\n".join(pages).encode(errors="ignore").decode().split("\n")
    return "\n".join("" if _PAGE_NUMBER.fullmatch(line) else line for line in lines)

"""RTF: the text of the document, read as plain text is."""

from spejl.errors import TranscriptError
from spejl.readers.grid import read_grid
from spejl.readers.plain import read_plain
from spejl.readers.source import Source
from spejl.sessions import Session

MOST_FONTS = 30_000
"""Characters."""
_CELL = "|"
"""What the library sets after each cell of a table."""


def read_rtf(source: Source, name: str) -> tuple[Session, ...]:
    """The sessions in an RTF file; in a table, its columns are those of a Word file.

    Lines in messages are paragraphs or rows from the top.

    Args:
        source: The file's text with its control words.
        name: The session's id.

    Raises:
        TranscriptError: It is no RTF, or the speakers cannot be told.
    """
    if not source.text.lstrip().startswith("{\\rtf"):
        raise TranscriptError("this is not RTF; expected a file that begins {\\rtf", source.path)
    from striprtf.striprtf import font_table_group, rtf_to_text

    # The library takes the square of its length over a list of fonts that never ends.
    if len(font_table_group(source.text)) > MOST_FONTS:  # type: ignore[no-untyped-call]
        raise TranscriptError("its list of fonts is damaged; save it as .docx", source.path)
    try:
        text = rtf_to_text(source.text, errors="strict")  # type: ignore[no-untyped-call]
        text.encode()
    except (ValueError, IndexError, TypeError, LookupError, OverflowError):
        raise TranscriptError(
            "this RTF is damaged; open it in a word processor and save it as .docx", source.path
        ) from None
    lines = text.replace("\x00", "").split("\n")
    rows = [(n, line.removesuffix(_CELL).split(_CELL)) for n, line in enumerate(lines, 1) if line]
    if all(len(cells) >= 2 for _, cells in rows):
        return read_grid(rows, name, source.path)
    return (read_plain(Source(source.path, "\n".join(lines)), name),)

"""WebVTT: captions with voices (`<v Name>`) or names before a colon."""

import io
import re

from spejl.errors import TranscriptError
from spejl.readers.captions import Caption, session_of
from spejl.readers.source import Source
from spejl.sessions import Session

_KNOWN_BLOCK = re.compile(r"\ufeff?WEBVTT|NOTE|STYLE|REGION|X-TIMESTAMP")


def read_vtt(source: Source, name: str) -> Session:
    """The session in a WebVTT file; captions of one speaker in a row become one turn.

    Args:
        source: The file's text.
        name: The session's id.

    Raises:
        TranscriptError: It is no WebVTT, has no captions, or no or only one speaker.
    """
    import webvtt

    try:
        captions = webvtt.from_buffer(io.StringIO(source.text)).captions
    except webvtt.errors.MalformedFileError:
        raise TranscriptError(
            "this is not WebVTT; expected a first line WEBVTT and captions with times", source.path
        ) from None
    except Exception as error:
        raise TranscriptError(
            f"this WebVTT cannot be read ({type(error).__name__})", source.path
        ) from None
    _check_lines(source)
    if not captions:
        raise TranscriptError("there are no captions with text", source.path)
    found = [
        Caption(
            float(caption.start_in_seconds) + caption.start_time.milliseconds / 1000,
            float(caption.end_in_seconds) + caption.end_time.milliseconds / 1000,
            caption.raw_text,
        )
        for caption in captions
    ]
    return session_of(name, found, source.path)


def _check_lines(source: Source) -> None:
    """Refuse what a lenient parser would leave out.

    Raises:
        TranscriptError: With the line: an arrow is misspelt, or text belongs to no caption.
    """
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*source.text.split("\n"), ""], 1):
        if line.strip():
            block.append((number, line))
            continue
        timed = any("-->" in text for _, text in block[:2])
        if block and not timed and not _KNOWN_BLOCK.match(block[0][1]):
            raise TranscriptError(
                "this text belongs to no caption; expected a line with times and '-->' "
                "above it, and no empty line inside a caption",
                source.path,
                block[0][0],
            )
        block = []

"""SRT: captions with `Name: text` or `[SPEAKER_00]: text`."""

import re

from spejl.errors import TranscriptError
from spejl.readers.captions import Caption, session_of
from spejl.readers.source import Source
from spejl.sessions import Session

_UNREASONABLE = re.compile(r"(?m:^[^\S\n]*-?\d{20})|[^\S\n]{200}")
"""No line begins so or holds these, and the library takes minutes to leave them."""
_EMPTY_LINES = re.compile(r"\n[^\S\n]*(?=\n[^\S\n]*\n)")


def read_srt(source: Source, name: str) -> Session:
    """The session in an SRT file; captions of one speaker in a row become one turn.

    Args:
        source: The file's text.
        name: The session's id.

    Raises:
        TranscriptError: It is no SRT, has no captions, or no or only one speaker.
    """
    import srt

    strange = _UNREASONABLE.search(source.text)
    if strange:
        raise TranscriptError(
            "this is no line of an SRT file",
            source.path,
            source.text.count("\n", 0, strange.start()) + 1,
        )
    try:
        captions = [
            Caption(c.start.total_seconds(), c.end.total_seconds(), c.content)
            for c in srt.parse(_EMPTY_LINES.sub("", source.text.strip()) + "\n")
        ]
    except (srt.SRTParseError, srt.TimestampParseError, OverflowError, ValueError):
        raise TranscriptError(
            "this is not SRT; expected a number, a line such as 00:00:01,000 --> 00:00:02,500, "
            "text, and an empty line",
            source.path,
        ) from None
    return session_of(name, captions, source.path)

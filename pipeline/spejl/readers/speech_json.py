"""JSON of speech recognisers: WhisperX, faster-whisper, aTrain and others with `segments`."""

import json
import math
from collections.abc import Iterator
from typing import Any

from spejl.errors import TranscriptError
from spejl.readers.pieces import UNKNOWN, conversation
from spejl.readers.source import Source
from spejl.sessions import Session, Turn


def is_speech_json(source: Source) -> bool:
    """Whether a JSON text is a recogniser's: a list, or an object with `segments`.

    Text that is no JSON is none of a recogniser's either.
    """
    try:
        data = json.loads(source.text)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, list) or (
        isinstance(data, dict) and "segments" in data and "spejl" not in data
    )


def read_speech_json(source: Source, name: str) -> Session:
    """The session in a recogniser's JSON; segments of one speaker in a row become one turn.

    A segment whose speaker the recogniser could not tell gets the speaker UNKNOWN. Words are not
    used.

    Args:
        source: A text for which `is_speech_json` holds.
        name: The session's id.

    Raises:
        TranscriptError: Segments lack text or times, or no segment has a speaker.
    """
    data = json.loads(source.text)
    segments = data if isinstance(data, list) else data["segments"]
    if not isinstance(segments, list):
        raise TranscriptError("'segments' is no list", source.path)
    pieces = list(_pieces(segments, source))
    if pieces and all(piece.speaker == UNKNOWN for piece in pieces):
        raise TranscriptError(
            "no segment has a speaker; run the recogniser with speaker detection (diarisation)",
            source.path,
        )
    expected = "segments with speaker, start, end and text"
    return conversation(name, pieces, source.path, expected)


def _pieces(segments: list[Any], source: Source) -> Iterator[Turn]:
    for number, segment in enumerate(segments, 1):
        if not isinstance(segment, dict) or not isinstance(segment.get("text"), str):
            raise TranscriptError(
                f"segment {number} has no text; expected speaker, start, end and text", source.path
            )
        speaker = segment.get("speaker")
        if speaker is not None and not isinstance(speaker, str):
            raise TranscriptError(f"the speaker of segment {number} is no text", source.path)
        times = (_seconds(segment.get(key), number, source) for key in ("start", "end"))
        yield Turn(_whole(speaker or "") or UNKNOWN, _whole(segment["text"]), *times)


def _whole(text: str) -> str:
    """A text without line breaks; halves of surrogate pairs, which JSON may hold, are left out."""
    return " ".join(text.encode(errors="ignore").decode().split())


def _seconds(value: Any, number: int, source: Source) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < math.inf:
        raise TranscriptError(f"a time of segment {number} is no number", source.path)
    try:
        return float(value)
    except OverflowError:
        raise TranscriptError(f"a time of segment {number} is no number", source.path) from None

"""Praat's TextGrid: an interval tier a speaker."""

import re
from collections.abc import Iterator
from typing import Any

from spejl.errors import TranscriptError
from spejl.readers.names import seconds
from spejl.readers.pieces import conversation, in_time
from spejl.readers.source import Source
from spejl.sessions import Session, Turn

MOST_CHARACTERS = 16_000_000
_LABEL = re.compile(r"(?:text|mark) ?= ?\"")
_INTERVAL = re.compile(r"(?:intervals|points) ?\[\d")


def read_textgrid(source: Source, name: str) -> Session:
    """The session in a TextGrid, long or short.

    Each interval tier with text is a speaker. Intervals come in the order in which they begin,
    also where tiers overlap; those of one speaker in a row become one turn. Point tiers are not
    read.

    Args:
        source: The file's text.
        name: The session's id.

    Raises:
        TranscriptError: It is no TextGrid, two tiers have one name, or no or only one speaker is
            found.
    """
    tiers = [tier for tier in _tiers(source) if tier["class"] == "IntervalTier"]
    spoken = [found for tier in tiers if (found := list(_pieces(tier, source)))]
    speakers = [pieces[0].speaker for pieces in spoken]
    if len(set(speakers)) < len(speakers):
        raise TranscriptError("two tiers have one name; name each after its speaker", source.path)
    return conversation(name, in_time(spoken), source.path, "an interval tier for each speaker")


def _tiers(source: Source) -> list[dict[str, Any]]:
    from praatio.utilities.textgrid_io import parseTextgridStr

    text = source.text
    # The library takes minutes over labels that never end; each interval begins one.
    unended = len(_LABEL.findall(text)) > len(_INTERVAL.findall(text))
    if "ooTextFile" not in text[:200] or len(text) > MOST_CHARACTERS or unended:
        raise TranscriptError(
            f"this is not a TextGrid of at most {MOST_CHARACTERS / 1e6:.0f} million characters; "
            "save it again from Praat",
            source.path,
        )
    try:
        return list(parseTextgridStr(text)["tiers"])
    except Exception as error:
        # The library fails in many ways on damaged files, and its messages may quote labels.
        raise TranscriptError(
            f"this TextGrid cannot be read ({type(error).__name__}); save it again from Praat",
            source.path,
        ) from None


def _pieces(tier: dict[str, Any], source: Source) -> Iterator[Turn]:
    speaker = " ".join(tier["name"].split()) or "?"
    for interval in tier["entries"]:
        start, end = seconds(interval.start), seconds(interval.end)
        if start is None or end is None:
            raise TranscriptError("an interval's time is no number of seconds", source.path)
        if interval.label.strip():
            yield Turn(speaker, interval.label, start, end)

"""WebVTT: captions with voices (`<v Name>`) or names before a colon."""

import io
import re

from spejl.errors import TranscriptError
from spejl.readers.source import Source
from spejl.sessions import Session, Turn

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"<[^>]*>")
_NAMED = re.compile(r"\s*\[?([^\W_][^:<>\n\[\]]{0,39}?)\]?\s*:\s+(.*)", re.DOTALL)


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
    turns: list[Turn] = []
    for number, caption in enumerate(captions, 1):
        start, end = float(caption.start_in_seconds), float(caption.end_in_seconds)
        start += caption.start_time.milliseconds / 1000
        end += caption.end_time.milliseconds / 1000
        for voice, text in _voices(caption.raw_text):
            if not text:
                continue
            if not voice and not turns:
                raise TranscriptError(
                    f"caption {number} has no speaker; expected <v Name> or 'Name: text'",
                    source.path,
                )
            speaker = voice or turns[-1].speaker
            if turns and turns[-1].speaker == speaker:
                before = turns.pop()
                turns.append(Turn(speaker, f"{before.text} {text}", before.start, end))
            else:
                turns.append(Turn(speaker, text, start, end))
    if not turns:
        raise TranscriptError("there are no captions with text", source.path)
    if len({t.speaker for t in turns}) == 1:
        raise TranscriptError(
            "only one speaker was found; expected <v Name> or 'Name: text' for each of two",
            source.path,
        )
    return Session(name, tuple(turns))


def _voices(raw: str) -> list[tuple[str, str]]:
    """(speaker, text) of each voice in a caption; speaker empty where none is named."""
    pieces = _VOICE.split(raw)
    found = [("", _plain(pieces[0]))] if pieces[0].strip() else []
    found += [
        (" ".join(voice.split()), _plain(text))
        for voice, text in zip(pieces[1::2], pieces[2::2], strict=True)
    ]
    if len(found) == 1 and not found[0][0]:
        named = _NAMED.fullmatch(found[0][1])
        if named:
            return [(named[1].strip(), " ".join(named[2].split()))]
    return found


def _plain(text: str) -> str:
    return " ".join(_TAG.sub("", text).split())

"""WebVTT: captions with voices (`<v Name>`) or names before a colon."""

import io
import re
from html import unescape

from spejl.errors import TranscriptError
from spejl.readers.labels import label_of, speaker_labels
from spejl.readers.source import Source
from spejl.sessions import Session, Turn

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"<[^>]*>")
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
    names = speaker_labels(
        [_plain(line) for caption in captions for line in caption.raw_text.split("\n")]
    )
    turns: list[Turn] = []
    for number, caption in enumerate(captions, 1):
        start, end = float(caption.start_in_seconds), float(caption.end_in_seconds)
        start += caption.start_time.milliseconds / 1000
        end += caption.end_time.milliseconds / 1000
        for voice, text in _voices(caption.raw_text, names):
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


def _voices(raw: str, names: frozenset[str]) -> list[tuple[str, str]]:
    """(speaker, text) of each voice in a caption; speaker empty where none is named."""
    pieces = _VOICE.split(raw)
    found = _named_lines(pieces[0], names)
    return found + [
        (" ".join(unescape(voice).split()), _plain(text))
        for voice, text in zip(pieces[1::2], pieces[2::2], strict=True)
    ]


def _named_lines(raw: str, names: frozenset[str]) -> list[tuple[str, str]]:
    """The lines before the first voice, each with the name before its colon."""
    found: list[tuple[str, str]] = []
    for line in raw.split("\n"):
        text = _plain(line)
        label = label_of(text, names)
        if label:
            found.append(label)
        elif text and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {text}".strip())
        elif text:
            found.append(("", text))
    return found


def _plain(text: str) -> str:
    return " ".join(unescape(_TAG.sub("", text)).split())

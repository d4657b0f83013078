"""Captions, as WebVTT and SRT hold them, into turns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from spejl.errors import TranscriptError
from spejl.readers.labels import LABELLED, MOST_WORDS, is_name, label_of, speaker_labels
from spejl.readers.pieces import conversation
from spejl.sessions import Session, Turn

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]+)>")
_TAG = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Caption:
    """One caption."""

    start: float
    """Seconds."""
    end: float
    """Seconds."""
    text: str
    """With its line breaks and tags."""


def session_of(name: str, captions: Sequence[Caption], path: Path) -> Session:
    """The session in captions; those of one speaker in a row become one turn.

    A caption that names no speaker goes on with the one before.

    Raises:
        TranscriptError: There is no text, the first caption with text has no speaker, or there is
            only one speaker.
    """
    expected = "<v Name> or 'Name: text' in captions"
    return conversation(name, _pieces(captions, path), path, expected)


def _pieces(captions: Sequence[Caption], path: Path) -> Iterator[Turn]:
    lines = [_plain(line) for caption in captions for line in caption.text.split("\n")]
    names = speaker_labels(lines)
    speaker = ""
    for number, caption in enumerate(captions, 1):
        _check_name(caption, number, names, path)
        for voice, text in _voices(caption.text, names):
            if not text:
                continue
            speaker = voice or speaker
            if not speaker:
                raise TranscriptError(
                    f"caption {number} has no speaker; expected <v Name> or 'Name: text'", path
                )
            yield Turn(speaker, text, caption.start, caption.end)


def _check_name(caption: Caption, number: int, names: frozenset[str], path: Path) -> None:
    """Refuse a caption that begins like a speaker's with a name that stands only there."""
    match = LABELLED.match(_plain(caption.text.split("\n", 1)[0]))
    name = match["name"].strip() if match else ""
    if _VOICE.search(caption.text) or not name or name.casefold() in names:
        return
    if is_name(name) and len(name.split()) <= MOST_WORDS:
        raise TranscriptError(
            f"caption {number} begins like a speaker's, but its name stands before a colon only "
            "here; if somebody speaks, write the name as in other captions or as <v Name>; if it "
            "is speech, join it to the caption before",
            path,
        )


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
    found: list[tuple[str, list[str]]] = []
    for line in raw.split("\n"):
        text = _plain(line)
        label = label_of(text, names)
        if label:
            found.append((label[0], [label[1]]))
        elif text and found:
            found[-1][1].append(text)
        elif text:
            found.append(("", [text]))
    return [(speaker, " ".join(texts).strip()) for speaker, texts in found]


def _plain(text: str) -> str:
    return " ".join(unescape(_TAG.sub("", text)).split())

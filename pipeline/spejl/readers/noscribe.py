"""The HTML that noScribe writes: every stretch of speech is an anchor with its times."""

import re
from dataclasses import dataclass, field
from html import unescape

from spejl.errors import TranscriptError
from spejl.readers.labels import label_of, speaker_labels
from spejl.readers.pieces import UNKNOWN, conversation
from spejl.readers.source import Source
from spejl.readers.stamps import lifted
from spejl.sessions import Session, Turn

_TAG = re.compile(r"<([^<>]*)>")
_HIDDEN = re.compile(r"/?(?:style|script|title)\b", re.IGNORECASE)
_ANCHOR = re.compile(r"^a\s[^\"]*\bname=\"ts_(\d{1,10})_(\d{1,10})_([^\"]*)\"", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")
_MILLISECONDS = 1000


@dataclass(slots=True)
class _Stretch:
    start: float
    end: float
    sign: str
    """The speaker as noScribe named it, which stays when a person renames it in the text."""
    texts: list[str] = field(default_factory=list)


def _stretches(html: str) -> list[_Stretch]:
    """The anchors with the text up to the next; text before the first is the page's head."""
    found: list[_Stretch] = []
    hidden = False
    # Text and tags take turns. The standard library's parser takes hours over some pages.
    for number, piece in enumerate(_TAG.split(html)):
        if number % 2 == 0:
            if found and not hidden:
                found[-1].texts.append(unescape(piece))
        elif _HIDDEN.match(piece):
            hidden = not piece.startswith("/")
        elif anchor := _ANCHOR.search(unescape(piece)):
            start, end = int(anchor[1]) / _MILLISECONDS, int(anchor[2]) / _MILLISECONDS
            found.append(_Stretch(start, end, " ".join(anchor[3].split())))
    return found


def read_noscribe(source: Source, name: str) -> Session:
    """The session in noScribe's HTML; stretches of one speaker in a row become one turn.

    A speaker renamed in the text keeps the new name. Pauses in brackets are left out, and so are
    the marks `//` of overlapping speech.

    Args:
        source: The file's text.
        name: The session's id.

    Raises:
        TranscriptError: It is not noScribe's, or no or only one speaker is found.
    """
    stretches = _stretches(source.text)
    if not stretches:
        raise TranscriptError(
            "this HTML was not written by noScribe; save the transcript as .docx, .vtt or .txt",
            source.path,
        )
    pieces = _pieces(stretches)
    if pieces and all(piece.speaker == UNKNOWN for piece in pieces):
        raise TranscriptError(
            "no stretch has a speaker; transcribe with speaker detection, or write the names",
            source.path,
        )
    return conversation(name, pieces, source.path, "noScribe's transcript with speakers")


def _pieces(stretches: list[_Stretch]) -> list[Turn]:
    lines = [_line(stretch) for stretch in stretches]
    signs = {stretch.sign.casefold() for stretch in stretches if stretch.sign}
    labels = speaker_labels(lines) | signs
    names: dict[str, str] = {}
    pieces: list[Turn] = []
    for stretch, line in zip(stretches, lines, strict=True):
        label = label_of(line, labels)
        if label:
            names[stretch.sign] = label[0]
        speaker = names.get(stretch.sign, stretch.sign) or UNKNOWN
        _, text, _ = lifted(label[1] if label else line)
        if text and not (speaker == UNKNOWN and _ASIDE.fullmatch(text)):
            pieces.append(Turn(speaker, text, stretch.start, stretch.end))
    return pieces


def _line(stretch: _Stretch) -> str:
    line = " ".join(" ".join(stretch.texts).split())
    return line.removeprefix("//").removesuffix("//").strip()

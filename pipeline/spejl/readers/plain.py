"""Plain-text transcripts: `Name: text`, with or without times, or the name on its own line."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from spejl.errors import TranscriptError
from spejl.readers.names import seconds
from spejl.readers.source import Source
from spejl.sessions import Session, Turn

_TIME = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?"
_NAME = r"[^\W\d_][^:\n\[\]()]{0,39}|\[?[A-ZÆØÅÄÖ]+[ _]?\d{1,3}\]?"
_SPAN = rf"{_TIME}(?:\s*(?:-->|–|-)\s*{_TIME})?"
_LABELLED = re.compile(
    rf"\s*(?:(?P<before>{_SPAN})\s*)?(?P<name>{_NAME})\s*(?:(?P<after>{_SPAN})\s*)?:(?:\s+|$)(?P<text>.*)"
)
_ALONE = re.compile(
    rf"\s*(?:(?P<before>{_SPAN})\s+)?(?P<name>{_NAME})(?:\s+(?P<after>{_SPAN}))?\s*"
)
_MOST_WORDS = 4
_GOAL = re.compile(
    r"\s*(?:mål|goal|förändringsmål|målbeteende|målatferd)\s*:\s*(.*)", re.IGNORECASE
)


@dataclass(slots=True)
class _Open:
    speaker: str
    lines: list[str]
    start: float | None
    end: float | None


def read_plain(source: Source, name: str) -> Session:
    """The session in a plain-text transcript.

    A line that begins with no speaker goes on with the turn before it. A first line `Mål: …`
    gives the goal.

    Args:
        source: The file's text.
        name: The session's id.

    Raises:
        TranscriptError: No speakers are found, only one, or text stands before the first.
    """
    lines = source.text.split("\n")
    goal, lines, skipped = _goal(lines)
    labels = _labels(lines)
    turns = _labelled(lines, labels, source, skipped) if labels else _alone(lines, source, skipped)
    speakers = {turn.speaker for turn in turns}
    if len(speakers) == 1:
        raise TranscriptError(
            "only one speaker was found; expected a practitioner and a client, "
            "each turn as 'Name: text'",
            source.path,
        )
    return Session(name, tuple(turns), goal=goal)


def _goal(lines: list[str]) -> tuple[str | None, list[str], int]:
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        found = _GOAL.fullmatch(line)
        if found and found[1].strip():
            return found[1].strip(), lines[index + 1 :], index + 1
        break
    return None, lines, 0


def _labels(lines: Sequence[str]) -> frozenset[str]:
    """Names before colons that are speakers: said twice, or written as a name."""
    count: Counter[str] = Counter()
    for line in lines:
        match = _LABELLED.match(line)
        if match and len(match["name"].split()) <= _MOST_WORDS:
            count[match["name"].strip()] += 1
    return frozenset(
        name for name, n in count.items() if n >= 2 or all(_is_name(w) for w in name.split())
    )


def _is_name(word: str) -> bool:
    return word[:1].isupper() or word[:1].isdigit() or word.startswith("[")


def _labelled(
    lines: Sequence[str], labels: frozenset[str], source: Source, skipped: int
) -> list[Turn]:
    turns: list[_Open] = []
    for number, line in enumerate(lines, skipped + 1):
        match = _LABELLED.match(line)
        if match and match["name"].strip() in labels:
            start, end = _times(match["before"] or match["after"])
            turns.append(_Open(match["name"].strip().strip("[]"), [match["text"]], start, end))
        elif line.strip():
            if not turns:
                raise TranscriptError(
                    "text stands here before the first speaker; expected 'Name: text' "
                    "(or a first line 'Mål: …' with the goal)",
                    source.path,
                    number,
                )
            turns[-1].lines.append(line)
    return _closed(turns)


def _alone(lines: Sequence[str], source: Source, skipped: int) -> list[Turn]:
    """Turns whose speaker stands on a line of its own, before the text."""
    names: Counter[str] = Counter()
    at: dict[int, re.Match[str]] = {}
    for index, line in enumerate(lines):
        match = _ALONE.fullmatch(line)
        fresh = index == 0 or not lines[index - 1].strip()
        followed = index + 1 < len(lines) and lines[index + 1].strip()
        if match and followed and (fresh or match["before"] or match["after"]):
            name = match["name"].strip()
            if len(name.split()) <= _MOST_WORDS and not name.endswith((".", "?", "!", ",")):
                names[name] += 1
                at[index] = match
    speakers = {name for name, n in names.items() if n >= 2}
    turns: list[_Open] = []
    for index, line in enumerate(lines):
        found = at.get(index)
        if found and found["name"].strip() in speakers:
            start, end = _times(found["before"] or found["after"])
            turns.append(_Open(found["name"].strip().strip("[]"), [], start, end))
        elif line.strip():
            if not turns:
                raise TranscriptError(
                    "no speakers were found; expected each turn as 'Name: text', or the name on "
                    "a line of its own above the text",
                    source.path,
                    index + skipped + 1,
                )
            turns[-1].lines.append(line)
    if not turns:
        raise TranscriptError("no speakers were found; expected 'Name: text'", source.path)
    return _closed(turns)


def _times(span: str | None) -> tuple[float | None, float | None]:
    found = re.findall(r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?", span or "")
    values = [seconds(time) for time in found]
    return (values[0] if values else None), (values[1] if len(values) > 1 else None)


def _closed(turns: Sequence[_Open]) -> list[Turn]:
    return [Turn(t.speaker, " ".join(" ".join(t.lines).split()), t.start, t.end) for t in turns]

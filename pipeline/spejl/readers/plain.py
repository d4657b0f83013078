"""Plain-text transcripts: `Name: text`, with or without times, or the name on its own line.

Times may stand before or after the name, or as stamps at the ends of the text, as MAXQDA, NVivo,
f4 and aTrain set them.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from spejl.errors import TranscriptError
from spejl.languages import LANGUAGES
from spejl.readers.labels import LABELLED, MOST_WORDS, NAME, SPAN, is_name, speaker_labels
from spejl.readers.names import seconds
from spejl.readers.source import Source
from spejl.readers.stamps import bracketed, lifted, without_codes
from spejl.sessions import Session, Turn

_UNDEFINED = "Speaker undefined"
"""What aTrain writes for a stretch whose speaker it could not tell."""
_ALONE = re.compile(rf"\s*(?:(?P<before>{SPAN})\s+)?(?P<name>{NAME})(?:\s+(?P<after>{SPAN}))?\s*")
_GOAL = re.compile(
    r"\s*(?:mål|goal|förändringsmål|målbeteende|målatferd)\s*:\s*(.*)", re.IGNORECASE
)
_HEADING = re.compile(
    r"\s*(?:dato|datum|date|tid|varighed|varaktighet|varighet|deltagere|deltagare|deltakere|"
    r"deltakarar|sted|plats|stad|emne|ämne|titel|tittel|optagelse|inspelning|opptak)\s*:.*"
    r"|\s*transcription for\b[^:]*",
    re.IGNORECASE,
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
    gives the goal. Stamps inside the text and codes that Spejl wrote are left out.

    Args:
        source: The file's text.
        name: The session's id.

    Raises:
        TranscriptError: No speakers are found, only one, or text stands before the first.
    """
    lines = [without_codes(bracketed(" ".join(line.split()))) for line in source.text.split("\n")]
    goal, lines, skipped = _goal(lines)
    labels = speaker_labels(line for line in lines if not _HEADING.fullmatch(line))
    turns = _labelled(lines, labels, source, skipped) if labels else _alone(lines, source, skipped)
    speakers = {turn.speaker for turn in turns}
    if len(speakers) == 1:
        raise TranscriptError(
            "only one speaker was found; expected a practitioner and a client, "
            "each turn as 'Name: text'",
            source.path,
        )
    return Session(name, tuple(turns), goal=goal)


def goal_of(line: str) -> str | None:
    """The goal in a line `Mål: …`; None in other lines."""
    found = _GOAL.fullmatch(line)
    return found[1].strip() or None if found else None


def _goal(lines: list[str]) -> tuple[str | None, list[str], int]:
    for index, line in enumerate(lines):
        if line.strip():
            goal = goal_of(line)
            return goal, lines[index + 1 if goal else 0 :], index + 1 if goal else 0
    return None, lines, 0


def _labelled(
    lines: Sequence[str], labels: frozenset[str], source: Source, skipped: int
) -> list[Turn]:
    turns: list[_Open] = []
    spelt: dict[str, str] = {}
    for number, line in enumerate(lines, skipped + 1):
        match = LABELLED.match(line)
        name = match["name"].strip() if match else ""
        if match and name.casefold() in labels:
            start, end = _times(match["before"] or match["after"])
            speaker = spelt.setdefault(name.casefold(), name.strip("[]"))
            turns.append(_Open(speaker, [match["text"]], start, end))
        elif not line.strip() or (not turns and _HEADING.fullmatch(line)):
            continue
        elif not turns:
            raise TranscriptError(
                "text stands here before the first speaker; expected 'Name: text' "
                "(or a first line 'Mål: …' with the goal)",
                source.path,
                number,
            )
        elif match and is_name(name) and len(name.split()) <= MOST_WORDS:
            raise TranscriptError(
                "this line begins like a speaker's, but its name stands before a colon only "
                "here; if somebody speaks, give the name a time or write it as in other lines; "
                "if it is speech, join it to the line before",
                source.path,
                number,
            )
        else:
            turns[-1].lines.append(line)
    return _closed(turns)


def _alone(lines: Sequence[str], source: Source, skipped: int) -> list[Turn]:
    """Turns whose speaker stands on a line of its own, before the text."""
    at = {i: match for i, line in enumerate(lines) if (match := _name_alone(line))}
    names = Counter(match["name"].strip() for match in at.values())
    stamped = _above_stamps(lines)
    timed = {m["name"].strip() for i, m in at.items() if m["before"] or m["after"] or i in stamped}
    speakers = timed if len(timed) >= 2 else {name for name, n in names.items() if n >= 2} | timed
    turns: list[_Open] = []
    for index, line in enumerate(lines):
        found = at.get(index)
        if found and found["name"].strip() in speakers:
            start, end = _times(found["before"] or found["after"])
            turns.append(_Open(found["name"].strip().strip("[]"), [], start, end))
        elif line.strip() and (turns or not _HEADING.fullmatch(line)):
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


def _above_stamps(lines: Sequence[str]) -> frozenset[int]:
    """Lines that stand directly above one that begins with a time."""
    starts = [lifted(line)[0] for line in lines]
    return frozenset(i for i in range(len(lines) - 1) if starts[i + 1] is not None)


def _name_alone(line: str) -> re.Match[str] | None:
    """A line that holds a name, and perhaps a time, and nothing else."""
    match = _ALONE.fullmatch(line)
    if match is None:
        return None
    name = match["name"].strip()
    fits = len(name.split()) <= MOST_WORDS and not name.endswith((".", "?", "!", ",", "-"))
    named = (is_name(name) and not is_backchannel(name)) or name == _UNDEFINED
    return match if fits and named else None


def is_backchannel(name: str) -> bool:
    """Whether a line that could be a name is rather a short answer such as "Nej"."""
    words = name.lower().split()
    return all(any(w in known.backchannels for known in LANGUAGES.values()) for w in words)


def _times(span: str | None) -> tuple[float | None, float | None]:
    found = re.findall(r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?", span or "")
    values = [seconds(time) for time in found]
    return (values[0] if values else None), (values[1] if len(values) > 1 else None)


def _closed(turns: Sequence[_Open]) -> list[Turn]:
    closed: list[Turn] = []
    for turn in turns:
        pieces = [lifted(line) for line in turn.lines]
        text = " ".join(" ".join(piece for _, piece, _ in pieces).split())
        starts = [turn.start, *(start for start, _, _ in pieces[:1])]
        ends = [turn.end, *(end for _, _, end in pieces[-1:])]
        closed.append(Turn(turn.speaker, text, _known(starts), _known(ends)))
    return closed


def _known(times: Sequence[float | None]) -> float | None:
    return next((time for time in times if time is not None), None)

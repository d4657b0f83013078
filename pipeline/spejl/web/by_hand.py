"""Coding from scratch: lines without codes, the codes and cuts a person gives, the result.

Nothing of a machine's codes is in here; the division into lines is all that may be taken from it.
"""

import json
from dataclasses import astuple, dataclass, replace

from spejl.codes import ClientTalk, Code
from spejl.errors import SpejlError, TranscriptError
from spejl.serialize import parse_code
from spejl.sessions import CodedSession, CodedUtterance, Role, Session, Utterance


class LineError(SpejlError):
    """What a person asks of a line that cannot be done with it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance as far as it is coded."""

    turn: int
    """0-based."""
    start: int
    """First character in the turn's text."""
    end: int
    label: str = ""
    """As `.miti` writes it; empty until there is one."""


Lines = tuple[Line, ...]

BY_DEFAULT = {Role.PRACTITIONER: str(Code.NC), Role.CLIENT: str(ClientTalk.NEUTRAL)}
"""What a line counts as that was given no code."""


def lines_of(coded: CodedSession) -> Lines:
    """The division of a coding into lines, without its codes."""
    spans = [(u.utterance.turn, u.utterance.start, u.utterance.end) for u in coded.utterances]
    return tuple(Line(*span) for span in dict.fromkeys(spans))


def whole_turns(session: Session) -> Lines:
    """One line a turn."""
    found = []
    for number, turn in enumerate(session.turns):
        begin = len(turn.text) - len(turn.text.lstrip())
        end = len(turn.text.rstrip())
        if begin < end:
            found.append(Line(number, begin, end))
    return tuple(found)


def words(session: Session, line: Line) -> str:
    """What is said in a line."""
    return session.turns[line.turn].text[line.start : line.end]


def role(session: Session, line: Line) -> Role:
    """The role of who says it."""
    return session.role(session.turns[line.turn].speaker)


def labelled(session: Session, lines: Lines, at: int, label: str) -> Lines:
    """The lines with another code for one of them; an empty one takes the code away.

    Raises:
        LineError: There is no such line, or the code is not one of its speaker's.
    """
    line = replace(_line(lines, at), label=label)
    if label:
        _coded(session, line)
    return (*lines[:at], line, *lines[at + 1 :])


def divided(session: Session, lines: Lines, at: int, cut: int) -> Lines:
    """A line becomes two; both lose its code.

    Args:
        session: The conversation.
        lines: Its lines.
        at: Which one.
        cut: Character of the line before which the second begins.

    Raises:
        LineError: There is no such line, or one part would have no words.
    """
    line = _line(lines, at)
    text = words(session, line)
    first, second = text[:cut].rstrip(), text[cut:].lstrip()
    if not first or not second or cut < 0:
        raise LineError("one part would have no words")
    halves = (
        Line(line.turn, line.start, line.start + len(first)),
        Line(line.turn, line.end - len(second), line.end),
    )
    return (*lines[:at], *halves, *lines[at + 1 :])


def joined(lines: Lines, at: int) -> Lines:
    """A line is joined with the next of the same turn, and keeps a code that both have.

    Raises:
        LineError: There is no next one in its turn.
    """
    line = _line(lines, at)
    following = lines[at + 1] if at + 1 < len(lines) else None
    if following is None or following.turn != line.turn:
        raise LineError("there is no next line in this turn")
    label = line.label if line.label == following.label else ""
    return (*lines[:at], replace(line, end=following.end, label=label), *lines[at + 2 :])


def n_open(session: Session, lines: Lines) -> int:
    """Lines that still have no code and could have one."""
    return sum(not line.label and role(session, line) in BY_DEFAULT for line in lines)


def finished(session: Session, lines: Lines, coder: str) -> CodedSession:
    """The coding; lines without a code count as not coded, or neutral.

    Args:
        session: The conversation.
        lines: With their codes.
        coder: Name of the person.
    """
    whole = (
        replace(line, label=line.label or BY_DEFAULT.get(role(session, line), "-"))
        for line in lines
    )
    return CodedSession(session, tuple(_coded(session, line) for line in whole), coder)


def lines_to_json(lines: Lines) -> str:
    """Lines as JSON text."""
    return json.dumps([astuple(line) for line in lines])


def lines_from_json(text: str) -> Lines:
    """The lines that `lines_to_json` wrote."""
    return tuple(Line(*row) for row in json.loads(text))


def _line(lines: Lines, at: int) -> Line:
    if not 0 <= at < len(lines):
        raise LineError("there is no such line any more")
    return lines[at]


def _coded(session: Session, line: Line) -> CodedUtterance:
    utterance = Utterance(
        line.turn, line.start, line.end, role(session, line), words(session, line)
    )
    try:
        return parse_code(utterance, line.label, "<page>", line.turn + 1)
    except TranscriptError:
        raise LineError("this code does not fit who speaks") from None

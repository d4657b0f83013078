"""What the transcript writers share: the speech of a session, coded or not, and its times."""

import re

from spejl.errors import ConvertError
from spejl.serialize import label
from spejl.sessions import CodedSession, Session, Turn

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[^\W\d_][^:\n\[\]()]{0,39}")
LEAST_SECONDS = 1.0
"""Length given to a last turn whose end is not known, where the form needs one."""


def session_in(conversation: Session | CodedSession) -> Session:
    """The session, without its codes if it has any."""
    return conversation.session if isinstance(conversation, CodedSession) else conversation


def one_line(text: str) -> str:
    """A text without line breaks or spaces in a row, which the readers do not keep either."""
    return " ".join(text.split())


def xml_line(text: str) -> str:
    """A line without the characters that XML cannot hold."""
    return one_line(_NOT_IN_XML.sub(" ", text))


def coded_text(conversation: Session | CodedSession, turn: int) -> str:
    """The text of a turn; in a coded session each utterance is followed by its code in braces.

    Codes look as in `.miti`: `{Q:open}`, `{SR?}`; utterances that share a span share the braces.
    The readers leave such marks out.
    """
    text = session_in(conversation).turns[turn].text
    if not isinstance(conversation, CodedSession):
        return one_line(text)
    ends: dict[int, list[str]] = {}
    for unit in conversation.utterances:
        if unit.utterance.turn == turn and label(unit) != "-":
            ends.setdefault(unit.utterance.end, []).append(label(unit))
    pieces: list[str] = []
    before = 0
    for end in sorted(ends):
        pieces += [text[before:end], f" {{{', '.join(ends[end])}}} "]
        before = end
    return one_line("".join([*pieces, text[before:]]))


def codes_of(conversation: Session | CodedSession, turn: int) -> str:
    """The codes of a turn's utterances, joined by commas; empty where nothing is coded."""
    if not isinstance(conversation, CodedSession):
        return ""
    found = [label(unit) for unit in conversation.utterances if unit.utterance.turn == turn]
    return ", ".join(code for code in found if code != "-")


def timed(session: Session, form: str, path: str) -> list[tuple[Turn, float, float]]:
    """Every turn with its start and end in seconds.

    Where no end is known, the turn ends when the next one begins that begins later; the last
    one is `LEAST_SECONDS` long.

    Raises:
        ConvertError: A turn has no start.
    """
    without = sum(turn.start is None for turn in session.turns)
    if without:
        raise ConvertError(
            f"{without} of {len(session.turns)} turns have no time, which {form} needs; choose "
            ".txt or .docx",
            path,
        )
    found: list[tuple[Turn, float, float]] = []
    later: float | None = None
    for turn in reversed(session.turns):
        start = turn.start or 0.0
        end = turn.end if turn.end is not None else later
        if end is None or end <= start:
            end = start + LEAST_SECONDS
        later = start
        found.append((turn, start, end))
    return found[::-1]


def clock(seconds: float, point: str = ".") -> str:
    """Seconds as hours, minutes, seconds and thousandths.

    >>> clock(3723.5), clock(3723.5, ",")
    ('01:02:03.500', '01:02:03,500')
    """
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    whole, part = divmod(milliseconds, 1000)
    return f"{hours:02d}:{minutes:02d}:{whole:02d}{point}{part:03d}"


def span(turn: Turn) -> str:
    """The times of a turn as far as they are known, such as `00:00:01.000 --> 00:00:02.500`."""
    if turn.start is None:
        return ""
    return clock(turn.start) if turn.end is None else f"{clock(turn.start)} --> {clock(turn.end)}"


def check_names(session: Session, form: str, path: str) -> None:
    """Refuse speakers whose names would not be known again in a form `Name: text`.

    Raises:
        ConvertError: A name is not one to five words with capitals and without colons and
            brackets.
    """
    for number, name in enumerate(session.speakers, 1):
        words = name.split()
        capitals = all(word[:1].isupper() or word[:1].isdigit() for word in words)
        if not _NAME.fullmatch(name) or not capitals or len(words) > 5:
            raise ConvertError(
                f"the name of speaker {number} cannot stand before a colon in {form}, which needs "
                "one to five words with capitals, without colons or brackets; choose .vtt or "
                ".docx, or change the name",
                path,
            )

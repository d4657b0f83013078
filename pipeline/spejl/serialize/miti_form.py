"""The `.miti` form: one coded conversation a file, readable and diffable.

A header of `key: value` lines, a line `---`, then one utterance a line: speaker (P, C, O),
code, a bar, text. A blank line starts a new turn. See data/CODING.md for the codes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from spejl.codes import TALK_KINDS, ClientTalk, Code, details
from spejl.errors import TranscriptError
from spejl.sessions import CodedSession, CodedUtterance, Role, Session, Turn, Utterance

_ROLES = {"P": Role.PRACTITIONER, "C": Role.CLIENT, "O": Role.OTHER}
LETTERS = {role: letter for letter, role in _ROLES.items()}
_LINE = re.compile(r"([PCO])[ \t]+(\S+)[ \t]*\|(.*)")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_SEPARATOR = "---"
_UNITS_PER_LINE = " "


ReadCode = Callable[[Utterance, str, Path | str, int], CodedUtterance]
"""From an utterance, its code as written, the file and the line to the coded utterance."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A coded conversation with its header."""

    header: tuple[tuple[str, str], ...]
    """Every `key: value` of the file in its order; values may be empty."""
    coded: CodedSession

    def get(self, key: str) -> str:
        """A header value; empty where the key is absent."""
        return dict(self.header).get(key, "")


def parse_miti(
    text: str, path: Path | str = "<text>", read_code: ReadCode | None = None
) -> Conversation:
    """Read the `.miti` form.

    Args:
        text: The file's text.
        path: For messages, and for the id where the header has none.
        read_code: Reads codes of another scheme; None for ours.

    Raises:
        TranscriptError: With the line, for a header without `---`, a line of another form, a
            code that does not fit its speaker, an empty text, or a conversation with no lines.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    header, body_at = _header(lines, path)
    turns: list[Turn] = []
    coded: list[CodedUtterance] = []
    letter, units = "", list[str]()
    fresh = True
    for number, line in enumerate(lines[body_at:], body_at + 1):
        if not line.strip():
            fresh = True
            continue
        speaker, code, words = _parts(line, path, number)
        if fresh or speaker != letter:
            letter, units, fresh = speaker, [], False
            turns.append(Turn(speaker, ""))
        units.append(words)
        joined = _UNITS_PER_LINE.join(units)
        turns[-1] = Turn(speaker, joined)
        utterance = Utterance(
            len(turns) - 1, len(joined) - len(words), len(joined), _ROLES[speaker], words
        )
        coded.append((read_code or parse_code)(utterance, code, path, number))
    if not turns:
        raise TranscriptError("no utterances were found after the header", path)
    values = dict(header)
    session = Session(
        values.get("id", "") or Path(path).stem,
        tuple(turns),
        values.get("language") or None,
        values.get("goal") or None,
        tuple((s, _ROLES[s]) for s in dict.fromkeys(t.speaker for t in turns)),
    )
    coder = values.get("coder") or values.get("writer") or "unknown"
    return Conversation(header, CodedSession(session, tuple(coded), coder))


def compose_miti(conversation: Conversation) -> str:
    """Write the `.miti` form; `parse_miti` gives the same conversation back.

    Characters of a turn that belong to no utterance are not written; every utterance must be
    coded by the codes of its role.
    """
    coded = conversation.coded
    lines = [f"{key}: {value}".rstrip() for key, value in conversation.header]
    lines.append(_SEPARATOR)
    turn: int | None = None
    for unit in coded.utterances:
        if turn is not None and unit.utterance.turn != turn:
            lines.append("")
        turn = unit.utterance.turn
        text = " ".join(unit.utterance.text.split())
        lines.append(f"{LETTERS[unit.role]} {label(unit)} | {text}")
    return "\n".join(lines) + "\n"


def label(coded: CodedUtterance) -> str:
    """The code of an utterance as `.miti` writes it, such as `Q:open` or `SR?`."""
    main = coded.code if coded.code is not None else coded.client_talk
    if main is None:
        return "-"
    text = str(main) if coded.detail is None else f"{main}:{coded.detail}"
    return text + "?" if coded.doubt else text


def _header(lines: list[str], path: Path | str) -> tuple[tuple[tuple[str, str], ...], int]:
    header: list[tuple[str, str]] = []
    for index, line in enumerate(lines):
        if line.strip() == _SEPARATOR:
            return tuple(header), index + 1
        if not line.strip():
            continue
        key, colon, value = line.partition(":")
        if not colon or not _KEY.fullmatch(key.strip()):
            raise TranscriptError(
                "expected a header line 'key: value' or the line '---'", path, index + 1
            )
        header.append((key.strip(), value.strip()))
    raise TranscriptError("no line '---' ends the header of this .miti file", path)


def _parts(line: str, path: Path | str, number: int) -> tuple[str, str, str]:
    match = _LINE.fullmatch(line.strip())
    if match is None:
        raise TranscriptError(
            "expected a speaker (P, C or O), a code, a bar and the text, such as 'P Q:open | …'",
            path,
            number,
        )
    words = " ".join(match[3].split())
    if not words:
        raise TranscriptError("there is no text after the bar", path, number)
    return match[1], match[2], words


def parse_code(utterance: Utterance, code: str, path: Path | str, number: int) -> CodedUtterance:
    """An utterance with a code as `.miti` writes it.

    Raises:
        TranscriptError: The code does not fit the speaker.
    """
    doubt = code.endswith("?")
    main, colon, detail = code.rstrip("?").partition(":")
    found: str | None = detail if colon else None
    if utterance.role is Role.PRACTITIONER and main in Code.__members__.values():
        known = details(Code(main))
        if found is None or found in known:
            return CodedUtterance(utterance, code=Code(main), detail=found, doubt=doubt)
    elif utterance.role is Role.CLIENT and main in ClientTalk.__members__.values():
        talk = ClientTalk(main)
        if found is None or (talk is not ClientTalk.NEUTRAL and found in TALK_KINDS):
            return CodedUtterance(utterance, client_talk=talk, detail=found, doubt=doubt)
    elif utterance.role is Role.OTHER and code == "-":
        return CodedUtterance(utterance)
    expected = {
        Role.PRACTITIONER: "a MITI code, such as GI, Q:open, SR or NC:support",
        Role.CLIENT: "neutral, or change: or sustain: with one of D A R N C T O",
        Role.OTHER: "-",
    }[utterance.role]
    raise TranscriptError(
        f"code '{code}' does not fit a {utterance.role}; expected {expected}", path, number
    )

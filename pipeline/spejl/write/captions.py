"""Transcripts as captions: WebVTT with voices, and SRT with names."""

from html import escape
from pathlib import Path

from spejl.sessions import CodedSession, Session
from spejl.write.speech import check_names, clock, one_line, session_in, timed


def write_vtt(conversation: Session | CodedSession, path: Path) -> None:
    """Write WebVTT: a caption a turn, with its speaker as voice and its turn number as name.

    Codes are not written. The turn number is the 0-based one of the tables.

    Raises:
        ConvertError: A turn has no start.
    """
    session = session_in(conversation)
    blocks = ["WEBVTT", f"NOTE session {session.id}"]
    for number, (turn, start, end) in enumerate(timed(session, "WebVTT", str(path))):
        voice, text = (escape(one_line(part), quote=False) for part in (turn.speaker, turn.text))
        blocks.append(f"turn-{number}\n{clock(start)} --> {clock(end)}\n<v {voice}>{text}</v>")
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8", newline="\n")


def write_srt(conversation: Session | CodedSession, path: Path) -> None:
    """Write SRT: a caption a turn, as `Name: text`; its number is the turn's, counted from 1.

    Codes are not written.

    Raises:
        ConvertError: A turn has no start, or a name cannot stand before a colon.
    """
    session = session_in(conversation)
    check_names(session, "SRT", str(path))
    blocks = [
        f"{number}\n{clock(start, ',')} --> {clock(end, ',')}\n"
        f"{turn.speaker}: {escape(one_line(turn.text), quote=False)}\n"
        for number, (turn, start, end) in enumerate(timed(session, "SRT", str(path)), 1)
    ]
    path.write_text("\n".join(blocks), encoding="utf-8", newline="\n")

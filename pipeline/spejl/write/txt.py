"""Transcripts as plain text, with codes in braces after each utterance."""

from pathlib import Path

from spejl.sessions import CodedSession, Session
from spejl.write.speech import check_names, coded_text, one_line, session_in, span


def write_txt(conversation: Session | CodedSession, path: Path) -> None:
    """Write plain text: a turn a line, as `[times] Name: text`.

    The goal stands in a first line `Mål: …`. In a coded session each utterance is followed by
    its code in braces, which the readers leave out.

    Raises:
        ConvertError: A name cannot stand before a colon.
    """
    session = session_in(conversation)
    check_names(session, "plain text", str(path))
    lines = [f"Mål: {one_line(session.goal)}", ""] if session.goal else []
    for number, turn in enumerate(session.turns):
        times = f"[{span(turn)}] " if turn.start is not None else ""
        lines.append(f"{times}{turn.speaker}: {coded_text(conversation, number)}".rstrip())
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")

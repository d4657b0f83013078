"""Transcripts for MAXQDA, NVivo and f4: a paragraph a turn, its end marked `#00:01:02-3#`."""

from pathlib import Path

from spejl.sessions import CodedSession, Session
from spejl.write.speech import check_names, one_line, session_in


def write_maxqda(conversation: Session | CodedSession, path: Path) -> None:
    """Write text that MAXQDA, NVivo and f4 import with its times.

    Each turn is `Name: text #h:mm:ss-t#` with the time at which it begins, at the end where it
    is known too. Codes are not written.

    Raises:
        ConvertError: A name cannot stand before a colon.
    """
    session = session_in(conversation)
    check_names(session, "plain text", str(path))
    lines: list[str] = []
    for turn in session.turns:
        start = f"{_stamp(turn.start)} " if turn.start is not None else ""
        end = f" {_stamp(turn.end)}" if turn.end is not None else ""
        lines.append(f"{turn.speaker}: {start}{one_line(turn.text)}{end}")
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _stamp(seconds: float) -> str:
    tenths = round(seconds * 10)
    minutes, tenths = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    return f"#{hours:02d}:{minutes:02d}:{tenths // 10:02d}-{tenths % 10}#"

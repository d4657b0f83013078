"""Times inside a line, as transcription programs set them, and marks that Spejl sets itself."""

import re

from spejl.codes import COUNTED, ClientTalk, Code
from spejl.readers.names import seconds

_HASHED = re.compile(r"#(\d{1,2}:\d{2}:\d{2})(?:[-.,](\d{1,3}))?#")
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_FIRST = re.compile(rf"\s*(?:\[({_CLOCK})\](?:\s*-\s)?|(\d{{1,2}}:\d{{2}}:\d{{2}})\s+-\s)\s*")
_LAST = re.compile(rf"\[({_CLOCK})\]\s*$")
_INSIDE = re.compile(rf"\s*\[{_CLOCK}\]\s*")
_MAIN = "|".join([*(str(code) for code in (*COUNTED, Code.NC)), *(str(t) for t in ClientTalk)])
_MARK = rf"(?:{_MAIN})(?::[A-Za-z]{{1,12}})?\??"
_CODES = re.compile(rf"\s*\{{{_MARK}(?:, {_MARK})*\}}")


def bracketed(line: str) -> str:
    """A line with the stamps of MAXQDA and f4 (`#00:00:12-3#`) in brackets (`[00:00:12.3]`).

    >>> bracketed("Anna: Hej #00:00:12-3#")
    'Anna: Hej [00:00:12.3]'
    """
    return _HASHED.sub(lambda m: f"[{m[1]}.{m[2]}]" if m[2] else f"[{m[1]}]", line)


def without_codes(line: str) -> str:
    """A line without the codes that Spejl writes into transcripts.

    >>> without_codes("Anna: Hvad nu? {Q:open} Du er træt. {SR}")
    'Anna: Hvad nu? Du er træt.'
    """
    return _CODES.sub("", line)


def lifted(line: str) -> tuple[float | None, str, float | None]:
    """(start, text, end): the times at the two ends of a line, and the line without any stamps.

    >>> lifted("[00:00:05] - Hej [00:00:06] du [00:00:07]")
    (5.0, 'Hej du', 7.0)
    """
    first = _FIRST.match(line)
    line = line[first.end() :] if first else line
    last = _LAST.search(line)
    line = _INSIDE.sub(" ", line[: last.start()] if last else line).strip()
    start = seconds(first[1] or first[2]) if first else None
    return start, line, seconds(last[1]) if last else None

"""Session ids from file names, and times from text."""

import re
import unicodedata

_PLAIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?")
_SECONDS = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?")
MOST_CHARACTERS = 100


def session_id(name: str) -> str:
    """A name that is safe as a file name on every system.

    >>> session_id("Rollespil nr. 3 (Åse).docx")
    'Rollespil_nr._3_Aase_.docx'
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).translate(_PLAIN))
    plain = plain.encode("ascii", "ignore").decode()
    safe = re.sub(r"[^A-Za-z0-9._-]+", "_", plain).strip(".")[:MOST_CHARACTERS]
    return safe or "session"


def seconds(text: str) -> float | None:
    """Seconds in a clock time (`1:02:03.5`) or a number with point or comma; None for neither.

    >>> seconds("01:02"), seconds("3,5"), seconds("1:00:00"), seconds("soon")
    (62.0, 3.5, 3600.0, None)
    """
    text = text.strip()
    clock = _CLOCK.fullmatch(text)
    if clock:
        hours, minutes, whole, part = clock.groups()
        fraction = float(f"0.{part}") if part else 0.0
        return int(hours or 0) * 3600 + int(minutes) * 60 + int(whole) + fraction
    if _SECONDS.fullmatch(text):
        return float(text.replace(",", "."))
    return None

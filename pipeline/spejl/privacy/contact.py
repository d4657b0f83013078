"""E-mail addresses, written or said ("anna snabel-a eksempel punktum dk")."""

import re

from spejl.privacy.kinds import Certainty, Finding, Kind

_WRITTEN = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_AT = r"(?:snabel[\s-]?a|krøll[\s-]?alfa|alfakrøll|krøllalfa|kanel[\s-]?bulle|at|æt)"
_DOT = r"(?:punktum|punkt|prikk|dot|\.)"
_ENDING = r"(?:dk|se|no|com|net|org|eu|nu|info)"
_PIECE = r"[\w+]+(?:-[\w+]+)*"
_SAID = re.compile(
    rf"(?i)\b{_PIECE}(?:\s*(?:{_DOT}|bindestreg|understreg|streg|understrek|bindestreck)\s*"
    rf"{_PIECE}){{0,3}}\s+{_AT}\s+{_PIECE}(?:\s*(?:{_DOT})\s*{_PIECE}){{0,2}}"
    rf"\s*{_DOT}\s*{_ENDING}\b"
)
_HINT = re.compile(r"(?i)@|snabel|krøll|kanel|dot|punktum|punkt|prikk")


def find_emails(text: str) -> list[Finding]:
    """The e-mail addresses of a text."""
    if _HINT.search(text) is None:
        return []
    found = [(match, Certainty.SURE) for match in _WRITTEN.finditer(text)]
    found += [(match, Certainty.LIKELY) for match in _SAID.finditer(text)]
    return [
        Finding(match.start(), match.end(), Kind.EMAIL, certainty, "e-mail address")
        for match, certainty in found
    ]

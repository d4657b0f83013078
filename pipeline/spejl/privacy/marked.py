"""What a person has marked because it was missed."""

import re
from collections.abc import Iterable

from spejl.privacy.kinds import Certainty, Finding, Kind


def with_marked(
    text: str, found: list[Finding], marked: Iterable[tuple[Kind, str]]
) -> list[Finding]:
    """The details found in a text and those that a person has marked, in order.

    What is marked counts where it stands as whole words, in the same letters, with or without a
    genitive's ending; what was found under it gives way.

    Args:
        text: Of a turn, a label, a goal or an id.
        found: In this text.
        marked: Kinds and words.
    """
    own = [
        Finding(*match.span(), kind, Certainty.SURE, "marked by a person")
        for kind, words in marked
        for match in _pattern(words).finditer(text)
    ]
    kept: list[Finding] = []
    for finding in (*sorted(own, key=lambda f: f.start - f.end), *found):
        if all(other.end <= finding.start or finding.end <= other.start for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda f: f.start)


def _pattern(words: str) -> re.Pattern[str]:
    parts = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(rf"(?<!\w){parts}(?=s?(?!\w))" if parts else r"(?!)")

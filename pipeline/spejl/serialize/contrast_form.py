"""Contrast families: one moment of a conversation in forms that differ in code, a family a line.

```
{"id": "da-c001-01", "split": "dev", "axis": "Q / Seek", "goal": "…", "writer": "c01",
 "forms": [{"before": [["C", "…"], ["P", "…"]], "speaker": "P", "code": "Q:open", "text": "…"}]}
```
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spejl.errors import TranscriptError
from spejl.serialize.miti_form import LETTERS, parse_code
from spejl.sessions import CodedSession, CodedUtterance, Session, Turn, Utterance

DEV, TEST = "dev", "test"
_ROLES = {letter: role for role, letter in LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Family:
    """One moment in several forms."""

    id: str
    language: str
    split: str
    """dev or test."""
    axis: str
    """The codes between which the family decides, in words."""
    writer: str
    forms: tuple[CodedSession, ...]
    """Each the turns before, uncoded, and the form: one coded utterance, the last."""


def parse_contrast(text: str, language: str, path: Path | str = "<text>") -> tuple[Family, ...]:
    """Read the families of one language.

    Args:
        text: JSON lines.
        language: Of all families.
        path: For messages.

    Raises:
        TranscriptError: With the line, for what is no JSON, lacks a key or has a code that does
            not fit its speaker.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            family = json.loads(line)
            forms = tuple(
                _form(form, f"{family['id']}-{i}", (language, family["goal"]), (path, number))
                for i, form in enumerate(family["forms"], 1)
            )
            split, axis, writer = family["split"], family["axis"], family["writer"]
            found.append(Family(family["id"], language, split, axis, writer, forms))
        except json.JSONDecodeError as error:
            raise TranscriptError(f"no JSON: {error.msg}", path, number) from None
        except (KeyError, TypeError, ValueError) as error:
            # The error's own words may hold what was said.
            what = f"no contrast family ({type(error).__name__})"
            raise TranscriptError(what, path, number) from None
    return tuple(found)


def _form(
    form: dict[str, Any], name: str, about: tuple[str, str], place: tuple[Path | str, int]
) -> CodedSession:
    letters = [*(letter for letter, _ in form["before"]), form["speaker"]]
    texts = [*(text for _, text in form["before"]), form["text"]]
    units = [
        CodedUtterance(Utterance(i, 0, len(text), _ROLES[letter], text))
        for i, (letter, text) in enumerate(zip(letters, texts, strict=True))
    ]
    units[-1] = parse_code(units[-1].utterance, form["code"], *place)
    session = Session(
        name,
        tuple(Turn(letter, text) for letter, text in zip(letters, texts, strict=True)),
        about[0],
        about[1],
        tuple((letter, _ROLES[letter]) for letter in dict.fromkeys(letters)),
    )
    return CodedSession(session, tuple(units), "reference")

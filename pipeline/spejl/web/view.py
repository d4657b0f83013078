"""A coded session as the page shows it: every utterance with what is known of it."""

from dataclasses import dataclass, replace
from typing import Any

from spejl.aggregate import score
from spejl.codes import ClientTalk, Code
from spejl.report import Messages, contents
from spejl.report.page import Line
from spejl.report.words import CODE_NAMES, TALK_NAMES
from spejl.sessions import CodedSession
from spejl.web.store.shelf import Shelved

DETAIL_NAMES = {
    "open": "open",
    "closed": "closed",
    "permission": "asking leave",
    "structure": "structure",
    "greeting": "greeting",
    "facilitate": "listening sound",
    "support": "support",
    "praise": "praise",
    "disclosure": "about oneself",
    "other": "other",
    "D": "desire",
    "A": "ability",
    "R": "reason",
    "N": "need",
    "C": "commitment",
    "T": "taking steps",
    "O": "other",
}
"""What the finer kinds of a code are called, in English."""


@dataclass(frozen=True, slots=True)
class Row:
    """One utterance on the page."""

    id: str
    """Of the element: slot and piece."""
    slot: int
    piece: int
    line: Line
    label: str
    """Name of the code with its finer kind; empty where nothing is coded."""
    start: float | None
    """Second at which its turn begins, on the first row of a turn; None elsewhere."""
    corrected: bool
    machine: str
    """What the tool had said, in words, where a person says something else; else empty."""
    remarked: bool
    """A person sees it differently, but gave no other code."""
    counted: str
    """What counts of a volley of several utterances, on its first row; empty elsewhere."""


def named(label: str, _: Messages) -> str:
    """A code as `.miti` writes it, in words; empty where there is none.

    Args:
        label: Such as `Q:open`, `SR?` or `change:D`.
        _: Words of the language.
    """
    main, _colon, detail = label.rstrip("?").partition(":")
    if main in Code.__members__.values():
        name = _(CODE_NAMES[Code(main)])
    elif main in ClientTalk.__members__.values():
        name = _(TALK_NAMES[ClientTalk(main)])
    else:
        return ""
    return f"{name}, {_(DETAIL_NAMES[detail])}" if detail in DETAIL_NAMES else name


def session_view(shelved: Shelved, _: Messages) -> dict[str, Any]:
    """What the templates of a coded session are filled with, by name."""
    now = shelved.current
    coded = with_hands(shelved, _)
    filled = contents(coded, score(coded), _)
    anchors = {
        unit.utterance.turn: f"u{slot}-0"
        for unit, (slot, _piece) in zip(coded.utterances, now.places, strict=True)
    }
    return {
        **filled,
        "anchors": anchors,
        "rows": _rows(shelved, filled["lines"], _),
        "n_corrected": len(now.corrected),
    }


def with_hands(shelved: Shelved, _: Messages) -> CodedSession:
    """The coding as it stands, whose coder says that people had a hand in it."""
    coded = shelved.current.coded
    names = sorted({c.by for c in shelved.corrections if c.by})
    if not shelved.corrections:
        return coded
    hand = ", ".join(names) or _("a person")
    return replace(coded, coder=_("{machine}, corrected by {name}", machine=coded.coder, name=hand))


def _rows(shelved: Shelved, lines: list[Line], _: Messages) -> list[Row]:
    now = shelved.current
    remarked = shelved.remarked()
    rows = []
    for number, (line, (slot, piece)) in enumerate(zip(lines, now.places, strict=True)):
        unit = now.coded.utterances[number]
        main = str(unit.code or unit.client_talk or "")
        several = any(other.in_volley for other in lines[number + 1 : number + 2])
        detail = f":{unit.detail}" if unit.detail and str(unit.code) != "NC" else ""
        rows.append(
            Row(
                id=f"u{slot}-{piece}",
                slot=slot,
                piece=piece,
                line=line,
                label=named(main + detail, _),
                start=now.coded.session.turns[unit.utterance.turn].start if line.speaker else None,
                corrected=number in now.corrected,
                machine=named(now.machine[number], _),
                remarked=(slot, piece) in remarked,
                counted=line.volley if several else "",
            )
        )
    return rows

"""A slot: one turn of the machine's coding, as it stands after corrections.

Slots are numbered as the turns of the session that the machine coded. A correction replaces the
whole of a slot, so the machine's coding and the list of replacements give every earlier state.
"""

import json
from dataclasses import asdict, dataclass

from spejl.codes import ClientTalk, Code
from spejl.serialize import label
from spejl.sessions import CodedSession, CodedUtterance


@dataclass(frozen=True, slots=True)
class Piece:
    """One utterance of a slot."""

    speaker: str
    text: str
    code: Code | None = None
    detail: str | None = None
    client_talk: ClientTalk | None = None
    probability: float | None = None
    """The machine's, for the code given; None where a person gave it."""
    probabilities: tuple[float, ...] | None = None
    needs_review: bool = False
    corrected: bool = False
    """A person gave this code."""
    machine: str = ""
    """What the machine had said, as `.miti` writes it; empty where nothing was coded."""


Slot = tuple[Piece, ...]


def slot_of(coded: CodedSession, turn: int) -> Slot:
    """A turn of the machine's coding as a slot."""
    speaker = coded.session.turns[turn].speaker
    return tuple(
        piece_of(unit, speaker) for unit in coded.utterances if unit.utterance.turn == turn
    )


def piece_of(unit: CodedUtterance, speaker: str) -> Piece:
    """A coded utterance as a piece."""
    said = label(unit)
    return Piece(
        speaker,
        unit.utterance.text,
        unit.code,
        unit.detail,
        unit.client_talk,
        unit.probability,
        unit.probabilities,
        unit.needs_review,
        machine="" if said == "-" else said,
    )


def slot_to_json(slot: Slot) -> str:
    """A slot as JSON text."""
    return json.dumps([asdict(piece) for piece in slot], ensure_ascii=False)


def slot_from_json(text: str) -> Slot:
    """The slot that `slot_to_json` wrote."""
    return tuple(_piece(data) for data in json.loads(text))


def _piece(data: dict[str, object]) -> Piece:
    code, talk, rows = data["code"], data["client_talk"], data["probabilities"]
    known = {
        **data,
        "code": None if code is None else Code(str(code)),
        "client_talk": None if talk is None else ClientTalk(str(talk)),
        "probabilities": tuple(rows) if isinstance(rows, list) else None,
    }
    return Piece(**known)  # type: ignore[arg-type]

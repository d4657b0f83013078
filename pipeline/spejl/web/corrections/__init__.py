"""What a person changes in a machine's coding. Nothing of the machine's is overwritten."""

from spejl.web.corrections.changes import (
    ChangeError,
    joined,
    proposed,
    recoded,
    respoken,
    reworded,
    split,
)
from spejl.web.corrections.current import Current, current
from spejl.web.corrections.pieces import Piece, Slot, slot_from_json, slot_of, slot_to_json

__all__ = [
    "ChangeError",
    "Current",
    "Piece",
    "Slot",
    "current",
    "joined",
    "proposed",
    "recoded",
    "respoken",
    "reworded",
    "slot_from_json",
    "slot_of",
    "slot_to_json",
    "split",
]

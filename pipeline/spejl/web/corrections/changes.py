"""The changes that a person can make to a slot, each a pure function."""

from dataclasses import replace
from enum import StrEnum

from spejl.codes import ClientTalk, Code, details
from spejl.errors import SpejlError
from spejl.serialize import label
from spejl.sessions import CodedSession, Role
from spejl.web.corrections.pieces import Piece, Slot


class ChangeError(SpejlError):
    """A change that cannot be made, such as joining the last utterance with the next."""


def recoded(slot: Slot, at: int, code: Code | ClientTalk, detail: str | None = None) -> Slot:
    """An utterance gets another code.

    Raises:
        ChangeError: There is no such utterance, or the code is not one of its speaker's.
    """
    piece = _piece(slot, at)
    if isinstance(code, Code) and piece.code is not None:
        if detail is not None and detail not in details(code):
            raise ChangeError(f"'{detail}' does not go with {code}")
        changed = replace(piece, code=code, detail=detail, probabilities=_sure(code))
    elif isinstance(code, ClientTalk) and piece.client_talk is not None:
        changed = replace(piece, client_talk=code, detail=detail, probabilities=_sure(code))
    else:
        raise ChangeError("this code does not fit who speaks")
    return _with(slot, at, replace(changed, probability=None, needs_review=False, corrected=True))


def reworded(slot: Slot, at: int, text: str) -> Slot:
    """An utterance gets other words; its code stays.

    Raises:
        ChangeError: There is no such utterance, or no words are left.
    """
    words = " ".join(text.split())
    if not words:
        raise ChangeError("no words are left")
    return _with(slot, at, replace(_piece(slot, at), text=words))


def split(slot: Slot, at: int, text: str, cut: int) -> Slot:
    """An utterance becomes two of the same speaker; both keep its code until they are looked at.

    Args:
        slot: The slot.
        at: Position of the utterance.
        text: Its words, changed or not.
        cut: Character before which the second begins.

    Raises:
        ChangeError: There is no such utterance, or one part would have no words.
    """
    piece = _piece(slot, at)
    first, second = " ".join(text[:cut].split()), " ".join(text[cut:].split())
    if not first or not second:
        raise ChangeError("one part would have no words")
    halves = tuple(replace(piece, text=half, needs_review=True) for half in (first, second))
    return slot[:at] + halves + slot[at + 1 :]


def joined(slot: Slot, at: int) -> Slot:
    """An utterance is joined with the next of the slot and keeps the code of the first.

    Raises:
        ChangeError: There is no next one, or somebody else says it.
    """
    first = _piece(slot, at)
    if at + 1 >= len(slot) or slot[at + 1].speaker != first.speaker:
        raise ChangeError("there is nothing of the same speaker to join it with")
    second = slot[at + 1]
    alike = (first.code, first.client_talk) == (second.code, second.client_talk)
    whole = replace(
        first,
        text=f"{first.text} {second.text}",
        needs_review=first.needs_review or second.needs_review or not alike,
    )
    return (*slot[:at], whole, *slot[at + 2 :])


def respoken(slot: Slot, at: int, speaker: str, role: Role) -> Slot:
    """Somebody else said an utterance. Until it is coded anew it has the weakest code.

    Args:
        slot: The slot.
        at: Position of the utterance.
        speaker: Who said it.
        role: That speaker's role.

    Raises:
        ChangeError: There is no such utterance.
    """
    code = Code.NC if role is Role.PRACTITIONER else None
    talk = ClientTalk.NEUTRAL if role is Role.CLIENT else None
    given = code or talk
    said = replace(
        _piece(slot, at),
        speaker=speaker,
        code=code,
        detail=None,
        client_talk=talk,
        probability=None,
        probabilities=None if given is None else _sure(given),
        needs_review=given is not None,
        corrected=False,
        machine="",
    )
    return _with(slot, at, said)


def proposed(slot: Slot, anew: CodedSession, turn: int) -> Slot:
    """A slot with a machine's codes for its present cut; what a person coded stays.

    Args:
        slot: After its boundaries or speakers were changed.
        anew: A coding in which this slot's utterances stand in order from `turn` on.
        turn: The first of its turns there.
    """
    found = [u for u in anew.utterances if u.utterance.turn >= turn][: len(slot)]
    if [u.utterance.text for u in found] != [piece.text for piece in slot]:
        return slot
    return tuple(
        piece
        if piece.corrected
        else replace(
            piece,
            code=unit.code,
            detail=unit.detail,
            client_talk=unit.client_talk,
            probability=unit.probability,
            probabilities=unit.probabilities,
            needs_review=unit.needs_review,
            machine="" if label(unit) == "-" else label(unit),
        )
        for piece, unit in zip(slot, found, strict=True)
    )


def _sure(code: Code | ClientTalk) -> tuple[float, ...]:
    """Probabilities of a code that a person gave: all on that one."""
    kinds: type[StrEnum] = type(code)
    return tuple(float(one is code) for one in kinds)


def _piece(slot: Slot, at: int) -> Piece:
    if not 0 <= at < len(slot):
        raise ChangeError("there is no such utterance any more")
    return slot[at]


def _with(slot: Slot, at: int, piece: Piece) -> Slot:
    return (*slot[:at], piece, *slot[at + 1 :])

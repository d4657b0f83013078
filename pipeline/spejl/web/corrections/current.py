"""The coding as it stands now: the machine's, with the corrected slots put in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from spejl.sessions import CodedSession, CodedUtterance, Turn, Utterance
from spejl.web.corrections.pieces import Slot


@dataclass(frozen=True, slots=True)
class Current:
    """A coding with its corrections."""

    coded: CodedSession
    """Complete and consistent; turns are numbered anew where a slot holds several."""
    places: tuple[tuple[int, int], ...]
    """Slot and piece of each utterance of `coded`, in order."""
    corrected: frozenset[int]
    """Positions in `coded.utterances` of those that a person coded."""
    machine: tuple[str, ...]
    """What the machine had said of each utterance; empty strings where it agrees."""


def current(machine: CodedSession, changed: Mapping[int, Slot]) -> Current:
    """The machine's coding with some slots replaced.

    Args:
        machine: As the coder made it.
        changed: The newest state of every slot that was ever corrected.
    """
    turns: list[Turn] = []
    units: list[CodedUtterance] = []
    places: list[tuple[int, int]] = []
    corrected: set[int] = set()
    said: list[str] = []
    for number, own in machine.by_turn():
        slot = changed.get(number)
        if slot is None:
            turns.append(machine.session.turns[number])
            for at, unit in enumerate(own):
                moved = replace(unit.utterance, turn=len(turns) - 1)
                units.append(replace(unit, utterance=moved))
                places.append((number, at))
                said.append("")
            continue
        for at, (turn, unit) in enumerate(_unfolded(machine, number, slot, len(turns))):
            if turn is not None:
                turns.append(turn)
            if slot[at].corrected:
                corrected.add(len(units))
            units.append(unit)
            places.append((number, at))
            said.append(slot[at].machine if slot[at].corrected else "")
    session = replace(machine.session, turns=tuple(turns))
    coded = replace(machine, session=session, utterances=tuple(units))
    return Current(coded, tuple(places), frozenset(corrected), tuple(said))


def _unfolded(
    machine: CodedSession, number: int, slot: Slot, first: int
) -> Iterator[tuple[Turn | None, CodedUtterance]]:
    """Every piece as an utterance, with its turn where it is the first of one."""
    old = machine.session.turns[number]
    total = sum(len(piece.text) for piece in slot) or 1
    before = 0
    for nth, (speaker, group) in enumerate(groupby(slot, key=lambda piece: piece.speaker)):
        pieces = list(group)
        text = " ".join(piece.text for piece in pieces)
        length = sum(len(piece.text) for piece in pieces)
        start, end = _at(old, before / total), _at(old, (before + length) / total)
        begin = old.start if nth == 0 else start
        turn = Turn(speaker, text, begin, old.end if before + length == total else end)
        before += length
        at = 0
        for position, piece in enumerate(pieces):
            utterance = Utterance(
                first + nth,
                at,
                at + len(piece.text),
                machine.session.role(speaker),
                piece.text,
            )
            at += len(piece.text) + 1
            yield (
                turn if position == 0 else None,
                CodedUtterance(
                    utterance,
                    code=piece.code,
                    detail=piece.detail,
                    probability=piece.probability,
                    probabilities=piece.probabilities,
                    client_talk=piece.client_talk,
                    needs_review=piece.needs_review,
                ),
            )


def _at(turn: Turn, share: float) -> float | None:
    """The second at which so much of a turn's letters are said, as if all took equally long."""
    if turn.start is None or turn.end is None:
        return None
    return turn.start + share * (turn.end - turn.start)

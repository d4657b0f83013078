"""Two coders' utterances side by side, also where they cut the turns differently."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from spejl.errors import SpejlError
from spejl.sessions import CodedSession, CodedUtterance

Pair = tuple[CodedUtterance, CodedUtterance]


@dataclass(frozen=True, slots=True)
class _Placed:
    """An utterance and where it stands in its turn, in characters that both coders have."""

    coded: CodedUtterance
    start: int
    end: int


def overlapping(one: CodedSession, other: CodedSession) -> Iterator[Pair]:
    """Each utterance of one coder with the other's utterance that shares most characters with it.

    Where the other coder saw two thoughts in one utterance, the larger speaks for both; what is
    lost so is seen in the agreement on volleys. An utterance that shares no character with any
    of the other's gives no pair. Of two that share as much, the first counts.

    Speakers may have other names, and the texts may differ in white space.

    Raises:
        SpejlError: The two are not of the same conversation.
    """
    one_placed, other_placed = _same_text(one, other)
    by_turn: dict[int, list[_Placed]] = defaultdict(list)
    for placed in other_placed:
        by_turn[placed.coded.utterance.turn].append(placed)
    for placed in one_placed:
        beside = by_turn[placed.coded.utterance.turn]
        best = max(beside, key=lambda o: _shared(placed, o), default=None)
        if best is not None and _shared(placed, best) > 0:
            yield placed.coded, best.coded


def check_transcripts(one: CodedSession, other: CodedSession) -> None:
    """See that two codings are of the same conversation: turns, roles, and text but for space.

    Raises:
        SpejlError: With the first turn that differs.
    """
    turns = [[(c.session.role(t.speaker), t.text) for t in c.session.turns] for c in (one, other)]
    for number, (a, b) in enumerate(zip_longest(*turns), 1):
        if a is None or b is None:
            what = f"one has {len(turns[0])} turns, the other {len(turns[1])}"
        elif _bare(a[1]) != _bare(b[1]):
            what = f"turn {number} is the first whose text is not the same"
        elif a[0] is not b[0]:
            what = f"the speaker of turn {number} has another role in the other"
        else:
            continue
        raise SpejlError(
            f"session {one.session.id}: the two coders' transcripts differ: {what}; "
            "expected the same turns with the same text and roles"
        )


def _same_text(one: CodedSession, other: CodedSession) -> tuple[list[_Placed], list[_Placed]]:
    """Both coders' utterances with spans of one and the same text."""
    check_transcripts(one, other)
    if [t.text for t in one.session.turns] == [t.text for t in other.session.turns]:
        return _as_they_stand(one), _as_they_stand(other)
    return _without_space(one), _without_space(other)


def _as_they_stand(coded: CodedSession) -> list[_Placed]:
    return [_Placed(u, u.utterance.start, u.utterance.end) for u in coded.utterances]


def _without_space(coded: CodedSession) -> list[_Placed]:
    found = []
    for unit in coded.utterances:
        u, text = unit.utterance, coded.session.turns[unit.utterance.turn].text
        found.append(_Placed(unit, len(_bare(text[: u.start])), len(_bare(text[: u.end]))))
    return found


def _bare(text: str) -> str:
    return "".join(text.split())


def _shared(one: _Placed, other: _Placed) -> int:
    """Characters that both spans hold."""
    return min(one.end, other.end) - max(one.start, other.start)

"""Two coders' utterances side by side, also where they cut the turns differently."""

from collections import defaultdict
from collections.abc import Iterator

from spejl.errors import SpejlError
from spejl.sessions import CodedSession, CodedUtterance

Pair = tuple[CodedUtterance, CodedUtterance]


def overlapping(one: CodedSession, other: CodedSession) -> Iterator[Pair]:
    """Each utterance of one coder with the other's utterance that shares most characters with it.

    Where the other coder saw two thoughts in one utterance, the larger speaks for both; what is
    lost so is seen in the agreement on volleys. An utterance that shares no character with any
    of the other's gives no pair. Of two that share as much, the first counts.

    Raises:
        SpejlError: The two are not of the same conversation.
    """
    turns = [[(t.speaker, t.text) for t in c.session.turns] for c in (one, other)]
    if turns[0] != turns[1]:
        raise SpejlError(
            f"session {one.session.id}: the two coders' transcripts differ; "
            "expected the same turns with the same text"
        )
    by_turn: dict[int, list[CodedUtterance]] = defaultdict(list)
    for coded in other.utterances:
        by_turn[coded.utterance.turn].append(coded)
    for coded in one.utterances:
        best = max(by_turn[coded.utterance.turn], key=lambda o: _shared(coded, o), default=None)
        if best is not None and _shared(coded, best) > 0:
            yield coded, best


def _shared(one: CodedUtterance, other: CodedUtterance) -> int:
    """Characters that both spans hold."""
    a, b = one.utterance, other.utterance
    return min(a.end, b.end) - max(a.start, b.start)

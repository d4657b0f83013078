"""The labels of two coders, utterance by utterance."""

from collections.abc import Iterable, Sequence

from spejl.errors import SpejlError
from spejl.sessions import CodedSession, Role


def paired_labels(
    reference: Sequence[CodedSession], predicted: Sequence[CodedSession], role: Role
) -> list[tuple[str, str]]:
    """(reference, predicted) labels of the utterances of one role.

    Args:
        reference: Sessions as coded by the reference.
        predicted: The same sessions with the same utterances, in the same order.
        role: PRACTITIONER for MITI codes, CLIENT for client talk.

    Raises:
        SpejlError: The sessions or their utterances differ.
    """
    if [r.session.id for r in reference] != [p.session.id for p in predicted]:
        raise SpejlError("the two coders' sessions differ; expected the same ids in one order")
    pairs: list[tuple[str, str]] = []
    for one, other in zip(reference, predicted, strict=True):
        spans = [
            [(u.utterance.turn, u.utterance.start) for u in c.utterances] for c in (one, other)
        ]
        if spans[0] != spans[1]:
            raise SpejlError(
                f"session {one.session.id}: the two coders cut it into other utterances; "
                "code given utterances with Coder.recode to compare codes alone"
            )
        pairs += _pairs(one, other, role)
    return pairs


def _pairs(one: CodedSession, other: CodedSession, role: Role) -> Iterable[tuple[str, str]]:
    for a, b in zip(one.utterances, other.utterances, strict=True):
        if a.role is not role:
            continue
        first = a.code if role is Role.PRACTITIONER else a.client_talk
        second = b.code if role is Role.PRACTITIONER else b.client_talk
        if first is not None and second is not None:
            yield str(first), str(second)

"""Codes in the shape that Hugging Face's text classification gives: label, score, top_k."""

from collections.abc import Sequence
from typing import Any

from spejl.coder import Coder, load
from spejl.codes import ClientTalk, Code
from spejl.sessions import CodedUtterance, Role, Session, Turn

Turns = Sequence[dict[str, str]]


class MitiPipeline:
    """Codes conversations given as lists of turns.

    Called as `transformers.pipeline("text-classification")` is: with one conversation or a list
    of them, and `top_k`. Unlike it, an utterance is always judged inside its conversation.

    Args:
        coder: None for the shipped model.
    """

    def __init__(self, coder: Coder | None = None) -> None:
        self.coder = coder or load()

    def __call__(self, conversations: Turns | Sequence[Turns], top_k: int | None = 1) -> list[Any]:
        """Code one conversation, or many.

        Args:
            conversations: Turns as `{"speaker": …, "text": …}`, or a list of such lists.
            top_k: How many labels an utterance gets, likeliest first; None for all.

        Returns:
            For each utterance a dict with `label` (MITI code or client talk), `score` (calibrated
            probability), `turn`, `start`, `end` and `role`; with `top_k` other than 1 a list of
            such dicts; for many conversations a list for each. Third persons get no label.

        Raises:
            LanguageError: A conversation is in a language that Spejl does not code.
            RoleError: It cannot be told who is the practitioner.
        """
        if conversations and not isinstance(conversations[0], dict):
            return [self._one(c, top_k) for c in conversations]  # type: ignore[arg-type]
        return self._one(conversations, top_k)  # type: ignore[arg-type]

    def _one(self, turns: Turns, top_k: int | None) -> list[Any]:
        session = Session("conversation", tuple(Turn(t["speaker"], t["text"]) for t in turns))
        found = []
        for unit in self.coder.code(session).utterances:
            ranked = _ranked(unit)[:top_k]
            if ranked:
                found.append(ranked[0] if top_k == 1 else ranked)
        return found


def _ranked(unit: CodedUtterance) -> list[dict[str, Any]]:
    if unit.role is Role.OTHER or unit.probabilities is None:
        return []
    names: tuple[str, ...] = tuple(Code) if unit.role is Role.PRACTITIONER else tuple(ClientTalk)
    where = unit.utterance
    place = {"turn": where.turn, "start": where.start, "end": where.end, "role": str(unit.role)}
    pairs = zip(names, unit.probabilities, strict=True)
    return [
        {"label": str(name), "score": score, **place}
        for name, score in sorted(pairs, key=lambda pair: -pair[1])
    ]

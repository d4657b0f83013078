"""Codes from the model's evidence, with calibrated probabilities."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from spejl.codes import ClientTalk, Code, Form, details
from spejl.model import Evidence, ModelSettings, pool
from spejl.model.evidence import softmax
from spejl.model.heads import Head
from spejl.sessions import CodedUtterance, Role, Session, Utterance

Probabilities = npt.NDArray[np.float64]

_CODES = tuple(Code)
_TALKS = tuple(ClientTalk)
_FORMS = tuple(Form)


class TransformerClassifier:
    """Codes utterances by the mean vote of their tokens.

    Args:
        id: name@version of the model.
        settings: The model's temperatures and thresholds.
    """

    def __init__(self, id: str, settings: ModelSettings) -> None:
        self._id = id
        self._settings = settings

    @property
    def id(self) -> str:
        """name@version of the model."""
        return self._id

    def classify(
        self, session: Session, utterances: Sequence[Utterance], found: Evidence | None
    ) -> tuple[CodedUtterance, ...]:
        """Code utterances; see `Classifier`.

        Raises:
            ValueError: There is no evidence: this classifier cannot do without.
        """
        if found is None:
            raise ValueError("the transformer classifier needs the model's evidence")
        spans = [(u.turn, u.start, u.end) for u in utterances]
        codes = self._probabilities(found, Head.CODE, spans)
        talks = self._probabilities(found, Head.TALK, spans)
        forms = self._probabilities(found, Head.FORM, spans)
        return tuple(
            self._practitioner(u, code, form)
            if u.role is Role.PRACTITIONER
            else self._client(u, talk)
            if u.role is Role.CLIENT
            else CodedUtterance(u)
            for u, code, talk, form in zip(utterances, codes, talks, forms, strict=True)
        )

    def _probabilities(
        self, found: Evidence, head: Head, spans: list[tuple[int, int, int]]
    ) -> Probabilities:
        logits = pool(found, head, spans)
        return softmax(logits, self._settings.temperature.get(head, 1.0))

    def _practitioner(
        self, utterance: Utterance, code: Probabilities, form: Probabilities
    ) -> CodedUtterance:
        best = int(code.argmax())
        chosen = _CODES[best]
        detail: str | None = None
        if chosen in (Code.Q, Code.SEEK):
            allowed = [i for i, f in enumerate(_FORMS) if f in details(chosen)]
            detail = str(_FORMS[max(allowed, key=lambda i: form[i])])
        return CodedUtterance(
            utterance,
            code=chosen,
            detail=detail,
            probability=round(float(code[best]), 4),
            probabilities=tuple(round(float(p), 4) for p in code),
            needs_review=bool(code[best] < self._settings.review_code),
        )

    def _client(self, utterance: Utterance, talk: Probabilities) -> CodedUtterance:
        best = int(talk.argmax())
        return CodedUtterance(
            utterance,
            client_talk=_TALKS[best],
            probability=round(float(talk[best]), 4),
            probabilities=tuple(round(float(p), 4) for p in talk),
            needs_review=bool(talk[best] < self._settings.review_talk),
        )

"""What everything that codes utterances has in common."""

from collections.abc import Sequence
from typing import Protocol

from spejl.model import Evidence
from spejl.sessions import CodedUtterance, Session, Utterance


class Classifier(Protocol):
    """Gives every utterance of a session a code."""

    @property
    def id(self) -> str:
        """name@version, as it stands in every output."""

    def classify(
        self, session: Session, utterances: Sequence[Utterance], found: Evidence | None
    ) -> tuple[CodedUtterance, ...]:
        """Code utterances.

        Args:
            session: With roles.
            utterances: Of that session, in order.
            found: What the model says of the session; None for classifiers that use no model.

        Returns:
            One for each utterance, in the same order: MITI codes for the practitioner, client
            talk for the client, neither for others.
        """

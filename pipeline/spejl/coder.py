"""The one place that joins the stages: session in, coded session out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from spejl.classify import Classifier, TransformerClassifier
from spejl.errors import RoleError
from spejl.languages import identify
from spejl.languages import language as known_language
from spejl.model import Evidence, Model, load_model, pool
from spejl.model.evidence import softmax
from spejl.model.heads import HEADS, Head
from spejl.readers import find_roles
from spejl.readers.roles import with_practitioner
from spejl.segment import segment
from spejl.sessions import CodedSession, Role, Session, Utterance

ROLE_TURNS = 10
"""Turns of the beginning from which the role head tells who is the practitioner."""


class Coder:
    """Codes sessions with one classifier.

    Args:
        classifier: What gives utterances their codes.
        model: The loaded model; None for classifiers that use none, with which a turn is one
            utterance and speakers' names must say who is the practitioner.
    """

    def __init__(self, classifier: Classifier, model: Model | None = None) -> None:
        self.classifier = classifier
        self.model = model

    @property
    def id(self) -> str:
        """name@version of what codes."""
        return self.classifier.id

    def code(
        self,
        session: Session,
        *,
        language: str | None = None,
        practitioner: str | None = None,
        goal: str | None = None,
    ) -> CodedSession:
        """Code one session.

        Args:
            session: As read; missing language and roles are found.
            language: da, sv, nb or nn; None for the session's own, or as found in its text.
            practitioner: The practitioner's name as in the session; None to find out.
            goal: The change it is about; None for the session's own.

        Raises:
            LanguageError: The session is in a language that Spejl does not code.
            RoleError: It cannot be told who is the practitioner.
        """
        session = self.prepare(session, language=language, practitioner=practitioner, goal=goal)
        found = self.model.read(session) if self.model else None
        return self._coded(session, self._units(session, found), found)

    def recode(self, coded: CodedSession) -> CodedSession:
        """Code the utterances of a coded session anew, its cut into utterances kept.

        Language and roles are taken as they are: any language is coded here.
        """
        found = self.model.read(coded.session) if self.model else None
        return self._coded(coded.session, tuple(u.utterance for u in coded.utterances), found)

    def pipe(self, sessions: Iterable[Session]) -> Iterator[CodedSession]:
        """Code many sessions, one after another; each as if it were alone."""
        for session in sessions:
            yield self.code(session)

    def prepare(
        self,
        session: Session,
        *,
        language: str | None = None,
        practitioner: str | None = None,
        goal: str | None = None,
    ) -> Session:
        """The session with language, goal and roles; see `code`."""
        wanted = language or session.language
        session = replace(
            session,
            language=known_language(wanted).code if wanted else identify(session.text),
            goal=goal or session.goal,
        )
        session = find_roles(session, practitioner)
        if Role.PRACTITIONER in dict(session.roles).values():
            return session
        if self.model is None:
            raise RoleError(
                f"the speakers' names in session {session.id} do not say who is the practitioner; "
                "name them with --practitioner"
            )
        return with_practitioner(session, likely_practitioner(session, self.model))

    def _units(self, session: Session, found: Evidence | None) -> tuple[Utterance, ...]:
        if self.model is None or found is None:
            return segment(session, None)
        settings = self.model.settings
        return segment(session, found, settings.boundary, settings.boundary_unpunctuated)

    def _coded(
        self, session: Session, units: tuple[Utterance, ...], found: Evidence | None
    ) -> CodedSession:
        coded = self.classifier.classify(session, units, found)
        widening = None
        if self.model is not None:
            widening = tuple(sorted(self.model.settings.widening.items()))
        return CodedSession(session, coded, self.id, widening)


def likely_practitioner(session: Session, model: Model) -> str:
    """The speaker who sounds most like a practitioner, by the model's role head.

    Args:
        session: With at least two speakers; roles are not looked at.
        model: The loaded model.
    """
    beginning = replace(session, turns=session.turns[: 2 * ROLE_TURNS])
    found = model.read(beginning, hide_roles=True)
    spans = [(i, 0, len(t.text)) for i, t in enumerate(beginning.turns)]
    chances = softmax(pool(found, Head.ROLE, spans))
    column = HEADS[Head.ROLE].classes.index(Role.PRACTITIONER)
    votes: dict[str, list[float]] = defaultdict(list)
    for turn, chance in zip(beginning.turns, chances, strict=True):
        if len(votes[turn.speaker]) < ROLE_TURNS and turn.text.strip():
            votes[turn.speaker].append(float(np.log(chance[column] / (1 - chance[column] + 1e-9))))
    return max(session.speakers, key=lambda s: sum(votes[s]) if votes[s] else float("-inf"))


def load(
    model: str | Path | None = None, threads: int | None = None, engine: str = "onnxruntime"
) -> Coder:
    """A coder with the shipped model, or another model folder.

    Args:
        model: A folder, the name of a shipped model, or None for the default.
        threads: Threads inside the model; None for one per core.
        engine: What runs the model, one of `spejl.settings.ENGINES`.

    Raises:
        ModelError: The folder is missing, incomplete or altered.
        SettingsError: The engine is not installed.
    """
    loaded = load_model(model, threads, engine)
    return Coder(TransformerClassifier(loaded.id, loaded.settings), loaded)

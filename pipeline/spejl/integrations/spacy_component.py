"""A spaCy component: `nlp.add_pipe("spejl")` codes a doc that holds a transcript.

The doc's text is a transcript as `spejl.read` takes it from a text file (`Name: what is said`, a
first line `Mål: …` for the goal). Set are

- `doc._.miti`: the CodedSession; `doc._.miti_scores`: its SessionScores;
- `doc.spans["miti"]`: one span an utterance, its label the MITI code or client talk;
- `span._.miti`: the CodedUtterance of such a span.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from spejl.aggregate import score
from spejl.coder import Coder, load
from spejl.readers.plain import read_plain
from spejl.readers.source import Source
from spejl.sessions import CodedSession, CodedUtterance, Turn

SPANS = "miti"

_CONFIG = {"model": None, "language": None, "practitioner": None, "goal": None}


@Language.factory("spejl", default_config=_CONFIG, assigns=["doc._.miti", "doc.spans"])
def make_component(
    nlp: Language,
    name: str,
    model: str | None,
    language: str | None,
    practitioner: str | None,
    goal: str | None,
) -> "MitiComponent":
    """The component, with the settings of the pipeline's configuration."""
    return MitiComponent(load(model), language, practitioner, goal)


class MitiComponent:
    """Codes docs; see the module.

    Args:
        coder: What codes.
        language: da, sv, nb or nn; None to find it in each doc.
        practitioner: The practitioner's name as in the transcripts; None to find out.
        goal: The change the conversations are about; None for what the transcript says.
    """

    def __init__(
        self,
        coder: Coder,
        language: str | None = None,
        practitioner: str | None = None,
        goal: str | None = None,
    ) -> None:
        self.coder = coder
        self.language = language
        self.practitioner = practitioner
        self.goal = goal
        for owner, attribute in ((Doc, "miti"), (Doc, "miti_scores"), (Span, "miti")):
            if not owner.has_extension(attribute):
                owner.set_extension(attribute, default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Code one doc.

        Raises:
            TranscriptError: The text is no transcript.
            LanguageError: It is in a language that Spejl does not code.
            RoleError: It cannot be told who is the practitioner.
        """
        session = read_plain(Source(Path("<doc>"), doc.text), "doc")
        coded = self.coder.code(
            session, language=self.language, practitioner=self.practitioner, goal=self.goal
        )
        doc._.miti = coded
        doc._.miti_scores = score(coded)
        doc.spans[SPANS] = SpanGroup(doc, name=SPANS, spans=list(_spans(doc, coded)))
        return doc


def _spans(doc: Doc, coded: CodedSession) -> Iterator[Span]:
    at = 0
    places: list[list[tuple[int, int]]] = []
    for turn in coded.session.turns:
        words = _words(doc.text, turn, at)
        places.append(words)
        at = words[-1][1] if words else at
    for unit in coded.utterances:
        text = coded.session.turns[unit.utterance.turn].text
        first = len(text[: unit.utterance.start].split())
        last = first + len(unit.utterance.text.split())
        words = places[unit.utterance.turn][first:last]
        if not words:
            continue
        span = doc.char_span(words[0][0], words[-1][1], label=_label(unit), alignment_mode="expand")
        if span is not None:
            span._.miti = unit
            yield span


def _words(text: str, turn: Turn, at: int) -> list[tuple[int, int]]:
    """Where a turn's words stand in the doc, from a character on.

    The reader joins lines and leaves out stamps, so words are found as a whole where they stand
    together, and else one after another.
    """
    words = turn.text.split()
    whole = re.compile(r"\s+".join(map(re.escape, words))).search(text, at) if words else None
    at = whole.start() if whole else at
    found = []
    for word in words:
        start = text.find(word, at)
        if start < 0:
            break
        at = start + len(word)
        found.append((start, at))
    return found


def _label(unit: CodedUtterance) -> str:
    return str(unit.code or unit.client_talk or "")

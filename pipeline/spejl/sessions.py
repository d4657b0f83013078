"""The nouns: what travels between the stages. All are frozen and hold plain values."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from spejl.codes import ClientTalk, Code, Form


class Role(StrEnum):
    """What a speaker is in the conversation."""

    PRACTITIONER = "practitioner"
    CLIENT = "client"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says before another speaks."""

    speaker: str
    """The speaker's name as it stands in the input."""
    text: str
    start: float | None = None
    """Seconds from the beginning of the recording; None where unknown."""
    end: float | None = None
    """Seconds; None where unknown."""


@dataclass(frozen=True, slots=True)
class Session:
    """One conversation, not yet coded."""

    id: str
    """Also a file name: letters, digits, dot, hyphen and underscore."""
    turns: tuple[Turn, ...]
    language: str | None = None
    """da, sv, nb, nn, or another ISO code; None until it is found."""
    goal: str | None = None
    """The change the conversation is about; None where none is known."""
    roles: tuple[tuple[str, Role], ...] = ()
    """The role of each speaker, as (speaker, role); empty until they are found."""

    def role(self, speaker: str) -> Role:
        """The role of a speaker; `other` for a speaker whose role is not recorded."""
        return next((role for name, role in self.roles if name == speaker), Role.OTHER)

    @property
    def speakers(self) -> tuple[str, ...]:
        """All speakers, in the order in which they first speak."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns))

    @property
    def text(self) -> str:
        """What everybody says, a turn a line."""
        return "\n".join(turn.text for turn in self.turns)

    @property
    def minutes(self) -> float | None:
        """Length by the times of the turns; None where a first or last time is missing."""
        if not self.turns:
            return None
        first, last = self.turns[0], self.turns[-1]
        end = last.start if last.end is None else last.end
        if first.start is None or end is None or end <= first.start:
            return None
        return (end - first.start) / 60


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thought unit: a stretch of one turn."""

    turn: int
    """0-based index of the turn in the session."""
    start: int
    """First character in the turn's text."""
    end: int
    """One past the last character."""
    role: Role
    text: str
    """The characters of the turn's text from start to end."""


@dataclass(frozen=True, slots=True)
class CodedUtterance:
    """An utterance with what a person or a model says of it."""

    utterance: Utterance
    code: Code | None = None
    """MITI code; None where the speaker is not the practitioner."""
    detail: str | None = None
    """Finer than the code: open, closed, permission; a kind of NC; a kind of client talk."""
    doubt: bool = False
    """A human coder marked honest doubt."""
    probability: float | None = None
    """Calibrated probability of the code or client talk given; None for human codes."""
    probabilities: tuple[float, ...] | None = None
    """All of them, in the order of Code (practitioner) or ClientTalk (client)."""
    client_talk: ClientTalk | None = None
    """None where the speaker is not the client."""
    needs_review: bool = False
    """The model is not sure enough: a person should look."""

    @property
    def form(self) -> Form | None:
        """Open, closed or permission for Q and Seek; None for all else."""
        if self.code in (Code.Q, Code.SEEK) and self.detail is not None:
            return Form(self.detail)
        return None

    @property
    def role(self) -> Role:
        """The speaker's role."""
        return self.utterance.role


@dataclass(frozen=True, slots=True)
class CodedSession:
    """A session and its coded utterances, in order.

    Several utterances may share a span, where a human coder gave a whole turn several codes.
    """

    session: Session
    utterances: tuple[CodedUtterance, ...]
    coder: str
    """Who coded: a person's name or sign, or model@version."""
    widening: tuple[tuple[str, float], ...] | None = None
    """Margin per measure by which sampled intervals are widened, as fitted with the
    model; None where a person coded."""

    def by_turn(self) -> Iterator[tuple[int, tuple[CodedUtterance, ...]]]:
        """Every turn's index with its coded utterances, in order; turns without any included."""
        found: dict[int, list[CodedUtterance]] = {}
        for coded in self.utterances:
            found.setdefault(coded.utterance.turn, []).append(coded)
        for index in range(len(self.session.turns)):
            yield index, tuple(found.get(index, ()))


def slice_turns(coded: CodedSession, first: int, last: int) -> CodedSession:
    """The part of a coded session from turn `first` to turn `last`, both included.

    The turns are numbered anew from 0. Speakers, goal and coder stay.
    """
    turns = coded.session.turns[first : last + 1]
    return replace(
        coded,
        session=replace(coded.session, turns=turns),
        utterances=tuple(
            replace(u, utterance=replace(u.utterance, turn=u.utterance.turn - first))
            for u in coded.utterances
            if first <= u.utterance.turn <= last
        ),
    )

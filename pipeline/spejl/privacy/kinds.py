"""What is replaced, and what is told of each replacement."""

from dataclasses import dataclass, field
from enum import StrEnum

from spejl.sessions import Session


class Kind(StrEnum):
    """Kinds of details that can point to a person."""

    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    EMAIL = "email"
    NATIONAL_ID = "national-id"
    """CPR, personnummer, samordningsnummer, fødselsnummer and D-nummer."""
    BIRTH_DATE = "birth-date"
    PLACE = "place"
    """Towns and regions."""
    ORGANISATION = "organisation"
    """Workplaces, schools and hospitals that have a name."""


DEFAULT_KINDS = frozenset(
    (Kind.NAME, Kind.PHONE, Kind.ADDRESS, Kind.EMAIL, Kind.NATIONAL_ID, Kind.BIRTH_DATE)
)
"""All but places and organisations, which are found less surely."""


class Certainty(StrEnum):
    """How sure it is that a replaced detail is one."""

    SURE = "sure"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Part(StrEnum):
    """Where in a session a replacement stands."""

    TEXT = "text"
    SPEAKER = "speaker"
    GOAL = "goal"
    ID = "id"


Place = tuple[Part, int | None, int, int]
"""Part, turn, first character and one past the last, as in a `Replacement`."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of text that gives a detail."""

    start: int
    """First character."""
    end: int
    """One past the last character."""
    kind: Kind
    certainty: Certainty
    why: str
    """What gave it away, in a few English words that do not quote it."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """One detail and what stands in its place. Its `repr` does not show the detail."""

    part: Part
    turn: int | None
    """0-based; the speaker's first turn for `speaker`, None for `goal` and `id`."""
    start: int
    """First character in the text as it was."""
    end: int
    """One past the last character in the text as it was."""
    kind: Kind
    original: str = field(repr=False)
    replacement: str
    certainty: Certainty
    why: str

    @property
    def place(self) -> Place:
        """Where it stands in the session as it was."""
        return self.part, self.turn, self.start, self.end


@dataclass(frozen=True, slots=True)
class Pseudonymised:
    """A session with stand-ins, and what they stand for."""

    session: Session
    replacements: tuple[Replacement, ...]
    """In the order id, goal, speakers, turns."""

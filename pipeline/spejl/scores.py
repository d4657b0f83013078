"""What a session comes to: counts, and the summary measures derived from them.

Formulas: MITI 4.2.1, summary measures. % open is a 3.1.1-style estimate. A measure whose
denominator is empty is None, never 0 or infinity, and `undefined` says why.
"""

import math
from dataclasses import dataclass, field

from spejl.codes import ADHERENT, NON_ADHERENT, REFLECTIONS, Code

MEASURES: tuple[str, ...] = (
    "reflection_to_question",
    "percent_complex",
    "mi_adherent",
    "mi_non_adherent",
    "percent_open",
    "percent_change_talk",
)
"""Measures that follow from the codes and carry an interval where a model coded."""

FEW = 5
"""A denominator below this is marked `few`."""


@dataclass(frozen=True, slots=True)
class Globals:
    """Global ratings that a person gave (MITI 4.2.1), each 1 to 5. Spejl never invents them."""

    cultivating: float | None = None
    softening: float | None = None
    partnership: float | None = None
    empathy: float | None = None

    @property
    def technical(self) -> float | None:
        """(Cultivating change talk + softening sustain talk) / 2; None if one is missing."""
        return _mean(self.cultivating, self.softening)

    @property
    def relational(self) -> float | None:
        """(Partnership + empathy) / 2; None if one is missing."""
        return _mean(self.partnership, self.empathy)


@dataclass(frozen=True, slots=True)
class Interval:
    """A 90 % interval for a measure."""

    measure: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SessionScores:
    """Counts of a session or a segment of it, and everything derived from them."""

    session_id: str
    language: str | None
    goal: str | None
    coder: str
    n_turns: int
    n_volleys: int
    counts: tuple[tuple[Code, int], ...]
    """How many volleys hold each of the ten codes."""
    n_open: int = 0
    """Open questions, Seek included, per utterance."""
    n_closed: int = 0
    """Closed questions, Seek included, per utterance."""
    n_change: int = 0
    """Client utterances of change talk."""
    n_sustain: int = 0
    """Client utterances of sustain talk."""
    n_neutral: int = 0
    words_practitioner: int = 0
    words_client: int = 0
    seconds_practitioner: float | None = None
    """Speaking time; None where times are unknown."""
    seconds_client: float | None = None
    minutes: float | None = None
    """Length of what was scored; None where times are unknown."""
    n_review: int = 0
    """Utterances of which the model is not sure."""
    globals: Globals | None = None
    """A person's global ratings; None where there are none, or under ten minutes."""
    intervals: tuple[Interval, ...] | None = None
    """One for each defined measure where a model coded; None where a person did."""
    notes: tuple[str, ...] = field(default=())
    """Short marks on the session, such as `no_goal` (see aggregate)."""

    def count(self, code: Code) -> int:
        """In how many volleys a code stands."""
        return dict(self.counts).get(code, 0)

    def _total(self, codes: frozenset[Code]) -> int:
        return sum(self.count(code) for code in codes)

    @property
    def questions(self) -> int:
        """Q. Seek questions are not among them."""
        return self.count(Code.Q)

    @property
    def reflections(self) -> int:
        """SR + CR."""
        return self._total(REFLECTIONS)

    @property
    def reflection_to_question(self) -> float | None:
        """R:Q = (SR + CR) / Q, from 0; None without questions."""
        return _ratio(self.reflections, self.questions)

    @property
    def percent_complex(self) -> float | None:
        """%CR = CR / (SR + CR) as a share from 0 to 1; None without reflections."""
        return _ratio(self.count(Code.CR), self.reflections)

    @property
    def mi_adherent(self) -> int:
        """Total MI-adherent = Seek + AF + Emphasize."""
        return self._total(ADHERENT)

    @property
    def mi_non_adherent(self) -> int:
        """Total MI-non-adherent = Confront + Persuade."""
        return self._total(NON_ADHERENT)

    @property
    def percent_open(self) -> float | None:
        """Open / (open + closed) questions, 0 to 1: a 3.1.1-style estimate; None without any."""
        return _ratio(self.n_open, self.n_open + self.n_closed)

    @property
    def percent_change_talk(self) -> float | None:
        """Change / (change + sustain) utterances, 0 to 1; None where there are neither."""
        return _ratio(self.n_change, self.n_change + self.n_sustain)

    @property
    def practitioner_share(self) -> float | None:
        """Practitioner's share of the talk by time where known, else by words; 0 to 1."""
        if self.seconds_practitioner is not None and self.seconds_client is not None:
            both = self.seconds_practitioner + self.seconds_client
            return _ratio(self.seconds_practitioner, both)
        return _ratio(self.words_practitioner, self.words_practitioner + self.words_client)

    @property
    def technical(self) -> float | None:
        """Technical global, 1 to 5; None where no person rated it."""
        return self.globals.technical if self.globals else None

    @property
    def relational(self) -> float | None:
        """Relational global, 1 to 5; None where no person rated it."""
        return self.globals.relational if self.globals else None

    @property
    def undefined(self) -> tuple[tuple[str, str], ...]:
        """Every measure that is None, with the reason."""
        reasons = {
            "reflection_to_question": "no questions",
            "percent_complex": "no reflections",
            "percent_open": "no questions",
            "percent_change_talk": "no change talk and no sustain talk",
            "practitioner_share": "nothing was said",
            "technical": "not rated by a person" if self.goal else "no goal",
            "relational": "not rated by a person",
        }
        return tuple((name, why) for name, why in reasons.items() if getattr(self, name) is None)

    @property
    def flags(self) -> tuple[str, ...]:
        """Notes, and `few_<what>` where a ratio rests on fewer than five."""
        parts = {
            "questions": self.questions,
            "reflections": self.reflections,
            "client_talk": self.n_change + self.n_sustain,
        }
        few = tuple(f"few_{what}" for what, n in parts.items() if 0 < n < FEW)
        return self.notes + few

    def interval(self, measure: str) -> Interval | None:
        """The interval of a measure; None where a person coded or the measure is undefined."""
        return next((i for i in self.intervals or () if i.measure == measure), None)

    def per_20_minutes(self, count: int) -> float | None:
        """A count as it would be in 20 minutes; None where the length is unknown."""
        if self.minutes is None or self.minutes <= 0:
            return None
        return count * 20 / self.minutes


def log_ratio(reflections: float, questions: float) -> float:
    """log((R + .5) / (Q + .5)): R:Q for statistics, defined for every session.

    >>> log_ratio(3, 3)
    0.0
    """
    return math.log((reflections + 0.5) / (questions + 0.5))


def _ratio(numerator: float, denominator: float) -> float | None:
    return numerator / denominator if denominator else None


def _mean(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else (first + second) / 2

"""What figures are read against, as versioned data: MITI's reference values, people's agreement.

Source of the reference values: Moyers, Manuel and Ernst, MITI 4.2.1 (2015), summary measures. The
manual calls them expert opinion without normative data, to be used with other evidence; it sets
none for the totals of MI-adherent and non-adherent speech, and none of the values says anything
about a person. The value for % open questions belongs to MITI 3.1.1 (beginning proficiency as
printed in the DALI trial, 2017) and is shown as a 3.1.1-style estimate.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """Reference values of one measure."""

    measure: str
    """Name of the property of SessionScores."""
    fair: float
    """Value from which the manual speaks of fair (3.1.1: beginning) proficiency."""
    good: float | None
    """Value from which it speaks of good proficiency; None where no source was seen."""
    source: str
    """The manual that states it."""


VERSION = "MITI 4.2.1 (2015), read 2026-11"

CAVEAT = (
    "Reference values are expert opinion without normative data; "
    "they are for learning and never a grade."
)

REFERENCES: tuple[Reference, ...] = (
    Reference("technical", 3.0, 4.0, "MITI 4.2.1"),
    Reference("relational", 3.5, 4.0, "MITI 4.2.1"),
    Reference("percent_complex", 0.40, 0.50, "MITI 4.2.1"),
    Reference("reflection_to_question", 1.0, 2.0, "MITI 4.2.1"),
    Reference("percent_open", 0.50, None, "MITI 3.1.1"),
)


AMONG_PEOPLE = {"behaviour": 0.74, "reflection": 0.50, "form": 0.74, "client": 0.47}
"""Fleiss' κ of ten coders on seven sessions of AnnoMI (Wu et al., 2022): question, reflection or
input; simple or complex reflection; open or closed question; kind of client talk."""


def reference(measure: str) -> Reference | None:
    """The reference values of a measure, or None where the manual sets none.

    >>> reference("technical").fair
    3.0
    >>> reference("mi_adherent") is None
    True
    """
    return next((r for r in REFERENCES if r.measure == measure), None)

"""What one coder made of many sessions, and which sessions several coders share."""

from collections.abc import Sequence
from dataclasses import dataclass

from spejl.errors import SpejlError
from spejl.scores import SessionScores
from spejl.sessions import CodedSession


@dataclass(frozen=True, slots=True)
class Coding:
    """One coder's sessions with their scores."""

    name: str
    """What the coder is called in tables."""
    sessions: tuple[CodedSession, ...]
    scores: tuple[SessionScores, ...]
    """Of each session, in the same order."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The sessions' ids, in order."""
        return tuple(coded.session.id for coded in self.sessions)


@dataclass(frozen=True, slots=True)
class Shared:
    """Codings of the same sessions in the same order."""

    codings: tuple[Coding, ...]
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    """For each coder's name the sessions that others have and this one lacks, sorted."""


def shared(codings: Sequence[Coding]) -> Shared:
    """The sessions that all coders have, matched by id and sorted.

    Raises:
        SpejlError: A coder has one session twice, or they share none.
    """
    every: set[str] = set()
    for coding in codings:
        every |= set(coding.ids)
        twice = sorted(i for i in set(coding.ids) if coding.ids.count(i) > 1)
        if twice:
            raise SpejlError(
                f"{coding.name}: holds session {twice[0]} {coding.ids.count(twice[0])} times; "
                "expected one coding of each session: name one coder's files alone"
            )
    common = sorted(every.intersection(*(set(c.ids) for c in codings)))
    if not common:
        names = " and ".join(c.name for c in codings)
        raise SpejlError(
            f"{names}: share no session; sessions are matched by their ids, so give both "
            "codings the same ones"
        )
    missing = tuple((c.name, tuple(sorted(every - set(c.ids)))) for c in codings)
    return Shared(tuple(_only(c, common) for c in codings), missing)


def _only(coding: Coding, ids: Sequence[str]) -> Coding:
    place = {name: i for i, name in enumerate(coding.ids)}
    return Coding(
        coding.name,
        tuple(coding.sessions[place[i]] for i in ids),
        tuple(coding.scores[place[i]] for i in ids),
    )

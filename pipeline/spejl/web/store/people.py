"""Whose sessions are followed, and what was shown of groups."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from spejl.aggregate.course import Difference, Mean, Reason
from spejl.aggregate.group import Behind, GroupFigures
from spejl.web.store.models import Followed, Kept, Practitioner, Shown
from spejl.web.store.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Whose:
    """What a person says of a session."""

    name: str
    """Of the practitioner."""
    day: date
    period: str
    """before, after, or empty."""
    circle: str
    """The practitioner's group; empty leaves it as it is."""


@dataclass(frozen=True, slots=True)
class People:
    """Practitioners, their groups and the groups' figures."""

    shelf: Shelf

    def follow(self, session: str, whose: Whose) -> str:
        """Keep whose a session is; a practitioner who is new begins with it.

        Returns:
            The practitioner's key.
        """
        with self.shelf.open() as transaction:
            found = transaction.scalars(
                select(Practitioner).where(Practitioner.name == whose.name)
            ).first()
            if found is None:
                found = Practitioner(key=secrets.token_urlsafe(16), name=whose.name, circle="")
                transaction.add(found)
                transaction.flush()
            found.circle = whose.circle or found.circle
            transaction.merge(
                Followed(
                    session=session, practitioner=found.key, day=whose.day, period=whose.period
                )
            )
            return found.key

    def unfollow(self, session: str) -> None:
        """Forget whose a session is; a practitioner without sessions is forgotten with it."""
        with self.shelf.open() as transaction:
            row = transaction.get(Followed, session)
            if row is not None:
                transaction.delete(row)

    def of(self, session: str) -> tuple[Followed, Practitioner] | None:
        """Whose a session is; None where nobody has said."""
        with self.shelf.open() as transaction:
            row = transaction.get(Followed, session)
            person = transaction.get(Practitioner, row.practitioner) if row else None
            return (row, person) if row and person else None

    def get(self, key: str) -> Practitioner | None:
        """A practitioner; None where there is none of this key."""
        with self.shelf.open() as transaction:
            return transaction.get(Practitioner, key)

    def all(self) -> Sequence[Practitioner]:
        """All practitioners by name."""
        with self.shelf.open() as transaction:
            return transaction.scalars(select(Practitioner).order_by(Practitioner.name)).all()

    def sessions(self, key: str) -> list[tuple[Kept, Followed]]:
        """A practitioner's sessions, the oldest first."""
        with self.shelf.open() as transaction:
            rows = transaction.execute(
                select(Kept, Followed)
                .join(Followed, Followed.session == Kept.key)
                .where(Followed.practitioner == key)
                .order_by(Followed.day, Kept.created)
            )
            return [(kept, followed) for kept, followed in rows]

    def move(self, key: str, circle: str) -> None:
        """Put a practitioner into another group; an empty name takes them out of theirs."""
        with self.shelf.open() as transaction:
            found = transaction.get(Practitioner, key)
            if found is not None:
                found.circle = circle

    def circles(self) -> list[str]:
        """The names of the groups that have people or figures."""
        with self.shelf.open() as transaction:
            names = {
                *transaction.scalars(select(Practitioner.circle)),
                *transaction.scalars(select(Shown.circle)),
            }
        return sorted(names - {""})

    def show(self, circle: str, figures: GroupFigures, behind: Behind) -> None:
        """Keep a figure of a group, which is shown from now on."""
        with self.shelf.open() as transaction:
            row = Shown(
                circle=circle,
                measure=figures.measure,
                figures=json.dumps(asdict(figures)),
                behind=json.dumps(behind.marks),
            )
            transaction.add(row)

    def shown(self, circle: str) -> dict[str, Shown]:
        """The newest figure of each measure of a group."""
        with self.shelf.open() as transaction:
            rows = transaction.scalars(
                select(Shown).where(Shown.circle == circle).order_by(Shown.id)
            )
            return {row.measure: row for row in rows}

    def ever_shown(self, measure: str) -> list[Behind]:
        """Who stood behind every figure of a measure, of any group."""
        with self.shelf.open() as transaction:
            rows = transaction.scalars(select(Shown.behind).where(Shown.measure == measure))
            return [Behind(tuple((a, b) for a, b in json.loads(row))) for row in rows]


def figures_of(row: Shown) -> GroupFigures:
    """A group's figure as it was kept."""
    data = json.loads(row.figures)
    means = {
        name: Mean(**_known(data[name])) if data[name] else None
        for name in ("all", "before", "after")
    }
    change = data["difference"]
    return GroupFigures(
        row.measure, **means, difference=Difference(**_known(change)) if change else None
    )


def _known(data: dict[str, Any]) -> dict[str, Any]:
    reason = data["reason"]
    return {**data, "reason": Reason(reason) if reason else None}

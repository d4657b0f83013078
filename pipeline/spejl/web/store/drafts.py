"""Codings from scratch, unfinished and finished."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from spejl.serialize import coded_to_json, session_from_json, session_to_json
from spejl.sessions import Session
from spejl.web.by_hand import Lines, finished, lines_from_json, lines_to_json
from spejl.web.store.models import Coding, Draft
from spejl.web.store.shelf import Shelf, StaleError


@dataclass(frozen=True, slots=True)
class Drafts:
    """What people code from scratch."""

    shelf: Shelf

    def begin(self, key: str, session: Session, lines: Lines, coder: str) -> int:
        """Keep a new draft; its number."""
        row = Draft(
            session=key,
            coder=coder,
            version=1,
            data=session_to_json(session),
            lines=lines_to_json(lines),
        )
        with self.shelf.open() as transaction:
            transaction.add(row)
            transaction.flush()
            return row.id

    def get(self, key: str, number: int) -> Draft | None:
        """A draft of a session; None where there is none of this number."""
        with self.shelf.open() as transaction:
            row = transaction.get(Draft, number)
            return row if row is not None and row.session == key else None

    def all(self, key: str) -> Sequence[Draft]:
        """The unfinished drafts of a session."""
        with self.shelf.open() as transaction:
            return transaction.scalars(
                select(Draft).where(Draft.session == key).order_by(Draft.id)
            ).all()

    def change(self, draft: Draft, lines: Lines) -> int:
        """Keep a draft's changed lines; its new version.

        Raises:
            StaleError: It was changed after it was read.
        """
        with self.shelf.open() as transaction:
            done = transaction.execute(
                update(Draft)
                .where(Draft.id == draft.id, Draft.version == draft.version)
                .values(lines=lines_to_json(lines), version=draft.version + 1)
                .returning(Draft.id)
            ).first()
        if done is None:
            raise StaleError("this coding was changed in another window")
        return draft.version + 1

    def finish(self, draft: Draft) -> None:
        """Make a draft a coding of its session, which is never changed again."""
        coded = finished(session_from_json(draft.data), lines_from_json(draft.lines), draft.coder)
        with self.shelf.open() as transaction:
            row = transaction.get(Draft, draft.id)
            if row is None:
                return
            transaction.delete(row)
            transaction.add(
                Coding(
                    session=draft.session,
                    coder=draft.coder,
                    data=coded_to_json(coded),
                    by_hand=True,
                )
            )

    def drop(self, draft: Draft) -> None:
        """Delete a draft."""
        with self.shelf.open() as transaction:
            row = transaction.get(Draft, draft.id)
            if row is not None:
                transaction.delete(row)

    def finished(self, key: str) -> Sequence[Coding]:
        """The codings of a session by people, the oldest first."""
        with self.shelf.open() as transaction:
            return transaction.scalars(
                select(Coding).where(Coding.session == key, Coding.by_hand).order_by(Coding.id)
            ).all()


def session_of(draft: Draft) -> Session:
    """The conversation that is coded."""
    return session_from_json(draft.data)


def lines_in(draft: Draft) -> Lines:
    """The draft's lines."""
    return lines_from_json(draft.lines)

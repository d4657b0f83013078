"""The words that stand-ins stand for, while a person looks them over; then they are gone."""

from dataclasses import dataclass, replace
from typing import Any

from spejl.readers.names import session_id
from spejl.serialize import session_to_json
from spejl.sessions import Session
from spejl.web.stand_ins import Review, review_from_json, review_to_json
from spejl.web.store.database import vacuum
from spejl.web.store.shelf import Shelf


def columns(session: Session) -> dict[str, Any]:
    """What is kept of a session that is read, by column.

    Args:
        session: Its id is its title.
    """
    return {
        "title": session.id,
        "language": session.language,
        "goal": session.goal,
        "data": session_to_json(replace(session, id=session_id(session.id))),
    }


@dataclass(frozen=True, slots=True)
class Reviews:
    """What is looked over: a file of its own, so that the words never stand in the database."""

    shelf: Shelf

    def get(self, key: str) -> Review | None:
        """What is looked over in a conversation; None where nothing is, or not any more."""
        path = self.shelf.home.originals(key)
        return review_from_json(path.read_text(encoding="utf-8")) if path.exists() else None

    def keep(self, key: str, review: Review) -> None:
        """Keep a review; whole or not at all."""
        fresh = self.shelf.home.fresh()
        try:
            fresh.write_text(review_to_json(review), encoding="utf-8")
            fresh.replace(self.shelf.home.originals(key))
        finally:
            fresh.unlink(missing_ok=True)

    def end(self, key: str, session: Session) -> None:
        """Keep a conversation with its stand-ins, and delete for good what they stand for.

        Args:
            key: Of the conversation.
            session: With stand-ins; its id is its title.
        """
        self.shelf.change(key, **columns(session))
        self.shelf.delete_source(key)
        self.shelf.home.originals(key).unlink(missing_ok=True)
        vacuum(self.shelf.engine)

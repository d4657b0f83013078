"""What is done with the tables: one short transaction each."""

import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Transaction

from spejl.errors import SpejlError
from spejl.serialize import coded_from_json, coded_to_json
from spejl.sessions import CodedSession
from spejl.web.corrections import Current, Slot, current, slot_from_json, slot_of, slot_to_json
from spejl.web.store.database import vacuum
from spejl.web.store.home import Home
from spejl.web.store.models import Coding, Correction, Kept, Preference, State


class StaleError(SpejlError):
    """A correction of a slot that was corrected elsewhere in the meantime."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """The machine's newest coding of a session, with what was corrected in it."""

    coding: int
    machine: CodedSession
    current: Current
    corrections: tuple[Correction, ...]
    """In the order in which they were made."""

    def version(self, slot: int) -> int:
        """Number of the newest correction of a slot; 0 where there is none."""
        return max((c.number for c in self.corrections if c.slot == slot), default=0)

    def slot(self, slot: int) -> Slot:
        """A slot as it stands now."""
        newest = self.newest(slot)
        if newest is not None:
            return slot_from_json(newest.after)
        return slot_of(self.machine, slot)

    def newest(self, slot: int) -> Correction | None:
        """The newest correction of a slot; None where there is none."""
        return next((c for c in reversed(self.corrections) if c.slot == slot), None)

    def standing(self, slot: int) -> Correction | None:
        """The newest correction of a slot that is not taken back; None where there is none."""
        own = [c for c in self.corrections if c.slot == slot]
        undone = {c.undoes for c in own}
        left = (c for c in reversed(own) if c.kind != "undo" and c.number not in undone)
        return next(left, None)

    def remarked(self) -> frozenset[tuple[int, int]]:
        """Slot and piece of the utterances of which somebody said only "I see it differently"."""
        found: set[tuple[int, int]] = set()
        for correction in self.corrections:
            if correction.kind == "remark":
                found.add((correction.slot, correction.piece))
            elif correction.kind in ("split", "join", "speaker", "undo"):
                found = {place for place in found if place[0] != correction.slot}
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Change:
    """A correction that is to be kept."""

    slot: int
    piece: int
    seen: int
    """Number of the slot's newest correction when the person saw it."""
    kind: str
    after: Slot
    reason: str = ""
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Sessions, codings and corrections, and the files that belong to them."""

    engine: Engine
    home: Home

    @contextmanager
    def open(self) -> Iterator[Transaction]:
        """A transaction; rows that leave it can still be read."""
        with Transaction(self.engine, expire_on_commit=False) as transaction, transaction.begin():
            yield transaction

    def add(self, title: str, state: State, **values: Any) -> Kept:
        """Keep a new session."""
        kept = Kept(key=secrets.token_urlsafe(16), title=title, state=state, **values)
        self.home.files(kept.key).mkdir(parents=True, mode=0o700)
        with self.open() as transaction:
            transaction.add(kept)
        return kept

    def get(self, key: str) -> Kept | None:
        """A session; None where there is none of this key."""
        with self.open() as transaction:
            return transaction.get(Kept, key)

    def all(self) -> Sequence[Kept]:
        """All sessions, the newest first."""
        with self.open() as transaction:
            return transaction.scalars(select(Kept).order_by(Kept.created.desc(), Kept.title)).all()

    def change(self, key: str, **values: Any) -> None:
        """Set columns of a session; nothing happens where it is gone."""
        with self.open() as transaction:
            kept = transaction.get(Kept, key)
            for name, value in values.items() if kept else ():
                setattr(kept, name, value)

    def keep_coding(self, key: str, coded: CodedSession) -> None:
        """Keep a coding beside the older ones, and show it from now on."""
        with self.open() as transaction:
            kept = transaction.get(Kept, key)
            if kept is not None:
                kept.state = State.READY
                row = Coding(session=key, coder=coded.coder, data=coded_to_json(coded))
                transaction.add(row)

    def shelved(self, key: str) -> Shelved | None:
        """The machine's newest coding with its corrections; None where it has coded nothing yet."""
        with self.open() as transaction:
            row = transaction.scalars(
                select(Coding)
                .where(Coding.session == key, ~Coding.by_hand)
                .order_by(Coding.id.desc())
                .limit(1)
            ).first()
            if row is None:
                return None
            made = tuple(
                transaction.scalars(
                    select(Correction).where(Correction.coding == row.id).order_by(Correction.id)
                )
            )
        machine = coded_from_json(row.data)
        changed = {c.slot: slot_from_json(c.after) for c in made}
        return Shelved(row.id, machine, current(machine, changed), made)

    def correct(self, shelved: Shelved, change: Change) -> None:
        """Keep a correction.

        Raises:
            StaleError: The slot was corrected after the person saw it.
        """
        if shelved.version(change.slot) != change.seen:
            raise StaleError("this line was changed in another window")
        row = Correction(
            coding=shelved.coding,
            slot=change.slot,
            piece=change.piece,
            number=change.seen + 1,
            kind=change.kind,
            by=self.preference("name"),
            reason=change.reason,
            before=slot_to_json(shelved.slot(change.slot)),
            after=slot_to_json(change.after),
            undoes=change.undoes,
        )
        try:
            with self.open() as transaction:
                transaction.add(row)
        except IntegrityError:
            raise StaleError("this line was changed in another window") from None

    def preference(self, name: str) -> str:
        """A setting of the page; empty where it is not set."""
        with self.open() as transaction:
            row = transaction.get(Preference, name)
            return row.value if row else ""

    def prefer(self, name: str, value: str) -> None:
        """Set a setting of the page."""
        with self.open() as transaction:
            transaction.merge(Preference(name=name, value=value))

    def delete(self, key: str) -> None:
        """Delete a session for good: its files, its rows, and what the database still held."""
        folder = self.home.files(key)
        if folder.exists():
            shutil.rmtree(folder)
        with self.open() as transaction:
            transaction.execute(delete(Kept).where(Kept.key == key))
        vacuum(self.engine)

    def delete_work(self, key: str) -> None:
        """Delete what was kept between the stages of writing a recording out."""
        work = self.home.work(key)
        if work.exists():
            shutil.rmtree(work)

    def delete_source(self, key: str) -> None:
        """Delete the file that was put in, unless it is the recording."""
        kept = self.get(key)
        if kept is None or kept.source is None or kept.source == kept.recording:
            return
        (self.home.files(key) / kept.source).unlink(missing_ok=True)
        self.change(key, source=None)

    def delete_recording(self, key: str) -> None:
        """Delete a session's recording for good; transcript and codes stay."""
        kept = self.get(key)
        if kept is None or kept.recording is None:
            return
        self.delete_work(key)
        (self.home.files(key) / kept.recording).unlink(missing_ok=True)
        source = None if kept.source == kept.recording else kept.source
        self.change(key, recording=None, source=source)
        vacuum(self.engine)

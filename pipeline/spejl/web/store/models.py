"""The tables. Alembic's migrations make them; a test keeps the two equal."""

from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class State(StrEnum):
    """How far a session has come."""

    ASKING = "asking"
    """A recording waits for its language."""
    READING = "reading"
    CHECKING = "checking"
    """Read; it waits for goal, language and who is who."""
    CODING = "coding"
    READY = "ready"
    STOPPED = "stopped"
    """A job failed or was cancelled; the session can be tried again or deleted."""


class JobState(StrEnum):
    """How far a job has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


def now() -> datetime:
    """The time, UTC, without a zone, as SQLite keeps it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


class Base(DeclarativeBase):
    """Of all tables."""


class Kept(Base):
    """A session that is kept."""

    __tablename__ = "session"

    key: Mapped[str] = mapped_column(primary_key=True)
    """Drawn at random; also the name of its folder."""
    title: Mapped[str]
    """As the user calls it: at first the name of the file."""
    created: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[str]
    language: Mapped[str | None] = mapped_column(default=None)
    goal: Mapped[str | None] = mapped_column(default=None)
    source: Mapped[str | None] = mapped_column(default=None)
    """Name on disk of the file that was put in; None once it is removed."""
    recording: Mapped[str | None] = mapped_column(default=None)
    """Name on disk of the recording to listen to; None where there is none."""
    n_speakers: Mapped[int | None] = mapped_column(default=2)
    """Of a recording, as a person said; None where that is to be found out."""
    discard: Mapped[bool] = mapped_column(default=False)
    """The recording is deleted as soon as it is written out."""
    stand_ins: Mapped[bool] = mapped_column(default=False)
    """Names, numbers and addresses are replaced when it is read."""
    data: Mapped[str | None] = mapped_column(Text, default=None)
    """The session as JSON, once it is read."""


class Coding(Base):
    """A coding of a session; never changed. The machine's newest one of a session is shown."""

    __tablename__ = "coding"

    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(ForeignKey("session.key", ondelete="CASCADE"), index=True)
    coder: Mapped[str]
    made: Mapped[datetime] = mapped_column(default=now)
    data: Mapped[str] = mapped_column(Text)
    """The coded session as JSON."""
    by_hand: Mapped[bool] = mapped_column(default=False)
    """A person coded from scratch, without seeing the machine's codes."""


class Correction(Base):
    """One change to one slot of a coding; rows are only ever added."""

    __tablename__ = "correction"
    __table_args__ = (UniqueConstraint("coding", "slot", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    coding: Mapped[int] = mapped_column(ForeignKey("coding.id", ondelete="CASCADE"), index=True)
    slot: Mapped[int]
    number: Mapped[int]
    """1 for the slot's first correction; two tabs cannot both write the same one."""
    kind: Mapped[str]
    """code, split, join, speaker, words, remark or undo."""
    by: Mapped[str]
    """The name that the person gave; empty where none."""
    made: Mapped[datetime] = mapped_column(default=now)
    reason: Mapped[str]
    """In the person's words; empty where none."""
    piece: Mapped[int]
    """Position in the slot of the utterance that is meant."""
    before: Mapped[str] = mapped_column(Text)
    """The slot as JSON before the change."""
    after: Mapped[str] = mapped_column(Text)
    undoes: Mapped[int | None] = mapped_column(default=None)
    """The number in the slot that an undo takes back; None for all else."""


class Job(Base):
    """Work that waits, runs or has ended. A restart finds it here."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(ForeignKey("session.key", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    """read or code."""
    state: Mapped[str] = mapped_column(default=JobState.WAITING)
    stage: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(default="")
    """Which problem ended it; see `problems`."""
    detail: Mapped[str] = mapped_column(default="")
    """The error's own words, without paths; never what was said."""
    made: Mapped[datetime] = mapped_column(default=now)


class Preference(Base):
    """A setting of the page, such as the name under which corrections are kept."""

    __tablename__ = "preference"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Practitioner(Base):
    """Somebody whose sessions are followed; gone with the last of them."""

    __tablename__ = "practitioner"

    key: Mapped[str] = mapped_column(primary_key=True)
    """Drawn at random; the marks behind a group's figures tell nothing without it."""
    name: Mapped[str] = mapped_column(unique=True)
    """A name or a code word, as the user chooses."""
    circle: Mapped[str]
    """The one group to which the person belongs; empty where none."""


class Followed(Base):
    """Whose a session is, and when it was."""

    __tablename__ = "followed"

    session: Mapped[str] = mapped_column(
        ForeignKey("session.key", ondelete="CASCADE"), primary_key=True
    )
    practitioner: Mapped[str] = mapped_column(
        ForeignKey("practitioner.key", ondelete="CASCADE"), index=True
    )
    day: Mapped[date]
    period: Mapped[str]
    """before, after, or empty."""


class Shown(Base):
    """A figure of a group that was shown. It stays when people go, and holds no name of them."""

    __tablename__ = "shown"

    id: Mapped[int] = mapped_column(primary_key=True)
    circle: Mapped[str]
    measure: Mapped[str]
    made: Mapped[datetime] = mapped_column(default=now)
    figures: Mapped[str] = mapped_column(Text)
    """As JSON."""
    behind: Mapped[str] = mapped_column(Text)
    """The marks of who stands behind it, as JSON."""


class Draft(Base):
    """A person's coding from scratch that is not finished."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[str] = mapped_column(ForeignKey("session.key", ondelete="CASCADE"), index=True)
    coder: Mapped[str]
    version: Mapped[int]
    """One more with every change; two tabs cannot both write the same one."""
    data: Mapped[str] = mapped_column(Text)
    """The session as it is coded, as JSON; it stays when the session is changed."""
    lines: Mapped[str] = mapped_column(Text)
    """Its lines with the codes so far, as JSON."""

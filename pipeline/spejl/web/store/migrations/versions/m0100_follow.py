"""Whose a session is, and a group's figures."""

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0002_recordings"


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "practitioner",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False, unique=True),
        sa.Column("circle", sa.String(), nullable=False),
    )
    op.create_table(
        "followed",
        sa.Column(
            "session",
            sa.String(),
            sa.ForeignKey("session.key", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column(
            "practitioner",
            sa.String(),
            sa.ForeignKey("practitioner.key", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
    )
    op.create_index("ix_followed_practitioner", "followed", ["practitioner"])
    op.create_table(
        "shown",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("made", sa.DateTime(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("behind", sa.Text(), nullable=False),
    )
    _forget_names()


def _forget_names() -> None:
    """Whichever way a practitioner's last session goes, the name goes with it."""
    for change in ("DELETE", "UPDATE OF practitioner"):
        op.execute(
            f"CREATE TRIGGER practitioner_goes_{change.split()[0].lower()} AFTER {change} "
            "ON followed WHEN NOT EXISTS "
            "(SELECT 1 FROM followed WHERE practitioner = OLD.practitioner) "
            "BEGIN DELETE FROM practitioner WHERE key = OLD.practitioner; END"
        )

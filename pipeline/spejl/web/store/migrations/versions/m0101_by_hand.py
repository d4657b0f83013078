"""Codings from scratch: unfinished ones, and which codings are by people."""

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0100"


def upgrade() -> None:
    """Make the change."""
    op.add_column(
        "coding", sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "session",
            sa.String(),
            sa.ForeignKey("session.key", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
    )
    op.create_index("ix_draft_session", "draft", ["session"])

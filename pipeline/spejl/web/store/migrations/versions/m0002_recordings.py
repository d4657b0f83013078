"""What a person says of a recording before it is written out."""

import sqlalchemy as sa
from alembic import op

revision = "0002_recordings"
down_revision = "0001"


def upgrade() -> None:
    """Make the change."""
    op.add_column("session", sa.Column("n_speakers", sa.Integer()))
    op.add_column(
        "session", sa.Column("discard", sa.Boolean(), nullable=False, server_default=sa.false())
    )

"""Whether stand-ins take the place of names in a conversation."""

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0101"


def upgrade() -> None:
    """Make the change."""
    op.add_column(
        "session", sa.Column("stand_ins", sa.Boolean(), nullable=False, server_default=sa.false())
    )

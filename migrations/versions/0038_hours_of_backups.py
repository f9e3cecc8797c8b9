"""which hour's backups a scheduler has taken upon itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

TABLE = "backup_hour"


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("begins_at", name=op.f(f"uq_{TABLE}_begins_at")),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table(TABLE)

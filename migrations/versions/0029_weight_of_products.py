"""what a task's product weighs when officials are rated."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version; nobody has given a weight yet."""
    op.add_column("task", sa.Column("weight", sa.String(), nullable=True))


def downgrade() -> None:
    """Go back to the version before."""
    # Not in a batch: SQLite drops a column in place, a copied table would lose its children.
    op.drop_column("task", "weight")

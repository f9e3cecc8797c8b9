"""headings whose label and name share one printed cell."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version; what was read before is printed in two cells, as until now."""
    op.add_column(
        "section", sa.Column("is_wide", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Go back to the version before."""
    # Not in a batch: SQLite drops a column in place, a copied table would lose its children.
    op.drop_column("section", "is_wide")

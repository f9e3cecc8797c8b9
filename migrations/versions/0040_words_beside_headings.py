"""what is printed beside a heading, in the other columns of its row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version; of headings taken over before nothing of the kind is known."""
    op.add_column("section", sa.Column("extra", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Go back to the version before."""
    # Not in a batch: SQLite drops a column in place, a copied table would lose its children.
    op.drop_column("section", "extra")

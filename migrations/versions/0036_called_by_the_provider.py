"""what another place where people sign in calls them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TABLE, INDEX = "user_account", "ix_user_account_external_name"


def upgrade() -> None:
    """Go to this version. Not as a batch: that would make anew a table that others point to."""
    op.add_column(TABLE, sa.Column("external_name", sa.String(), nullable=True))
    op.create_index(op.f(INDEX), TABLE, ["external_name"], unique=True)


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index(op.f(INDEX), table_name=TABLE)
    op.drop_column(TABLE, "external_name")

"""under which password an address of a calendar was made: it ends with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

TABLE = "calendar_subscription"


def upgrade() -> None:
    """Go to this version; addresses that are in use stay so."""
    op.add_column(TABLE, sa.Column("session_key", sa.String(), nullable=False, server_default=""))
    op.execute(
        f"UPDATE {TABLE} SET session_key = (SELECT session_key FROM user_account "  # noqa: S608
        f"WHERE user_account.id = {TABLE}.user_id)"
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column(TABLE, "session_key")

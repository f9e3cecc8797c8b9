"""a mail's words are kept once, as plain text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.drop_column("outbox_message", "html")


def downgrade() -> None:
    """Go back to the version before."""
    op.add_column("outbox_message", sa.Column("html", sa.Text(), nullable=False, server_default=""))

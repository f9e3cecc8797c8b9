"""the journal by what was done."""

from __future__ import annotations

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TABLE, INDEX = "audit_entry", "ix_audit_entry_action"


def upgrade() -> None:
    """Go to this version."""
    op.create_index(op.f(INDEX), TABLE, ["action"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index(op.f(INDEX), table_name=TABLE)

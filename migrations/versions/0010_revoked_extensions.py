"""extensions that were granted by mistake are revoked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = "fk_extension_request_revoked_by_id_user_account"


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table("extension_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("revoked_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("revoked_due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("revocation_reason", sa.Text(), nullable=True))
        batch_op.create_foreign_key(batch_op.f(KEY), "user_account", ["revoked_by_id"], ["id"])


def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table("extension_request", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(KEY), type_="foreignkey")
        batch_op.drop_column("revocation_reason")
        batch_op.drop_column("revoked_due_on")
        batch_op.drop_column("revoked_at")
        batch_op.drop_column("revoked_by_id")

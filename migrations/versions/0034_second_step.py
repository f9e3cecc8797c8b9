"""the second step of signing in: the phone's secret, codes on paper, who is through."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

USER, SIGN_IN = "user_account", "sign_in"


def upgrade() -> None:
    """Go to this version. Not as batches: those would make anew tables that others point to."""
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_recovery_code_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    op.create_index(op.f("ix_recovery_code_user_id"), "recovery_code", ["user_id"])
    op.add_column(USER, sa.Column("totp_secret", sa.String(), nullable=True))
    op.add_column(USER, sa.Column("second_step_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        USER, sa.Column("totp_last_moment", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.add_column(SIGN_IN, sa.Column("second_step_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column(SIGN_IN, "second_step_at")
    for name in ("totp_last_moment", "second_step_since", "totp_secret"):
        op.drop_column(USER, name)
    op.drop_index(op.f("ix_recovery_code_user_id"), table_name="recovery_code")
    op.drop_table("recovery_code")

"""who confirmed, or did not, the objective cause that a unit names for being late."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version; nobody has judged a cause yet."""
    op.create_table(
        "cause_verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("judged_by_id", sa.Integer(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["judged_by_id"], ["user_account.id"], name="fk_cause_verdict_judged_by_id_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["progress_update.id"], name="fk_cause_verdict_report_id_progress_update"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_cause_verdict"),
        sa.UniqueConstraint("request_key", name="uq_cause_verdict_request_key"),
    )
    op.create_index("ix_cause_verdict_report_id", "cause_verdict", ["report_id"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("ix_cause_verdict_report_id", "cause_verdict")
    op.drop_table("cause_verdict")

"""figures asked for in digests; leaders of plans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "figure_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outbox_message_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["outbox_message_id"],
            ["outbox_message.id"],
            name=op.f("fk_figure_reminder_outbox_message_id_outbox_message"),
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["user_account.id"],
            name=op.f("fk_figure_reminder_recipient_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["target.id"], name=op.f("fk_figure_reminder_target_id_target")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_reminder")),
        sa.UniqueConstraint(
            "target_id",
            "figure",
            "recipient_id",
            name=op.f("uq_figure_reminder_target_id_figure_recipient_id"),
        ),
    )
    with op.batch_alter_table("figure_reminder", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_figure_reminder_outbox_message_id"), ["outbox_message_id"], unique=False
        )
    op.create_table(
        "leader_of_plan",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_leader_of_plan_plan_id_plan")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_leader_of_plan_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_leader_of_plan")),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("leader_of_plan")
    op.drop_table("figure_reminder")

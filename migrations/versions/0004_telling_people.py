"""Choices of how to be told, leaders in charge, notices read, indexes for deciding."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "notification_choice",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("delivery", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_notification_choice_user_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notification_choice")),
    )
    op.create_table(
        "leader_in_charge",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_leader_in_charge_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_leader_in_charge_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_leader_in_charge")),
    )
    op.add_column("reminder", sa.Column("mail_on", sa.Date(), nullable=True))
    op.add_column("reminder", sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("ix_reminder_recipient_id", table_name="reminder")
    op.create_index("ix_reminder_mail_on", "reminder", ["mail_on"])
    op.create_index("ix_reminder_recipient_read", "reminder", ["recipient_id", "read_at"])
    op.create_index("ix_occurrence_kind_period_end", "occurrence", ["kind", "period_end"])
    op.add_column("contribution", sa.Column("due_on", sa.Date(), nullable=True))
    op.execute(
        "UPDATE contribution SET due_on = (SELECT occurrence.due_on FROM occurrence"
        " WHERE occurrence.id = contribution.occurrence_id)"
    )
    op.create_index("ix_contribution_status_due_on", "contribution", ["status", "due_on"])
    # What was told before there were notices is no news.
    op.execute("UPDATE reminder SET read_at = decided_at")


def downgrade() -> None:
    """Go back to the version before."""
    # Not in batches: SQLite would make the tables anew, and rows of others hang on theirs.
    op.drop_index("ix_contribution_status_due_on", table_name="contribution")
    op.drop_column("contribution", "due_on")
    op.drop_index("ix_occurrence_kind_period_end", table_name="occurrence")
    op.drop_index("ix_reminder_recipient_read", table_name="reminder")
    op.drop_index("ix_reminder_mail_on", table_name="reminder")
    op.create_index("ix_reminder_recipient_id", "reminder", ["recipient_id"])
    op.drop_column("reminder", "read_at")
    op.drop_column("reminder", "mail_on")
    op.drop_table("leader_in_charge")
    op.drop_table("notification_choice")

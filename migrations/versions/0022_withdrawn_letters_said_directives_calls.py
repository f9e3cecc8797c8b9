"""withdrawn letters, directives that the Office wrote down, calls by name told by mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version.

    Keys to people in plain SQL that both engines know: a batch would make the tables anew, which
    SQLite refuses while other tables point to their rows.
    """
    op.execute(
        "ALTER TABLE urging_letter ADD COLUMN withdrawn_by_id INTEGER "
        "CONSTRAINT fk_urging_letter_withdrawn_by_id_user_account REFERENCES user_account (id)"
    )
    op.add_column(
        "urging_letter", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("urging_letter", sa.Column("withdrawal_reason", sa.Text(), nullable=True))
    op.execute(
        "ALTER TABLE directive ADD COLUMN entered_by_id INTEGER "
        "CONSTRAINT fk_directive_entered_by_id_user_account REFERENCES user_account (id)"
    )
    op.add_column("directive", sa.Column("said_on", sa.Date(), nullable=True))
    op.add_column("directive", sa.Column("document", sa.String(), nullable=True))
    op.create_table(
        "call_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mention_id", sa.Integer(), nullable=False),
        sa.Column("outbox_message_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mention_id"], ["mention.id"], name=op.f("fk_call_reminder_mention_id_mention")
        ),
        sa.ForeignKeyConstraint(
            ["outbox_message_id"],
            ["outbox_message.id"],
            name=op.f("fk_call_reminder_outbox_message_id_outbox_message"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_reminder")),
        sa.UniqueConstraint("mention_id", name=op.f("uq_call_reminder_mention_id")),
    )
    op.create_index(
        op.f("ix_call_reminder_outbox_message_id"), "call_reminder", ["outbox_message_id"]
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("call_reminder")
    for column in ("document", "said_on", "entered_by_id"):
        op.drop_column("directive", column)
    for column in ("withdrawal_reason", "withdrawn_at", "withdrawn_by_id"):
        op.drop_column("urging_letter", column)

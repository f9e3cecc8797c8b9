"""requests for a later due day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('prepared', 'asked')")


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "extension_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("wanted_due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_objective", sa.Boolean(), nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("media_type", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted_due_on", sa.Date(), nullable=True),
        sa.Column("is_cause_confirmed", sa.Boolean(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.Column("answer_key", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_extension_request_contribution_id_contribution"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"],
            ["user_account.id"],
            name=op.f("fk_extension_request_ended_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrence.id"],
            name=op.f("fk_extension_request_occurrence_id_occurrence"),
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"],
            ["user_account.id"],
            name=op.f("fk_extension_request_prepared_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"],
            ["user_account.id"],
            name=op.f("fk_extension_request_sent_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension_request")),
        sa.UniqueConstraint("request_key", name=op.f("uq_extension_request_request_key")),
    )
    with op.batch_alter_table("extension_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_extension_request_contribution_id"), ["contribution_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_extension_request_occurrence_id"), ["occurrence_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_extension_request_sha256"), ["sha256"], unique=False)
        batch_op.create_index("ix_extension_request_state", ["state"], unique=False)
        batch_op.create_index(
            "uq_extension_request_open",
            ["occurrence_id"],
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )

    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.add_column(sa.Column("late_for", sa.Date(), nullable=True))


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column("contribution", "late_for")

    with op.batch_alter_table("extension_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_extension_request_open",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )
        batch_op.drop_index("ix_extension_request_state")
        batch_op.drop_index(batch_op.f("ix_extension_request_sha256"))
        batch_op.drop_index(batch_op.f("ix_extension_request_occurrence_id"))
        batch_op.drop_index(batch_op.f("ix_extension_request_contribution_id"))

    op.drop_table("extension_request")

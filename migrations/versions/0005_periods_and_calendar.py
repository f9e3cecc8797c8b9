"""periods and calendar."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "office_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_office_day")),
    )
    op.create_table(
        "calendar_version",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_calendar_version")),
    )
    op.create_table(
        "checked_calendar_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_checked_calendar_year")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "check_in_rhythm", sa.String(length=30), server_default="monthly", nullable=False
            )
        )
        batch_op.add_column(sa.Column("data_window", sa.String(length=30), nullable=True))

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_time", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("months", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("working_day", sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column("data_window", sa.String(length=30), nullable=True))

    # Not in a batch: for a default that is an expression SQLite would make the table anew, and
    # rows of others hang on its rows.
    op.add_column("occurrence", sa.Column("printed_due_on", sa.Date(), nullable=True))
    op.add_column("occurrence", sa.Column("due_time", sa.Time(), nullable=True))
    op.add_column("occurrence", sa.Column("term_days", sa.Integer(), nullable=True))
    op.add_column(
        "occurrence",
        sa.Column(
            "term_counts_working_days", sa.Boolean(), server_default=sa.false(), nullable=False
        ),
    )


def downgrade() -> None:
    """Go back to the version before."""
    # Not in batches: SQLite would make the tables anew, and rows of others hang on theirs.
    for name in ("term_counts_working_days", "term_days", "due_time", "printed_due_on"):
        op.drop_column("occurrence", name)
    for name in ("data_window", "working_day", "months", "due_time"):
        op.drop_column("task", name)
    for name in ("data_window", "check_in_rhythm"):
        op.drop_column("plan", name)
    op.drop_table("checked_calendar_year")
    op.drop_table("calendar_version")
    op.drop_table("office_day")

"""what is changed of a plan after its issue; which plan a plan was copied from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("task_name", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_amendment_plan_id_plan"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_amendment_task_id_task"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name="fk_amendment_user_id_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_amendment"),
    )
    for column in ("plan_id", "task_id", "at"):
        op.create_index(f"ix_amendment_{column}", "amendment", [column])
    # In plain SQL: a batch would make the table anew, which SQLite refuses while rows point to it.
    op.execute(
        "ALTER TABLE plan ADD COLUMN copied_from_id INTEGER "
        "CONSTRAINT fk_plan_copied_from_id_plan REFERENCES plan (id)"
    )
    op.add_column("plan", sa.Column("request_key", sa.String(), nullable=True))
    op.create_index("ix_plan_request_key", "plan", ["request_key"], unique=True)


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("ix_plan_request_key", "plan")
    op.drop_column("plan", "request_key")
    op.drop_column("plan", "copied_from_id")
    for column in ("at", "task_id", "plan_id"):
        op.drop_index(f"ix_amendment_{column}", "amendment")
    op.drop_table("amendment")

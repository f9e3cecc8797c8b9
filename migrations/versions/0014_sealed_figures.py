"""figures as of any day: when work came to be owed, former due days, sealed reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "due_day_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("original_due_on", sa.Date(), nullable=True),
        sa.Column("due_time", sa.Time(), nullable=True),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrence.id"],
            name=op.f("fk_due_day_move_occurrence_id_occurrence"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_day_move")),
    )
    op.create_index(op.f("ix_due_day_move_occurrence_id"), "due_day_move", ["occurrence_id"])
    op.create_table(
        "sealed_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_by_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sealed_by_id"],
            ["user_account.id"],
            name=op.f("fk_sealed_figures_sealed_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_figures")),
        sa.UniqueConstraint(
            "first_day", "last_day", name=op.f("uq_sealed_figures_first_day_last_day")
        ),
    )
    # What was owed before has none: it was owed since its instance was made.
    op.add_column(
        "contribution", sa.Column("created_at", sa.DateTime(timezone=True), nullable=True)
    )
    # The days that extensions moved stand in the requests.
    op.execute(
        "INSERT INTO due_day_move (occurrence_id, at, due_on, original_due_on, due_time) "
        "SELECT o.id, r.ended_at, r.due_on, o.original_due_on, o.due_time "
        "FROM extension_request r JOIN occurrence o ON o.id = r.occurrence_id "
        "WHERE r.state = 'granted' AND r.ended_at IS NOT NULL ORDER BY r.ended_at"
    )


def downgrade() -> None:
    """Go back to the version before."""
    # Not in a batch: SQLite drops a column in place, a copied table would lose its children.
    op.drop_column("contribution", "created_at")
    op.drop_table("sealed_figures")
    op.drop_index(op.f("ix_due_day_move_occurrence_id"), table_name="due_day_move")
    op.drop_table("due_day_move")

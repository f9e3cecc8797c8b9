"""monthly lists of late persons and units."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "late_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("drawn_up_by_id", sa.Integer(), nullable=False),
        sa.Column("drawn_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("printed", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["drawn_up_by_id"],
            ["user_account.id"],
            name=op.f("fk_late_list_drawn_up_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"],
            ["user_account.id"],
            name=op.f("fk_late_list_released_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_list")),
        sa.UniqueConstraint("first_day", "last_day", name=op.f("uq_late_list_first_day_last_day")),
    )
    op.create_table(
        "late_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("late_list_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("added_words", sa.Text(), nullable=True),
        sa.Column("struck_reason", sa.Text(), nullable=True),
        sa.Column("judged_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["late_list_id"], ["late_list.id"], name=op.f("fk_late_row_late_list_id_late_list")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_late_row_contribution_id_contribution"),
        ),
        sa.ForeignKeyConstraint(
            ["judged_by_id"],
            ["user_account.id"],
            name=op.f("fk_late_row_judged_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_row")),
        sa.UniqueConstraint(
            "late_list_id",
            "contribution_id",
            name=op.f("uq_late_row_late_list_id_contribution_id"),
        ),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("late_row")
    op.drop_table("late_list")

"""difficulties as questions, reasons of late results."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version; a difficulty already told becomes an open question."""
    op.create_table(
        "difficulty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_difficulty_contribution_id_contribution"),
        ),
        sa.ForeignKeyConstraint(
            ["raised_by_id"],
            ["user_account.id"],
            name=op.f("fk_difficulty_raised_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["user_account.id"],
            name=op.f("fk_difficulty_answered_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"],
            ["user_account.id"],
            name=op.f("fk_difficulty_closed_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difficulty")),
    )
    with op.batch_alter_table("difficulty", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_difficulty_contribution_id"), ["contribution_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_difficulty_closed_at"), ["closed_at"], unique=False)
    op.execute(
        "INSERT INTO difficulty (contribution_id, words, raised_by_id, raised_at, version) "
        "SELECT c.id, c.difficulty, u.user_id, u.at, 1 FROM contribution c "
        "JOIN progress_update u ON u.id = (SELECT MAX(p.id) FROM progress_update p "
        "WHERE p.contribution_id = c.id AND p.difficulty IS NOT NULL AND p.user_id IS NOT NULL) "
        "WHERE c.difficulty IS NOT NULL AND c.difficulty <> ''"
    )
    with op.batch_alter_table("progress_update", schema=None) as batch_op:
        batch_op.add_column(sa.Column("late_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("late_is_objective", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column("progress_update", "late_is_objective")
    op.drop_column("progress_update", "late_reason")
    op.drop_table("difficulty")

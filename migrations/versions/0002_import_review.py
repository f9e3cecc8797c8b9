"""import review."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "import_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["import_draft.id"], name=op.f("fk_import_change_draft_id_import_draft")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["user_account.id"],
            name=op.f("fk_import_change_made_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"],
            ["user_account.id"],
            name=op.f("fk_import_change_undone_by_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_change")),
    )
    with op.batch_alter_table("import_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_change_draft_id"), ["draft_id"], unique=False)

    op.create_table(
        "import_reading",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["import_draft.id"], name=op.f("fk_import_reading_draft_id_import_draft")
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_import_reading")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))

    with op.batch_alter_table("import_draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("amends_plan_id", sa.Integer(), nullable=True))

    with op.batch_alter_table("import_draft_row", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_split_off", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("paired_task_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("is_paired_by_hand", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("dropped_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Go back to the version before."""
    # Not in batches: SQLite would make the tables anew, and rows of others hang on theirs.
    op.drop_column("task", "dropped_on")

    op.drop_column("import_draft_row", "is_paired_by_hand")
    op.drop_column("import_draft_row", "paired_task_id")
    op.drop_column("import_draft_row", "is_split_off")

    op.drop_column("import_draft", "amends_plan_id")

    op.drop_column("assignment", "ended_on")

    op.drop_table("import_reading")
    with op.batch_alter_table("import_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_change_draft_id"))

    op.drop_table("import_change")

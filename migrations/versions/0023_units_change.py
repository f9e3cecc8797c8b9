"""units that were merged, and the names they bore until a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    # In plain SQL: a batch would make the table anew, which SQLite refuses while rows point to it.
    op.execute(
        "ALTER TABLE unit ADD COLUMN merged_into_id INTEGER "
        "CONSTRAINT fk_unit_merged_into_id_unit REFERENCES unit (id)"
    )
    op.add_column("unit", sa.Column("ended_on", sa.Date(), nullable=True))
    op.create_table(
        "former_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_former_name_unit_id_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_former_name"),
        sa.UniqueConstraint("unit_id", "last_day", name="uq_former_name_unit_id_last_day"),
    )
    op.create_index("ix_former_name_unit_id", "former_name", ["unit_id"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("ix_former_name_unit_id", "former_name")
    op.drop_table("former_name")
    op.drop_column("unit", "ended_on")
    op.drop_column("unit", "merged_into_id")

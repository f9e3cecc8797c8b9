"""what a correction of a draft made outside it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.add_column("import_change", sa.Column("made", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table("import_change") as batch:
        batch.drop_column("made")

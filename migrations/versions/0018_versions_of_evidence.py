"""newer versions of evidence files."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KEY = "fk_evidence_replaced_by_id_evidence"


def upgrade() -> None:
    """Go to this version, in plain SQL that keeps the table as it is on both engines."""
    op.execute(
        f"ALTER TABLE evidence ADD COLUMN replaced_by_id INTEGER "
        f"CONSTRAINT {KEY} REFERENCES evidence (id)"
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column("evidence", "replaced_by_id")

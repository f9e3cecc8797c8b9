"""officers in charge of contributions."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


INDEX = "ix_contribution_officer_id"
KEY = "fk_contribution_officer_id_user_account"


def upgrade() -> None:
    """Go to this version.

    In plain SQL that both engines know: a batch would make the table anew, which SQLite refuses
    while other tables point to its rows.
    """
    op.execute(
        f"ALTER TABLE contribution ADD COLUMN officer_id INTEGER "
        f"CONSTRAINT {KEY} REFERENCES user_account (id)"
    )
    op.create_index(op.f(INDEX), "contribution", ["officer_id"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index(op.f(INDEX), "contribution")
    op.drop_column("contribution", "officer_id")

"""whom each paper is for, what the malware scanner said of it, who fetched it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core.db import UtcDateTime

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

TABLES = ("evidence", "measurement_evidence")


def upgrade() -> None:
    """Go to this version; what is there was seen by those concerned, and nobody scanned it."""
    for name in TABLES:
        for column, value in (("sensitivity", "internal"), ("scan_state", "not_asked")):
            op.add_column(
                name, sa.Column(column, sa.String(length=30), nullable=False, server_default=value)
            )
    op.create_table(
        "file_download",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("remote_address", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("sensitivity", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_file_download_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_download")),
    )
    for column in ("at", "user_id"):
        op.create_index(op.f(f"ix_file_download_{column}"), "file_download", [column])
    op.create_index("ix_file_download_paper", "file_download", ["about", "paper_id"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("file_download")
    for name in TABLES:
        for column in ("sensitivity", "scan_state"):
            op.drop_column(name, column)

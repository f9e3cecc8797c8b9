"""sealed journal."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("seal", sa.String(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_audit_entry_number"), ["number"])
    _seal_what_is_there()


def downgrade() -> None:
    """Go back to the version before."""
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_audit_entry_number"), type_="unique")
        batch_op.drop_column("seal")
        batch_op.drop_column("number")


ENTRIES = sa.table(
    "audit_entry",
    sa.column("id", sa.Integer),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("action", sa.String),
    sa.column("user_id", sa.Integer),
    sa.column("user_name", sa.String),
    sa.column("subject_type", sa.String),
    sa.column("subject_id", sa.Integer),
    sa.column("subject_name", sa.String),
    sa.column("plan_id", sa.Integer),
    sa.column("changes", sa.JSON),
    sa.column("remote_address", sa.String),
    sa.column("number", sa.Integer),
    sa.column("seal", sa.String),
)


def _seal_what_is_there() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(ENTRIES).order_by(ENTRIES.c.id)).mappings().all()
    previous = "0" * 64
    for number, row in enumerate(rows, 1):
        previous = _seal(previous, {**row, "number": number, "at": _moment(row["at"])})
        change = sa.update(ENTRIES).where(ENTRIES.c.id == row["id"])
        connection.execute(change.values(number=number, seal=previous))


def _moment(value: datetime) -> str:
    aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return aware.isoformat(timespec="microseconds")


def _seal(previous: str, row: dict[str, Any]) -> str:
    content = {name: value for name, value in row.items() if name not in {"id", "seal"}}
    words = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{words}".encode()).hexdigest()

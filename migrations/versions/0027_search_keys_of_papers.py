"""papers carry what they are called by without accents, to be found fast."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core.text_vn import search_key

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLES = ("evidence", "measurement_evidence")
NAMED_BY = ("file_name", "document_number", "document_issuer", "document_summary")
AT_ONCE = 1000


def upgrade() -> None:
    """Go to this version; the papers that are there get their keys."""
    connection = op.get_bind()
    for name in TABLES:
        op.add_column(name, sa.Column("search_key", sa.Text(), nullable=False, server_default=""))
        table = sa.table(
            name, sa.column("id"), sa.column("search_key"), *(sa.column(part) for part in NAMED_BY)
        )
        rows = connection.execute(sa.select(table.c.id, *(table.c[part] for part in NAMED_BY)))
        keys = [{"number": row.id, "key": search_key(*row[1:])} for row in rows]
        statement = (
            sa.update(table)
            .where(table.c.id == sa.bindparam("number"))
            .values(search_key=sa.bindparam("key"))
        )
        for start in range(0, len(keys), AT_ONCE):
            connection.execute(statement, keys[start : start + AT_ONCE])


def downgrade() -> None:
    """Go back to the version before."""
    for name in TABLES:
        op.drop_column(name, "search_key")

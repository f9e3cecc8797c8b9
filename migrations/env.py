"""How Alembic reaches the tracker's tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

from tracker.core.db import Base, UtcDateTime, db


def plain_column_type(kind: str, thing: Any, _context: Any) -> str | bool:
    """Write new migrations in plain types: they must not change when the code does."""
    if kind != "type":
        return False
    if isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return f"sa.String(length={thing.length})" if isinstance(thing, sa.Enum) else False


def run_migrations() -> None:
    """Apply the migrations in one transaction, on the app's own engine."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=plain_column_type,
            # SQLite takes changes of tables back too, as our transactions begin there themselves;
            # by itself Alembic would commit each migration.
            transactional_ddl=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


# Alembic runs this file by itself; the app's context is already open.
run_migrations()

"""How Alembic reaches the tracker's tables."""

from __future__ import annotations

from alembic import context
from flask import current_app

from tracker.core.db import Base, db

# Alembic runs this file by itself; the app's context is already open.
_engine = db.engine


def run_migrations() -> None:
    """Apply the migrations in one transaction, on the app's own engine."""
    with _engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations()

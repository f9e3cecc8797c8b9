"""PostgreSQL databases that tests use one after another: copying one each time is slow.

After a test all its rows go and the rows of the start come back. A test that changed tables
loses its database; the next one gets a fresh copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from tests.databases import drop_postgres_database, new_postgres_database, postgres_url

_SHAPE = """
    SELECT md5(string_agg(
        concat_ws(' ', c.relname, a.attname, a.atttypid, a.attnotnull), ','
        ORDER BY c.relname, a.attnum
    ))
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped
"""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
_OTHERS_OUT = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class ReusedDatabase:
    """One database, lent to one test at a time, as its template is."""

    def __init__(self, template: str) -> None:
        self._template = template
        self._name: str | None = None
        self._shape: str | None = None
        self._back_to_start = sql.SQL("")

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The database's name, for as long as a test runs."""
        name = self._name or self._copy()
        yield name
        if not self._restore(name):
            drop_postgres_database(name)
            self._name = None

    def _copy(self) -> str:
        self._name = name = new_postgres_database(self._template)
        with _connection(name) as connection:
            self._shape = _scalar(connection, _SHAPE)
            tables = [table for (table,) in connection.execute(_TABLES).fetchall()]
            connection.execute("CREATE SCHEMA kept")
            filled = [table for table in tables if _keep(connection, table)]
            sequences = connection.execute(_SEQUENCES).fetchall()
        emptied = [sql.SQL("DELETE FROM {}").format(_public(table)) for table in tables]
        refilled = [
            sql.SQL("INSERT INTO {} SELECT * FROM {}").format(_public(table), _kept(table))
            for table in filled
        ]
        counted = [
            sql.SQL("SELECT setval({}, {}, {})").format(sequence, last or 1, last is not None)
            for sequence, last in sequences
        ]
        self._back_to_start = sql.SQL("; ").join(
            [sql.SQL("SET session_replication_role = replica"), *emptied, *refilled, *counted]
        )
        return name

    def _restore(self, name: str) -> bool:
        with _connection(name) as connection:
            connection.execute(_OTHERS_OUT)
            if _scalar(connection, _SHAPE) != self._shape:
                return False
            connection.execute(self._back_to_start)
        return True


def _connection(name: str) -> psycopg.Connection:
    return psycopg.connect(postgres_url(name).replace("+psycopg", ""))


def _keep(connection: psycopg.Connection, table: str) -> bool:
    if not _scalar(connection, sql.SQL("SELECT count(*) FROM {}").format(_public(table))):
        return False
    copy = sql.SQL("CREATE TABLE {} AS TABLE {}").format(_kept(table), _public(table))
    connection.execute(copy)
    return True


def _scalar(connection: psycopg.Connection, query: str | sql.Composable) -> object:
    row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def _public(table: str) -> sql.Identifier:
    return sql.Identifier("public", table)


def _kept(table: str) -> sql.Identifier:
    return sql.Identifier("kept", table)

"""Rows of any table as JSON lines and back, the same for SQLite and PostgreSQL.

The tables are taken as the database has them, not as the models of this version of the code say,
so an older database is kept as it is.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    MetaData,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import ColumnElement

_AT_ONCE = 500
_KINDS: dict[type, str] = {
    datetime: "moment",
    date: "day",
    time: "time",
    Decimal: "decimal",
    bytes: "bytes",
}
NOT_OURS = "alembic_version"


def tables_of(connection: Connection) -> list[Table]:
    """Every table of the database, parents before children."""
    metadata = MetaData()
    metadata.reflect(connection)
    tables = [table for table in metadata.sorted_tables if table.name != NOT_OURS]
    for column in (column for table in tables for column in table.columns):
        if isinstance(column.type, JSON):
            # No value stays no value, and a JSON null a JSON null.
            column.type = JSON(none_as_null=True)
    return tables


def files_spoken_of(connection: Connection, tables: Iterable[Table]) -> set[str]:
    """The hash of every kept file that some row speaks of: its column is named so."""
    columns = (column for table in tables for column in table.columns)
    return {
        digest
        for column in columns
        if column.name.endswith("sha256")
        for digest in connection.scalars(select(column).where(column.is_not(None)).distinct())
    }


def journal_head_in(connection: Connection) -> str:
    """The journal's last seal as the snapshot has it; none in a database older than seals."""
    columns = inspect(connection).get_columns("audit_entry")
    if "number" not in {column["name"] for column in columns}:
        return ""
    statement = text("SELECT number, seal FROM audit_entry ORDER BY number DESC LIMIT 1")
    found = connection.execute(statement).first()
    return f"{found.number}:{found.seal}" if found and found.number else ""


def column_kinds(table: Table) -> dict[str, str]:
    """What each column's JSON value stands for: moment, day, time, decimal, bytes, json, plain."""
    return {column.name: _kind(column) for column in table.columns}


def rows_as_json(connection: Connection, table: Table) -> Iterator[str]:
    """One line a row, in the order of the primary key: a list of the columns' values."""
    kinds = list(column_kinds(table).values())
    statement = select(*(_readable(column) for column in table.columns)).order_by(
        *table.primary_key.columns
    )
    for row in connection.execute(statement.execution_options(yield_per=_AT_ONCE)):
        values = [_to_json(value, kind) for value, kind in zip(row, kinds, strict=True)]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def insert_rows(
    connection: Connection, table: Table, kinds: Mapping[str, str], lines: Iterable[bytes]
) -> int:
    """Add the rows and tell how many; references within the table are set at the end.

    A parent may stand after its child: it is there only when all rows are.
    """
    own = [column.name for column in table.columns if _refers_to(column, table)]
    count, batch, references = 0, [], []
    for line in lines:
        row = _row(line, kinds, is_aware=connection.dialect.name == "postgresql")
        if any(row[name] is not None for name in own):
            references.append({**{f"own_{name}": row[name] for name in own}, "own_id": row["id"]})
            row.update(dict.fromkeys(own))
        batch.append(row)
        if len(batch) == _AT_ONCE:
            count += _insert(connection, table, batch)
            batch = []
    count += _insert(connection, table, batch)
    _set_references(connection, table, own, references)
    return count


def _insert(connection: Connection, table: Table, batch: list[dict[str, Any]]) -> int:
    if batch:
        connection.execute(insert(table), batch)
    return len(batch)


def _set_references(
    connection: Connection, table: Table, own: list[str], references: list[dict[str, Any]]
) -> None:
    if not references:
        return
    statement = update(table).where(table.c.id == bindparam("own_id"))
    connection.execute(
        statement.values({name: bindparam(f"own_{name}") for name in own}), references
    )


def _kind(column: Column[Any]) -> str:
    if isinstance(column.type, JSON):
        return "json"
    try:
        return _KINDS.get(column.type.python_type, "plain")
    except NotImplementedError:
        return "plain"


def _readable(column: Column[Any]) -> ColumnElement[Any]:
    """JSON as its text: only so a JSON null is told from no value."""
    return cast(column, Text) if isinstance(column.type, JSON) else column


def _to_json(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "moment":
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return aware.isoformat(timespec="microseconds")
    if kind in {"day", "time"}:
        return value.isoformat()
    if kind == "decimal":
        return str(value)
    return base64.b64encode(value).decode() if kind == "bytes" else value


def _row(line: bytes, kinds: Mapping[str, str], *, is_aware: bool) -> dict[str, Any]:
    values = json.loads(line)
    return {
        name: _from_json(value, kind, is_aware=is_aware)
        for (name, kind), value in zip(kinds.items(), values, strict=True)
    }


def _from_json(value: Any, kind: str, *, is_aware: bool) -> Any:
    if value is None or kind == "plain":
        return value
    if kind == "json":
        return _json_value(value)
    if kind == "moment":
        moment = datetime.fromisoformat(value)
        return moment if is_aware else moment.replace(tzinfo=None)
    if kind == "day":
        return date.fromisoformat(value)
    if kind == "time":
        return time.fromisoformat(value)
    return Decimal(value) if kind == "decimal" else base64.b64decode(value)


def _json_value(text: str) -> Any:
    value = json.loads(text)
    return JSON.NULL if value is None else value


def _refers_to(column: Column[Any], table: Table) -> bool:
    return any(key.column.table is table for key in column.foreign_keys)


def continue_numbering(connection: Connection, table: Table) -> None:
    """Have PostgreSQL give the next row a number of its own; SQLite does so by itself."""
    if connection.dialect.name != "postgresql" or "id" not in table.columns:
        return
    highest = connection.scalar(select(func.max(table.c.id)))
    sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, "id")))
    if sequence and highest:
        connection.execute(select(func.setval(sequence, highest)))

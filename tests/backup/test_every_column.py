"""A backup carries every kind of column that the tables have, through JSON and back."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Time,
    insert,
    select,
)

from tracker.backup.rows import column_kinds, insert_rows, rows_as_json, tables_of
from tracker.backup.table_words import TABLE_WORDS
from tracker.core.db import db

VALUES = {
    "flag": True,
    "day": date(2026, 8, 5),
    "hour": time(16, 30),
    "moment": datetime(2026, 8, 5, 1, 2, 3, 456789),  # noqa: DTZ001 - as a bare column keeps it
    "paper": b"\x00\xff",
    "amount": Decimal("98.50"),
    "words": "Đ\u0301 “a”\n",
    "list": [1, {"a": None}],
}


@pytest.fixture
def odd(app: Flask) -> Table:
    """A table with a column of each kind, all filled in one row and none in another."""
    assert app
    table = Table(
        "odd",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("flag", Boolean),
        Column("day", Date),
        Column("hour", Time),
        Column("moment", DateTime),
        Column("paper", LargeBinary),
        Column("amount", Numeric(8, 2)),
        Column("words", String),
        Column("list", JSON(none_as_null=True)),
    )
    with db.engine.begin() as connection:
        table.create(connection)
        connection.execute(insert(table), [{"id": 1, **VALUES}])
        connection.execute(insert(table), [{"id": 2, "list": JSON.NULL}])
        connection.execute(insert(table), [{"id": 3, "words": None}])
    return table


def test_each_kind_comes_back_as_it_was(odd: Table) -> None:
    with db.engine.begin() as connection:
        (kept,) = (table for table in tables_of(connection) if table.name == odd.name)
        before = connection.execute(select(odd).order_by(odd.c.id)).all()
        lines = [line.encode() for line in rows_as_json(connection, kept)]
        connection.execute(odd.delete())
        assert insert_rows(connection, kept, column_kinds(kept), lines) == 3
        assert connection.execute(select(odd).order_by(odd.c.id)).all() == before
        again = [line.encode() for line in rows_as_json(connection, kept)]
    assert again == lines
    assert json.loads(lines[1])[-1] == "null", "a JSON null"
    assert json.loads(lines[2])[-1] is None, "no value"


def test_no_table_has_a_column_of_another_kind(app: Flask) -> None:
    assert app
    plain = {bool, int, float, str}
    with db.engine.connect() as connection:
        for table in tables_of(connection):
            kinds = column_kinds(table)
            for column in table.columns:
                known = kinds[column.name] != "plain" or column.type.python_type in plain
                assert known, f"{table.name}.{column.name}: {column.type}"


def test_a_restore_calls_every_table_by_what_it_holds(app: Flask) -> None:
    assert app
    with db.engine.connect() as connection:
        assert {table.name for table in tables_of(connection)} == TABLE_WORDS.keys()
    assert len(set(TABLE_WORDS.values())) == len(TABLE_WORDS)

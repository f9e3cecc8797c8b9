"""One invented plan, written in every format, reads to the same rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.reading.documents import (
    FIELDS,
    PLAN,
    ROWS,
)
from tests.reading.helpers import expected, printed
from tests.reading.writers import KINDS, WRITERS, Writer
from tracker.reading.document import read_document

ORDERS = (
    FIELDS,
    ("label", "content", "deadline", "lead", "cooperating", "product"),
    ("label", "content", "product", "deadline", "lead", "cooperating"),
    ("label", "content", "lead", "deadline"),
)


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_rows_and_kinds(writer: Writer) -> None:
    document = read_document(writer(PLAN), "ke-hoach")

    assert [printed(row) for row in document.rows] == [expected(row) for row in ROWS]
    assert [row.kind for row in document.rows] == KINDS
    assert document.unread == []
    assert document.rows_in_file == len(ROWS)


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_columns_in_any_order(writer: Writer, order: tuple[str, ...]) -> None:
    plan = replace(PLAN, order=order)
    document = read_document(writer(plan), "ke-hoach")

    blank = {name: "" for name in FIELDS if name not in order}
    assert [printed(row) for row in document.rows] == [
        expected(replace(row, **blank)) for row in ROWS
    ]


@pytest.mark.parametrize(
    "name", ["docx", "xlsx", "ods", "html", "markdown", "text-spaced", "text-tight"]
)
def test_letterhead(name: str) -> None:
    document = read_document(WRITERS[name](PLAN), "ke-hoach")

    assert document.title == "Kế hoạch chuyển đổi số phường Mẫu năm 2026"
    assert document.number == "12/KH-UBND"
    assert document.issued_on == date(2026, 1, 5)
    assert document.issuer == "Ủy ban nhân dân phường Mẫu"
    assert document.signer == "Nguyễn Văn Mẫu"
    assert document.year == 2026


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_units_and_deadlines_are_understood(writer: Writer) -> None:
    rows = read_document(writer(PLAN), "ke-hoach", year=2026).rows

    assert rows[1].lead == ("Văn phòng HĐND và UBND",)
    assert rows[1].deadline is not None
    assert rows[1].deadline.dates == (date(2026, 2, 20),)
    assert rows[6].deadline is not None
    assert rows[6].deadline.dates == (date(2026, 12, 31),)
    assert rows[0].deadline is None

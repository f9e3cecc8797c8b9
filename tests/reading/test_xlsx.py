"""What only spreadsheets have: numbers as labels, dates, formats, sheets, rows below the table."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from tests.reading.helpers import HEADER, labels, messages, task_row
from tracker.reading.document import read_document
from tracker.reading.readers.xlsx import shown
from tracker.reading.result import ReadDocument

Fill = Callable[[Any, Any], None]


def read_sheet(fill: Fill) -> ReadDocument:
    """The reading of a workbook whose first sheet has the header in row 1."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Nhiệm vụ")
    sheet.write_row(0, 0, HEADER)
    fill(book, sheet)
    book.close()
    return read_document(buffer.getvalue(), "x.xlsx", year=2026)


def _tasks(sheet: Any, values: list[Any], formats: dict[int, Any] | None = None) -> None:
    for at, label in enumerate(values, start=1):
        sheet.write_row(at, 0, task_row(""))
        sheet.write(at, 0, label, (formats or {}).get(at))


def test_numbers_as_labels() -> None:
    document = read_sheet(lambda _, sheet: _tasks(sheet, [1, 2.1, 2.2, "3.", "4"]))

    assert labels(document) == ["1", "2.1", "2.2", "3.", "4"]


def test_a_number_format_keeps_the_tenth_label() -> None:
    def fill(book: Any, sheet: Any) -> None:
        _tasks(sheet, [1.9, 1.10], {2: book.add_format({"num_format": "0.00"})})

    assert labels(read_sheet(fill)) == ["1.9", "1.10"]


def test_a_tenth_label_without_format_is_doubted() -> None:
    values = [1 + at / 10 for at in range(1, 10)] + [1.1]
    document = read_sheet(lambda _, sheet: _tasks(sheet, values))

    assert labels(document)[-1] == "1.1"
    assert "có thể là 1.10" in messages(document.rows[-1], "label")[0]


@pytest.mark.parametrize(
    ("number_format", "text", "last_day"),
    [
        ("dd/mm/yyyy", "01/04/2026", date(2026, 4, 1)),
        ("d/m/yy", "01/04/2026", date(2026, 4, 1)),
        ('"Tháng "m/yyyy', "Tháng 4/2026", date(2026, 4, 30)),
        ("mm/yyyy", "Tháng 4/2026", date(2026, 4, 30)),
        ("[$-42A]mmmm yyyy", "Tháng 4/2026", date(2026, 4, 30)),
    ],
)
def test_dates_are_read_as_the_sheet_shows_them(
    number_format: str, text: str, last_day: date
) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, task_row("1"))
        sheet.write_datetime(1, 4, date(2026, 4, 1), book.add_format({"num_format": number_format}))

    row = read_sheet(fill).rows[0]

    assert row.deadline_text == text
    assert row.deadline is not None
    assert row.deadline.dates == (last_day,)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1.0, None, "1"),
        (0.8, "0%", "80%"),
        (12.5, None, "12.5"),
        ("=1+1", None, "=1+1"),
        (3, "0", "3"),
    ],
)
def test_values_as_shown(value: Any, number_format: str | None, text: str) -> None:
    assert shown(value, number_format) == text


def test_cells_merged_downwards_on_a_sheet() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, task_row("1"))
        sheet.write_row(2, 0, task_row("2", "Việc hai"))
        sheet.merge_range(1, 4, 2, 4, "Quý I/2026")

    document = read_sheet(fill)

    assert [row.deadline_text for row in document.rows] == ["Quý I/2026", "Quý I/2026"]
    assert messages(document.rows[1], "deadline")


def test_empty_rows_and_what_stands_below_are_no_rows() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, task_row("1"))
        sheet.write_row(4, 0, task_row("2"))
        sheet.write(6, 0, "Nơi nhận:")
        sheet.write(6, 3, "CHỦ TỊCH")
        sheet.write(7, 0, "- Lưu: VT.")
        sheet.write(9, 3, "Nguyễn Văn Mẫu")

    document = read_sheet(fill)

    assert labels(document) == ["1", "2"]
    assert document.rows_in_file == 2
    assert document.signer == "Nguyễn Văn Mẫu"
    assert document.rows[1].anchor.row == 5


def test_hidden_and_other_sheets_give_no_tasks() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, task_row("1"))
        hidden = book.add_worksheet("Cũ")
        hidden.write_row(0, 0, HEADER)
        hidden.write_row(1, 0, task_row("9"))
        hidden.hide()
        book.add_worksheet("Danh mục").write_row(0, 0, ["Mã", "Tên"])

    assert labels(read_sheet(fill)) == ["1"]

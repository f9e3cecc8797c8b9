"""A sheet: plain values that every file format prints alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.exports.sheets import task
from tracker.exports.cells import Cell, cells_of
from tracker.exports.sheet import (
    Column,
    Orientation,
    Paper,
    Sheet,
    SheetRow,
    cleaned,
    day_of,
    printable,
)
from tracker.reading.result import RowKind

Make = Callable[..., Sheet]


def test_heading_reaches_over_the_empty_cells_beside_its_name() -> None:
    row = SheetRow(RowKind.SECTION, 1, ("I", "TUYÊN TRUYỀN", "", ""))
    assert cells_of(row) == (Cell("I", 0), Cell("TUYÊN TRUYỀN", 1, 3))


def test_heading_whose_name_stands_in_a_later_column_still_reaches_over_all() -> None:
    row = SheetRow(RowKind.GROUP, 2, ("1", "", "", "Truyền thông"))
    assert cells_of(row) == (Cell("1", 0), Cell("Truyền thông", 1, 3))


def test_heading_named_in_the_first_column_reaches_over_all() -> None:
    assert cells_of(SheetRow(RowKind.SECTION, 1, ("Phần I", "", ""))) == (Cell("Phần I", 0, 3),)


def test_heading_with_a_unit_of_its_own_keeps_its_cells_apart() -> None:
    row = SheetRow(RowKind.GROUP, 2, ("1", "Truyền thông", "Văn phòng", ""))
    assert [cell.span for cell in cells_of(row)] == [1, 1, 1, 1]


def test_task_with_empty_cells_keeps_them() -> None:
    row = SheetRow(RowKind.TASK, 1, ("1", "Họp", "", ""))
    assert cells_of(row) == (Cell("1", 0), Cell("Họp", 1), Cell("", 2), Cell("", 3))


def test_columns_share_the_width_between_the_margins(make_sheet: Make) -> None:
    assert sum(make_sheet().widths_mm) == pytest.approx(297 - 30 - 15)


def test_page_turns_and_grows(make_sheet: Make) -> None:
    assert make_sheet().size_mm == (297, 210)
    assert make_sheet(orientation=Orientation.PORTRAIT).size_mm == (210, 297)
    assert make_sheet(paper=Paper.A3).size_mm == (420, 297)


def test_foot_names_the_moment_by_the_clock_in_vietnam(make_sheet: Make) -> None:
    evening = datetime(2026, 8, 4, 18, 5, tzinfo=UTC)
    moment = "Số liệu đến 01:05 ngày 05/08/2026 · Mã kiểm tra "
    assert make_sheet(as_of=evening).foot.startswith(moment)
    assert make_sheet(as_of=evening, footer_note="Bản nháp").foot.endswith(" · Bản nháp")


def test_moment_without_a_time_zone_is_refused(make_sheet: Make) -> None:
    with pytest.raises(ValueError, match="time zone"):
        make_sheet(as_of=datetime(2026, 8, 5))  # noqa: DTZ001


def test_row_that_does_not_fit_the_columns_is_refused(make_sheet: Make) -> None:
    with pytest.raises(ValueError, match="one cell for each column"):
        make_sheet(columns=(Column("TT", 1),))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ti\x00ếng\x07 Việt\x1b", "Tiếng Việt"),
        ("Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt"),
        ("một\r\nhai\x0bba", "một\nhai\nba"),
        ("nửa chữ \ud800, không phải chữ \uffff", "nửa chữ , không phải chữ "),
        ("đọc \u202engược\u202c", "đọc ngược"),
        ("=1+1", "=1+1"),
    ],
)
def test_text_is_made_printable_without_losing_words(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_cleaning_reaches_every_text_of_the_sheet(make_sheet: Make) -> None:
    dirty = make_sheet(
        SheetRow(RowKind.TASK, 1, ("\x01a",)),
        title="\x01b",
        kicker="\x01",
        attached_to="\x01c",
        footer_note="\x01d",
        columns=(Column("\x01e", 1),),
    )
    clean = cleaned(dirty)
    assert (clean.rows[0].cells, clean.title, clean.kicker) == (("a",), "b", None)
    assert (clean.attached_to, clean.footer_note, clean.columns[0].heading) == ("c", "d", "e")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05/08/2026", date(2026, 8, 5)),
        (" 5/8/2026 ", date(2026, 8, 5)),
        ("31/02/2026", None),
        ("Trước 05/08/2026", None),
        ("05/08/2026\n06/08/2026", None),
        ("", None),
    ],
)
def test_only_a_cell_that_is_one_day_is_a_day(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_check_code_tells_two_prints_apart(make_sheet: Make) -> None:
    sheet = make_sheet()
    later = sheet.as_of + timedelta(minutes=1)
    others = [
        make_sheet(task("1", "Một chữ khác")),
        make_sheet(as_of=later),
        make_sheet(title="Khác"),
    ]
    assert make_sheet().check_code == sheet.check_code
    assert len({sheet.check_code, *(other.check_code for other in others)}) == 4
    assert re.fullmatch(r"[A-Z2-7]{4}-[A-Z2-7]{4}", sheet.check_code)


def test_labels_and_days_never_break_on_a_narrow_page(make_sheet: Make) -> None:
    columns = (Column("TT", 1, least_mm=11), *(Column(str(n), 6) for n in range(6)))
    narrow = make_sheet(columns=columns, rows=(), orientation=Orientation.PORTRAIT)
    assert narrow.widths_mm[0] == 11
    assert sum(narrow.widths_mm) == pytest.approx(210 - 45)
    wide = make_sheet(columns=columns, rows=(), paper=Paper.A3)
    assert wide.widths_mm[0] == pytest.approx(11, abs=1)

"""Excel sheets as tables: values by calamine, number formats and extent by a scan of the XML."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

from tracker.reading.raw import STRUCK, RawCell, RawDocument, RawRow, RawTable
from tracker.reading.readers.package import Package, damaged
from tracker.reading.readers.xlsx_formats import SheetScan, scan_sheets
from tracker.reading.result import Anchor

_QUOTED = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.')


def read_xlsx(data: bytes) -> RawDocument:
    """Each visible sheet as one table, its letterhead rows included; UnreadableDocumentError."""
    package = Package(data)
    package.check("xl/")
    scans = scan_sheets(package)
    with calamine_failures():
        return read_sheets(python_calamine.load_workbook(io.BytesIO(data)), scans)


def read_sheets(workbook: Any, scans: Mapping[str, SheetScan]) -> RawDocument:
    """Each visible sheet of a workbook that calamine opened, with what its scan says of it."""
    tables = [
        _read_sheet(workbook.get_sheet_by_name(name), scans.get(name, SheetScan()), number)
        for number, name in _visible_sheets(workbook)
    ]
    return RawDocument([table for table in tables if table.rows], tuple(_doubts(workbook, scans)))


def _doubts(workbook: Any, scans: Mapping[str, SheetScan]) -> Iterator[str]:
    visible = {name for _, name in _visible_sheets(workbook)}
    hidden = [name for name in scans if name not in visible and scans[name].rows]
    if hidden:
        named = ", ".join(f"“{name}”" for name in hidden)
        yield f"Tệp có trang tính ẩn {named}, không được đọc."
    for name, scan in scans.items():
        if name in visible and scan.hidden_rows:
            yield f"Trang tính “{name}” có {scan.hidden_rows} hàng ẩn, vẫn được đọc."


@contextmanager
def calamine_failures() -> Iterator[None]:
    """What calamine makes of a damaged file becomes one sentence.

    Where its Rust code panics, Python gets an exception outside of `Exception`.
    """
    try:
        yield
    except (python_calamine.CalamineError, ValueError, OverflowError) as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise damaged() from error


def is_xlsx(package: Package) -> bool:
    return "xl/workbook.xml" in package


def _visible_sheets(workbook: Any) -> list[tuple[int, str]]:
    visible = python_calamine.SheetVisibleEnum.Visible
    return [
        (number, sheet.name)
        for number, sheet in enumerate(workbook.sheets_metadata, start=1)
        if sheet.visible == visible and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]


def _read_sheet(sheet: Any, scan: SheetScan, number: int) -> RawTable:
    """The sheet's rows that hold something, with their numbers; merges laid on all of them."""
    grid = [
        [_cell(value, scan, (at, column)) for column, value in enumerate(values)]
        for at, values in enumerate(sheet.to_python(skip_empty_area=False))
    ]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _merge(grid, top, left, bottom, right)
    rows = [
        RawRow(_without_covered(cells), Anchor(table=number, row=at))
        for at, cells in enumerate(grid, start=1)
    ]
    return RawTable([row for row in rows if not row.is_empty or row.is_struck_out])


def _cell(value: Any, scan: SheetScan, place: tuple[int, int]) -> RawCell:
    if place in scan.unstruck:
        return RawCell(text=scan.unstruck[place], doubts=(STRUCK,))
    return RawCell(text="" if value == "" else shown(value, scan.formats.get(place)))


def _merge(grid: list[list[RawCell]], top: int, left: int, bottom: int, right: int) -> None:
    for at in range(top, min(bottom + 1, len(grid))):
        cells = grid[at]
        if left < len(cells):
            cells[left].column_span = min(right, len(cells) - 1) - left + 1
            cells[left].continues_above = at > top


def _without_covered(cells: list[RawCell]) -> list[RawCell]:
    kept: list[RawCell] = []
    at = 0
    while at < len(cells):
        kept.append(cells[at])
        at += max(1, cells[at].column_span)
    return kept


def shown(value: Any, number_format: str | None = None) -> str:
    """A value as the sheet shows it: 1.0 is "1", a date dd/mm/yyyy, 1.1 in format 0.00 "1.10"."""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, datetime):
        return _shown_date(value.date(), number_format)
    if isinstance(value, date):
        return _shown_date(value, number_format)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, (int, float)):
        return _shown_number(float(value), number_format)
    return str(value)


def _shown_number(value: float, number_format: str | None) -> str:
    plain = (number_format or "").split(";")[0]
    if plain.replace("#", "").strip("0") == "." and "." in plain:
        return f"{value:.{len(plain.split('.')[1])}f}"
    if plain in {"0%", "0.0%", "0.00%"}:
        return f"{value * 100:g}%"
    return f"{value:.10g}"


def _shown_date(value: date, number_format: str | None) -> str:
    """A cell showing only month and year means the whole month, not its first day."""
    code = _QUOTED.sub("", number_format or "").lower()
    if "y" in code and "m" in code and "d" not in code:
        return f"Tháng {value.month}/{value.year}"
    return f"{value:%d/%m/%Y}"

"""The figures as a workbook: the table, and every row behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tracker.core.clock import in_vietnam
from tracker.exports.sheet import printable
from tracker.figures import queries
from tracker.figures.models import SealedFigures
from tracker.figures.page import FiguresPage
from tracker.figures.rules import (
    BASIS_WORDS,
    CLASS_MEASURES,
    GROUPING_WORDS,
    MEASURE_WORDS,
    NOTHING,
    FigureRow,
    Figures,
    Measure,
)
from tracker.figures.sealing import verdict_words
from tracker.tasks.rules import TASK_ROLE_WORDS

# What a person typed is text, whatever it begins with.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MOST_IN_CELL = 32_767
# Workbooks believe in a 29 February 1900, so the days after it count from one earlier.
_DAY_BEFORE_THE_FIRST = date(1899, 12, 30)
COUNTED = (
    Measure.TOTAL,
    Measure.SHARED,
    Measure.WITH_DEADLINE,
    *CLASS_MEASURES,
    Measure.CARRIED_OVER,
    Measure.RETURNED,
    Measure.EXTENDED,
    Measure.ENDED,
    Measure.UPDATED,
    Measure.NOT_UPDATED,
)
SHARES = (
    ("Tỷ lệ hoàn thành", Measure.DONE, Measure.TOTAL),
    ("Đúng hạn / có thời hạn", Measure.DONE_ON_TIME, Measure.WITH_DEADLINE),
    ("Quá hạn / tổng số", Measure.OPEN_OVERDUE, Measure.TOTAL),
    ("Quá hạn / có thời hạn", Measure.OPEN_OVERDUE, Measure.WITH_DEADLINE),
)
ROW_HEADINGS = (
    "Kế hoạch",
    "TT",
    "Nhiệm vụ",
    "Kỳ",
    "Đơn vị",
    "Vai trò",
    "Người thực hiện",
    "Hạn gốc",
    "Hạn hiện tại",
    "Theo hạn hiện tại",
    "Số ngày chậm",
    "Theo hạn gốc",
    "Số ngày chậm theo hạn gốc",
    "Số lần trả lại",
    "Số lần gia hạn",
)
ROW_WIDTHS = (24, 7, 60, 22, 30, 11, 24, 12, 12, 26, 9, 26, 12, 9, 9)


class Sheets:
    """Writes tables whose cells are whatever their values are."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        boxed = font | {"border": 1, "text_wrap": True}
        self.title = workbook.add_format(font | {"bold": True, "font_size": 14})
        self.note = workbook.add_format(font | {"italic": True})
        self.header = workbook.add_format(
            boxed | {"bold": True, "align": "center", "valign": "vcenter"}
        )
        self.text = workbook.add_format(boxed)
        self.number = workbook.add_format(boxed | {"num_format": "#,##0", "align": "right"})
        self.exact = workbook.add_format(boxed | {"align": "right"})
        self.decimal = workbook.add_format(boxed | {"num_format": "0.0", "align": "right"})
        self.percent = workbook.add_format(boxed | {"num_format": "0.0%", "align": "right"})
        self.day = workbook.add_format(boxed | {"num_format": "dd/mm/yyyy", "align": "center"})

    def add(self, name: str, widths: Sequence[float]) -> Worksheet:
        """A landscape A4 page of its own, as wide as paper."""
        sheet = self.workbook.add_worksheet(name)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P/&N")
        return sheet

    def head(self, sheet: Worksheet, lines: Sequence[str], headings: Sequence[str]) -> int:
        """Title, notes and the header row, which stays in sight; the first row of the table."""
        for number, line in enumerate(lines):
            sheet.write_string(number, 0, fitting(line), self.note if number else self.title)
        row = len(lines) + 1
        for place, heading in enumerate(headings):
            sheet.write_string(row, place, heading, self.header)
        sheet.freeze_panes(row + 1, 1)
        sheet.repeat_rows(row)
        return row + 1

    def write(self, sheet: Worksheet, row: int, values: Sequence[object]) -> None:
        """One row of the table."""
        for place, value in enumerate(values):
            self._write(sheet, row, place, value)

    def _write(self, sheet: Worksheet, row: int, place: int, value: object) -> None:
        if value is None or value == "":
            sheet.write_blank(row, place, None, self.text)
        elif isinstance(value, str):
            sheet.write_string(row, place, fitting(value), self.text)
        elif isinstance(value, datetime):
            sheet.write_string(row, place, f"{in_vietnam(value):%d/%m/%Y %H:%M}", self.text)
        elif isinstance(value, date):
            sheet.write_number(row, place, serial_of(value), self.day)
        elif isinstance(value, int):
            sheet.write_number(row, place, value, self.number)
        elif isinstance(value, Decimal):
            sheet.write_number(row, place, float(value), self.exact)
        elif isinstance(value, tuple):
            number, look = value
            sheet.write_number(row, place, float(number), look)
        else:
            sheet.write_string(row, place, fitting(str(value)), self.text)

    def share(self, figures: Figures, part: Measure, whole: Measure) -> object:
        """A share as a real percentage; a dash where there is nothing to divide by."""
        share = figures.share(part, whole)
        return NOTHING if share is None else (share, self.percent)

    def average(self, figures: Figures) -> object:
        """Average days late as a number."""
        average = figures.average_days_late
        return NOTHING if average is None else (average, self.decimal)


def serial_of(day: date) -> int:
    """The day as a workbook counts days; right from March 1900 on."""
    return (day - _DAY_BEFORE_THE_FIRST).days


def fitting(text: str) -> str:
    """What a cell can hold of the text."""
    return printable(text)[:MOST_IN_CELL]


def figures_workbook(asked: FiguresPage) -> bytes:
    """Two sheets: the lines of the table with the sum above them, and the rows."""
    written = BytesIO()
    with Workbook(written, OPTIONS) as workbook:
        workbook.set_properties({"title": "Số liệu", "created": asked.as_of.replace(tzinfo=None)})
        sheets = Sheets(workbook)
        _write_figures(asked, sheets)
        _write_rows(asked, sheets)
    return written.getvalue()


def opening(asked: FiguresPage, title: str) -> list[str]:
    """The lines above a table: what, which days, as of when."""
    moment = in_vietnam(asked.as_of)
    lines = [
        title,
        f"{asked.window.name} ({asked.window.days_words}), {BASIS_WORDS[asked.basis].lower()}",
        f"Số liệu đến {moment:%H:%M} ngày {moment:%d/%m/%Y}",
    ]
    if asked.sealed is not None:
        lines.append(_sealed_words(asked.sealed, newer=asked.newer))
    return lines


def _sealed_words(sealed: SealedFigures, *, newer: SealedFigures | None) -> str:
    """Which edition it is, why there is another, and whether a newer one replaced it."""
    again = f" lần {sealed.edition}" if sealed.edition > 1 or newer else ""
    moment = in_vietnam(sealed.sealed_at)
    words = f"Đã chốt{again} {moment:%H:%M %d/%m/%Y}, {sealed.sealed_by.full_name}"
    if sealed.reason:
        words += f"; lý do chốt lại: {sealed.reason}"
    return f"{words}; đã được thay bằng lần chốt {newer.edition}" if newer else words


def _write_figures(asked: FiguresPage, sheets: Sheets) -> None:
    group = GROUPING_WORDS[asked.grouping]
    headings = [
        group,
        *(MEASURE_WORDS[measure] for measure in COUNTED),
        *(words for words, _part, _whole in SHARES),
        "Số ngày chậm bình quân",
    ]
    sheet = sheets.add("Số liệu", [44, *[11] * (len(headings) - 1)])
    first = sheets.head(sheet, opening(asked, f"Số liệu theo {group.lower()}"), headings)
    totals = ("Tổng số", asked.both[asked.basis])
    lines = [(f"{line.part_of} / {line.name}".lstrip(" /"), line.figures) for line in asked.lines]
    for number, (name, figures) in enumerate([totals, *lines], start=first):
        values = [
            name,
            *(figures[measure] for measure in COUNTED),
            *(sheets.share(figures, part, whole) for _words, part, whole in SHARES),
            sheets.average(figures),
        ]
        sheets.write(sheet, number, values)


def _write_rows(asked: FiguresPage, sheets: Sheets) -> None:
    sheet = sheets.add("Danh sách", ROW_WIDTHS)
    first = sheets.head(sheet, opening(asked, "Danh sách phần việc"), ROW_HEADINGS)
    found = dict(queries.words_of(queries.counted_ids(asked.rows)))
    names = queries.officer_names()
    for number, row in enumerate(asked.rows, start=first):
        officer = names[row.officer_id] if row.officer_id else ""
        sheets.write(sheet, number, _row_values(row, found[row.contribution_id], officer))
    sheet.autofilter(first - 1, 0, first - 1 + len(asked.rows), len(ROW_HEADINGS) - 1)


def _row_values(row: FigureRow, work: queries.WorkWords, officer: str) -> list[object]:
    return [
        work.plan,
        work.label,
        work.content,
        work.instance,
        work.unit,
        TASK_ROLE_WORDS[work.role],
        officer,
        work.original_due_on,
        row.due_on,
        verdict_words(row),
        row.days_late,
        MEASURE_WORDS[Measure(row.original.value)] if row.original else "",
        row.days_late_by_original,
        row.times_returned,
        row.times_extended,
    ]

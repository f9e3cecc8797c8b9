"""A sheet as XLSX: real days, frozen header, filters, ready to print."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.exports.sheet import (
    MARGIN_BOTTOM_MM,
    MARGIN_LEFT_MM,
    MARGIN_RIGHT_MM,
    MARGIN_TOP_MM,
    Cell,
    ColumnKind,
    Orientation,
    Paper,
    Sheet,
    SheetRow,
    cells_of,
    cleaned,
    day_of,
)
from tracker.exports.text_size import usual_lines

# Even 5,000 rows take 70 MB in memory; constant_memory would write files of its own beside us.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_PAPER_NUMBERS = {Paper.A4: 9, Paper.A3: 8}
_MM_PER_INCH = 25.4
_PIXELS_PER_INCH = 96
_CELL_INSET_MM = 2.5
# Bold letters, and letters of 14 points bold, against those of 12 points.
_BOLD = 1.08
_LARGE = 1.26
_LINE_PT = 16
_ROW_INSET_PT = 4
# Limits of the file format: height of a row, first year of its calendar, letters in a cell.
_HIGHEST_ROW_PT = 409
_FIRST_YEAR = 1900
_MOST_IN_CELL = 32_767
_MOST_IN_FOOTER = 200
_CUT = " […] (phần còn lại vượt sức chứa của một ô, xem bản PDF hoặc DOCX)"


@dataclass(frozen=True, slots=True)
class _Formats:
    """The looks of cells. `words` and `strong` hold one for each column.

    A heading runs on over the empty cells beside it instead of merging them, so that the table
    can still be filtered and sorted; `run_start`, `run_on` and `run_end` leave no lines between.
    """

    title: Format
    attached_to: Format
    header: Format
    words: tuple[Format, ...]
    strong: tuple[Format, ...]
    day: Format
    run_start: Format
    run_on: Format
    run_end: Format


def render_xlsx(sheet: Sheet) -> bytes:
    """The sheet as a workbook of one page; the same sheet gives the same bytes."""
    clean = cleaned(sheet)
    written = BytesIO()
    with Workbook(written, _OPTIONS) as workbook:
        workbook.set_properties({"title": clean.title, "created": clean.as_of.replace(tzinfo=None)})
        writer = _Writer(clean, workbook.add_worksheet("Phụ lục"), _formats(workbook, clean))
        header_row = writer.write()
        _set_page(clean, writer.worksheet)
        _set_table(clean, writer.worksheet, header_row)
    return written.getvalue()


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the cells of one sheet, row by row from the top."""

    sheet: Sheet
    worksheet: Worksheet
    formats: _Formats

    def write(self) -> int:
        """Write everything; the number of the header row (from 0)."""
        for place, width in enumerate(self.sheet.widths_mm):
            pixels = round(width / _MM_PER_INCH * _PIXELS_PER_INCH)
            self.worksheet.set_column_pixels(place, place, pixels)
        header_row = self._write_opening()
        headings = tuple(column.heading for column in self.sheet.columns)
        self._set_height(header_row, headings, _BOLD)
        for place, heading in enumerate(headings):
            self.worksheet.write_string(header_row, place, _fitting(heading), self.formats.header)
        for number, row in enumerate(self.sheet.rows, start=header_row + 1):
            self._write_row(number, row)
        return header_row

    def _write_opening(self) -> int:
        """Write what stands above the table; the number of rows it takes."""
        lines = [
            (self.sheet.kicker, self.formats.title),
            (self.sheet.title_in_capitals, self.formats.title),
            (self.sheet.attached_to, self.formats.attached_to),
        ]
        printed = [(text, look) for text, look in lines if text]
        for number, (text, look) in enumerate(printed):
            height = usual_lines(text, sum(self.sheet.widths_mm) / _LARGE) * _LINE_PT * _LARGE
            self.worksheet.set_row(number, min(height, _HIGHEST_ROW_PT))
            if len(self.sheet.columns) > 1:
                self.worksheet.merge_range(number, 0, number, len(self.sheet.columns) - 1, "", look)
            self.worksheet.write_string(number, 0, _fitting(text), look)
        return len(printed)

    def _write_row(self, number: int, row: SheetRow) -> None:
        name = cells_of(row)[-1]
        room = sum(self.sheet.widths_mm[name.column :]) / _BOLD
        if name.span > 1 and usual_lines(name.text, room) == 1:
            self._write_running_heading(number, row.cells[0], name)
            return
        self._set_height(number, row.cells, _BOLD if row.is_heading else 1.0)
        looks = self.formats.strong if row.is_heading else self.formats.words
        for place, text in enumerate(row.cells):
            self._write_cell(number, place, text, looks[place])

    def _write_running_heading(self, number: int, label: str, name: Cell) -> None:
        last = len(self.sheet.columns) - 1
        self.worksheet.set_row(number, _LINE_PT + _ROW_INSET_PT)
        self.worksheet.write_string(number, 0, _fitting(label), self.formats.strong[0])
        self.worksheet.write_string(number, name.column, name.text, self.formats.run_start)
        for place in range(name.column + 1, last + 1):
            look = self.formats.run_end if place == last else self.formats.run_on
            self.worksheet.write_blank(number, place, None, look)

    def _write_cell(self, number: int, place: int, text: str, look: Format) -> None:
        """Write a day as a day where the column holds days, anything else as the text it is."""
        day = day_of(text) if self.sheet.columns[place].kind is ColumnKind.DATE else None
        if day is not None and day.year >= _FIRST_YEAR:
            self.worksheet.write_datetime(number, place, day, self.formats.day)
        elif text:
            self.worksheet.write_string(number, place, _fitting(text), look)
        else:
            self.worksheet.write_blank(number, place, None, look)

    def _set_height(self, number: int, cells: tuple[str, ...], boldness: float) -> None:
        """Set the height for the longest cell; only Excel itself would find it when opening."""
        widths = ((width - _CELL_INSET_MM) / boldness for width in self.sheet.widths_mm)
        lines = max(map(usual_lines, cells, widths))
        self.worksheet.set_row(number, min(lines * _LINE_PT + _ROW_INSET_PT, _HIGHEST_ROW_PT))


def _fitting(text: str) -> str:
    """The text, or as much as a cell holds and where to find the rest."""
    return text if len(text) <= _MOST_IN_CELL else text[: _MOST_IN_CELL - len(_CUT)] + _CUT


def _set_page(sheet: Sheet, worksheet: Worksheet) -> None:
    if sheet.orientation is Orientation.LANDSCAPE:
        worksheet.set_landscape()
    worksheet.set_paper(_PAPER_NUMBERS[sheet.paper])
    worksheet.set_margins(
        left=MARGIN_LEFT_MM / _MM_PER_INCH,
        right=MARGIN_RIGHT_MM / _MM_PER_INCH,
        top=MARGIN_TOP_MM / _MM_PER_INCH,
        bottom=MARGIN_BOTTOM_MM / _MM_PER_INCH,
    )
    worksheet.fit_to_pages(1, 0)
    worksheet.set_header('&C&"Times New Roman,Regular"&13&P')
    foot = sheet.foot[:_MOST_IN_FOOTER].replace("\n", " ").replace("&", "&&")
    worksheet.set_footer(f'&L&"Times New Roman,Italic"&10{foot}')


def _set_table(sheet: Sheet, worksheet: Worksheet, header_row: int) -> None:
    last_row, last_column = header_row + len(sheet.rows), len(sheet.columns) - 1
    worksheet.freeze_panes(header_row + 1, 0)
    worksheet.repeat_rows(header_row)
    worksheet.autofilter(header_row, 0, last_row, last_column)
    worksheet.print_area(0, 0, last_row, last_column)
    # Row labels such as 1.1 are words; Excel shall not offer to make numbers of them.
    everywhere = "A1:XFD1048576"
    worksheet.ignore_errors(
        {"number_stored_as_text": everywhere, "two_digit_text_year": everywhere}
    )


def _formats(workbook: Workbook, sheet: Sheet) -> _Formats:
    font = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
    boxed = font | {"border": 1, "text_wrap": True}
    opening = font | {"font_size": 14, "align": "center", "text_wrap": True}
    strong = font | {"bold": True}
    aligns = [str(column.align) for column in sheet.columns]
    return _Formats(
        title=workbook.add_format(opening | {"bold": True}),
        attached_to=workbook.add_format(opening | {"italic": True}),
        header=workbook.add_format(boxed | {"bold": True, "align": "center"}),
        words=tuple(workbook.add_format(boxed | {"align": align}) for align in aligns),
        strong=tuple(workbook.add_format(boxed | strong | {"align": align}) for align in aligns),
        day=workbook.add_format(boxed | {"align": "center", "num_format": "dd/mm/yyyy"}),
        run_start=workbook.add_format(strong | {"left": 1, "top": 1, "bottom": 1}),
        run_on=workbook.add_format(strong | {"top": 1, "bottom": 1}),
        run_end=workbook.add_format(strong | {"top": 1, "bottom": 1, "right": 1}),
    )

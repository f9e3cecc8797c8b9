"""A sheet as XLSX: real days, frozen header, filters, ready to print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.exports.cells import Cell, cells_of
from tracker.exports.scanned import DOTS_PER_MODULE, picture_of, square_of
from tracker.exports.sheet import (
    CODE_MM,
    COUNTRY,
    MARGIN_BOTTOM_MM,
    MARGIN_LEFT_MM,
    MARGIN_RIGHT_MM,
    MARGIN_TOP_MM,
    MOTTO,
    TURNED_HEADING_MM,
    ColumnKind,
    Orientation,
    Paper,
    Sheet,
    SheetRow,
    Style,
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
_POINTS_PER_INCH = 72
_ROWS_FOR_SIGNATURE = 4
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
    plain: Format
    note: Format
    header: Format
    turned: Format
    words: tuple[Format, ...]
    strong: tuple[Format, ...]
    day: Format
    code: Format
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
        end = writer.write_close(header_row + len(clean.rows) + 1)
        _set_page(clean, writer.worksheet)
        _set_table(clean, writer.worksheet, header_row)
        writer.worksheet.print_area(0, 0, end - 1, len(clean.columns) - 1)
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
        self._set_header_height(header_row, headings)
        for place, column in enumerate(self.sheet.columns):
            look = self.formats.turned if column.is_turned else self.formats.header
            self.worksheet.write_string(header_row, place, _fitting(column.heading), look)
        for number, row in enumerate(self.sheet.rows, start=header_row + 1):
            self._write_row(number, row)
        return header_row

    def _write_opening(self) -> int:
        """Write what stands above the table; the number of rows it takes."""
        looks = {Style.ITALIC: self.formats.attached_to}
        above = self._write_head() if self.sheet.letterhead else 0
        lines = self.sheet.opening_lines
        for number, (text, style) in enumerate(lines, start=above):
            look = looks.get(style, self.formats.title)
            height = usual_lines(text, sum(self.sheet.widths_mm) / _LARGE) * _LINE_PT * _LARGE
            self.worksheet.set_row(number, min(height, _HIGHEST_ROW_PT))
            if len(self.sheet.columns) > 1:
                self.worksheet.merge_range(number, 0, number, len(self.sheet.columns) - 1, "", look)
            self.worksheet.write_string(number, 0, _fitting(text), look)
        return above + len(lines)

    def _write_head(self) -> int:
        """Write agency and country side by side; the number of rows they take, with a free one."""
        letterhead = self.sheet.letterhead
        if letterhead is None:
            return 0
        agency = [*letterhead.agency, letterhead.number]
        country = [COUNTRY, MOTTO, letterhead.place_and_day]
        for number in range(max(len(agency), len(country))):
            self._write_halves(
                number,
                agency[number] if number < len(agency) else "",
                country[number] if number < len(country) else "",
                self.formats.title if number < len(letterhead.agency) else self.formats.plain,
                self.formats.title if number < len(country) - 1 else self.formats.attached_to,
            )
        return max(len(agency), len(country)) + 1

    def write_close(self, number: int) -> int:
        """Write what stands below the table from a row on; the number of the row after it."""
        last = len(self.sheet.columns) - 1
        if self.sheet.legend:
            self.worksheet.merge_range(
                number, 0, number, last, self.sheet.legend, self.formats.note
            )
            number += 1
        letterhead = self.sheet.letterhead
        if letterhead is None:
            return number
        receivers = ["Nơi nhận:", *letterhead.recipients]
        signing = [*letterhead.signature, *[""] * _ROWS_FOR_SIGNATURE, letterhead.signer]
        height = max(len(receivers), len(signing))
        for place in range(height):
            self._write_halves(
                number + 1 + place,
                receivers[place] if place < len(receivers) else "",
                signing[place] if place < len(signing) else "",
                self.formats.note,
                self.formats.title,
            )
        return number + 1 + height

    def _write_halves(
        self, number: int, left: str, right: str, left_look: Format, right_look: Format
    ) -> None:
        last = len(self.sheet.columns) - 1
        middle = self._middle_column()
        for first, end, text, look in (
            (0, middle, left, left_look),
            (middle + 1, last, right, right_look),
        ):
            if end > first:
                self.worksheet.merge_range(number, first, number, end, "", look)
            if end >= first:
                self.worksheet.write_string(number, first, _fitting(text), look)

    def _middle_column(self) -> int:
        """The last column of the left half."""
        half, reached = sum(self.sheet.widths_mm) / 2, 0.0
        for place, width in enumerate(self.sheet.widths_mm):
            reached += width
            if reached >= half:
                return min(place, max(len(self.sheet.columns) - 2, 0))
        return 0

    def _write_row(self, number: int, row: SheetRow) -> None:
        name = cells_of(replace(row, is_wide=False))[-1]
        room = sum(self.sheet.widths_mm[name.column :]) / _BOLD
        if name.span > 1 and usual_lines(name.text, room) == 1:
            self._write_running_heading(number, row.cells[0], name)
            return
        self._set_height(number, row.cells, _BOLD if row.is_strong else 1.0)
        looks = self.formats.strong if row.is_strong else self.formats.words
        for place, text in enumerate(row.cells):
            if text and self.sheet.columns[place].kind is ColumnKind.CODE:
                self._write_code(number, place, text)
            else:
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

    def _write_code(self, number: int, place: int, code: str) -> None:
        """The square, and below it its code; the row is made high enough for both."""
        self.worksheet.write_string(number, place, code, self.formats.code)
        address = self.sheet.code_address + code
        side = CODE_MM / _MM_PER_INCH * _PIXELS_PER_INCH
        scale = side / (square_of(address).side * DOTS_PER_MODULE)
        room = self.sheet.widths_mm[place] / _MM_PER_INCH * _PIXELS_PER_INCH
        options = {
            "image_data": BytesIO(picture_of(address)),
            "x_scale": scale,
            "y_scale": scale,
            "x_offset": (room - side) / 2,
            "y_offset": 2,
            "object_position": 1,
            "description": f"Mã QR {code}",
        }
        self.worksheet.insert_image(number, place, f"{code}.png", options)

    def _set_header_height(self, number: int, headings: tuple[str, ...]) -> None:
        if any(column.is_turned for column in self.sheet.columns):
            self.worksheet.set_row(number, TURNED_HEADING_MM / _MM_PER_INCH * _POINTS_PER_INCH)
        else:
            self._set_height(number, headings, _BOLD)

    def _set_height(self, number: int, cells: tuple[str, ...], boldness: float) -> None:
        """Set the height for the longest cell; only Excel itself would find it when opening."""
        widths = ((width - _CELL_INSET_MM) / boldness for width in self.sheet.widths_mm)
        lines = max(map(usual_lines, cells, widths))
        height: float = lines * _LINE_PT + _ROW_INSET_PT
        if cells[-1] and self.sheet.columns[-1].kind is ColumnKind.CODE:
            height = max(height, CODE_MM / _MM_PER_INCH * _POINTS_PER_INCH + _LINE_PT)
        self.worksheet.set_row(number, min(height, _HIGHEST_ROW_PT))


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
    if sheet.letterhead is None:
        worksheet.freeze_panes(header_row + 1, 0)
    worksheet.repeat_rows(header_row)
    worksheet.autofilter(header_row, 0, last_row, last_column)
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
        plain=workbook.add_format(opening | {"font_size": 13}),
        note=workbook.add_format(font | {"font_size": 11, "italic": True, "text_wrap": True}),
        header=workbook.add_format(boxed | {"bold": True, "align": "center"}),
        turned=workbook.add_format(boxed | {"bold": True, "font_size": 10, "rotation": 90}),
        words=tuple(workbook.add_format(boxed | {"align": align}) for align in aligns),
        strong=tuple(workbook.add_format(boxed | strong | {"align": align}) for align in aligns),
        day=workbook.add_format(boxed | {"align": "center", "num_format": "dd/mm/yyyy"}),
        code=workbook.add_format(boxed | {"align": "center", "valign": "bottom"}),
        run_start=workbook.add_format(strong | {"left": 1, "top": 1, "bottom": 1}),
        run_on=workbook.add_format(strong | {"top": 1, "bottom": 1}),
        run_end=workbook.add_format(strong | {"top": 1, "bottom": 1, "right": 1}),
    )

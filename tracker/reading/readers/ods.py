"""Spreadsheets of OpenDocument (.ods), read from the package's XML (ODF 1.3, part 3, 9).

The file keeps each cell's words as the sheet shows them, and which cells are merged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from tracker.reading.raw import STRUCK, RawCell, RawDocument, RawRow, RawTable
from tracker.reading.readers.package import Package, damaged
from tracker.reading.readers.xlsx_formats import SheetScan, require_extent
from tracker.reading.result import Anchor

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_TABLE, _TEXT, _OFFICE = f"{{{_ODF}:table:1.0}}", f"{{{_ODF}:text:1.0}}", f"{{{_ODF}:office:1.0}}"
_CELL = f"{_TABLE}table-cell"
_STYLE = f"{{{_ODF}:style:1.0}}"
_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_MAX_SPAN = 400
_MAX_REPEAT = 100_000
_MONTH_NAME = re.compile(r"(?!tháng)[A-Za-z]{3,}", re.IGNORECASE)
_COMMA_NUMBER = re.compile(r"\d+,\d+")
_UNPRINTED = {f"{_OFFICE}annotation", f"{_TABLE}shapes"}
# By the column a merged cell begins in: how many rows it still covers, and how many columns.
Merges = dict[int, tuple[int, int]]
# By the name of a style: whether what has it is struck out; others leave it as it is around them.
Strikes = dict[str, bool]
_GROUPS = {f"{_TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group")}


def is_ods(package: Package) -> bool:
    return "content.xml" in package and "mimetype" in package and _MIME in _mime(package)


def read_ods(data: bytes) -> RawDocument:
    """Each visible sheet as one table, its empty rows left out; raises UnreadableDocumentError."""
    root = Package(data).xml("content.xml")
    sheets = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet")
    if sheets is None:
        raise damaged()
    hidden, strikes = _hidden_styles(root), _strikes(root)
    tables = [
        _read_sheet(sheet, number, strikes)
        for number, sheet in enumerate(sheets.iterfind(f"{_TABLE}table"), start=1)
        if sheet.get(f"{_TABLE}style-name") not in hidden
    ]
    return RawDocument([table for table in tables if table.rows])


def _mime(package: Package) -> str:
    return package.read("mimetype")[:200].decode("ascii", "replace")


def _hidden_styles(root: etree._Element) -> set[str | None]:
    return {
        style.get(f"{_STYLE}name")
        for style in root.iterfind(f"{_OFFICE}automatic-styles/{_STYLE}style")
        for properties in style.iterfind(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }


def _strikes(root: etree._Element) -> Strikes:
    return {
        style.get(f"{_STYLE}name", ""): line != "none"
        for style in root.iterfind(f"{_OFFICE}automatic-styles/{_STYLE}style")
        for properties in style.iterfind(f"{_STYLE}text-properties")
        if (line := properties.get(f"{_STYLE}text-line-through-style")) is not None
    }


def _read_sheet(sheet: etree._Element, number: int, strikes: Strikes) -> RawTable:
    rows: list[RawRow] = []
    scan = SheetScan()
    merges: Merges = {}
    at = 0
    for element in _rows(sheet):
        repeated = _count(element, "number-rows-repeated", _MAX_REPEAT)
        cells = _cells(element, merges, strikes)
        if any(cell.text.strip() or cell.doubts for cell in cells):
            scan.columns = max(scan.columns, sum(cell.column_span for cell in cells))
            for offset in range(repeated):
                scan.rows += 1
                require_extent(scan)
                rows.append(RawRow(cells, Anchor(table=number, row=at + offset + 1)))
        at += repeated
    return RawTable(rows)


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in _GROUPS:
            yield from _rows(child)


def _cells(row: etree._Element, merges: Merges, strikes: Strikes) -> list[RawCell]:
    """The row's cells up to the last filled one; `merges` are those begun above, by column."""
    cells: list[RawCell] = []
    column = until = 0
    for element in row:
        if element.tag == _CELL and not len(element) and element.getnext() is None:
            break  # the empty rest of the sheet
        for _ in range(_repeats(element)):
            if column >= until:
                cells.append(_cell(element, merges, column, strikes))
                until = column + cells[-1].column_span
            column += 1
    while cells and _is_empty(cells[-1]):
        cells.pop()
    return cells


def _is_empty(cell: RawCell) -> bool:
    return not (cell.text.strip() or cell.continues_above or cell.doubts)


def _repeats(element: etree._Element) -> int:
    """Empty cells are repeated to the sheet's edge; a plan needs few of them."""
    return _count(element, "number-columns-repeated", _MAX_SPAN)


def _cell(element: etree._Element, merges: Merges, column: int, strikes: Strikes) -> RawCell:
    if element.tag != _CELL:  # covered by a merge
        left, span = merges.get(column, (0, 1))
        merges[column] = left - 1, span
        return RawCell(column_span=span if left > 0 else 1, continues_above=left > 0)
    span = _count(element, "number-columns-spanned", _MAX_SPAN)
    merges[column] = _count(element, "number-rows-spanned", _MAX_REPEAT) - 1, span
    if any(strikes.values()):
        struck = strikes.get(element.get(f"{_TABLE}style-name", ""), False)
        kept = _words(element, strikes, struck=struck)
        if kept != _words(element, {}):
            return RawCell(text=kept.strip(), column_span=span, doubts=(STRUCK,))
    return RawCell(text=_shown(element), column_span=span)


def _count(element: etree._Element, name: str, most: int) -> int:
    value = element.get(f"{_TABLE}{name}", "1")
    return max(1, min(int(value), most)) if value.isdigit() and len(value) < 10 else 1


def _shown(element: etree._Element) -> str:
    words = _words(element, {})
    kind = element.get(f"{_OFFICE}value-type")
    if kind == "date":
        return _date(element.get(f"{_OFFICE}date-value", ""), words)
    if kind == "float" and _COMMA_NUMBER.fullmatch(words):
        return words.replace(",", ".")
    if kind == "boolean":
        return "x" if element.get(f"{_OFFICE}boolean-value") == "true" else ""
    return words


def _date(value: str, words: str) -> str:
    """A date as dd/mm/yyyy whatever the sheet's language; only month and year mean the month."""
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})", value)
    if match is None:
        return words
    numbers = len(re.findall(r"\d+", words))
    if words and numbers < 3 - (_MONTH_NAME.search(words) is not None):
        return f"Tháng {int(match[2])}/{match[1]}"
    return f"{match[3]}/{match[2]}/{match[1]}"


def _words(element: etree._Element, strikes: Strikes, *, struck: bool = False) -> str:
    lines = element.iterfind(f"{_TEXT}p")
    return "\n".join(_paragraph(line, strikes, struck=struck) for line in lines)


def _paragraph(element: etree._Element, strikes: Strikes, *, struck: bool) -> str:
    struck = strikes.get(element.get(f"{_TEXT}style-name", ""), struck)
    pieces = ["" if struck else element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}line-break":
            pieces.append("\n")
        elif child.tag in {f"{_TEXT}s", f"{_TEXT}tab"}:
            pieces.append(" ")
        elif child.tag not in _UNPRINTED:
            pieces.append(_paragraph(child, strikes, struck=struck))
        pieces.append("" if struck else child.tail or "")
    return "".join(pieces)

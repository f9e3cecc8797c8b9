"""Scans the XML of an XLSX package for what calamine does not say: number formats and extent.

"1.10" kept as the number 1.1 and "Tháng 4/2026" kept as the day 1/4/2026 differ from "1.1" and
"1/4/2026" only by the number format of their cell. The extent is checked before calamine lays the
sheet out, because a value in the last row and column would take hundreds of gigabytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import join, normpath
from typing import Any

from lxml import etree

from tracker.reading.readers.package import Package, damaged
from tracker.reading.result import UnreadableDocumentError

MAX_CELLS = 300_000
# Each becomes an object of its own; a sheet of as many merges as cells is no plan.
MAX_MERGES = 100_000

_TOO_WIDE = (
    "Bảng tính quá lớn so với một bản kế hoạch (quá nhiều ô, hoặc các ô nằm quá xa nhau). "
    "Hãy chép riêng bảng nhiệm vụ sang một tệp mới rồi tải lên."
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SMALL = re.compile(r"[0-9]{1,9}")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
# The built-in formats that matter here (ISO/IEC 29500-1, 18.8.30).
BUILT_IN_FORMATS = {
    1: "0",
    2: "0.00",
    9: "0%",
    10: "0.00%",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    22: "dd/mm/yyyy hh:mm",
}


@dataclass(slots=True)
class SheetScan:
    """How far a sheet reaches, and the number formats of its numeric cells by (row, column).

    `unstruck` holds the words left of cells where some or all are struck out.
    """

    rows: int = 0
    columns: int = 0
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    unstruck: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: int = 0


@dataclass(frozen=True, slots=True)
class Styles:
    """What a workbook's styles say, by the number a cell names: format, and struck out or not."""

    formats: list[str] = field(default_factory=list)
    struck: list[bool] = field(default_factory=list)
    # Shared strings of which a part is struck out, with the words left.
    unstruck: dict[str, str] = field(default_factory=dict)


def scan_sheets(package: Package) -> dict[str, SheetScan]:
    """One scan per worksheet, by the sheet's name."""
    styles = _styles(package)
    return {
        name: _scan(package.read(part), styles)
        for name, part in _sheet_parts(package).items()
        if part in package
    }


def _sheet_parts(package: Package) -> dict[str, str]:
    relations = {}
    if "xl/_rels/workbook.xml.rels" in package:
        for relation in package.xml("xl/_rels/workbook.xml.rels"):
            relations[relation.get("Id")] = relation.get("Target", "")
    return {
        sheet.get("name", ""): _part_name(relations.get(sheet.get(_RELATION), ""))
        for sheet in package.xml("xl/workbook.xml").iter("{*}sheet")
    }


def _part_name(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _styles(package: Package) -> Styles:
    unstruck = _partly_struck(package)
    if "xl/styles.xml" not in package:
        return Styles(unstruck=unstruck)
    root = package.xml("xl/styles.xml")
    codes = dict(BUILT_IN_FORMATS)
    for entry in root.iter("{*}numFmt"):
        codes[_number(entry.get("numFmtId"))] = entry.get("formatCode", "")
    fonts = [_strikes(font) for font in root.iterfind("{*}fonts/{*}font")]
    entries = list(root.iterfind("{*}cellXfs/{*}xf"))
    numbers = [_number(entry.get("fontId")) for entry in entries]
    return Styles(
        [codes.get(_number(entry.get("numFmtId")), "") for entry in entries],
        [number < len(fonts) and fonts[number] for number in numbers],
        unstruck,
    )


def _strikes(font: etree._Element | None) -> bool:
    strike = None if font is None else font.find("{*}strike")
    return strike is not None and strike.get("val", "1") not in {"0", "false"}


def _partly_struck(package: Package) -> dict[str, str]:
    """By its number, each shared string that is partly struck out: the words that are left."""
    name = "xl/sharedStrings.xml"
    if name not in package or b"strike" not in package.read(name):
        return {}
    return {
        str(number): "".join(_left(run) for run in entry.iterfind("{*}r"))
        for number, entry in enumerate(package.xml(name).iterfind("{*}si"))
        if any(_strikes(run.find("{*}rPr")) for run in entry.iterfind("{*}r"))
    }


def _left(run: etree._Element) -> str:
    return "" if _strikes(run.find("{*}rPr")) else "".join(run.itertext("{*}t"))


def _scan(data: bytes, styles: Styles) -> SheetScan:
    if data.count(b"mergeCell ") > MAX_MERGES:
        raise UnreadableDocumentError(_TOO_WIDE)
    scan = SheetScan()
    try:
        for _, element in _cells_and_rows(data):
            if etree.QName(element).localname == "c":
                _scan_cell(element, scan, styles)
            else:
                scan.hidden_rows += len(element) > 0 and element.get("hidden") in {"1", "true"}
                _forget(element)
    except etree.XMLSyntaxError as error:
        raise damaged() from error
    return scan


def _cells_and_rows(data: bytes) -> Any:
    return etree.iterparse(
        BytesIO(data),
        tag=("{*}c", "{*}row"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )


def _forget(row: etree._Element) -> None:
    row.clear()
    while row.getprevious() is not None:
        del row.getparent()[0]


def _scan_cell(cell: etree._Element, scan: SheetScan, styles: Styles) -> None:
    match = _REFERENCE.fullmatch(cell.get("r", ""))
    if match is None or len(cell) == 0:
        return
    row, column = int(match[2]) - 1, _column(match[1])
    scan.rows, scan.columns = max(scan.rows, row + 1), max(scan.columns, column + 1)
    require_extent(scan)
    style = _number(cell.get("s"))
    value = cell.findtext("{*}v", "")
    if style < len(styles.struck) and styles.struck[style] and (value or cell.get("t")):
        scan.unstruck[row, column] = ""
    elif cell.get("t") == "s" and value in styles.unstruck:
        scan.unstruck[row, column] = styles.unstruck[value]
    if cell.get("t", "n") == "n" and 0 < style < len(styles.formats) and styles.formats[style]:
        scan.formats[row, column] = styles.formats[style]


def require_extent(scan: SheetScan) -> None:
    """Refuses a sheet that would take too much room laid out, as one table is."""
    if scan.rows * scan.columns > MAX_CELLS:
        raise UnreadableDocumentError(_TOO_WIDE)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _number(text: str | None) -> int:
    return int(text) if text and _SMALL.fullmatch(text) else 0

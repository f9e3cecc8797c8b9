"""Excel workbooks of the old binary kind (.xls), on the same path as the new ones."""

from __future__ import annotations

import io

import python_calamine

from tracker.reading.raw import RawDocument
from tracker.reading.readers.compound_file import CompoundFile
from tracker.reading.readers.package import damaged
from tracker.reading.readers.xls_formats import scan_workbook
from tracker.reading.readers.xlsx import calamine_failures, read_sheets
from tracker.reading.readers.xlsx_formats import SheetScan
from tracker.reading.result import UnreadableDocumentError

_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = ("Workbook", "Book")


def is_xls(data: bytes) -> bool:
    """Whether a compound file holds a workbook, and not a password's lock or a Word text."""
    if not data.startswith(_MARK):
        return False
    try:
        names = {name.casefold() for name in CompoundFile(data).names}
    except UnreadableDocumentError:
        return False
    return bool(names & {name.casefold() for name in _STREAMS}) and "encryptedpackage" not in names


def read_xls(data: bytes) -> RawDocument:
    """Each visible sheet as one table; raises UnreadableDocumentError."""
    stream = CompoundFile(data).stream(*_STREAMS)
    if stream is None:
        raise damaged()
    scans = scan_workbook(stream)
    with calamine_failures():
        workbook = python_calamine.load_workbook(io.BytesIO(data))
        names = [sheet.name for sheet in workbook.sheets_metadata]
        return read_sheets(workbook, dict(zip(names, _filled(scans, len(names)), strict=True)))


def _filled(scans: list[SheetScan], count: int) -> list[SheetScan]:
    return [*scans, *(SheetScan() for _ in range(count))][:count]

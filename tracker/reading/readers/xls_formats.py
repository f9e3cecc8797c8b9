"""Scans the records of an old Excel workbook for number formats and extent ([MS-XLS], BIFF5–8)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tracker.reading.readers.package import damaged
from tracker.reading.readers.xlsx_formats import BUILT_IN_FORMATS, SheetScan, require_extent
from tracker.reading.result import UnreadableDocumentError

_BOF, _EOF, _BOUND_SHEET, _FORMAT, _XF, _PASSWORD = 0x809, 0x0A, 0x85, 0x41E, 0xE0, 0x2F
_NUMBER, _FORMULA, _RK, _MANY_RK = 0x203, 0x06, 0x27E, 0xBD
_WORDS = {0xFD, 0x204, 0xD6, 0x205}
_BIFF8 = 0x600
_ENCRYPTED = "Tệp có mật khẩu nên không đọc được. Hãy gỡ mật khẩu, lưu lại rồi tải lên."

Record = tuple[int, bytes]


def scan_workbook(stream: bytes) -> list[SheetScan]:
    """One scan per sheet in the workbook's order; raises UnreadableDocumentError."""
    try:
        codes, starts = _globals(stream)
        return [_scan(stream, start, codes) for start in starts]
    except (struct.error, IndexError) as error:
        raise damaged() from error


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """The records of one substream; those of a chart inside it are passed over."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        at += 4 + length
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 1:
            yield kind, body
        if kind == _EOF and depth <= 0:
            return


def _globals(stream: bytes) -> tuple[list[str], list[int]]:
    """The number format of each cell style, and where the sheets begin."""
    version = 0
    formats: dict[int, str] = dict(BUILT_IN_FORMATS)
    styles: list[int] = []
    starts: list[int] = []
    for kind, body in _records(stream, 0):
        if kind == _BOF and not version:
            (version,) = struct.unpack_from("<H", body)
        elif kind == _PASSWORD:
            raise UnreadableDocumentError(_ENCRYPTED)
        elif kind == _BOUND_SHEET:
            starts.append(struct.unpack_from("<I", body)[0])
        elif kind == _FORMAT:
            formats[struct.unpack_from("<H", body)[0]] = _format_code(body, version)
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", body, 2)[0])
    return [formats.get(number, "") for number in styles], starts


def _format_code(body: bytes, version: int) -> str:
    if version < _BIFF8:
        return body[3 : 3 + body[2]].decode("cp1252", "replace")
    length, wide = struct.unpack_from("<HB", body, 2)
    if wide & 1:
        return body[5 : 5 + 2 * length].decode("utf-16-le", "replace")
    return body[5 : 5 + length].decode("latin-1")


def _scan(stream: bytes, start: int, codes: list[str]) -> SheetScan:
    scan = SheetScan()
    for kind, body in _records(stream, start):
        for row, column, style in _cells(kind, body):
            scan.rows, scan.columns = max(scan.rows, row + 1), max(scan.columns, column + 1)
            require_extent(scan)
            if kind not in _WORDS and style < len(codes) and codes[style]:
                scan.formats[row, column] = codes[style]
    return scan


def _cells(kind: int, body: bytes) -> Iterator[tuple[int, int, int]]:
    """(row, column, style) of the cells a record holds."""
    if kind == _MANY_RK:
        row, first = struct.unpack_from("<HH", body)
        for offset in range((len(body) - 6) // 6):
            yield row, first + offset, struct.unpack_from("<H", body, 4 + 6 * offset)[0]
    elif kind in _WORDS or kind in {_NUMBER, _FORMULA, _RK}:
        row, column, style = struct.unpack_from("<HHH", body)
        yield row, column, style

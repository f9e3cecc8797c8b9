"""Scans the records of an old Excel workbook ([MS-XLS], BIFF5–8): formats, strikes, extent."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tracker.reading.readers.package import damaged
from tracker.reading.readers.xlsx_formats import (
    BUILT_IN_FORMATS,
    SheetScan,
    Styles,
    require_extent,
)
from tracker.reading.result import UnreadableDocumentError

_BOF, _EOF, _BOUND_SHEET, _FORMAT, _XF, _PASSWORD = 0x809, 0x0A, 0x85, 0x41E, 0xE0, 0x2F
_FONT, _STRIKE_OUT, _NO_FONT = 0x31, 0x08, 4
_NUMBER, _FORMULA, _RK, _MANY_RK = 0x203, 0x06, 0x27E, 0xBD
_WORDS = {0xFD, 0x204, 0xD6, 0x205}
_BIFF8 = 0x600
_ENCRYPTED = "Tệp có mật khẩu nên không đọc được. Hãy gỡ mật khẩu, lưu lại rồi tải lên."

Record = tuple[int, bytes]


def scan_workbook(stream: bytes) -> list[SheetScan]:
    """One scan per sheet in the workbook's order; raises UnreadableDocumentError."""
    try:
        styles, starts = _globals(stream)
        return [_scan(stream, start, styles) for start in starts]
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


def _globals(stream: bytes) -> tuple[Styles, list[int]]:
    """What each cell style says, and where the sheets begin."""
    version = 0
    formats: dict[int, str] = dict(BUILT_IN_FORMATS)
    styles: list[tuple[int, int]] = []
    fonts: list[bool] = []
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
        elif kind == _FONT:
            fonts.append(bool(struct.unpack_from("<H", body, 2)[0] & _STRIKE_OUT))
            if len(fonts) == _NO_FONT:
                fonts.append(False)  # the number 4 is never given
        elif kind == _XF:
            styles.append(struct.unpack_from("<HH", body))
    codes = [formats.get(number, "") for _, number in styles]
    return Styles(codes, [font < len(fonts) and fonts[font] for font, _ in styles]), starts


def _format_code(body: bytes, version: int) -> str:
    if version < _BIFF8:
        return body[3 : 3 + body[2]].decode("cp1252", "replace")
    length, wide = struct.unpack_from("<HB", body, 2)
    if wide & 1:
        return body[5 : 5 + 2 * length].decode("utf-16-le", "replace")
    return body[5 : 5 + length].decode("latin-1")


def _scan(stream: bytes, start: int, styles: Styles) -> SheetScan:
    scan = SheetScan()
    for kind, body in _records(stream, start):
        for row, column, style in _cells(kind, body):
            scan.rows, scan.columns = max(scan.rows, row + 1), max(scan.columns, column + 1)
            require_extent(scan)
            if style >= len(styles.formats):
                continue
            if styles.struck[style]:
                scan.unstruck[row, column] = ""
            if kind not in _WORDS and styles.formats[style]:
                scan.formats[row, column] = styles.formats[style]
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

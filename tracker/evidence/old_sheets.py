"""Old workbooks (xls), record by record: macro sheets, a password, links that call a program.

[MS-XLS] 2.1.4 is a record, 2.4.28 names a sheet, 2.4.271 says where a link leads to, 2.4.105 of
which kind it is. Excel 95 names the place in the record of 2.4.105's neighbour, EXTERNSHEET.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tracker.evidence.kinds import TOO_HARD, WITH_MACROS, WITH_PASSWORD, NotEvidenceError
from tracker.evidence.office_fields import CALLS_A_PROGRAM, FROM_ELSEWHERE, is_on_another_machine

_BEGIN, _END = 0x0809, 0x000A
_EXCEL_97 = 0x0600
_SHEET, _FILE_PASSWORD = 0x0085, 0x002F
_MACRO_SHEET = 1
_LINK, _LINK_OF_EXCEL_95, _LINKED_NAME = 0x01AE, 0x0017, 0x0023
_IS_OLE = 0x0010
# Begins the name of a file, in which the sign below only parts folders.
_FILE = "\x01"
_PARTS_PROGRAM_FROM_TOPIC = "\x03"
# Fifty megabytes of cells hold as many; what holds more is made to tire whoever looks.
_MOST_RECORDS = 4_000_000


def refuse_active_sheets(content: bytes) -> None:
    """NotEvidenceError where opening the workbook would run something.

    Excel 4.0 macros run without any of the streams that macros of today are kept in; a link of the
    kind DDE starts the program that it names.
    """
    topic: str | None = None
    is_of_excel_97 = True
    for kind, record in _records(content):
        if kind == _BEGIN and len(record) >= 2:
            is_of_excel_97 = struct.unpack_from("<H", record)[0] == _EXCEL_97
        elif kind == _END and is_of_excel_97:
            # Links and sheets are named before the first sheet; Excel 95 names some in the sheets.
            return
        elif kind == _FILE_PASSWORD:
            raise NotEvidenceError(WITH_PASSWORD)
        elif kind == _SHEET and len(record) > 5 and record[5] == _MACRO_SHEET:
            raise NotEvidenceError(WITH_MACROS)
        elif kind == _LINK:
            topic = _topic(_words_of_excel_97(record))
        elif kind == _LINK_OF_EXCEL_95 and not is_of_excel_97:
            topic = _topic(record[1:].decode("latin-1"))
        elif kind == _LINKED_NAME and topic is not None:
            _refuse_linked(record, topic)


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    for _ in range(_MOST_RECORDS):
        if place + 4 > len(content):
            return
        kind, length = struct.unpack_from("<HH", content, place)
        yield kind, content[place + 4 : place + 4 + length]
        place += 4 + length
    raise NotEvidenceError(TOO_HARD)


def _refuse_linked(record: bytes, topic: str) -> None:
    """A link of the kind DDE calls a program; of OLE it loads a file by the program for it."""
    is_ole = len(record) >= 2 and struct.unpack_from("<H", record)[0] & _IS_OLE
    if not is_ole:
        raise NotEvidenceError(CALLS_A_PROGRAM)
    if is_on_another_machine(topic):
        raise NotEvidenceError(FROM_ELSEWHERE)


def _words_of_excel_97(record: bytes) -> str:
    """Where the link leads to; nothing where it stays in the workbook."""
    if len(record) < 6:
        return ""
    _sheets, length, is_wide = struct.unpack_from("<HHB", record)
    if is_wide & 1:
        return record[5 : 5 + 2 * length].decode("utf-16-le", "replace")
    return record[5 : 5 + length].decode("latin-1")


def _topic(words: str) -> str | None:
    """What the program is asked for; None where the link leads to another workbook."""
    program, sign, topic = words.partition(_PARTS_PROGRAM_FROM_TOPIC)
    is_program = bool(sign and program) and not program.startswith(_FILE)
    return topic if is_program else None

"""A sheet too long for one piece: typeset part by part, its pages joined and counted through.

Typst holds the whole document in memory (about 250 kB a row), so 5,000 rows at once take more than
a small machine has. The parts lose the tags of a short document; the words are the same.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import UTC
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

import pypdfium2

from tracker.exports.pdf import Piece, forget_typeset, render_pdf
from tracker.exports.sheet import Sheet, SheetRow, cleaned

if TYPE_CHECKING:
    from tracker.exports.service import Progress

ROWS_OF_A_PART = 600
# One at a time: the joiner is not made for several threads, and memory is for one.
_alone = threading.Lock()
# How far back a part may end so that the next begins with a heading.
_LOOK_BACK = 60
_MADE_AT = re.compile(rb"D:\d{14}\+00'00'")
_FILE_ID = re.compile(rb"/ID ?\[<([0-9A-F]{32})><([0-9A-F]{32})>\]")


def render_long_pdf(sheet: Sheet, progress: Progress) -> bytes:
    """The sheet as PDF; the same sheet gives the same bytes."""
    with _alone:
        return _with_fixed_marks(_joined(cleaned(sheet), progress), sheet)


def _joined(clean: Sheet, progress: Progress) -> bytes:
    done = 0
    joined = pypdfium2.PdfDocument.new()
    try:
        for part in parts_of(clean.rows):
            is_last = done + len(part) == len(clean.rows)
            _append(joined, render_pdf(clean, Piece(part, len(joined), is_last)))
            forget_typeset()
            done += len(part)
            progress(done, len(clean.rows))
        written = BytesIO()
        joined.save(written)
    finally:
        joined.close()
    return written.getvalue()


def parts_of(rows: tuple[SheetRow, ...]) -> Iterator[tuple[SheetRow, ...]]:
    """The rows in parts of about one size; a part begins with a heading where one is near."""
    start = 0
    while len(rows) - start > ROWS_OF_A_PART:
        end = start + ROWS_OF_A_PART
        nearest = range(end, end - _LOOK_BACK, -1)
        cut = next((n for n in nearest if _begins_a_group(rows, n)), end)
        yield rows[start:cut]
        start = cut
    yield rows[start:]


def _begins_a_group(rows: tuple[SheetRow, ...], place: int) -> bool:
    return rows[place].is_heading and not rows[place - 1].is_heading


def _append(joined: pypdfium2.PdfDocument, piece: bytes) -> None:
    pages = pypdfium2.PdfDocument(piece)
    try:
        joined.import_pages(pages)
    finally:
        pages.close()


def _with_fixed_marks(document: bytes, sheet: Sheet) -> bytes:
    """The moment and the number the joiner writes into a file, made from the sheet's own."""
    moment = sheet.as_of.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'").encode()
    dated = _MADE_AT.sub(moment, document)
    mark = sha256(_FILE_ID.sub(b"", dated)).hexdigest()[:32].upper().encode()
    return _FILE_ID.sub(lambda found: found[0].replace(found[1], mark), dated)

"""Text whose cells no longer stand row by row, as `pdftotext` without -layout leaves a table.

Put together as rows it looks like a plan and is none: such text is refused, or doubted throughout.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.core.text_vn import fold, tone_placement_folded
from tracker.reading.columns import Column, meaning_of
from tracker.reading.raw import RawDocument
from tracker.reading.result import (
    Finding,
    ReadDocument,
    ReadRow,
    RowKind,
    UnreadableDocumentError,
)
from tracker.reading.unit_words import UNIT_WORD

_ODD, _HOPELESS = 0.2, 0.6
_FIELDS = ("kind", *(column.value for column in Column))
_UNIT = re.compile(rf"[-+\s]*{UNIT_WORD}\b")
_LABEL_TITLE = re.compile(r"(?<!\S)((so )?s?tt\.?|so thu tu)(?!\S)")
_FIGURE = re.compile(r"\d")
_CONTENT_TITLE = re.compile(r"\b(noi dung|nhiem vu|viec|hoat dong)\b")
_OWN_WORK_TITLE = re.compile(
    r"\b(chu tri|thuc hien|phu trach|don vi|co quan"
    r"|thoi gian|thoi han|tien do|hoan thanh|lo trinh)\b"
)
_LINES_OF_TITLES = 4
_HEADER_LINES = 30
_ADVICE = "Hãy nạp chính tệp PDF hoặc DOCX, hoặc lấy chữ bằng “pdftotext -layout”."
LOST_TABLE = (
    "Các ô của bảng trong văn bản này không còn đứng theo từng dòng nên không đọc được. " + _ADVICE
)
_DOUBTED = "Thứ tự các ô trong văn bản này có vẻ bị xáo trộn, hãy so từng ô với bản gốc. " + _ADVICE
_CELL = "Thứ tự các ô trong văn bản có vẻ bị xáo trộn; hãy so với bản gốc."
_TABLE_NOT_READ = (
    "Trong văn bản có tiêu đề của một bảng nhiệm vụ nhưng các ô đã lẫn vào nhau, bảng đó không "
    "được đọc. " + _ADVICE
)


def doubt_lost_order(document: ReadDocument) -> None:
    """Doubts every cell of a table put together from text out of order; refuses a hopeless one."""
    odd = _odd_share(document)
    if odd > _HOPELESS:
        raise UnreadableDocumentError(LOST_TABLE)
    if odd <= _ODD:
        return
    document.findings.insert(0, Finding(None, _DOUBTED))
    for row in document.rows:
        doubted = {finding.field for finding in row.findings}
        row.findings.extend(Finding(name, _CELL) for name in _FIELDS if name not in doubted)


def without_lost_table(raw: RawDocument) -> tuple[RawDocument, Finding | None]:
    """The words before the titles of a table that could not be put together, and what is lost."""
    lines = [part for part in raw.parts if isinstance(part, str)]
    at = _titles_at(lines) if raw.from_lines else None
    if at is None:
        return raw, None
    return RawDocument(list(lines[:at]), raw.doubts), Finding(None, _TABLE_NOT_READ)


def _titles_at(lines: Sequence[str]) -> int | None:
    """The line with which a table's titles begin: the label's alone, or all of them on a line."""
    for at, line in enumerate(lines):
        key = fold(line)
        if _LABEL_TITLE.fullmatch(key):
            near = [meaning_of(title) for title in lines[at + 1 : at + _HEADER_LINES]]
            meanings = {found[0] for found in near if found is not None}
            if Column.CONTENT in meanings and meanings & {Column.LEAD, Column.DEADLINE}:
                return at
        elif _LABEL_TITLE.search(key) and not _FIGURE.search(key):
            titles = fold(" ".join(lines[at : at + _LINES_OF_TITLES]))
            if _CONTENT_TITLE.search(titles) and _OWN_WORK_TITLE.search(titles):
                return at
    return None


def _odd_share(document: ReadDocument) -> float:
    """How much of the document looks like cells of other columns: none of it in a good text."""
    rows = document.rows
    if not rows:
        return 0.0
    odd = sum(_is_odd_content(row) + (not row.label) + _has_odd_cell(row) for row in rows)
    return odd / len(rows) + len(document.unread) / (len(rows) + len(document.unread))


def _is_odd_content(row: ReadRow) -> bool:
    first = row.content[:1]
    return not first.isalpha() or first.islower() or _is_unit(row.content)


def _has_odd_cell(row: ReadRow) -> bool:
    if row.kind is not RowKind.TASK:
        return False
    return bool(row.lead_text and not _is_unit(row.lead_text)) or _is_unit(row.product or "")


def _is_unit(words: str) -> bool:
    return _UNIT.match(tone_placement_folded(words)) is not None

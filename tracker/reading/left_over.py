"""What stands beside the task tables and became no row: said, so that nothing is lost in silence.

Letterhead, recipients and signature are expected there and not spoken of; neither is the text
before the first table, which every plan has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tracker.core.text_vn import fold, normalise
from tracker.reading.columns import TaskTable, left_out
from tracker.reading.grid import GridRow, lay_out
from tracker.reading.raw import RawDocument, RawTable, row_lines
from tracker.reading.result import Finding

_REST_OF_TABLE = (
    "Bảng thứ {} trong tệp không có hàng tiêu đề nên không được đọc; nếu đó là phần tiếp của bảng "
    "nhiệm vụ, hãy chép hàng tiêu đề lên trên bảng đó rồi tải lại."
)
_OTHER_TABLE = (
    "Bảng thứ {} trong tệp (mở đầu “{}”) không được đọc vì không nhận ra là bảng nhiệm vụ; hãy xem "
    "trong đó có việc phải giao không."
)
_ROWS_ABOVE = (
    "Phía trên tiêu đề của bảng nhiệm vụ còn {} hàng có chữ ở nhiều ô (mở đầu “{}”) không được "
    "đọc; hãy xem có việc phải giao không."
)
_LINES_BELOW = (
    "Ngoài bảng nhiệm vụ, phía dưới còn {} dòng chữ không thành việc: “{}”. Hãy xem có việc phải "
    "giao không."
)
_LONGEST_QUOTE = 300
# A row of so many filled cells belongs to a table; letterhead and signature stand in two.
_CELLS_OF_A_ROW = 3
_RECIPIENTS = "noi nhan"
_EXPECTED = re.compile(
    r"(noi nhan|nhu tren|luu\s*[:;]|(tm|kt|tl|tuq|q)\. ?[a-z]|(pho )?chu tich\W*$"
    r"|chanh van phong\W*$|nguoi (lap|ky)|phu luc( so)?( [ivx\d]+)?\W*$"
    r"|\(?(ban hanh |dinh )?kem (theo|cong van|ke hoach|quyet dinh)|\(?(da ky|ky,? )|so\s*[:/]"
    r"|cong hoa xa hoi|doc lap ?- ?tu do|.{2,40}, ?ngay\b)"
)
_RECIPIENT = re.compile(r"[-+•*–]|.*(;|\((b/c|t/h|de b/c|p/h)[^)]*\)\W*)$|luu\b|nhu (dieu|tren)")
_PERSON = re.compile(r"([^\W\d_]+\.?\s){1,4}[^\W\d_]+")


def findings_beside(
    raw: RawDocument,
    found: Mapping[int, TaskTable],
    tables: Mapping[int, TaskTable],
    below: Mapping[int, Sequence[str]],
) -> Iterator[Finding]:
    """A sentence about each table, and about the lines after the first one, that were not read.

    `found` are the task tables, `tables` those with rows in them, `below` the lines that stand
    under a table on its own sheet.
    """
    rest = left_out(raw.parts, dict(found))
    others = set(found) - set(tables)  # forms that wait to be filled in
    number = 0
    for at, part in enumerate(raw.parts):
        if isinstance(part, str):
            continue
        number += 1
        if number in rest:
            others.add(at)
            yield Finding(None, _REST_OF_TABLE.format(number))
        elif at not in found and (rows := _rows_of_cells(lay_out(part))):
            others.add(at)
            yield Finding(None, _OTHER_TABLE.format(number, _quote(_words(rows[:1]))))
    if rows := _rows_of_cells(tables[min(tables)].preface):
        yield Finding(None, _ROWS_ABOVE.format(len(rows), _quote(_words(rows))))
    prefaces = {at: _words(table.preface) for at, table in found.items()}
    lines = list(_unexpected(_lines_after(raw, tables, prefaces, below, others)))
    if lines:
        yield Finding(None, _LINES_BELOW.format(len(lines), _quote(lines)))


def _rows_of_cells(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows that make a table of it; none where there is but one, as in a letterhead."""
    filled = [row for row in rows if row.filled >= _CELLS_OF_A_ROW]
    return filled if len(filled) > 1 else []


def _lines_after(
    raw: RawDocument,
    tables: Mapping[int, TaskTable],
    prefaces: Mapping[int, Sequence[str]],
    below: Mapping[int, Sequence[str]],
    others: set[int],
) -> Iterator[str]:
    forms = set(prefaces) - set(tables)
    first = min(tables)
    for at, part in enumerate(raw.parts):
        if at < first or at + 1 in forms:  # above a form stands its name
            continue
        if at in tables or at in others:
            yield from prefaces.get(at, ()) if at > first else ()
            yield from below.get(at, ())
        elif isinstance(part, RawTable):
            yield from (line for row in part.rows for line in row_lines(row))
        else:
            yield from part.splitlines()


def _unexpected(lines: Iterable[str]) -> Iterator[str]:
    """The lines that are neither recipients nor signature nor the number of a page."""
    recipients = False
    for line in map(normalise, lines):
        key = fold(line)
        recipients = recipients or key.startswith(_RECIPIENTS)
        if not any(map(str.isalpha, line)) or line.isupper() or _EXPECTED.match(key):
            continue
        if (recipients and _RECIPIENT.match(key)) or _is_name(line):
            continue
        yield line


def _is_name(line: str) -> bool:
    """ "Nguyễn Văn Mẫu": every word with a capital and nothing else."""
    return _PERSON.fullmatch(line) is not None and line == line.title()


def _words(rows: Sequence[GridRow]) -> list[str]:
    return [cell.text for row in rows for cell in row.own_cells if cell.text.strip()]


def _quote(pieces: Sequence[str]) -> str:
    words = " | ".join(" ".join(normalise(piece).split()) for piece in pieces)
    return words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE].rstrip()} …"

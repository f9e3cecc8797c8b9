"""Finds the task table and names its columns by the words of its header, never by position."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tracker.core.text_vn import fold
from tracker.reading.grid import GridRow, lay_out
from tracker.reading.labels import LabelKind, read_label
from tracker.reading.raw import RawTable, as_printed

_ROWS_BEFORE_HEADER = 40
_HEADER_ROWS = 3
_LONGEST_HEADER_CELL = 70


class Column(StrEnum):
    """What a column of the task table holds; the values name the fields of findings."""

    LABEL = "label"
    CONTENT = "content"
    LEAD = "lead"
    COOPERATING = "cooperating"
    DEADLINE = "deadline"
    PRODUCT = "product"


_LABEL = re.compile(r"(so )?s?tt|so thu tu|thu tu|muc|so muc")
# Tried from the top: "Thời gian thực hiện" is a deadline though "Đơn vị thực hiện" is a lead, and
# "Đơn vị phối hợp thực hiện" cooperates. The weight settles two columns wanting one meaning.
_MEANINGS: tuple[tuple[Column, int, re.Pattern[str]], ...] = (
    (Column.LEAD, 5, re.compile(r"chu tri\W.*phoi hop|phoi hop.*chu tri")),
    (
        Column.COOPERATING,
        5,
        re.compile(r"phoi hop|tham gia|^(?!(cac )?(van ban|tai lieu|ho so|noi dung)).*lien quan"),
    ),
    (Column.LEAD, 5, re.compile(r"chu tri|dau moi|chiu trach nhiem")),
    (
        Column.DEADLINE,
        5,
        re.compile(
            r"thoi gian|thoi han|tien do|thoi diem|lo trinh|\bhan\b|ngay hoan thanh|\bmoc\b"
        ),
    ),
    (
        Column.PRODUCT,
        5,
        re.compile(r"san pham|dau ra|chi tieu dat duoc|ket qua (dat duoc|dau ra|san pham)"),
    ),
    (Column.PRODUCT, 4, re.compile(r"^(du kien |yeu cau )?ket qua")),
    (
        Column.LEAD,
        4,
        re.compile(r"(don vi|co quan|bo phan|phong|ban|nganh|nguoi|can bo).*(thuc hien|phu trach)"),
    ),
    (Column.LEAD, 4, re.compile(r"phan cong|phu trach|trach nhiem|giao cho")),
    (
        Column.CONTENT,
        5,
        re.compile(r"noi dung|nhiem vu|cong viec|dau viec|hoat dong|giai phap|cong tac|ten viec"),
    ),
    (
        Column.LEAD,
        3,
        re.compile(
            r"^(cac )?(co quan, ?don vi|don vi|co quan|bo phan|phong, ?ban|so, ?(ban, ?)?nganh)$"
        ),
    ),
    (Column.PRODUCT, 2, re.compile(r"^(muc tieu|chi tieu|hinh thuc)\b")),
    (Column.DEADLINE, 3, re.compile(r"^hoan thanh|^ngay$|^thang$")),
)
_COLUMN_NUMBER = re.compile(r"\(?\[?\s*([A-Za-z]|\d{1,2})\s*\]?\)?(\s*=.*)?")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a task table: what each grid column holds, and the words as printed.

    `meanings` and `extra` name every grid column under a header cell, since the cells below may be
    cut finer than the header above them.
    """

    meanings: dict[int, Column]
    extra: dict[int, str]
    titles: tuple[str, ...]
    first_row: int
    last_row: int
    keys: frozenset[str]
    shared_lead_and_cooperating: bool = False

    def has(self, meaning: Column) -> bool:
        return meaning in self.meanings.values()


@dataclass(slots=True)
class TaskTable:
    """A table that assigns tasks: its header and the grid rows below it (above: `preface`)."""

    header: Header
    rows: list[GridRow]
    preface: list[GridRow] = field(default_factory=list)


def meaning_of(title: str) -> tuple[Column, int] | None:
    """What a header's words say the column holds, with a weight; None for a column of its own."""
    key = fold(as_printed(title)).strip(" .:*")
    if not key or len(key) > _LONGEST_HEADER_CELL:
        return None
    if _LABEL.fullmatch(key):
        return Column.LABEL, 5
    return next(
        ((column, weight) for column, weight, words in _MEANINGS if words.search(key)), None
    )


def find_task_tables(tables: Sequence[RawTable | None]) -> dict[int, TaskTable]:
    """The task tables among the parts, by position; a table going on without header is included.

    `None` stands for a running line: a table with words between it and the last is a new one.
    """
    found: dict[int, TaskTable] = {}
    current: TaskTable | None = None
    for position, table in enumerate(tables):
        if table is None:
            current = None
            continue
        rows = lay_out(table)
        header = find_header(rows)
        if header is not None:
            body = rows[header.last_row + 1 :]
            current = TaskTable(header, body, rows[: header.first_row])
            found[position] = current
        elif current is not None and _goes_on(current, rows):
            found[position] = TaskTable(current.header, rows)
        else:
            current = None
    return found


def find_header(rows: Sequence[GridRow]) -> Header | None:
    """The header among the first rows of a table, or None when this is no task table."""
    for first in range(min(len(rows), _ROWS_BEFORE_HEADER)):
        if rows[first].filled < 3:
            continue
        heights = range(1, min(_HEADER_ROWS, len(rows) - first) + 1)
        candidates = [_header_of(rows, first, first + height - 1) for height in heights]
        headers = [header for header in candidates if header is not None]
        if headers:
            return _with_column_numbers(max(headers, key=_quality), rows)
    return None


def is_header_again(row: GridRow, header: Header) -> bool:
    """Whether a row repeats the header (on a new page) or numbers the columns: (1) (2) (3)."""
    cells = [cell.text for cell in row.own_cells if cell.text.strip()]
    if not cells or max(len(text) for text in cells) > 2 * _LONGEST_HEADER_CELL:
        return False
    return all(fold(as_printed(text)) in header.keys for text in cells) or is_column_numbers(row)


def is_column_numbers(row: GridRow) -> bool:
    """Whether the row only numbers the columns, as forms do below their header."""
    words = [as_printed(cell.text) for cell in row.own_cells if cell.text.strip()]
    numbers = [match[1] for word in words if (match := _COLUMN_NUMBER.fullmatch(word))]
    if len(numbers) < max(3, len(words)):
        return False
    digits = [int(number) for number in numbers if number.isdigit()]
    return len(digits) >= len(numbers) - 2 and digits == sorted(set(digits))


def _header_of(rows: Sequence[GridRow], first: int, last: int) -> Header | None:
    block = rows[first : last + 1]
    if last > first and not all(_continues_header(row, block[0]) for row in block[1:]):
        return None
    titles = _titles(block)
    meanings = _assign({at: meaning_of(title) for at, title in titles.items()})
    values = set(meanings.values())
    if len(values) < 3 or Column.CONTENT not in values:
        return None
    if not values & {Column.LEAD, Column.DEADLINE}:
        return None
    printed = {at: as_printed(title) for at, title in titles.items()}
    lead = next((printed[at] for at, found in meanings.items() if found is Column.LEAD), "")
    owner = _owners(block)
    return Header(
        meanings={at: meanings[of] for at, of in owner.items() if of in meanings},
        extra={at: printed[of] for at, of in owner.items() if of not in meanings and printed[of]},
        titles=tuple(dict.fromkeys(title for title in printed.values() if title)),
        first_row=first,
        last_row=last,
        keys=frozenset(fold(as_printed(c.text)) for row in block for c in row.own_cells if c.text),
        shared_lead_and_cooperating="phoi hop" in fold(lead),
    )


def _continues_header(row: GridRow, above: GridRow) -> bool:
    """A second header row says more about some columns, never about the label or the content."""
    words = [cell.text for cell in row.own_cells if cell.text.strip()]
    if not words or not all(meaning_of(word) for word in words):
        return False
    for at in range(len(row.cells)):
        meaning = meaning_of(above.text_at(at) or "")
        if row.own_text_at(at) and meaning and meaning[0] in {Column.LABEL, Column.CONTENT}:
            return False
    return True


def _titles(block: Sequence[GridRow]) -> dict[int, str]:
    titles: dict[int, str] = {}
    for at in sorted(set(_owners(block).values())):
        pieces = [row.text_at(at) or "" for row in block]
        titles[at] = "\n".join(dict.fromkeys(piece for piece in pieces if piece.strip()))
    return titles


def _owners(block: Sequence[GridRow]) -> dict[int, int]:
    """For each grid column the one where its header cell, in any header row, begins."""
    owners: dict[int, int] = {}
    for at in range(max(len(row.cells) for row in block)):
        begins = any(row.starts_at(at) for row in block)
        owners[at] = at if begins or at == 0 else owners[at - 1]
    return owners


def _assign(wanted: dict[int, tuple[Column, int] | None]) -> dict[int, Column]:
    best: dict[Column, tuple[int, int]] = {}
    for at, found in wanted.items():
        if found is not None and found[1] > best.get(found[0], (0, 0))[0]:
            best[found[0]] = (found[1], at)
    return {at: column for column, (_, at) in best.items()}


def _quality(header: Header) -> tuple[int, int]:
    return len(set(header.meanings.values())), -header.last_row


def _with_column_numbers(header: Header, rows: Sequence[GridRow]) -> Header:
    below = header.last_row + 1
    if below >= len(rows) or not is_column_numbers(rows[below]):
        return header
    return replace(header, last_row=below)


def _goes_on(table: TaskTable, rows: Sequence[GridRow]) -> bool:
    """Whether a table without header is the rest of the one above: as wide, and labelled."""
    width = max((len(row.cells) for row in table.rows), default=0)
    first = next((row for row in rows if row.filled), None)
    if first is None or max(len(row.cells) for row in rows) != width:
        return False
    at = next((at for at, found in table.header.meanings.items() if found is Column.LABEL), None)
    label = as_printed(first.text_at(at) or "") if at is not None else ""
    return not label or len(first.own_cells) == 1 or read_label(label).kind is not LabelKind.NONE

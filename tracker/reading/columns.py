"""Finds the task table and names its columns by the words of its header, never by position."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tracker.core.text_vn import fold
from tracker.reading.grid import GridRow, lay_out
from tracker.reading.header_words import (
    LONGEST_HEADER_CELL,
    SURE_LEAD,
    WEAK_CONTENT,
    is_of_another_table,
    is_period,
    meaning_of,
    period_named_first,
)
from tracker.reading.labels import LabelKind, read_label
from tracker.reading.raw import RawTable, as_printed
from tracker.reading.result import Column

__all__ = [
    "Column",
    "Header",
    "TaskTable",
    "columns_named",
    "find_header",
    "find_task_tables",
    "is_header_again",
    "meaning_of",
]

_ROWS_BEFORE_HEADER = 40
_HEADER_ROWS = 3
_LABELS_LOOKED_BACK = 30
_PAGE_NUMBER = re.compile(r"[-–—\s]*(trang )?\d{0,4}( ?/ ?\d{1,4})?[-–—\s]*")
_HOUR = r"\d{1,2} ?(h|g|gio|:) ?(\d{2})?"
_HOURS = re.compile(rf"(tu )?{_HOUR}( ?(phut|\W|den|toi|-) ?({_HOUR})?)*")
_BLANK = re.compile(r"[\s.…_,:;-]*")
_COLUMN_NUMBER = re.compile(r"\(?\[?\s*([A-Za-z]|\d{1,2})\s*\]?\)?(\s*=.*)?")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a task table: what each grid column holds, and the words as printed.

    `meanings` and `extra` name every grid column under a header cell, since the cells below may be
    cut finer than the header above them. `chosen` is what each title was taken for.
    """

    meanings: dict[int, Column]
    extra: dict[int, str]
    titles: tuple[str, ...]
    first_row: int
    last_row: int
    keys: frozenset[str]
    chosen: dict[str, Column] = field(default_factory=dict)
    shared_lead_and_cooperating: bool = False

    def has(self, meaning: Column) -> bool:
        return meaning in self.meanings.values()

    @property
    def period_of_deadlines(self) -> str:
        """ "Tháng" or "Quý" when the title of the deadlines says what their bare numbers count."""
        titles = [title for title, column in self.chosen.items() if column is Column.DEADLINE]
        return period_named_first(titles[0]) if len(titles) == 1 else ""


@dataclass(slots=True)
class TaskTable:
    """A table that assigns tasks: its header and the grid rows below it (above: `preface`)."""

    header: Header
    rows: list[GridRow]
    preface: list[GridRow] = field(default_factory=list)
    merges_lost: bool = False


def find_task_tables(parts: Sequence[str | RawTable]) -> dict[int, TaskTable]:
    """The task tables among the parts, by position; a table going on without header is included.

    With words between it and the last one, a table without header goes on only when its labels do.
    """
    found: dict[int, TaskTable] = {}
    current: TaskTable | None = None
    cut = False
    for position, part in enumerate(parts):
        if isinstance(part, str):
            cut = cut or _PAGE_NUMBER.fullmatch(fold(part)) is None
            continue
        rows = lay_out(part)
        header = find_header(rows)
        if header is not None:
            body = rows[header.last_row + 1 :]
            current = TaskTable(header, body, rows[: header.first_row], part.merges_lost)
            found[position] = current
        elif current is not None and _goes_on(current, rows, cut=cut):
            current = TaskTable(current.header, rows)
            found[position] = current
        else:
            current = None
        cut = False
    return {at: table for at, table in found.items() if not is_agenda(table)}


def is_blank_form(table: TaskTable) -> bool:
    """Whether a table waits to be filled in: below its header nothing but numbers and dots."""
    cells = [cell.text for row in table.rows for cell in row.own_cells]
    return all(_BLANK.fullmatch(as_printed(text)) or read_label(text).path for text in cells)


def left_out(parts: Sequence[str | RawTable], found: dict[int, TaskTable]) -> list[int]:
    """The tables, by number from 1, that look like the rest of a task table but were not read."""
    tables = [at for at, part in enumerate(parts) if isinstance(part, RawTable)]
    widths = {len(row.cells) for table in found.values() for row in table.rows}
    return [
        number
        for number, at in enumerate(tables, start=1)
        if at not in found and at > min(found) and _looks_like_rows(parts[at], widths)
    ]


def _looks_like_rows(part: str | RawTable, widths: set[int]) -> bool:
    rows = [row for row in lay_out(part) if row.filled] if isinstance(part, RawTable) else []
    if not rows or rows[0].filled < 4 or {len(row.cells) for row in rows} - widths:
        return False
    return all(read_label(as_printed(row.text_at(0) or "")).path for row in rows)


def is_agenda(table: TaskTable) -> bool:
    """Whether every time in a table is an hour of the day: the programme of a meeting."""
    at = next((at for at, found in table.header.meanings.items() if found is Column.DEADLINE), None)
    times = [as_printed(row.own_text_at(at)) for row in table.rows] if at is not None else []
    filled = [words for words in times if words]
    return bool(filled) and all(_HOURS.fullmatch(fold(words)) for words in filled)


def find_header(rows: Sequence[GridRow]) -> Header | None:
    """The header among the first rows of a table, or None when this is no task table."""
    for first in range(min(len(rows), _ROWS_BEFORE_HEADER)):
        if rows[first].filled < 3:
            continue
        least = _sure_height(rows, first)
        heights = range(least, max(least, min(_HEADER_ROWS, len(rows) - first)) + 1)
        candidates = [_header_of(rows, first, first + height - 1) for height in heights]
        headers = [header for header in candidates if header is not None]
        if headers:
            best = _without_rows_above(max(headers, key=_quality), rows)
            return _with_column_numbers(best, rows)
    return None


def _without_rows_above(header: Header, rows: Sequence[GridRow]) -> Header:
    """A row of words above a complete header is none of its rows: another table's last one."""
    while header.first_row < header.last_row:
        above, first = rows[header.first_row], rows[header.first_row + 1]
        if any(place is not None and not place.starts_in_row for place in first.cells):
            return header
        if any(cell.column_span > 1 for cell in above.own_cells):
            return header
        alone = _header_of(rows, header.first_row + 1, header.last_row)
        if alone is None or _quality(alone) < _quality(header):
            return header
        header = alone
    return header


def columns_named(titles: Sequence[str]) -> dict[str, Column]:
    """What titles say without a table below them, each meaning once."""
    meanings = _assign({at: meaning_of(title) for at, title in enumerate(titles)}, ())
    return {titles[at]: column for at, column in meanings.items()}


def is_header_again(row: GridRow, header: Header) -> bool:
    """Whether a row repeats the header (on a new page) or numbers the columns: (1) (2) (3)."""
    cells = [cell.text for cell in row.own_cells if cell.text.strip()]
    if not cells or max(len(text) for text in cells) > 2 * LONGEST_HEADER_CELL:
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
    if not all(_continues_header(row, block[0]) for row in block[1:]):
        return None
    titles = _titles(block)
    periods = {at for at, title in titles.items() if is_period(title)}
    road_map = periods if len(periods) > 1 else set()
    found = {at: meaning_of(title) for at, title in titles.items() if at not in road_map}
    meanings = _assign(found, rows[last + 1 :])
    strongest = {column: found[at] for at, column in meanings.items()}
    if not _assigns_tasks(strongest, list(titles.values()), bool(road_map)):
        return None
    printed = {at: as_printed(title) for at, title in titles.items()}
    lead = next((printed[at] for at, column in meanings.items() if column is Column.LEAD), "")
    owner = _owners(block)
    return Header(
        meanings={at: meanings[of] for at, of in owner.items() if of in meanings},
        extra={at: printed[of] for at, of in owner.items() if of not in meanings and printed[of]},
        titles=tuple(dict.fromkeys(title for title in printed.values() if title)),
        first_row=first,
        last_row=last,
        keys=frozenset(fold(as_printed(c.text)) for row in block for c in row.own_cells if c.text),
        chosen={printed[at]: column for at, column in reversed(meanings.items())},
        shared_lead_and_cooperating="phoi hop" in fold(lead),
    )


def _assigns_tasks(
    found: dict[Column, tuple[Column, int] | None], titles: list[str], has_road_map: bool
) -> bool:
    """Whether columns of these meanings, each with its weight, make a table of tasks."""
    known = set(found) | ({Column.DEADLINE} if has_road_map else set())
    content, lead = found.get(Column.CONTENT), found.get(Column.LEAD)
    if content is None or not known & {Column.LEAD, Column.DEADLINE}:
        return False
    complete = {Column.LEAD, Column.DEADLINE} <= known
    if content[1] == WEAK_CONTENT and not complete:
        return False
    names_lead = lead is not None and lead[1] == SURE_LEAD
    if len(known) < 3 and not names_lead:
        return False
    return not is_of_another_table(titles, complete=complete)


def _sure_height(rows: Sequence[GridRow], first: int) -> int:
    """How many rows the header has at least, by the cells merged or spread over its second row."""
    height = 1
    while height < _HEADER_ROWS and first + height < len(rows):
        if not _lies_in_header(rows[first + height], rows[first]):
            break
        height += 1
    return height


def _lies_in_header(row: GridRow, above: GridRow) -> bool:
    """Header cells run down beside this row, or it only fills what lies under wide ones."""
    own = [at for at in range(len(row.cells)) if row.own_text_at(at) and row.starts_at(at)]
    if not own or is_column_numbers(row):
        return False
    merged = [place for place in row.cells if place and not place.starts_in_row]
    if any(place.cell.text.strip() and place.origin_row >= above.index for place in merged):
        return True
    wide = {at for at in own if (place := above.at(at)) and place.cell.column_span > 1}
    meanings = [meaning_of(above.text_at(at) or "") for at in own]
    begins_with = {found[0] for found in meanings if found is not None}
    return len(own) > 1 and wide == set(own) and not begins_with & {Column.LABEL, Column.CONTENT}


def _continues_header(row: GridRow, above: GridRow) -> bool:
    """A second header row says more about some columns, never about the label or the content."""
    if _lies_in_header(row, above):
        return True
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


def _assign(
    wanted: dict[int, tuple[Column, int] | None], body: Sequence[GridRow]
) -> dict[int, Column]:
    """The column of each meaning: the one whose words say it best, then the one filled most.

    Of "Nhiệm vụ" and "Hoạt động" the one printed anew in every row is what units must do.
    """
    best: dict[Column, tuple[int, int, int]] = {}
    for at, found in wanted.items():
        if found is None:
            continue
        filled = sum(bool(row.own_text_at(at)) for row in body)
        rank = (found[1], filled if found[0] is Column.CONTENT else 0, -at)
        best[found[0]] = max(rank, best.get(found[0], (0, 0, 0)))
    return {-at: column for column, (_, _, at) in best.items()}


def _quality(header: Header) -> tuple[int, int]:
    return len(set(header.meanings.values())), -header.last_row


def _with_column_numbers(header: Header, rows: Sequence[GridRow]) -> Header:
    below = header.last_row + 1
    if below >= len(rows) or not is_column_numbers(rows[below]):
        return header
    return replace(header, last_row=below)


def _goes_on(table: TaskTable, rows: Sequence[GridRow], *, cut: bool) -> bool:
    """Whether a table without header is the rest of the one above: as wide, and labelled.

    `cut` says that words stand between the two: then only the next label tells.
    """
    header = table.header
    alone = max([*header.meanings, *header.extra]) + 1  # at the end of a page, without a row
    width = max((len(row.cells) for row in table.rows), default=alone)
    first = next((row for row in rows if row.filled), None)
    if first is None or max(len(row.cells) for row in rows) != width:
        return False
    at = next((at for at, found in table.header.meanings.items() if found is Column.LABEL), None)
    label = as_printed(first.text_at(at) or "") if at is not None else ""
    if cut:
        above = (
            [read_label(as_printed(row.own_text_at(at))) for row in table.rows]
            if label and at is not None
            else []
        )
        return any(read_label(label).follows(other) for other in above[-_LABELS_LOOKED_BACK:])
    return not label or len(first.own_cells) == 1 or read_label(label).kind is not LabelKind.NONE

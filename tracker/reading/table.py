"""A task table's grid rows as plain rows: headers on new pages dropped, cut rows joined again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tracker.core.text_vn import fold
from tracker.reading.columns import Column, Header, TaskTable, is_header_again
from tracker.reading.grid import GridRow, Place
from tracker.reading.labels import read_label
from tracker.reading.raw import as_printed
from tracker.reading.result import Anchor, add_words

# What stands below a table on the same sheet: recipients, signature, notes.
_END = re.compile(
    r"noi nhan\b|(tm|kt|tl|tuq)\. ?[a-z]|(pho )?chu tich$|chanh van phong$|nguoi lap\b"
    r"|ghi chu\s*:|phu luc( so)?( [ivx\d]+)?$"
)
_GOES_ON = re.compile(r"[-/,(]$")
_JOINED = "Phần cuối của ô này nằm ở dòng bị ngắt trang, đã nối lại; hãy so với bản gốc."
_SEVERAL = (
    "Ô số thứ tự ghi nhiều số (“{}”): hàng này có thể gồm nhiều việc, giữa các việc không kẻ dòng; "
    "hãy tách ra theo bản gốc."
)
_LONG_HEADING = (
    "Tiêu đề dài bất thường, có thể gồm cả các việc bên dưới vì giữa chúng không kẻ dòng; hãy so "
    "với bản gốc."
)
_LONGEST_HEADING = 400


@dataclass(slots=True)
class Value:
    """The words of one cell, with their line breaks; `inherited_from` is the merged cell's row."""

    text: str = ""
    inherited_from: int | None = None
    automatic_label: str | None = None
    bold: bool = False
    doubts: tuple[str, ...] = ()

    @property
    def printed(self) -> str:
        return as_printed(self.text)


@dataclass(slots=True)
class PlainRow:
    """One row of the table by meaning; `wide` when one cell runs over label and content."""

    index: int
    anchor: Anchor
    values: dict[Column, Value] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    wide: bool = False
    doubts: tuple[str, ...] = ()

    def value(self, column: Column) -> Value:
        return self.values.get(column) or Value()

    def text(self, column: Column) -> str:
        return self.value(column).printed

    def own_text(self, column: Column) -> str:
        value = self.value(column)
        return value.printed if value.inherited_from is None else ""

    @property
    def all_text(self) -> str:
        words = [value.printed for value in self.values.values() if value.inherited_from is None]
        return " | ".join(word for word in [*words, *self.extra.values()] if word)


def read_rows(table: TaskTable) -> tuple[list[PlainRow], list[str]]:
    """The rows of a task table in order, and the lines that stand below it on the same sheet."""
    rows: list[PlainRow] = []
    for position, grid_row in enumerate(table.rows):
        if grid_row.filled == 0 or is_header_again(grid_row, table.header):
            continue
        if _ends_table(grid_row, table.rows[position + 1 :], table.header):
            return rows, _lines(table.rows[position:])
        row = _plain(grid_row, table.header)
        if rows and _is_rest_of(rows[-1], row):
            _join(rows[-1], row)
        else:
            rows.append(row)
    return rows, []


def _lines(rows: Iterable[GridRow]) -> list[str]:
    cells = [cell.text for row in rows for cell in row.own_cells]
    return [line.strip() for text in cells for line in text.splitlines() if line.strip()]


def _ends_table(row: GridRow, below: Sequence[GridRow], header: Header) -> bool:
    """A note in the middle of a table does not end it: rows with cells still follow."""
    words = [cell.text for cell in row.own_cells if cell.text.strip()]
    if not words or len(words) > 3:
        return False
    if _END.match(fold(as_printed(words[0]))) is None:
        return False
    return not any(other.filled > 2 or _is_numbered(other, header) for other in below)


def _is_numbered(row: GridRow, header: Header) -> bool:
    """A row of few cells is one of the table's all the same where it has a number and words."""
    own = _plain(row, header)
    label, content = own.own_text(Column.LABEL), own.own_text(Column.CONTENT)
    return bool(content) and bool(read_label(label).path)


def _plain(row: GridRow, header: Header) -> PlainRow:
    plain = PlainRow(row.index, row.anchor, doubts=row.doubts)
    for at, place in enumerate(row.cells):
        if place is None or not place.starts_in_column:
            continue
        covered = _covered(row, at, header)
        meaning = _meaning(covered)
        if meaning is not None:
            plain.values[meaning] = _merge(plain.values.get(meaning), place)
            plain.wide = plain.wide or {Column.LABEL, Column.CONTENT} <= set(covered)
            continue
        title = header.extra.get(at) or f"Cột {at + 1}"
        if place.cell.text.strip():
            add_words(plain.extra, title, as_printed(place.cell.text))
        if place.starts_in_row:
            plain.doubts += tuple(f"Cột “{title}”: {doubt}" for doubt in place.cell.doubts)
    _doubt_several(plain)
    return plain


def _doubt_several(plain: PlainRow) -> None:
    """Where no line is drawn between the rows, many of them stand in the cells of one."""
    words = plain.text(Column.LABEL) + plain.text(Column.CONTENT)
    if plain.wide and len(words) > _LONGEST_HEADING:
        plain.doubts += (_LONG_HEADING,)
    labels = [read_label(token) for token in plain.own_text(Column.LABEL).split()]
    if len(labels) < 2 or not all(label.path for label in labels):
        return
    if all(two.follows(one) or two.kind is not one.kind for one, two in pairwise(labels)):
        doubt = _SEVERAL.format(plain.own_text(Column.LABEL))
        for value in plain.values.values():
            value.doubts += (doubt,)


def _merge(known: Value | None, place: Place) -> Value:
    text = place.cell.text.strip("\n")
    inherited = None if place.starts_in_row or not text.strip() else place.origin_row
    value = Value(text, inherited, place.cell.automatic_label, place.cell.bold, place.cell.doubts)
    if known is None or not known.text.strip():
        return value
    if text.strip():
        known.text = f"{known.text}\n{text}"
        known.doubts += place.cell.doubts
        if inherited is None:
            known.inherited_from = None  # a part of the words is the row's own
    return known


def _covered(row: GridRow, at: int, header: Header) -> list[Column | None]:
    """What the columns under the cell that starts at this place hold."""
    covered = [header.meanings.get(at)]
    while (place := row.at(at + len(covered))) is not None and not place.starts_in_column:
        covered.append(header.meanings.get(at + len(covered)))
    return covered


def _meaning(covered: Sequence[Column | None]) -> Column | None:
    """A heading may begin in another column than its own and run over it."""
    for column in (Column.LABEL, Column.CONTENT):
        if column in covered and Column.CONTENT in covered:
            return column
    return covered[0]


def _is_rest_of(above: PlainRow, row: PlainRow) -> bool:
    """A row without label whose every cell goes on in the middle of the sentence above it."""
    if row.wide or row.text(Column.LABEL) or row.value(Column.LABEL).automatic_label:
        return False
    filled = [column for column in row.values if row.own_text(column)]
    return bool(filled) and all(
        _goes_on(above.text(column), row.own_text(column)) for column in filled
    )


def _goes_on(above: str, text: str) -> bool:
    if not above:
        return False
    if _GOES_ON.search(above):
        return True
    return not above.endswith((".", ";", ":")) and text[0].islower()


def _join(above: PlainRow, row: PlainRow) -> None:
    for column, value in row.values.items():
        if not row.own_text(column):
            continue
        upper = above.values.setdefault(column, Value())
        upper.text = f"{upper.text}\n{value.text}"
        upper.doubts += (_JOINED, *value.doubts)
    for title, words in row.extra.items():
        add_words(above.extra, title, words)

"""What must be doubted in a table of text columns, where no line is drawn between the cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tracker.reading.columns import Column
from tracker.reading.labels import LabelKind, read_label
from tracker.reading.raw import RawCell, RawRow

_SELDOM = 0.4
_NEAR = 2
_SMALL_ONCE = 0.5
_OWN_WORK = (Column.LEAD, Column.DEADLINE)
_CELLS = (Column.LEAD, Column.COOPERATING, Column.DEADLINE, Column.PRODUCT)
_PERHAPS_MERGED = "Ô này có thể thuộc ô trộn với dòng khác; hãy so với bản gốc."
_PERHAPS_CUT = "Chữ của ô này có thể nối với ô ở dòng kề bên; hãy so với bản gốc."
_PERHAPS_HEADING = "Dòng này có thể là tiêu đề của các dòng dưới, ô bên cạnh là của dòng khác."
_PERHAPS_TASK = "Dòng này không có ô nào bên cạnh nhưng không chắc là tiêu đề; hãy so với bản gốc."
_NO_LABEL = "Số thứ tự của dòng này trống hoặc nằm ở ô khác; hãy so với bản gốc."
_PERHAPS_TWO = "Ô này có thể gồm hai dòng của bảng; hãy so với bản gốc."
_OPEN_END = re.compile(
    r"[,;(/–-]$|(^|[\s(])(và|của|trước|ngày|tháng|quý|từ|đến|trong|hết|các|số|theo|Phòng|Ban|Sở)$"
)
_LABEL_INSIDE = re.compile(r"(?:^|\s)(?:[IVX]{1,4}[.)]|[A-ZĐ]\.|\d{1,2}(?:\.\d{1,2})*[.)]?) [A-ZĐ]")


def add_doubts(rows: Sequence[RawRow], meanings: Sequence[Column | None]) -> None:
    """Marks the cells and rows of a table that may be merged, cut apart or grown together."""
    _doubt_merged(rows)
    for at, meaning in enumerate(meanings):
        if meaning in _CELLS:
            _doubt_cut([row.cells[at] if at < len(row.cells) else None for row in rows])
        elif meaning is Column.CONTENT:
            _doubt_grown(rows, at)
        elif meaning is Column.LABEL:
            _doubt_labels(rows, at, meanings.index(Column.CONTENT))
    _doubt_kinds(rows, meanings)


def _doubt_merged(rows: Sequence[RawRow]) -> None:
    """An empty cell in a column that is seldom empty may be part of a merged one: its words stand
    beside another row, and nothing here shows how far it reaches.
    """
    tasks = [row for row in rows if not _is_heading(row)]
    for column in range(len(tasks[0].cells) if tasks else 0):
        cells = [row.cells[column] for row in tasks]
        empty = sum(not cell.text for cell in cells)
        if 0 < empty <= _SELDOM * len(cells):
            _doubt_around_empty(rows, column)


def _doubt_around_empty(rows: Sequence[RawRow], column: int) -> None:
    cells = [None if _is_heading(row) else row.cells[column] for row in rows]
    for at, cell in enumerate(cells):
        near = cells[max(0, at - _NEAR) : at + _NEAR + 1]
        if cell is not None and any(other is not None and not other.text for other in near):
            _doubt(cell, _PERHAPS_MERGED)


def _doubt_cut(cells: Sequence[RawCell | None]) -> None:
    """A cell that begins in the middle of a sentence, or ends there, has lost words to another."""
    filled = [cell for cell in cells if cell is not None and cell.text]
    small = sum(cell.text[0].islower() for cell in filled)
    unusual = small <= _SMALL_ONCE * len(filled)
    for above, cell in pairwise([None, *cells, None]):
        begins = cell is not None and unusual and cell.text[:1].islower()
        ends = above is not None and _OPEN_END.search(above.text) is not None
        if begins or ends:
            for found in (above, cell):
                if found is not None:
                    _doubt(found, _PERHAPS_CUT)


def _doubt_grown(rows: Sequence[RawRow], content: int) -> None:
    """A printed line of the content that begins like a row of its own, or a content left open."""
    for row in rows:
        cell = row.cells[content] if content < len(row.cells) else None
        if cell is None:
            continue
        if any(map(_LABEL_INSIDE.match, cell.text.split("\n")[1:])):
            _doubt(cell, _PERHAPS_TWO)
        if not cell.text.endswith(";") and _OPEN_END.search(cell.text):
            for found in row.cells:
                _doubt(found, _PERHAPS_CUT)


def _doubt_labels(rows: Sequence[RawRow], label: int, content: int) -> None:
    """A row without label among labelled ones, and words of the content beside the label."""
    kinds = [None if _is_wide(row) else read_label(row.cells[label].text).kind for row in rows]
    labelled = sum(kind is not LabelKind.NONE for kind in kinds)
    for row, kind in zip(rows, kinds, strict=True):
        if kind is not LabelKind.NONE:
            continue
        if row.cells[label].text:
            _doubt(row.cells[label], _NO_LABEL)
            _doubt(row.cells[content], _PERHAPS_CUT)
        elif labelled:
            _doubt(row.cells[label], _NO_LABEL)


def _doubt_kinds(rows: Sequence[RawRow], meanings: Sequence[Column | None]) -> None:
    """Cells beside a heading may be those of the row below it, and a task may have lost its own."""
    if Column.LABEL not in meanings:
        return
    label = meanings.index(Column.LABEL)
    own = [at for at, meaning in enumerate(meanings) if meaning in _OWN_WORK]
    cells = [at for at, meaning in enumerate(meanings) if meaning in _CELLS]
    for row, below in pairwise([*rows, None]):
        if row is None or _is_wide(row):
            continue
        read = read_label(row.cells[label].text)
        following = None if below is None else read_label(below.cells[label].text)
        outer = following is not None and following.is_below(read)
        section = read.kind in {LabelKind.LETTER, LabelKind.ROMAN}
        if any(row.cells[at].text for at in (cells if section else own)):
            if outer or section:
                row.doubts += (_PERHAPS_HEADING,)
        elif not outer and read.kind is not LabelKind.NONE:
            row.doubts += (_PERHAPS_TASK,)


def _doubt(cell: RawCell, words: str) -> None:
    if words not in cell.doubts:
        cell.doubts += (words,)


def _is_heading(row: RawRow) -> bool:
    """Also a row of one text over several columns."""
    return not any(cell.text and cell.column_span == 1 for cell in row.cells[2:])


def _is_wide(row: RawRow) -> bool:
    return any(cell.column_span > 1 for cell in row.cells)

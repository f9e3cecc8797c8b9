"""Plain text whose columns are held apart by blanks, as `pdftotext -layout` prints tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice, pairwise

from tracker.core.text_vn import fold
from tracker.reading.columns import Column
from tracker.reading.labels import LabelKind, read_label
from tracker.reading.raw import RawCell, RawDocument, RawRow, RawTable
from tracker.reading.readers.spaced_columns import (
    Known,
    borders_again,
    borders_below,
    clean_pieces,
    cut_line,
)
from tracker.reading.readers.spaced_doubts import add_doubts
from tracker.reading.readers.spaced_header import (
    LABEL_TITLES,
    SpacedColumn,
    SpacedHeader,
    find_spaced_header,
)
from tracker.reading.readers.spaced_lines import (
    SpacedLine,
    SpacedPage,
    has_gaps,
    split_pages,
)
from tracker.reading.readers.spaced_rows import SpacedRow, split_rows
from tracker.reading.readers.spaced_weights import SpacedSheet
from tracker.reading.result import Anchor

# Recipients and signature end a table. A note, a title of office or the name of an appendix does
# not when numbered rows still follow: it stands in a cell then.
_END = re.compile(r"noi nhan\s*:|(tm|kt|tl|tuq)\. ?[a-z]")
_PERHAPS_END = re.compile(r"ghi chu\s*:|(pho )?chu tich$")
_APPENDIX = re.compile(r"phu luc( so)?( [ivx\d]+)?$")
_MOST_LINES = 25_000
_LONGEST_LINE = 600
_FULL = 0.85
_LABELLED = 0.75
_FARTHEST_ROW, _CELLS_OF_A_ROW = 200, 3
_BROKEN_WORD = re.compile(r"\w[-/]$")
_UNRULED = (
    "Văn bản không kẻ dòng giữa các hàng, ranh giới của dòng này chưa chắc; hãy so với bản gốc."
)


@dataclass(slots=True)
class _Sheet:
    """The lines of a table on one page and the borders of its columns there."""

    lines: Sequence[SpacedLine]
    borders: list[int]


@dataclass(slots=True)
class _Table:
    header: SpacedHeader
    sheets: list[_Sheet] = field(default_factory=list)

    @property
    def label(self) -> int:
        return self.header.place_of(Column.LABEL) or 0

    @property
    def content(self) -> int:
        return self.header.place_of(Column.CONTENT) or 1


def read_spaced(text: str) -> RawDocument | None:
    """The text as lines and tables, or None when no header stands in columns of blanks."""
    if not has_gaps(text) or not _is_printed(text):
        return None
    pages = split_pages(text)
    parts: list[str | RawTable] = []
    table: _Table | None = None
    found = False
    for number, page in enumerate(pages):
        header = find_spaced_header(page.lines)
        if header is None and table is None:
            parts.extend(_words(page.lines))
            continue
        if header is not None and (table is None or header.key != table.header.key):
            _close(table, parts)
            parts.extend(_words(page.lines[: header.first]))
            table = _Table(header)
            found = True
        if table is not None:
            table = _add_sheet(table, pages[number:], header, parts)
    _close(table, parts)
    return RawDocument(parts) if found else None


def _is_printed(text: str) -> bool:
    """Whether the lines are as short and as few as those printed on pages."""
    lines = text.splitlines()
    return len(lines) <= _MOST_LINES and max(map(len, lines), default=0) <= _LONGEST_LINE


def _add_sheet(
    table: _Table,
    pages: Sequence[SpacedPage],
    header: SpacedHeader | None,
    parts: list[str | RawTable],
) -> _Table | None:
    """The first page's lines up to the table's end; None when the table ended on it."""
    lines = pages[0].lines[header.last + 1 :] if header is not None else pages[0].lines
    end = _end_of(table, lines, pages[1:])
    body = lines[:end]
    if body:
        borders = borders_below(header, body) if header is not None else _borders_again(table, body)
        table.sheets.append(_Sheet(body, borders))
    if end == len(lines):
        return table
    _close(table, parts)
    parts.extend(_words(lines[end:]))
    return None


def _end_of(table: _Table, lines: Sequence[SpacedLine], pages: Sequence[SpacedPage]) -> int:
    """The place of the first line below the table; behind the last one when it goes on."""
    below = partial(_rows_follow, table, pages)
    for at, line in enumerate(lines):
        ends = _has(line, _END)
        ends = ends or (_has(line, _PERHAPS_END) and not below(lines[at + 1 :], again=True))
        if ends or (_has(line, _APPENDIX) and not below(lines[at + 1 :], again=False)):
            return at
    return len(lines)


def _rows_follow(
    table: _Table, pages: Sequence[SpacedPage], lines: Sequence[SpacedLine], *, again: bool
) -> bool:
    """Whether a number stands in the label's column before the table ends or another begins.

    `again`: the table's own header may be repeated before.
    """
    titles = set(table.header.key.split()) if again else set()
    for line in islice(chain(lines, *(page.lines for page in pages)), _FARTHEST_ROW):
        words = fold(line.text).split()
        if _has(line, _END) or (words[0] in LABEL_TITLES and not titles.issuperset(words)):
            return False
        if _is_numbered(line, table.header.columns[table.label]):
            return True
    return False


def _is_numbered(line: SpacedLine, column: SpacedColumn) -> bool:
    """A number by itself in the label's column, or close to the words of a line with cells."""
    first = line.pieces[0]
    alone = len(first.words) == 1 or len(line.pieces) >= _CELLS_OF_A_ROW
    return first.left <= column.right and alone and bool(read_label(first.words[0].text).path)


def _borders_again(table: _Table, body: Sequence[SpacedLine]) -> list[int]:
    if not table.sheets:  # the header stands alone at the end of the page above
        return borders_below(table.header, body)
    before = table.sheets[-1].borders
    return borders_again(before, body, _known(table), label=table.label)


def _has(line: SpacedLine, sign: re.Pattern[str]) -> bool:
    return any(sign.match(fold(piece.text)) is not None for piece in line.pieces)


def _words(lines: Sequence[SpacedLine]) -> list[str]:
    return [piece.text for line in lines for piece in line.pieces]


def _known(table: _Table) -> Known:
    return {found for sheet in table.sheets for found in clean_pieces(sheet.lines, sheet.borders)}


def _close(table: _Table | None, parts: list[str | RawTable]) -> None:
    if table is None or not table.sheets:
        return
    rows = _rows(table)
    width = len(table.header.columns)
    rooms = {column: _room(rows, column) for column in range(width)}
    header = RawRow([RawCell(title) for title in table.header.titles])
    written = [_raw(row, width, rooms) for row in _joined(rows)]
    add_doubts(written, [column.meaning for column in table.header.columns])
    parts.append(RawTable([header, *written]))


def _rows(table: _Table) -> list[SpacedRow]:
    known = _known(table)
    sheets = [
        [
            cut_line(line, sheet.borders, known, label=table.label, content=table.content)
            for line in sheet.lines
        ]
        for sheet in table.sheets
    ]
    return split_rows(
        [
            SpacedSheet(lines, label=table.label, content=table.content, goes_on=number > 0)
            for number, lines in enumerate(sheets)
        ]
    )


def _joined(rows: Sequence[SpacedRow]) -> list[SpacedRow]:
    """Where nearly every row has its label, words without one at a page's top begin none."""
    joined: list[SpacedRow] = []
    labelled = sum(bool(row.texts(row.label)) for row in rows) >= _LABELLED * len(rows)
    for row in rows:
        if row.is_rest and joined and _goes_on(joined[-1], row, labelled=labelled):
            joined[-1].lines += row.lines
            joined[-1].doubted |= row.doubted
        else:
            joined.append(row)
    return joined


def _goes_on(above: SpacedRow, row: SpacedRow, *, labelled: bool) -> bool:
    """Whether words before the first label of a page are the end of the row above."""
    content = row.texts(row.content)
    return labelled or not content or content[0][0].islower() or not above.texts(row.content)


def _room(rows: Sequence[SpacedRow], column: int) -> int:
    lengths = [len(text) for row in rows if not row.is_wide for text in row.texts(column)]
    return max(lengths, default=0)


def _raw(row: SpacedRow, width: int, rooms: dict[int, int]) -> RawRow:
    first = row.lines[0].line
    anchor = Anchor(page=first.page, line=first.number)
    if row.is_wide:
        return RawRow(_wide_cells(row, width, (_UNRULED,) if row.doubted else ()), anchor)
    cells = [
        RawCell(
            _unwrapped(row.texts(column), rooms[column]),
            doubts=(_UNRULED,) if column in row.doubted else (),
        )
        for column in range(width)
    ]
    return RawRow(cells, anchor)


def _wide_cells(row: SpacedRow, width: int, doubts: tuple[str, ...]) -> list[RawCell]:
    """A heading's label and its words; the words may begin in the label's column."""
    labels = [text for text in row.texts(row.label) if read_label(text).kind is not LabelKind.NONE]
    label = " ".join(labels[:1])
    words = " ".join(
        text
        for line in row.lines
        for column, text in sorted(line.cells.items())
        if column != row.label or text not in labels
    )
    if not words:
        return [RawCell(label, column_span=width, doubts=doubts)]
    before = [RawCell(label if column == row.label else "") for column in range(row.content)]
    return [*before, RawCell(words, column_span=width - row.content, doubts=doubts)]


def _unwrapped(texts: Sequence[str], room: int) -> str:
    """The lines of a cell; only a line that had room for the next word was ended by its writer."""
    if not texts:
        return ""
    joined = texts[0]
    for above, text in pairwise(texts):
        joined += _between(above, text, room) + text
    return joined


def _between(above: str, text: str, room: int) -> str:
    if _BROKEN_WORD.search(above):
        return ""
    fits = len(above) + 1 + len(text.split(" ", 1)[0]) <= _FULL * room
    return "\n" if fits and not text[0].islower() else " "

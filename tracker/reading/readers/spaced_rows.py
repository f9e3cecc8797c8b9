"""Which lines of a page are one row, where no line is drawn between the rows.

Every cut of the page into rows is weighed: one label a row, a content that begins like a sentence,
cells that stand in the middle of their row or at its top, values that other rows have as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from tracker.core.text_vn import fold
from tracker.reading.labels import LabelKind, read_label
from tracker.reading.readers.best_cuts import best_cuts, margins
from tracker.reading.readers.spaced_columns import CutLine

_MOST_LINES = 45
_MOST_UNLABELLED = 12
_ONE_LABEL, _NO_LABEL = 3.0, -3.0
_BEGINS, _BEGINS_SMALL = 2.0, -4.0
_NO_CONTENT = -4.0
_AWAY = -1.0
_CROOKED = 0.75
_SURE = 2.0
_KNOWN = 1.0
_FEWEST = 2
_MIXED = 3.0
_OPEN = 2.0
_SHORT, _SHORT_CAPITALS, _FULL = 0.7, 0.4, 0.88
_OPEN_END = re.compile(r"[,(/–]$|\w-$|(^|\s)và$")


@dataclass(slots=True)
class SpacedRow:
    """The lines of one row; a `rest` is the end of the last row of the page before.

    Not `is_sure`: another way to cut the page is nearly as good, or a cell stands crooked.
    """

    lines: list[CutLine]
    label: int
    content: int
    is_rest: bool = False
    is_sure: bool = True

    def texts(self, column: int) -> list[str]:
        return [line.cells[column] for line in self.lines if column in line.cells]

    @property
    def columns(self) -> set[int]:
        return {column for line in self.lines for column in line.cells}

    @property
    def is_wide(self) -> bool:
        return any(line.wide for line in self.lines)


@dataclass(slots=True)
class _Page:
    """A page's lines with what the weighing asks for."""

    lines: Sequence[CutLine]
    label: int
    content: int
    known: Mapping[tuple[int, str], int]
    goes_on: bool
    labels_before: list[int] = field(default_factory=list)
    keys: list[dict[int, str]] = field(default_factory=list)
    room: int = 0

    def __post_init__(self) -> None:
        labels = [_is_label(line.cells.get(self.label, "")) for line in self.lines]
        self.labels_before = [0, *accumulate(map(int, labels))]
        self.keys = [
            {column: fold(text) for column, text in line.cells.items()} for line in self.lines
        ]
        texts = [line.cells.get(self.content, "") for line in self.lines if not line.wide]
        self.room = max(map(len, texts), default=0)


def split_rows(
    lines: Sequence[CutLine],
    *,
    label: int,
    content: int,
    known: Mapping[tuple[int, str], int],
    goes_on: bool,
) -> list[SpacedRow]:
    """The rows of one page; `goes_on`: the page before ended with a row that may not be over."""
    page = _Page(lines, label, content, known, goes_on)
    weights = {
        (start, end): _weigh(page, start, end)
        for end in range(1, len(lines) + 1)
        for start in _allowed(page, end)
    }
    doubtful = [margin < _SURE for margin in margins(len(lines), weights)]
    return [
        _row(page, start, end, is_sure=not any(doubtful[start : end + 1]))
        for start, end in best_cuts(len(lines), weights)
    ]


def repeated_values(rows: Sequence[SpacedRow]) -> Counter[tuple[int, str]]:
    """How often each text fills a cell."""
    return Counter(
        (column, " ".join(fold(text) for text in row.texts(column)))
        for row in rows
        for column in row.columns
        if column not in {row.label, row.content}
    )


def _is_label(text: str) -> bool:
    return read_label(text).kind is not LabelKind.NONE


def _allowed(page: _Page, end: int) -> Iterator[int]:
    """Where a row ending before line `end` may begin: no row has two labels, few rows have none."""
    for start in range(end - 1, max(-1, end - 1 - _MOST_LINES), -1):
        labels = _labels_in(page, start, end)
        if labels > 1 or (labels == 0 and end - start > _MOST_UNLABELLED and start > 0):
            return
        yield start


def _row(page: _Page, start: int, end: int, *, is_sure: bool) -> SpacedRow:
    row = SpacedRow(list(page.lines[start:end]), page.label, page.content, is_sure=is_sure)
    if row.columns - {page.label, page.content}:
        row.lines = [line.as_columns() for line in row.lines]
    row.is_rest = start == 0 and page.goes_on and not _labels_in(page, start, end)
    away = _away(page, _columns(page, start, end), start, end)
    row.is_sure = is_sure and max(away.values(), default=0.0) <= _CROOKED
    return row


def _labels_in(page: _Page, start: int, end: int) -> int:
    return page.labels_before[end] - page.labels_before[start]


def _weigh(page: _Page, start: int, end: int) -> float:
    lines = page.lines[start:end]
    is_rest = start == 0 and page.goes_on
    score = 0.5 * lines[0].line.gap - sum(line.line.gap for line in lines[1:])
    score += _ONE_LABEL if _labels_in(page, start, end) else (0.5 if is_rest else _NO_LABEL)
    columns = _columns(page, start, end)
    for column in columns:
        score += _weigh_column(page, column, start, end, is_rest=is_rest)
    away = _away(page, columns, start, end)
    score += _AWAY * sum(max(0.0, lines - 0.5) for lines in away.values())
    if any(line.wide for line in lines):
        return score - _MIXED * bool(columns - {page.label, page.content})
    if page.content not in columns:
        score += 0.0 if is_rest else _NO_CONTENT
    return score


def _weigh_column(page: _Page, column: int, start: int, end: int, *, is_rest: bool) -> float:
    places = _places(page, column, start, end)
    texts = [page.lines[at].cells[column] for at in places]
    score = -2.0 * _holes(places)
    if column == page.label:
        return score
    score += _beginning(page, column, texts[0], is_rest=is_rest)
    score -= _OPEN * (_OPEN_END.search(texts[-1]) is not None and end < len(page.lines))
    if column == page.content:
        return score + _flow(texts, page.room, at_end=end == len(page.lines))
    key = " ".join(page.keys[at][column] for at in places)
    return score + _KNOWN * (page.known.get((column, key), 0) >= _FEWEST)


def _flow(texts: Sequence[str], room: int, *, at_end: bool) -> float:
    """A text goes on after full lines only, and does not change between capitals and small."""
    score = 0.0
    for above, text in pairwise(texts):
        least = _SHORT_CAPITALS if above.isupper() else _SHORT
        ended = len(above) < least * room and not text[0].islower()
        score -= 1.5 * ended + _MIXED * (above.isupper() is not text.isupper())
    full = len(texts[-1]) > _FULL * room and not at_end
    return score - 1.0 * full


def _columns(page: _Page, start: int, end: int) -> set[int]:
    return {column for line in page.lines[start:end] for column in line.cells}


def _places(page: _Page, column: int, start: int, end: int) -> list[int]:
    return [at for at in range(start, end) if column in page.lines[at].cells]


def _away(page: _Page, columns: set[int], start: int, end: int) -> dict[int, float]:
    """How many lines each cell stands from the middle of its row, or from its top if that is less
    for the row as a whole: one row is set in one way.
    """
    places = {column: _places(page, column, start, end) for column in columns}
    centre = (start + end - 1) / 2
    centred = {column: abs((at[0] + at[-1]) / 2 - centre) for column, at in places.items()}
    topped = {column: float(at[0] - start) for column, at in places.items()}
    return min(centred, topped, key=lambda away: sum(max(0.0, one - 0.5) for one in away.values()))


def _holes(places: Sequence[int]) -> int:
    """Centred cells leave every second line to the others; more is a border between cells."""
    return sum(two - one > 2 for one, two in pairwise(places))


def _beginning(page: _Page, column: int, text: str, *, is_rest: bool) -> float:
    if is_rest:
        return 0.0
    small = text[0].islower()
    if column == page.content:
        return _BEGINS_SMALL if small else _BEGINS
    return -1.5 if small else 0.0

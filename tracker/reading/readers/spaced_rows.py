"""Which lines of the pages are one row, where no line is drawn between the rows.

Every cut of a page into rows is weighed, first as if all cells stood at the top of their rows and
then as if all stood in the middle: the better of the two says how the table is set.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.core.text_vn import fold
from tracker.reading.readers.best_cuts import Stretch, best_cuts, margins
from tracker.reading.readers.spaced_columns import CutLine
from tracker.reading.readers.spaced_weights import Setting, SpacedSheet, Values

_MOST_LINES = 45
_MOST_UNLABELLED = 12
_CROOKED = 0.75
_SURE = 2.0


@dataclass(slots=True)
class SpacedRow:
    """The lines of one row; a `rest` is the end of the last row of the page before.

    `doubted` are the columns whose words another way to cut the page, nearly as good, would give
    to a neighbouring row, and those whose cell stands crooked.
    """

    lines: list[CutLine]
    label: int
    content: int
    is_rest: bool = False
    doubted: set[int] = field(default_factory=set)

    def texts(self, column: int) -> list[str]:
        return [line.cells[column] for line in self.lines if column in line.cells]

    @property
    def columns(self) -> set[int]:
        return {column for line in self.lines for column in line.cells}

    @property
    def is_wide(self) -> bool:
        return any(line.wide for line in self.lines)


def split_rows(sheets: Sequence[SpacedSheet]) -> list[SpacedRow]:
    """The rows of a table's pages, in order."""
    columns = frozenset(column for sheet in sheets for line in sheet.lines for column in line.cells)
    cuts = max(
        (_cut_all(sheets, Setting(centred), {}) for centred in (frozenset[int](), columns)),
        key=lambda cuts: cuts[1],
    )[0]
    setting = _setting(sheets, cuts)
    known = _repeated_values(sheets, cuts)
    return [row for sheet in sheets for row in _rows(sheet, setting, known)]


def _cut_all(
    sheets: Sequence[SpacedSheet], setting: Setting, known: Values
) -> tuple[list[list[Stretch]], float]:
    """The best cut of each page, and the weight of all of them."""
    cuts: list[list[Stretch]] = []
    total = 0.0
    for sheet in sheets:
        weights = _weights(sheet, setting, known)
        cuts.append(best_cuts(len(sheet.lines), weights))
        total += sum(weights[stretch] for stretch in cuts[-1])
    return cuts, total


def _weights(sheet: SpacedSheet, setting: Setting, known: Values) -> dict[Stretch, float]:
    return {
        (start, end): sheet.weigh(start, end, setting, known)
        for end in range(1, len(sheet.lines) + 1)
        for start in _allowed(sheet, end)
    }


def _allowed(sheet: SpacedSheet, end: int) -> Iterator[int]:
    """Where a row ending before line `end` may begin: no row has two labels, few rows have none."""
    for start in range(end - 1, max(-1, end - 1 - _MOST_LINES), -1):
        labels = sheet.labels_in(start, end)
        if labels > 1 or (labels == 0 and end - start > _MOST_UNLABELLED and start > 0):
            return
        yield start


def _setting(sheets: Sequence[SpacedSheet], cuts: Sequence[Sequence[Stretch]]) -> Setting:
    """The columns whose cells stand nearer to the middle of their rows than to the top."""
    tops: defaultdict[int, float] = defaultdict(float)
    middles: defaultdict[int, float] = defaultdict(float)
    for sheet, stretches in zip(sheets, cuts, strict=True):
        for start, end in stretches:
            for column, (top, middle) in sheet.misfits(start, end).items():
                tops[column] += top
                middles[column] += middle
    return Setting(frozenset(column for column in tops if middles[column] < tops[column]))


def _repeated_values(
    sheets: Sequence[SpacedSheet], cuts: Sequence[Sequence[Stretch]]
) -> Counter[tuple[int, str]]:
    """How often each text fills a cell."""
    rows = [
        SpacedRow(list(sheet.lines[start:end]), sheet.label, sheet.content)
        for sheet, stretches in zip(sheets, cuts, strict=True)
        for start, end in stretches
    ]
    return Counter(
        (column, " ".join(fold(text) for text in row.texts(column)))
        for row in rows
        for column in row.columns
        if column not in {row.label, row.content}
    )


def _rows(sheet: SpacedSheet, setting: Setting, known: Values) -> list[SpacedRow]:
    weights = _weights(sheet, setting, known)
    doubtful = [margin < _SURE for margin in margins(len(sheet.lines), weights)]
    stretches = best_cuts(len(sheet.lines), weights)
    edges = [0, *(end for _, end in stretches)]
    rows = []
    for start, end in stretches:
        row = _row(sheet, start, end, setting)
        row.doubted |= _moving(sheet, edges, (start, end), doubtful)
        rows.append(row)
    return rows


def _moving(
    sheet: SpacedSheet, edges: Sequence[int], row: Stretch, doubtful: Sequence[bool]
) -> set[int]:
    """The columns with words on lines that may belong to the row above or below instead."""
    start, end = row
    inner = [place for place in range(start + 1, end) if doubtful[place]]
    if inner and not (doubtful[start] or doubtful[end]):
        return _columns_between(sheet, start, end)
    moving: set[int] = set()
    for edge in (start, end):
        if not doubtful[edge]:
            continue
        at = edges.index(edge)
        above, below = edges[max(at - 1, 0)], edges[min(at + 1, len(edges) - 1)]
        others = [place for place in range(above + 1, below) if doubtful[place] and place != edge]
        one_row = not (sheet.labels_in(above, edge) and sheet.labels_in(edge, below))
        if one_row or not others:
            return _columns_between(sheet, start, end)
        moving |= _columns_between(sheet, min(edge, *others), max(edge, *others))
    return moving


def _columns_between(sheet: SpacedSheet, start: int, end: int) -> set[int]:
    return {column for line in sheet.lines[start:end] for column in (*line.cells, *line.apart)}


def _row(sheet: SpacedSheet, start: int, end: int, setting: Setting) -> SpacedRow:
    row = SpacedRow(list(sheet.lines[start:end]), sheet.label, sheet.content)
    if row.columns - {sheet.label, sheet.content}:
        row.lines = [line.as_columns() for line in row.lines]
    row.is_rest = start == 0 and sheet.goes_on and not sheet.labels_in(start, end)
    misfits = sheet.misfits(start, end)
    is_cut = end == len(sheet.lines) or row.is_rest
    row.doubted = {
        column
        for column, both in misfits.items()
        if (min(both) if is_cut else both[column in setting.centred]) > _CROOKED
    }
    for line in row.lines:
        row.doubted |= line.doubted
    return row

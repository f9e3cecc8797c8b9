"""Deals the lines of a row out to its columns: the likeliest way through, column by column.

A Viterbi search over (line, column): a cell is a run of lines, columns follow in printed order,
an empty cell costs something, a time must look like a time and a unit like a unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tracker.reading.columns import Column
from tracker.reading.readers.text_lines import Line
from tracker.reading.readers.text_scores import (
    LONGEST_TIME,
    LONGEST_UNITS,
    Run,
    Vocabulary,
    ends_open,
    is_short,
    may_begin_time,
    may_begin_units,
    new_cell_score,
    prose_line_score,
    same_cell_score,
    time_score,
    units_score,
)

_EMPTY_COST = {Column.DEADLINE: 4.0, Column.LEAD: 4.0, Column.COOPERATING: 2.5, Column.PRODUCT: 1.0}
_HEADING_COST = 2.0
_NEW_ROW_COST = 9.0
_UNITS = (Column.LEAD, Column.COOPERATING)
_START = -1


@dataclass(slots=True)
class TextRow:
    """A row as dealt out: the lines of each column, and those printed after a page break."""

    cells: dict[int, list[Line]] = field(default_factory=dict)
    after_break: dict[int, list[Line]] = field(default_factory=dict)


@dataclass(slots=True)
class _Step:
    score: float
    line: int
    row: int
    column: int
    previous: _Step | None


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row already holds when a part after a page break is dealt out."""

    filled: dict[int, list[Line]]


class Dealer:
    """Deals lines out to the columns of one table; `columns` are those after the label."""

    def __init__(self, columns: Sequence[Column | None], vocabulary: Vocabulary) -> None:
        self.columns = columns
        self.vocabulary = vocabulary
        self.content = columns.index(Column.CONTENT)
        self._scores: dict[tuple[int, int, int], float] = {}

    def may_be_cut(self, row: TextRow) -> list[int]:
        """The columns of a row cut by a page whose end may have been dealt to another column."""
        cells = {at: self._before_break(row, at) for at in row.cells}
        tallest = max((len(cell) for cell in cells.values()), default=0)
        return [
            at
            for at, cell in cells.items()
            if len(cell) > 1 and len(cell) >= tallest - 1 and not self._ends_early(cell[-1], at)
        ]

    def _before_break(self, row: TextRow, at: int) -> list[Line]:
        return row.cells[at][: len(row.cells[at]) - len(row.after_break.get(at, []))]

    def may_be_two_rows(self, row: TextRow) -> bool:
        """Whether a line of the content ends early and the next begins large, unpunctuated."""
        return any(
            line.words[0].isupper()
            and not line.glued
            and above.words[-1].isalnum()
            and self._ends_early(above, self.content)
            for above, line in pairwise(row.cells.get(self.content, []))
        )

    def deal(self, lines: Sequence[Line]) -> list[TextRow]:
        """The rows in the lines of one label: usually one, more where rows have no label."""
        rows: list[TextRow] = []
        for part in _parts(lines):
            filled = rows[-1].cells if rows else {}
            dealt = self._best(part, _Row(filled))
            if rows and dealt:
                rows[-1].cells = _joined(rows[-1].cells, dealt[0])
                rows[-1].after_break = _joined(rows[-1].after_break, dealt[0])
                dealt = dealt[1:]
            rows.extend(TextRow(cells) for cells in dealt)
        return rows

    def _best(self, lines: Sequence[Line], open_row: _Row) -> list[dict[int, list[Line]]]:
        """Cells by row; when a row is open its part comes first (it may be empty)."""
        is_open = bool(open_row.filled)
        steps: list[dict[tuple[int, int], _Step]] = [{} for _ in range(len(lines) + 1)]
        steps[0][0, _START] = _Step(0.0, 0, 0, _START, None)
        for at in range(len(lines)):
            for step in list(steps[at].values()):
                self._go_on(lines, step, steps, open_row if is_open else None)
        last = max(
            steps[-1].values(),
            key=lambda step: step.score - self._end_cost(step, is_open=is_open),
        )
        return _collect(lines, last, is_open=is_open)

    def _go_on(
        self,
        lines: Sequence[Line],
        step: _Step,
        steps: list[dict[tuple[int, int], _Step]],
        open_row: _Row | None,
    ) -> None:
        at = step.line
        self._stay(lines, step, steps)
        continued = open_row if step.row == 0 else None
        first = step.column + 1 if continued or step.column != _START else self.content
        for column in range(max(first, 0), len(self.columns)):
            cost = 0.0 if continued else self._empty_cost(lines, at, step.column, column)
            self._enter(lines, step, column, -cost, continued, steps)
        if step.column != _START or open_row is not None:
            cost = self._end_cost(step, is_open=open_row is not None)
            cost += self._new_row_cost(lines, at, step.column)
            new_row = _Step(step.score - cost, at, step.row + 1, _START, step)
            self._enter(lines, new_row, self.content, 0.0, None, steps)

    def _stay(
        self, lines: Sequence[Line], step: _Step, steps: list[dict[tuple[int, int], _Step]]
    ) -> None:
        """One more line for a cell of prose."""
        if step.column == _START or self.columns[step.column] in {Column.DEADLINE, *_UNITS}:
            return
        line = lines[step.line]
        score = step.score + prose_line_score(line, self.vocabulary)
        above = lines[step.line - 1]
        score += same_cell_score(above, line, self.vocabulary)
        if line.words[0].isupper() and not line.glued and self._ends_early(above, step.column):
            score -= 1.5
        score -= self._too_long(line, step.column)
        _keep(steps, _Step(score, step.line + 1, step.row, step.column, step))

    def _enter(
        self,
        lines: Sequence[Line],
        step: _Step,
        column: int,
        bonus: float,
        open_row: _Row | None,
        steps: list[dict[tuple[int, int], _Step]],
    ) -> None:
        """A new cell beginning at this line, with every length it may have."""
        at, meaning = step.line, self.columns[column]
        before = open_row.filled.get(column) if open_row else None
        score = step.score + bonus + self._border(lines, step, column, open_row)
        if meaning is Column.DEADLINE:
            if before or not may_begin_time(lines[at]):
                return
            for end in range(at + 1, min(len(lines), at + LONGEST_TIME) + 1):
                fit = time_score(Run(lines[at:end]), self.vocabulary)
                _keep(steps, _Step(score + fit, end, step.row, column, step))
        elif meaning in _UNITS:
            if not before and not may_begin_units(lines[at]):
                return
            for end in range(at + 1, min(len(lines), at + LONGEST_UNITS) + 1):
                fit = self._units_fit(before, lines[at:end])
                _keep(steps, _Step(score + fit, end, step.row, column, step))
        else:
            score += prose_line_score(lines[at], self.vocabulary)
            score -= self._too_long(lines[at], column)
            _keep(steps, _Step(score, at + 1, step.row, column, step))

    def _units_fit(self, before: list[Line] | None, lines: Sequence[Line]) -> float:
        if not before:
            return self._units_score(lines)
        return 8.0 if Run([*before, *lines]).key in self.vocabulary.units else -2.0

    def _units_score(self, lines: Sequence[Line]) -> float:
        key = (id(lines[0]), id(lines[-1]), len(lines))
        if key not in self._scores:
            self._scores[key] = units_score(Run(lines), self.vocabulary)
        return self._scores[key]

    def _border(
        self, lines: Sequence[Line], step: _Step, column: int, open_row: _Row | None
    ) -> float:
        line, at = lines[step.line], step.line
        before = open_row.filled.get(column) if open_row else None
        if before:
            tallest = max(len(cell) for cell in open_row.filled.values()) if open_row else 0
            score = self._rejoin_score(before, line, step.column, column)
            # A page cuts the tallest cell of a row first.
            return score - 1.5 * (len(before) < tallest - 1)
        if at == 0:
            return -4.0 * (line.starts_small and column != self.content)
        units = self.columns[column] in _UNITS
        return new_cell_score(lines[at - 1], line, self.vocabulary, units=units)

    def _rejoin_score(self, before: list[Line], line: Line, last: int, column: int) -> float:
        """How likely words after a page break go on with a cell of the page before."""
        above = before[-1]
        score = -4.0 * (line.words[0].isupper() and not ends_open(above))
        score -= 4.0 * above.words.endswith((".", ";")) + 1.0
        score += 3.0 * _brackets_match(before, line)
        score += 2.0 * self._blanks_point_here(line, last, column)
        return score - 2.0 * self._ends_early(above, column)

    def _blanks_point_here(self, line: Line, last: int, column: int) -> bool:
        """Each empty cell before this one prints a blank; a new page prints one more."""
        skipped = column - last if last == _START else column - last - 1
        page = 1 if last == _START else 0
        return line.leading > 0 and line.leading == skipped + page

    def _empty_cost(self, lines: Sequence[Line], at: int, last: int, column: int) -> float:
        skipped = self.columns[max(last + 1, 0) : column]
        cost = sum(_EMPTY_COST.get(meaning, 0.0) for meaning in skipped if meaning)
        blanks = lines[at].padding + lines[at].leading
        return cost * 0.35 if 0 < len(skipped) <= blanks else cost

    def _end_cost(self, step: _Step, *, is_open: bool) -> float:
        """The cells left empty at the end of a row; a row of content alone is a heading."""
        if step.row == 0 and is_open:
            return 0.0
        if step.column == _START:
            return 0.0
        missing = self.columns[step.column + 1 :]
        cost = sum(_EMPTY_COST.get(meaning, 0.0) for meaning in missing if meaning)
        return min(cost, _HEADING_COST) if step.column == self.content else cost

    def _new_row_cost(self, lines: Sequence[Line], at: int, column: int) -> float:
        """A row without label: its empty label cell prints a blank, the line above ends early."""
        line = lines[at]
        blank = line.leading == 1 or line.padding == 1
        early = column == self.content and self._ends_early(lines[at - 1], column)
        cost = _NEW_ROW_COST - (9.0 if blank else 6.0 if early else 0.0)
        return cost + 4.0 * line.starts_small + 4.0 * line.glued

    def _too_long(self, line: Line, column: int) -> float:
        """A line much longer than the column's others is not of it (headings span the table)."""
        width = self.vocabulary.widths.get(column, 0)
        return 2.0 if column != self.content and 0 < 1.3 * width < len(line.words) else 0.0

    def _ends_early(self, line: Line, column: int) -> bool:
        return is_short(line, column, self.vocabulary) and not ends_open(line)


def _parts(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines between page breaks; several blanks before words stand for empty cells above."""
    parts: list[list[Line]] = [[]]
    for line in lines:
        blanks = line.leading > 1 and len(parts) == 1
        if parts[-1] and (line.page_start or blanks):
            parts.append([])
        parts[-1].append(line)
    return parts if parts[0] else []


def _joined(cells: dict[int, list[Line]], more: dict[int, list[Line]]) -> dict[int, list[Line]]:
    return {at: [*cells.get(at, []), *more.get(at, [])] for at in sorted({*cells, *more})}


def _brackets_match(before: Sequence[Line], line: Line) -> bool:
    opened = sum(part.words.count("(") - part.words.count(")") for part in before)
    return opened > 0 and line.words.count(")") >= line.words.count("(")


def _keep(steps: list[dict[tuple[int, int], _Step]], step: _Step) -> None:
    # Only whether the row is the first one matters for what may follow.
    key = (min(step.row, 1), step.column)
    known = steps[step.line].get(key)
    if known is None or step.score > known.score:
        steps[step.line][key] = step


def _collect(lines: Sequence[Line], last: _Step, *, is_open: bool) -> list[dict[int, list[Line]]]:
    rows: list[dict[int, list[Line]]] = [{} for _ in range(last.row + 1)]
    step: _Step | None = last
    while step is not None and step.previous is not None:
        if step.column != _START:
            start = step.previous.line
            cell = rows[step.row].setdefault(step.column, [])
            cell[:0] = lines[start : step.line]
        step = step.previous
    return rows if is_open or rows[0] else rows[1:]

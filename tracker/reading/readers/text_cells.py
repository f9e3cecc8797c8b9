"""Deals the lines of a row out to its columns: the likeliest way through, column by column.

A Viterbi search over (line, column): a cell is a run of lines, columns follow in printed order,
an empty cell costs something, a time must look like a time and a unit like a unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from operator import itemgetter

from tracker.reading.columns import Column
from tracker.reading.readers.text_lines import Line
from tracker.reading.readers.text_part import Fits, Part
from tracker.reading.readers.text_scores import Run, Vocabulary, ends_open, is_short

_EMPTY_COST = {Column.DEADLINE: 4.0, Column.LEAD: 4.0, Column.COOPERATING: 2.5, Column.PRODUCT: 1.0}
_HEADING_COST = 2.0
_NO_CONTENT_COST = 12.0
_NEW_ROW_COST = 9.0
# A way this much worse than the best one to the same line does not catch up any more.
_HOPELESS = 16.0
_UNITS = (Column.LEAD, Column.COOPERATING)
_START = -1
_SCORE = itemgetter(0)

Cells = dict[int, list[Line]]


@dataclass(slots=True)
class TextRow:
    """A row as dealt out: the lines of each column, and those printed after a page break."""

    cells: Cells = field(default_factory=dict)
    after_break: Cells = field(default_factory=dict)


@dataclass(slots=True)
class _Step:
    """The best way found to have dealt out the lines up to `line`, `column` being the last."""

    score: float
    line: int
    row: int
    column: int
    previous: _Step | None


class Dealer:
    """Deals lines out to the columns of one table; `columns` are those after the label."""

    def __init__(self, columns: Sequence[Column | None], vocabulary: Vocabulary) -> None:
        self.columns = columns
        self.vocabulary = vocabulary
        self.content = columns.index(Column.CONTENT)
        costs = [_EMPTY_COST.get(meaning, 0.0) if meaning else 0.0 for meaning in columns]
        costs[self.content] = _NO_CONTENT_COST
        self.is_prose = [meaning not in (Column.DEADLINE, *_UNITS) for meaning in columns]
        self.empty_costs = _empty_costs(costs, self.content)

    def deal(self, lines: Sequence[Line]) -> list[TextRow]:
        """The rows in the lines of one label: usually one, more where rows have no label."""
        rows: list[TextRow] = []
        for part in _parts(lines):
            filled = rows[-1].cells if rows else {}
            dealt = _Search(self, Part(part, self.vocabulary), filled).best()
            if rows:
                rows[-1].cells = _joined(rows[-1].cells, dealt[0])
                rows[-1].after_break = _joined(rows[-1].after_break, dealt[0])
                dealt = dealt[1:]
            rows.extend(TextRow(cells) for cells in dealt)
        return rows

    def may_be_cut(self, row: TextRow) -> list[int]:
        """The columns of a row cut by a page whose end may have been dealt to another column."""
        before = {at: cell for at, cell in row.cells.items() if at not in row.after_break}
        heights = [len(cell) - len(row.after_break.get(at, ())) for at, cell in row.cells.items()]
        tallest = max(heights, default=0)
        return [at for at, cell in before.items() if self._may_go_on(cell, at, tallest)]

    def _may_go_on(self, cell: list[Line], at: int, tallest: int) -> bool:
        """Units and times seen whole in another row are whole; so is a line that ends early."""
        meaning = self.columns[at]
        if meaning is Column.DEADLINE:
            return Run(cell).key not in self.vocabulary.phrases
        if meaning in _UNITS:
            return not self.vocabulary.is_units(Run(cell).key)
        return 1 < len(cell) >= tallest - 1 and not self.ends_early(cell[-1], at)

    def may_be_two_rows(self, row: TextRow) -> bool:
        """Whether a line of the content ends early and the next begins large, unpunctuated."""
        return any(
            line.words[0].isupper()
            and not line.glued
            and above.words[-1].isalnum()
            and self.ends_early(above, self.content)
            for above, line in pairwise(row.cells.get(self.content, []))
        )

    def ends_early(self, line: Line, column: int) -> bool:
        return is_short(line, column, self.vocabulary) and not ends_open(line)


def _empty_costs(costs: Sequence[float], content: int) -> list[list[float]]:
    """What it costs to leave the columns from the first up to the second empty; one more for all.

    A row that begins with its content is a heading, whatever stands before.
    """
    up_to = [0.0, *accumulate(costs)]
    table = [[end - begin for end in up_to] for begin in up_to]
    table[0][content] = min(table[0][content], _HEADING_COST)
    return table


class _Search:
    """One search through one part; `filled` holds the cells of a row that a page has cut.

    `steps` keeps the best way to each place: by column, apart for the row that a page has cut.
    """

    def __init__(self, dealer: Dealer, part: Part, filled: Mapping[int, list[Line]]) -> None:
        self.dealer = dealer
        self.part = part
        self.filled = filled
        self.is_open = bool(filled)
        self.tallest = max((len(cell) for cell in filled.values()), default=0)
        self.steps: list[dict[tuple[bool, int], _Step]] = [{} for _ in range(len(part.lines) + 1)]

    def best(self) -> list[Cells]:
        """Cells by row; when a row is open its part comes first (it may be empty)."""
        self.steps[0][self.is_open, _START] = _Step(0.0, 0, 0, _START, None)
        for at in range(len(self.part.lines)):
            steps = self.steps[at].values()
            hopeless = max((step.score for step in steps), default=0.0) - _HOPELESS
            live = [step for step in steps if step.score >= hopeless]
            if live:
                self._go_on(at, live)
        ends = self.steps[-1].values()
        last = max(ends, key=lambda step: (step.score - self._end_cost(step), -step.column))
        return self._collect(last)

    def _go_on(self, at: int, steps: Sequence[_Step]) -> None:
        """Every way one step further: a later cell, the same cell, a new row.

        The first of equals is kept: of two cells of prose, the first takes the lines between.
        """
        whole = [step for step in steps if not self._is_cut(step)] if self.is_open else steps
        if whole:
            self._next_cell(at, whole)
        for step in steps:
            if self._is_cut(step):
                self._rejoin(step)
            if step.column != _START and self.dealer.is_prose[step.column]:
                self._stay(step)
        begun = [step for step in steps if step.column != _START or self.is_open]
        if begun:
            self._next_row(at, begun)

    def _is_cut(self, step: _Step) -> bool:
        """Whether the way is still in the row that the page has cut."""
        return self.is_open and step.row == 0

    def _stay(self, step: _Step) -> None:
        """One more line for a cell of prose."""
        column, at = step.column, step.line
        score = step.score + self.part.prose[at] + self.part.same_cell[at]
        score -= 1.5 * self.part.begins_after_early_end(at, column)
        self._keep(step, step.row, column, at + 1, score - self._too_long(at, column))

    def _rejoin(self, step: _Step) -> None:
        """The cells of a cut row go on in their order; leaving some out costs nothing."""
        at = step.line
        for column in range(step.column + 1, len(self.dealer.columns)):
            before = self.filled.get(column)
            if before:
                fits = self._rest(at, column, before)
                border = self._rejoin_score(before, at, step.column, column)
            else:
                fits, border = self._fits(at, column), self._border(at, column)
            self._enter(step, step.row, column, step.score + border, fits)

    def _next_cell(self, at: int, steps: Sequence[_Step]) -> None:
        """A later cell of the row, from wherever it is reached best."""
        columns = self.dealer.content + 1 if at == 0 else len(self.dealer.columns)
        first = min(step.column for step in steps) + 1
        for column in range(first, columns):
            fits = self._fits(at, column)
            if fits:
                ways = [
                    (step.score - self._empty_cost(at, step.column, column), step)
                    for step in steps
                    if step.column < column
                ]
                score, best = max(ways, key=_SCORE)
                self._enter(best, best.row, column, score + self._border(at, column), fits)

    def _next_row(self, at: int, steps: Sequence[_Step]) -> None:
        """A new row, below the one that ends best."""
        after_content, after_other = self._new_row_costs(at)
        content = self.dealer.content
        ways = [
            (
                step.score
                - self._end_cost(step)
                - (after_content if step.column == content else after_other),
                step,
            )
            for step in steps
        ]
        score, best = max(ways, key=_SCORE)
        for column in range(content + 1):
            fits = self._fits(at, column)
            if fits:
                cost = self._empty_cost(at, _START, column) - self._border(at, column)
                self._enter(best, best.row + 1, column, score - cost, fits)

    def _enter(self, step: _Step, row: int, column: int, score: float, fits: Fits) -> None:
        """A new cell, with every length it may have."""
        for end, fit in fits:
            self._keep(step, row, column, end, score + fit)

    def _fits(self, at: int, column: int) -> Fits:
        """(end, score) of every cell of this column that may begin at this line."""
        meaning = self.dealer.columns[column]
        if meaning is Column.DEADLINE:
            return self.part.times(at)
        if meaning in _UNITS:
            return self.part.units(at)
        return [(at + 1, self.part.prose[at] - self._too_long(at, column))]

    def _rest(self, at: int, column: int, before: list[Line]) -> Fits:
        """The same for the rest of a cell that the page has cut."""
        meaning = self.dealer.columns[column]
        if meaning is Column.DEADLINE:
            return self.part.rest_of_time(at, before)
        if meaning in _UNITS:
            return self.part.rest_of_units(at, before)
        return self._fits(at, column)

    def _border(self, at: int, column: int) -> float:
        if at == 0:
            return -4.0 * (self.part.lines[0].starts_small and column != self.dealer.content)
        units = self.dealer.columns[column] in _UNITS
        return self.part.new_units[at] if units else self.part.new_cell[at]

    def _rejoin_score(self, before: list[Line], at: int, last: int, column: int) -> float:
        """How likely words after a page break go on with a cell of the page before."""
        above, line = before[-1], self.part.lines[at]
        score = -4.0 * (line.words[0].isupper() and not ends_open(above))
        score -= 4.0 * above.words.endswith((".", ";")) + 1.0
        score += 3.0 * _brackets_match(before, line)
        score += 2.0 * _blanks_point_here(line, last, column)
        score -= 2.0 * self.dealer.ends_early(above, column)
        # A page cuts the tallest cell of a row first.
        return score - 1.5 * (len(before) < self.tallest - 1)

    def _too_long(self, at: int, column: int) -> float:
        """Headings, which stand in the content column, may span the table."""
        return 0.0 if column == self.dealer.content else self.part.too_long(at, column)

    def _empty_cost(self, at: int, last: int, column: int) -> float:
        """What the columns between cost that stay empty; blanks before the line tell of them."""
        cost = self.dealer.empty_costs[last + 1][column]
        return cost * 0.35 if 0 < column - (last + 1) <= self.part.blanks[at] else cost

    def _end_cost(self, step: _Step) -> float:
        """The cells left empty at the end of a row; a row of content alone is a heading."""
        if step.column == _START or self._is_cut(step):
            return 0.0
        cost = self.dealer.empty_costs[step.column + 1][-1]
        return min(cost, _HEADING_COST) if step.column == self.dealer.content else cost

    def _new_row_costs(self, at: int) -> tuple[float, float]:
        """What a row without label costs below content alone, and below other cells.

        Its empty label cell prints a blank; or the content above it ends early.
        """
        line = self.part.lines[at]
        cost = _NEW_ROW_COST + 4.0 * line.starts_small + 4.0 * line.glued
        if line.leading == 1 or line.padding == 1:
            return cost - 9.0, cost - 9.0
        return cost - 6.0 * self.part.ends_early(at - 1, self.dealer.content), cost

    def _keep(self, step: _Step, row: int, column: int, end: int, score: float) -> None:
        # Only whether the row is the one that a page has cut matters for what may follow.
        key = self.is_open and row == 0, column
        steps = self.steps[end]
        known = steps.get(key)
        if known is None or score > known.score:
            steps[key] = _Step(score, end, row, column, step)

    def _collect(self, last: _Step) -> list[Cells]:
        rows: list[Cells] = [{} for _ in range(last.row + 1)]
        step: _Step | None = last
        while step is not None and step.previous is not None:
            if step.column != _START:
                lines = self.part.lines[step.previous.line : step.line]
                rows[step.row].setdefault(step.column, [])[:0] = lines
            step = step.previous
        return rows if self.is_open or rows[0] else rows[1:]


def _parts(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines between page breaks; several blanks before words stand for empty cells above."""
    parts: list[list[Line]] = [[]]
    for line in lines:
        blanks = line.leading > 1 and len(parts) == 1
        if parts[-1] and (line.page_start or blanks):
            parts.append([])
        parts[-1].append(line)
    return parts if parts[0] else []


def _joined(cells: Cells, more: Cells) -> Cells:
    return {at: [*cells.get(at, []), *more.get(at, [])] for at in sorted({*cells, *more})}


def _blanks_point_here(line: Line, last: int, column: int) -> bool:
    """Each empty cell before this one prints a blank; a new page prints one more."""
    skipped = column - last if last == _START else column - last - 1
    page = 1 if last == _START else 0
    return line.leading > 0 and line.leading == skipped + page


def _brackets_match(before: Sequence[Line], line: Line) -> bool:
    opened = sum(part.words.count("(") - part.words.count(")") for part in before)
    return opened > 0 and line.words.count(")") >= line.words.count("(")

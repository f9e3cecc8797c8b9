"""Sums of figures: each row counted in as it is judged, and out again when it is judged anew. Pure.

`Tally.put` replaces what a piece of work was counted as before, so that the sums stay those of the
rows; which line and which unit a row belongs to is said by whoever puts it.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from tracker.core.compact import CompactMap
from tracker.figures.rules import Alike, Basis, FigureRow, Figures, Look, figures_of_alike, look_of


class Cell(NamedTuple):
    """What is summed up together: whether it may be named, whose it is, on which line, its look."""

    is_named: bool
    unit_id: int
    line: str
    look: Look


class Counted(NamedTuple):
    """One piece of work as the figures and charts take it."""

    cell: Cell
    days_late: int
    days_late_by_original: int
    due_on: date | None
    done_on: date | None

    @classmethod
    def of(
        cls, row: FigureRow, line: str, *, unit_id: int, is_named: bool, done_on: date | None
    ) -> Counted:
        """The row on its line, as the unit's."""
        cell = Cell(is_named, unit_id, line, look_of(row))
        return cls(cell, row.days_late, row.days_late_by_original, row.due_on, done_on)

    @property
    def is_charted(self) -> bool:
        """Whether the charts of days show it: they are of what has a class and may be named."""
        return self.cell.is_named and self.cell.look.current is not None


class Tally:
    """The sums of a window's rows, and what each piece of work was counted as."""

    def __init__(self) -> None:
        # By the number of the contribution.
        self._pieces: CompactMap[Counted] = CompactMap()
        self._sums: dict[Cell, list[int]] = {}
        # Equal cells are one object: there are some hundreds, below many thousand days late.
        self._cells: dict[Cell, Cell] = {}
        self._course: Counter[tuple[date | None, date | None]] = Counter()
        # How often anything came to count otherwise.
        self.changes = 0

    def put(self, contribution_id: int, counted: Counted | None) -> None:
        """Count it as this; with None it is not counted."""
        counted = counted and self._with_shared_cell(counted)
        former = self._pieces.put(contribution_id, counted)
        if former == counted:
            return
        self.changes += 1
        if former is not None:
            self._add(former, -1)
        if counted is not None:
            self._add(counted, 1)

    def put_alike(self, contribution_ids: Collection[int] | array[int], counted: Counted) -> None:
        """Count all of these as the same."""
        counted = self._with_shared_cell(counted)
        replaced = self._pieces.put_at(contribution_ids, counted)
        if len(replaced) == len(contribution_ids) and all(one == counted for one in replaced):
            return
        self.changes += 1
        for former in replaced:
            self._add(former, -1)
        self._add(counted, len(contribution_ids))

    @property
    def has_rows(self) -> bool:
        """Whether there is anything that may be named."""
        return any(cell.is_named for cell in self._sums)

    def figures(self, basis: Basis) -> Figures:
        """All that may be named, together."""
        return self._figures((cell for cell in self._sums if cell.is_named), basis)

    def by_line(self, basis: Basis) -> dict[str, Figures]:
        """What may be named, line by line."""
        lines: dict[str, list[Cell]] = {}
        for cell in self._sums:
            if cell.is_named:
                lines.setdefault(cell.line, []).append(cell)
        return {line: self._figures(cells, basis) for line, cells in lines.items()}

    def of_others(self, basis: Basis) -> list[Figures]:
        """Each unit of which something may not be named."""
        units: dict[int, list[Cell]] = {}
        for cell in self._sums:
            if not cell.is_named:
                units.setdefault(cell.unit_id, []).append(cell)
        return [self._figures(cells, basis) for cells in units.values()]

    def due_days(self) -> Counter[date]:
        """How much is due on each day."""
        days: Counter[date] = Counter()
        for (due_on, _done_on), number in self._course.items():
            if due_on is not None:
                days[due_on] += number
        return days

    def course(self) -> Counter[tuple[date, date | None]]:
        """How much there is by its due day and the day on which what is done was handed in."""
        found: Counter[tuple[date, date | None]] = Counter()
        for (due_on, done_on), number in self._course.items():
            if due_on is not None:
                found[due_on, done_on] = number
        return found

    def _figures(self, cells: Iterable[Cell], basis: Basis) -> Figures:
        alike: dict[Look, Alike] = {}
        for cell in cells:
            before = alike.get(cell.look, Alike(0, 0, 0))
            alike[cell.look] = Alike(
                *(a + b for a, b in zip(before, self._sums[cell], strict=True))
            )
        return figures_of_alike(alike, basis)

    def _with_shared_cell(self, counted: Counted) -> Counted:
        return counted._replace(cell=self._cells.setdefault(counted.cell, counted.cell))

    def _add(self, counted: Counted, number: int) -> None:
        sums = self._sums.setdefault(counted.cell, [0, 0, 0])
        sums[0] += number
        sums[1] += number * counted.days_late
        sums[2] += number * counted.days_late_by_original
        if not sums[0]:
            del self._sums[counted.cell]
        if counted.is_charted:
            course = counted.due_on, counted.done_on
            self._course[course] += number
            if not self._course[course]:
                del self._course[course]

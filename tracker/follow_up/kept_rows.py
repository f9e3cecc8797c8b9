"""The board's rows in some bytes each: of 100,000 tasks 34,000 stand there, kept all day long."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import Any

from tracker.core.compact import CompactMap, side_by_side
from tracker.follow_up.board import BoardRow, RowPlan, RowUnit, Verdict

# Of work: whole numbers as large as the database gives, not an object each.
_NUMBERS = "i"


class KeptRows:
    """Rows by the number of their contribution; whoever asks is given them made up again."""

    def __init__(self, rows: Iterable[BoardRow]) -> None:
        self._units: CompactMap[RowUnit] = CompactMap()
        self._plans: CompactMap[RowPlan] = CompactMap()
        self._verdicts: CompactMap[Verdict] = CompactMap()
        units, plans, verdicts = _Numbers(), _Numbers(), _Numbers()
        for piece, unit, plan, verdict in rows:
            units[unit].append(piece)
            plans[plan].append(piece)
            verdicts[verdict].append(piece)
        _put_all(self._units, units)
        _put_all(self._plans, plans)
        _put_all(self._verdicts, verdicts)

    def __iter__(self) -> Iterator[BoardRow]:
        """In the order of their numbers."""
        for number, parts in side_by_side(self._units, self._plans, self._verdicts):
            yield BoardRow(number, *parts)

    def get(self, number: int) -> BoardRow | None:
        """The row of this contribution."""
        unit, plan = self._units.get(number), self._plans.get(number)
        verdict = self._verdicts.get(number)
        if unit is None or plan is None or verdict is None:
            return None
        return BoardRow(number, unit, plan, verdict)

    def put(self, number: int, row: BoardRow | None) -> None:
        """Let this be the row of the contribution; with None it has none."""
        self._units.put(number, row and row.unit)
        self._plans.put(number, row and row.plan)
        self._verdicts.put(number, row and row.verdict)


class _Numbers(dict[Any, "array[int]"]):
    def __missing__(self, value: object) -> array[int]:
        self[value] = array(_NUMBERS)
        return self[value]


def _put_all(kept: CompactMap[Any], numbers: _Numbers) -> None:
    for value, pieces in numbers.items():
        kept.put_at(pieces, value)

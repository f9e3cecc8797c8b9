"""How rows are kept when a window is sealed, and how they differ from what would count now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from tracker.figures.rules import DONE_CLASSES, MEASURE_WORDS, FigureRow, Measure
from tracker.progress.rules import TimingClass


class Turn(StrEnum):
    """What became of a row between two looks, the news first."""

    NEW = "new"
    DONE = "done"
    OVERDUE = "overdue"
    OTHER = "other"
    GONE = "gone"


TURN_WORDS: dict[Turn, str] = {
    Turn.NEW: "Việc mới",
    Turn.DONE: "Mới hoàn thành",
    Turn.OVERDUE: "Mới quá hạn",
    Turn.OTHER: "Thay đổi khác",
    Turn.GONE: "Không còn tính",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that counts otherwise than before; None where it does not count at all."""

    before: FigureRow | None
    now: FigureRow | None

    @property
    def row(self) -> FigureRow:
        """The row to show, the newer where there is one."""
        found = self.now or self.before
        if found is None:
            raise ValueError("a difference has at least one side")
        return found

    @property
    def turn(self) -> Turn:
        """What became of it."""
        if self.before is None:
            return Turn.NEW
        if self.now is None:
            return Turn.GONE
        if self.now.current in DONE_CLASSES and self.before.current not in DONE_CLASSES:
            return Turn.DONE
        if self.now.current is TimingClass.OPEN_OVERDUE is not self.before.current:
            return Turn.OVERDUE
        return Turn.OTHER


def as_kept(rows: Iterable[FigureRow]) -> list[dict[str, Any]]:
    """Rows as JSON, without what is as usual."""
    usual = {field.name: field.default for field in fields(FigureRow)}
    return [
        {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(row).items()
            if value != usual[name]
        }
        for row in rows
    ]


def from_kept(kept: Iterable[dict[str, Any]]) -> list[FigureRow]:
    """The rows as they were sealed."""
    return [FigureRow(**{name: _read(name, value) for name, value in row.items()}) for row in kept]


def counts_alike(before: Iterable[FigureRow], now: Iterable[FigureRow]) -> bool:
    """Whether the rows give the very same figures, check-ins included.

    Who is in charge and under which heading the work stands change in the course of things: they
    correct nothing that was reported.
    """
    return _without_course(before) == _without_course(now)


def differences(before: Sequence[FigureRow], now: Sequence[FigureRow]) -> list[Difference]:
    """The work that counts otherwise; check-ins are no news."""
    former = {row.contribution_id: row for row in before if row.was_updated is None}
    present = {row.contribution_id: row for row in now if row.was_updated is None}
    found = [
        Difference(former.get(number), present.get(number))
        for number in dict.fromkeys([*present, *former])
        if _verdict(former.get(number)) != _verdict(present.get(number))
    ]
    order = {turn: place for place, turn in enumerate(Turn)}
    return sorted(found, key=lambda difference: order[difference.turn])


def verdict_words(row: FigureRow | None) -> str:
    """How the row counts, in words."""
    if row is None:
        return "Không tính"
    if row.has_ended:
        return MEASURE_WORDS[Measure.ENDED]
    if row.current is None:
        return MEASURE_WORDS[Measure.UPDATED if row.was_updated else Measure.NOT_UPDATED]
    days = f" {row.days_late} ngày" if row.days_late else ""
    return MEASURE_WORDS[Measure(row.current.value)] + days


def _without_course(rows: Iterable[FigureRow]) -> set[FigureRow]:
    return {replace(row, officer_id=None, section_id=None) for row in rows}


def _verdict(row: FigureRow | None) -> tuple[object, ...] | None:
    """Another day late is no news; another class, due day or unit is."""
    if row is None:
        return None
    return row.current, row.original, row.due_on, row.unit_id, row.has_ended


def _read(name: str, value: Any) -> Any:
    match name:
        case "due_on":
            return date.fromisoformat(value)
        case "current" | "original":
            return TimingClass(value)
    return value

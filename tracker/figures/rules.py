"""From the verdict on each piece of work to figures that add up. Pure: rows in, numbers out.

Every figure is a question about one row, and its number how many rows answer yes. The list behind
a number asks the same question, so the two can never differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from operator import attrgetter
from typing import Any, NamedTuple, Protocol

from tracker.progress.rules import LATE_CLASSES, TimingClass

NOTHING = "—"
# The number and its sign stay on one line.
PERCENT = "\u00a0%"


class Basis(StrEnum):
    """By which due day work is judged: the one that counts now, or the document's own."""

    CURRENT = "current"
    ORIGINAL = "original"


class Measure(StrEnum):
    """Everything that is counted."""

    TOTAL = "total"
    WITH_DEADLINE = "with_deadline"
    SHARED = "shared"
    DONE = "done"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE_NO_DEADLINE = "done_no_deadline"
    OPEN = "open"
    OPEN_IN_TIME = "open_in_time"
    OPEN_OVERDUE = "open_overdue"
    OPEN_NO_DEADLINE = "open_no_deadline"
    LATE = "late"
    CARRIED_OVER = "carried_over"
    CARRIED_OVERDUE = "carried_overdue"
    RETURNED = "returned"
    EXTENDED = "extended"
    ENDED = "ended"
    CHECK_INS = "check_ins"
    UPDATED = "updated"
    NOT_UPDATED = "not_updated"


class Grouping(StrEnum):
    """What the rows of the table are."""

    UNIT = "unit"
    PLAN = "plan"
    SECTION = "section"
    OFFICER = "officer"
    PERIOD = "period"


BASIS_WORDS: dict[Basis, str] = {
    Basis.CURRENT: "Hạn hiện tại",
    Basis.ORIGINAL: "Hạn gốc",
}
MEASURE_WORDS: dict[Measure, str] = {
    Measure.TOTAL: "Tổng số",
    Measure.WITH_DEADLINE: "Có thời hạn",
    Measure.SHARED: "Phối hợp",
    Measure.DONE: "Đã hoàn thành",
    Measure.DONE_ON_TIME: "Hoàn thành đúng hạn",
    Measure.DONE_LATE: "Hoàn thành quá hạn",
    Measure.DONE_NO_DEADLINE: "Hoàn thành, không có thời hạn",
    Measure.OPEN: "Đang thực hiện",
    Measure.OPEN_IN_TIME: "Đang thực hiện, trong hạn",
    Measure.OPEN_OVERDUE: "Đang thực hiện, quá hạn",
    Measure.OPEN_NO_DEADLINE: "Đang thực hiện, không có thời hạn",
    Measure.LATE: "Chậm",
    Measure.CARRIED_OVER: "Chuyển từ năm trước",
    Measure.CARRIED_OVERDUE: "Chuyển từ năm trước, còn quá hạn",
    Measure.RETURNED: "Bị trả lại",
    Measure.EXTENDED: "Được gia hạn",
    Measure.ENDED: "Chưa xong khi kế hoạch kết thúc",
    Measure.CHECK_INS: "Kỳ cập nhật việc thường xuyên",
    Measure.UPDATED: "Đã cập nhật",
    Measure.NOT_UPDATED: "Chưa cập nhật",
}
GROUPING_WORDS: dict[Grouping, str] = {
    Grouping.UNIT: "Đơn vị",
    Grouping.PLAN: "Kế hoạch",
    Grouping.SECTION: "Mục của kế hoạch",
    Grouping.OFFICER: "Người thực hiện",
    Grouping.PERIOD: "Tháng đến hạn",
}
# The six classes, in the order offices print them.
CLASS_MEASURES: tuple[Measure, ...] = tuple(Measure(timing.value) for timing in TimingClass)
DONE_CLASSES = frozenset(
    {TimingClass.DONE_ON_TIME, TimingClass.DONE_LATE, TimingClass.DONE_NO_DEADLINE}
)
NO_DEADLINE_CLASSES = frozenset({TimingClass.DONE_NO_DEADLINE, TimingClass.OPEN_NO_DEADLINE})


class Whose(Protocol):
    """Whatever tells whose work it is: a row, a history, a piece of work."""

    @property
    def contribution_id(self) -> int: ...

    @property
    def unit_id(self) -> int: ...

    @property
    def plan_id(self) -> int: ...

    @property
    def section_id(self) -> int | None: ...

    @property
    def officer_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One unit's piece of work as it counts in one window.

    A check-in has no class and `was_updated` instead; what a closed plan left unfinished has
    `has_ended` instead. All others have a class on either basis.
    `is_shared` is work in which the unit only cooperates: it weighs less than work it leads.
    """

    contribution_id: int
    unit_id: int
    plan_id: int
    section_id: int | None = None
    officer_id: int | None = None
    due_on: date | None = None
    current: TimingClass | None = None
    original: TimingClass | None = None
    days_late: int = 0
    days_late_by_original: int = 0
    is_carried_over: bool = False
    is_shared: bool = False
    times_returned: int = 0
    times_extended: int = 0
    was_updated: bool | None = None
    has_ended: bool = False

    def timing(self, basis: Basis) -> TimingClass | None:
        """The class on the basis; None for what is counted apart."""
        return self.current if basis is Basis.CURRENT else self.original

    def late_days(self, basis: Basis) -> int:
        """Calendar days late on the basis."""
        return self.days_late if basis is Basis.CURRENT else self.days_late_by_original


Question = Callable[[FigureRow, Basis], bool]


def _of(*classes: TimingClass) -> Question:
    return lambda row, basis: row.timing(basis) in classes


_QUESTIONS: dict[Measure, Question] = {
    **{measure: _of(TimingClass(measure.value)) for measure in CLASS_MEASURES},
    Measure.TOTAL: lambda row, _basis: row.current is not None,
    Measure.WITH_DEADLINE: _of(*(frozenset(TimingClass) - NO_DEADLINE_CLASSES)),
    Measure.SHARED: lambda row, _basis: row.current is not None and row.is_shared,
    Measure.DONE: _of(*DONE_CLASSES),
    Measure.OPEN: _of(*(frozenset(TimingClass) - DONE_CLASSES)),
    Measure.LATE: _of(*LATE_CLASSES),
    Measure.CARRIED_OVER: lambda row, _basis: row.current is not None and row.is_carried_over,
    Measure.CARRIED_OVERDUE: lambda row, basis: (
        row.is_carried_over and row.timing(basis) is TimingClass.OPEN_OVERDUE
    ),
    Measure.RETURNED: lambda row, _basis: row.current is not None and row.times_returned > 0,
    Measure.EXTENDED: lambda row, _basis: row.current is not None and row.times_extended > 0,
    Measure.ENDED: lambda row, _basis: row.has_ended,
    Measure.CHECK_INS: lambda row, _basis: row.was_updated is not None,
    Measure.UPDATED: lambda row, _basis: row.was_updated is True,
    Measure.NOT_UPDATED: lambda row, _basis: row.was_updated is False,
}


def counts_in(row: FigureRow, measure: Measure, basis: Basis) -> bool:
    """Whether the row is one of those the number counts."""
    return _QUESTIONS[measure](row, basis)


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of some rows on one basis."""

    basis: Basis
    counts: dict[Measure, int]
    times_returned: int
    times_extended: int
    days_late: int

    def __getitem__(self, measure: Measure) -> int:
        """The number of rows."""
        return self.counts[measure]

    def share(self, part: Measure, whole: Measure) -> Fraction | None:
        """A part of a whole; None where the whole is nothing."""
        return Fraction(self[part], self[whole]) if self[whole] else None

    @property
    def average_days_late(self) -> Fraction | None:
        """Over whatever is late, done or not; None when nothing is."""
        return Fraction(self.days_late, self[Measure.LATE]) if self[Measure.LATE] else None


class Look(NamedTuple):
    """All that the questions ask of a row: rows that look alike are answered together."""

    current: TimingClass | None
    original: TimingClass | None
    is_carried_over: bool
    is_shared: bool
    was_updated: bool | None
    has_ended: bool
    times_returned: int
    times_extended: int


class Alike(NamedTuple):
    """How many rows look alike, and their days late on either basis."""

    rows: int
    days_late: int
    days_late_by_original: int

    def late_days(self, basis: Basis) -> int:
        """Calendar days late on the basis."""
        return self.days_late if basis is Basis.CURRENT else self.days_late_by_original


_LOOK = attrgetter(*Look._fields)


def look_of(row: FigureRow) -> Look:
    """What the questions ask of the row."""
    return Look(*_LOOK(row))


def figures_of(rows: Iterable[FigureRow], basis: Basis) -> Figures:
    """Count every measure over the rows."""
    counted = list(rows)
    looks = Counter(map(_LOOK, counted))
    days: Counter[tuple[Any, ...]] = Counter()
    for row in counted:
        if late := row.late_days(basis):
            days[_LOOK(row)] += late
    return figures_of_alike(
        {Look(*look): Alike(number, days[look], days[look]) for look, number in looks.items()},
        basis,
    )


def figures_of_alike(found: Mapping[Look, Alike], basis: Basis) -> Figures:
    """The same, of rows summed up by how they look."""
    alike = [(_example(look), sums) for look, sums in found.items()]
    in_total = [(row, n.rows) for row, n in alike if counts_in(row, Measure.TOTAL, basis)]
    late = (sums for row, sums in alike if counts_in(row, Measure.LATE, basis))
    return Figures(
        basis=basis,
        counts={
            measure: sum(sums.rows for row, sums in alike if question(row, basis))
            for measure, question in _QUESTIONS.items()
        },
        times_returned=sum(row.times_returned * number for row, number in in_total),
        times_extended=sum(row.times_extended * number for row, number in in_total),
        days_late=sum(sums.late_days(basis) for sums in late),
    )


def _example(look: Look) -> FigureRow:
    return FigureRow(contribution_id=0, unit_id=0, plan_id=0, **look._asdict())


def grouped(
    rows: Sequence[FigureRow], key_of: Callable[[FigureRow], str]
) -> dict[str, list[FigureRow]]:
    """The rows by key; every row is in exactly one group, so the groups add up to all."""
    groups: dict[str, list[FigureRow]] = {}
    for row in rows:
        groups.setdefault(key_of(row), []).append(row)
    return groups


def share_words(share: Fraction | None) -> str:
    """ "83,7 %"; a dash where there is nothing to divide by.

    Rounded, but never up to all or down to none: 100 % and 0 % are exact.
    """
    if share is None:
        return NOTHING
    tenths = round(share * 1000)
    if share not in {0, 1}:
        tenths = min(999, max(1, tenths))
    whole, rest = divmod(tenths, 10)
    return f"{whole},{rest}{PERCENT}" if rest else f"{whole}{PERCENT}"


def average_words(average: Fraction | None) -> str:
    """ "4,5"; a dash where nothing is late."""
    if average is None:
        return NOTHING
    whole, rest = divmod(round(average * 10), 10)
    return f"{whole},{rest}" if rest else str(whole)

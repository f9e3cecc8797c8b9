"""Filters of the plan page, kept in the address. Pure: rows and answers in, rows out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.core.numbers import whole_number
from tracker.core.text_vn import fold
from tracker.plans.models import Section
from tracker.progress.plain_parts import PlainPart
from tracker.progress.rules import TimingClass
from tracker.progress.summary import TaskSummary
from tracker.reading.result import DeadlineKind
from tracker.tasks.models import Task
from tracker.tasks.queries import AppendixRow


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What the reader wants to see of a plan; empty values let everything through."""

    words: str = ""
    unit_id: int | None = None
    kind: DeadlineKind | None = None
    timing: TimingClass | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> PlanFilter:
        """The filter an address asks for; what cannot be understood asks for nothing."""
        unit, kind, timing = query.get("unit", ""), query.get("kind", ""), query.get("timing", "")
        return cls(
            words=query.get("words", "").strip(),
            unit_id=whole_number(unit),
            kind=DeadlineKind(kind) if kind in set(DeadlineKind) else None,
            timing=TimingClass(timing) if timing in set(TimingClass) else None,
        )

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or self.unit_id or self.kind or self.timing)

    def lets_through(self, task: Task, summary: TaskSummary[PlainPart]) -> bool:
        """Whether the task belongs on the page."""
        if self.words and fold(self.words) not in task.search_key:
            return False
        if self.kind is not None and task.deadline_kind is not self.kind:
            return False
        if self.timing is not None and summary.timing is not self.timing:
            return False
        return self.unit_id is None or self.unit_id in units_behind(task)


def units_behind(task: Task) -> set[int]:
    """The units printed in the row, and the members of collectives among them."""
    found: set[int] = set()
    for assignment in task.assignments:
        found.add(assignment.unit_id)
        found.update(member.id for member in assignment.unit.members)
    return found


def filtered_rows(
    rows: list[AppendixRow], chosen: PlanFilter, summaries: Mapping[int, TaskSummary[PlainPart]]
) -> list[AppendixRow]:
    """The tasks let through, and the headings that still have a task below them."""
    if not chosen.is_set:
        return rows
    kept: list[AppendixRow] = []
    for row in reversed(rows):
        if isinstance(row, Section):
            if _heads_next(row, kept):
                kept.append(row)
        elif chosen.lets_through(row, summaries.get(row.id, TaskSummary())):
            kept.append(row)
    return kept[::-1]


def _heads_next(section: Section, kept_below: list[AppendixRow]) -> bool:
    """Whether the row kept last (the next on paper) lies deeper than the heading."""
    return bool(kept_below) and kept_below[-1].level > section.level

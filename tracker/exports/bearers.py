"""Which units stand behind a printed name, and the rows that concern one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tracker.plans.models import Section
from tracker.progress.parts import Part
from tracker.progress.rules import ContributionStatus
from tracker.tasks.models import Assignment, Task
from tracker.tasks.queries import AppendixRow
from tracker.tasks.rules import TaskRole
from tracker.units.models import Unit


def bearers(assignment: Assignment) -> list[Unit]:
    """The units that owe the work; a name with nobody of the ward behind it stands for itself."""
    return assignment.unit.members or [assignment.unit]


def roles_in(task: Task) -> dict[Unit, TaskRole]:
    """The role of every unit in a task; who leads counts as leading, even if named twice."""
    roles: dict[Unit, TaskRole] = {}
    for assignment in [*task.leads, *task.cooperators]:
        for unit in bearers(assignment):
            roles.setdefault(unit, assignment.role)
    return roles


def _kept_by_merged(part: Part) -> bool:
    """Whether it is what a unit that is no more has done: it stays under that unit's name."""
    return part.unit.merged_into_id is not None and part.status is not ContributionStatus.CANCELLED


def units_in(rows: Iterable[AppendixRow]) -> list[Unit]:
    """Every unit with a role in one of the rows, in the ward's order."""
    units = {unit for row in rows if isinstance(row, Task) for unit in roles_in(row)}
    return in_order(units)


def in_order(units: Iterable[Unit]) -> list[Unit]:
    """The units as the ward lists them."""
    return sorted(units, key=lambda unit: (unit.position, unit.id))


def rows_of_unit(
    rows: Sequence[AppendixRow], unit: Unit, owed: Mapping[int, Sequence[Part]]
) -> list[AppendixRow]:
    """The unit's tasks in printed order, each with the headings above it."""
    kept: set[AppendixRow] = set()
    for row in rows:
        if isinstance(row, Task) and _concerns(row, unit, owed.get(row.id, ())):
            kept.update([row, *_headings_above(row)])
    return [row for row in rows if row in kept]


def _concerns(task: Task, unit: Unit, parts: Iterable[Part]) -> bool:
    return unit in roles_in(task) or any(
        part.unit_id == unit.id and _kept_by_merged(part) for part in parts
    )


def _headings_above(task: Task) -> list[Section]:
    headings: list[Section] = []
    section = task.section
    while section is not None:
        headings.append(section)
        section = section.parent
    return headings

"""Which units stand behind a printed name, and the rows that concern one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.plans.models import Section
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


def units_in(rows: Iterable[AppendixRow]) -> list[Unit]:
    """Every unit with a role in one of the rows, in the ward's order."""
    units = {unit for row in rows if isinstance(row, Task) for unit in roles_in(row)}
    return sorted(units, key=lambda unit: (unit.position, unit.id))


def rows_of_unit(rows: Sequence[AppendixRow], unit: Unit) -> list[AppendixRow]:
    """The unit's tasks in printed order, each with the headings above it."""
    kept: set[AppendixRow] = set()
    for row in rows:
        if isinstance(row, Task) and unit in roles_in(row):
            kept.update([row, *_headings_above(row)])
    return [row for row in rows if row in kept]


def _headings_above(task: Task) -> list[Section]:
    headings: list[Section] = []
    section = task.section
    while section is not None:
        headings.append(section)
        section = section.parent
    return headings

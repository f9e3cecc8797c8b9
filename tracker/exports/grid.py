"""The responsibility grid: tasks down, units across, each one's role and state where they meet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from tracker.core.clock import day_in_vietnam
from tracker.exports.bearers import roles_in, units_in
from tracker.exports.matrix import Owed, code_of_row, heading_row, reference_line, remark_of_draft
from tracker.exports.printed_columns import deadline_as_printed
from tracker.exports.progress_words import state_symbol
from tracker.exports.sheet import (
    Align,
    Column,
    Orientation,
    Paper,
    Sheet,
    SheetRow,
    usable_width_mm,
)
from tracker.plans.models import Plan, Section
from tracker.progress.summary import summarise
from tracker.reading.result import RowKind
from tracker.tasks.models import Task
from tracker.tasks.queries import AppendixRow
from tracker.tasks.rules import TaskRole
from tracker.units.models import Unit

ROLE_LETTERS = {TaskRole.LEAD: "C", TaskRole.COOPERATING: "P"}
_LABEL_MM = 12
_DEADLINE_MM = 28
_LEAST_CONTENT_MM = 60
# Two turned lines of a name fit into the widest; the narrowest still holds a letter.
_WIDEST_UNIT_MM = 12
_NARROWEST_UNIT_MM = 5.5
_LEGEND = (
    "C: chủ trì; P: phối hợp. ✓ hoàn thành; ◷ chờ xác nhận; ↩ bị trả lại; ▲ quá hạn; "
    "không có dấu: chưa đến hạn hoặc không có thời hạn."
)


def grid_sheet(
    plan: Plan,
    rows: Sequence[AppendixRow],
    owed: Owed,
    *,
    as_of: datetime,
    paper: Paper = Paper.A4,
    orientation: Orientation = Orientation.LANDSCAPE,
) -> Sheet:
    """Who leads and who cooperates in each task, and how far each has come by `as_of`."""
    units = units_in(rows)
    today = day_in_vietnam(as_of)
    return Sheet(
        title=plan.title,
        kicker="Bảng phân công trách nhiệm",
        attached_to=reference_line(plan, as_of),
        columns=_columns(units, today, usable_width_mm(paper, orientation)),
        rows=tuple(_row(row, units, owed, today) for row in rows),
        as_of=as_of,
        footer_note=remark_of_draft(plan),
        legend=_LEGEND if units else "Chưa có đơn vị nào được giao nhiệm vụ.",
        paper=paper,
        orientation=orientation,
    )


def _columns(units: Sequence[Unit], today: date, room_mm: float) -> tuple[Column, ...]:
    """A day never breaks; what the units leave is for the words of the tasks."""
    for_units = room_mm - _LABEL_MM - _DEADLINE_MM - _LEAST_CONTENT_MM
    each = min(max(for_units / max(len(units), 1), _NARROWEST_UNIT_MM), _WIDEST_UNIT_MM)
    content = max(room_mm - _LABEL_MM - _DEADLINE_MM - each * len(units), _LEAST_CONTENT_MM)
    return (
        Column("TT", _LABEL_MM, Align.CENTER),
        Column("Nội dung nhiệm vụ", content),
        Column("Thời hạn", _DEADLINE_MM, Align.CENTER),
        *(
            Column(unit.display_name_on(today), each, Align.CENTER, is_turned=True)
            for unit in units
        ),
    )


def _row(row: AppendixRow, units: Sequence[Unit], owed: Owed, today: date) -> SheetRow:
    if isinstance(row, Section):
        return heading_row(row, (row.label, row.title, "") + ("",) * len(units))
    roles = roles_in(row)
    marks = (_mark(row, unit, roles.get(unit), owed, today) for unit in units)
    opening = (row.label, row.content, deadline_as_printed(row))
    return SheetRow(RowKind.TASK, row.level + 1, (*opening, *marks), code_of_row(row))


def _mark(task: Task, unit: Unit, role: TaskRole | None, owed: Owed, today: date) -> str:
    """The role's letter over the sign of what the unit itself has done."""
    if role is None:
        return ""
    own = [item for item in owed.by_task.get(task.id, ()) if item.unit_id == unit.id]
    sign = state_symbol(summarise(own, today))
    return f"{ROLE_LETTERS[role]}\n{sign}" if sign else ROLE_LETTERS[role]

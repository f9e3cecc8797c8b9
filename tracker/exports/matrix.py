"""A plan as a printed table: the appendix as issued, and the same with its progress.

Pure: rows and the moment in, a sheet out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from tracker.core.clock import day_in_vietnam
from tracker.exports.bearers import rows_of_unit
from tracker.exports.document_words import reference
from tracker.exports.printed_columns import (
    PrintedColumn,
    cells_of_heading,
    cells_of_task,
    printed_columns,
)
from tracker.exports.progress_words import MaySee, Papers, situation_words, state_words
from tracker.exports.sheet import Align, Column, ColumnKind, Sheet, SheetRow, moment_words
from tracker.plans.models import Plan, Section
from tracker.plans.rules import PlanState
from tracker.progress.parts import Part
from tracker.progress.summary import TaskSummary, summarise
from tracker.reading.result import RowKind
from tracker.tasks.codes import code_of
from tracker.tasks.models import Task
from tracker.tasks.queries import AppendixRow
from tracker.units.models import Unit

_DUE_COLUMN = Column("Đến hạn", 2.2, Align.CENTER, ColumnKind.DATE)
_PROGRESS_COLUMNS = (Column("Tình hình thực hiện", 6.2), Column("Trạng thái", 3.8, least_mm=29))


@dataclass(frozen=True, slots=True)
class Owed:
    """What units owe for each task, by its number; papers are shown where `may_see` says yes."""

    by_task: Mapping[int, Sequence[Part]]
    papers: Papers
    may_see: MaySee


def issued_sheet(plan: Plan, rows: Sequence[AppendixRow], *, as_of: datetime) -> Sheet:
    """The appendix as it was issued: its columns in printed order under the printed words."""
    columns = printed_columns(plan, rows)
    return Sheet(
        title=plan.title,
        attached_to=f"(Kèm theo {reference(plan)})",
        columns=tuple(column.as_sheet_column(rows) for column in columns),
        rows=_joined([_issued_row(row, columns) for row in rows], rows, columns),
        as_of=as_of,
        footer_note=remark_of_draft(plan),
    )


def progress_sheet(
    plan: Plan,
    rows: Sequence[AppendixRow],
    owed: Owed,
    *,
    as_of: datetime,
    with_due_days: bool = False,
) -> Sheet:
    """The appendix with what became of each task by the moment `as_of`.

    `with_due_days` adds the due day that counts now, for sheets that people sort.
    """
    columns = printed_columns(plan, rows)
    progress = _Progress(owed, day_in_vietnam(as_of), with_due_days)
    return Sheet(
        title=plan.title,
        kicker="Tình hình thực hiện nhiệm vụ",
        attached_to=reference_line(plan, as_of),
        columns=(*(column.as_sheet_column(rows) for column in columns), *progress.columns),
        rows=_joined([_progress_row(row, columns, progress) for row in rows], rows, columns),
        as_of=as_of,
        footer_note=remark_of_draft(plan),
    )


def unit_sheet(
    plan: Plan,
    rows: Sequence[AppendixRow],
    owed: Owed,
    unit: Unit,
    *,
    as_of: datetime,
    with_due_days: bool = False,
) -> Sheet:
    """What concerns one unit: its rows only, and only what it has done itself."""
    own = Owed(
        {
            task_id: [item for item in contributions if item.unit_id == unit.id]
            for task_id, contributions in owed.by_task.items()
        },
        owed.papers,
        owed.may_see,
    )
    sheet = progress_sheet(
        plan, rows_of_unit(rows, unit, own.by_task), own, as_of=as_of, with_due_days=with_due_days
    )
    return replace(sheet, kicker=f"Nhiệm vụ giao {unit.name_on(day_in_vietnam(as_of))}")


@dataclass(frozen=True, slots=True)
class _Progress:
    """The columns that the tracker adds to those of the appendix."""

    owed: Owed
    today: date
    with_due_days: bool

    @property
    def columns(self) -> tuple[Column, ...]:
        return (_DUE_COLUMN, *_PROGRESS_COLUMNS) if self.with_due_days else _PROGRESS_COLUMNS

    def cells_of(self, task: Task) -> tuple[str, ...]:
        owed = self.owed.by_task.get(task.id, ())
        summary = summarise(owed, self.today)
        cells = (
            situation_words(owed, summary, self.owed.papers, self.owed.may_see, self.today),
            state_words(task, owed, summary, self.today),
        )
        return (_due_day(summary), *cells) if self.with_due_days else cells


def _due_day(summary: TaskSummary[Part]) -> str:
    due_on = summary.current.standing_due_on if summary.current else None
    return f"{due_on:%d/%m/%Y}" if due_on else ""


def _issued_row(row: AppendixRow, columns: Sequence[PrintedColumn]) -> SheetRow:
    """A row as on paper; a task that somebody added by hand is printed from what was confirmed."""
    if isinstance(row, Section):
        return heading_row(row, cells_of_heading(row, columns))
    came_from_a_file = bool(row.anchor)
    cells = cells_of_task(row, columns, fill_gaps=not came_from_a_file)
    return _task_row(row, cells)


def _progress_row(
    row: AppendixRow, columns: Sequence[PrintedColumn], progress: _Progress
) -> SheetRow:
    if isinstance(row, Section):
        return heading_row(row, cells_of_heading(row, columns) + ("",) * len(progress.columns))
    cells = cells_of_task(row, columns, fill_gaps=True)
    return _task_row(row, cells + progress.cells_of(row))


def _task_row(task: Task, cells: tuple[str, ...]) -> SheetRow:
    is_bold = bool(task.anchor.get("bold"))
    return SheetRow(RowKind.TASK, task.level + 1, cells, code_of_row(task), is_bold=is_bold)


def _joined(
    sheet_rows: Sequence[SheetRow],
    rows: Sequence[AppendixRow],
    columns: Sequence[PrintedColumn],
) -> tuple[SheetRow, ...]:
    """Cells that were one on paper are one again, as long as they still say the same."""
    places = {str(column.field): place for place, column in enumerate(columns) if column.field}
    joined: list[SheetRow] = []
    for sheet_row, row in zip(sheet_rows, rows, strict=True):
        merged = [] if isinstance(row, Section) else row.anchor.get("merged", [])
        above = joined[-1] if joined else None
        if not merged or above is None or above.is_heading:
            joined.append(sheet_row)
            continue
        same = {places[name] for name in merged if name in places}
        one = {place for place in same if sheet_row.cells[place] == above.cells[place] != ""}
        joined.append(replace(sheet_row, joined=frozenset(one)))
    return tuple(joined)


def code_of_row(task: Task) -> str:
    """What opens the task; a row that is not saved yet has none."""
    return code_of(task.id) if task.id else ""


def heading_row(section: Section, cells: tuple[str, ...]) -> SheetRow:
    """The printed row of a heading."""
    kind = RowKind.GROUP if section.level else RowKind.SECTION
    return SheetRow(kind, section.level + 1, cells, is_wide=bool(section.is_wide))


def reference_line(plan: Plan, as_of: datetime) -> str:
    """The line under the title of a sheet with figures: of which plan, and of which moment."""
    return f"(Theo {reference(plan)}; số liệu đến {moment_words(as_of)})"


def remark_of_draft(plan: Plan) -> str | None:
    """What the foot of each page says of a plan that is not issued yet."""
    return "Dự thảo, chưa ban hành" if plan.state is PlanState.DRAFT else None

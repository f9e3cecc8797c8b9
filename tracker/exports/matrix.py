"""A plan as a printed table: the appendix as issued, and the same with its progress.

Pure: rows and the moment in, a sheet out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.core.clock import day_in_vietnam, in_vietnam
from tracker.exports.printed_columns import (
    PrintedColumn,
    cells_of_heading,
    cells_of_task,
    printed_columns,
)
from tracker.exports.progress_words import MaySee, Papers, situation_words, state_words
from tracker.exports.sheet import Align, Column, ColumnKind, Sheet, SheetRow
from tracker.plans.models import Plan, Section
from tracker.plans.rules import PlanState, document_reference
from tracker.progress.models import Contribution
from tracker.progress.summary import TaskSummary, summarise
from tracker.reading.result import RowKind
from tracker.tasks.models import Task
from tracker.tasks.queries import AppendixRow

_DUE_COLUMN = Column("Đến hạn", 2.2, Align.CENTER, ColumnKind.DATE)
_PROGRESS_COLUMNS = (Column("Tình hình thực hiện", 6.2), Column("Trạng thái", 3.8))
_DOCUMENT_NAMES = {
    "KH": "Kế hoạch",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "TB": "Thông báo",
    "CTR": "Chương trình",
    "NQ": "Nghị quyết",
}


class MatrixKind(StrEnum):
    """Which of a plan's sheets is wanted."""

    ISSUED = "issued"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class Owed:
    """What units owe for each task, by its number; papers are shown where `may_see` says yes."""

    by_task: Mapping[int, Sequence[Contribution]]
    papers: Papers
    may_see: MaySee


def issued_sheet(plan: Plan, rows: Sequence[AppendixRow], *, as_of: datetime) -> Sheet:
    """The appendix as it was issued: its columns in printed order under the printed words."""
    columns = printed_columns(plan, rows)
    return Sheet(
        title=plan.title,
        attached_to=f"(Kèm theo {_reference(plan)})",
        columns=tuple(column.as_sheet_column() for column in columns),
        rows=tuple(_issued_row(row, columns) for row in rows),
        as_of=as_of,
        footer_note=_footer_note(plan),
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
    local = in_vietnam(as_of)
    return Sheet(
        title=plan.title,
        kicker="Tình hình thực hiện nhiệm vụ",
        attached_to=f"(Theo {_reference(plan)}; số liệu đến {local:%H:%M} ngày {local:%d/%m/%Y})",
        columns=(*(column.as_sheet_column() for column in columns), *progress.columns),
        rows=tuple(_progress_row(row, columns, progress) for row in rows),
        as_of=as_of,
        footer_note=_footer_note(plan),
    )


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
            situation_words(owed, summary, self.owed.papers, self.owed.may_see),
            state_words(task, owed, summary, self.today),
        )
        return (_due_day(summary), *cells) if self.with_due_days else cells


def _due_day(summary: TaskSummary) -> str:
    due_on = summary.current.occurrence.due_on if summary.current else None
    return f"{due_on:%d/%m/%Y}" if due_on else ""


def _issued_row(row: AppendixRow, columns: Sequence[PrintedColumn]) -> SheetRow:
    """A row as on paper; a task that somebody added by hand is printed from what was confirmed."""
    if isinstance(row, Section):
        return _heading_row(row, cells_of_heading(row, columns))
    came_from_a_file = bool(row.anchor)
    cells = cells_of_task(row, columns, fill_gaps=not came_from_a_file)
    return SheetRow(RowKind.TASK, row.level + 1, cells)


def _progress_row(
    row: AppendixRow, columns: Sequence[PrintedColumn], progress: _Progress
) -> SheetRow:
    if isinstance(row, Section):
        return _heading_row(row, cells_of_heading(row, columns) + ("",) * len(progress.columns))
    cells = cells_of_task(row, columns, fill_gaps=True)
    return SheetRow(RowKind.TASK, row.level + 1, cells + progress.cells_of(row))


def _heading_row(section: Section, cells: tuple[str, ...]) -> SheetRow:
    kind = RowKind.GROUP if section.level else RowKind.SECTION
    return SheetRow(kind, section.level + 1, cells)


def _reference(plan: Plan) -> str:
    """How the appendix cites its plan, with blanks where the copy has blanks."""
    issuer = f" của {plan.issuer}" if plan.issuer else ""
    return f"{_document_name(plan)} {document_reference(plan.number, _day_words(plan))}{issuer}"


def _day_words(plan: Plan) -> str:
    """The day in full; days below ten and the first two months take a nought (NĐ 30/2020)."""
    if plan.issued_on is None:
        return f"…… tháng …… năm {plan.year}"
    day, month = plan.issued_on.day, plan.issued_on.month
    return f"{day:02d} tháng {f'{month:02d}' if month <= 2 else month} năm {plan.issued_on.year}"


def _document_name(plan: Plan) -> str:
    """What kind of document the plan is, by its number ("12/KH-UBND") or its title."""
    code = (plan.number or "").partition("/")[2].partition("-")[0].strip().upper()
    names = _DOCUMENT_NAMES.values()
    by_title = next((name for name in names if plan.title.startswith(name)), "Văn bản")
    return _DOCUMENT_NAMES.get(code, by_title)


def _footer_note(plan: Plan) -> str | None:
    return "Dự thảo, chưa ban hành" if plan.state is PlanState.DRAFT else None

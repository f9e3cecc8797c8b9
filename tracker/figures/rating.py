"""What the rating of officials is made from, per person: inputs only, no score.

Nghị định 335/2025/NĐ-CP takes points off for each time late and each return, except where an
objective cause was confirmed by whoever is competent. The points themselves follow local criteria.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload
from xlsxwriter import Workbook

from tracker.core.clock import day_in_vietnam, in_vietnam
from tracker.core.db import db
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import ExtensionState
from tracker.figures import queries
from tracker.figures.grouping import NO_OFFICER
from tracker.figures.page import FiguresPage
from tracker.figures.rules import (
    Basis,
    FigureRow,
    Figures,
    Measure,
    figures_of,
    grouped,
)
from tracker.figures.sealing import verdict_words
from tracker.figures.workbook import OPTIONS, Sheets, opening
from tracker.progress.causes import cause_state, verdict_at
from tracker.progress.models import CauseVerdict, Contribution, ProgressUpdate
from tracker.progress.rules import (
    CAUSE_STATE_WORDS,
    LATE_CLASSES,
    CauseState,
    ContributionStatus,
)
from tracker.tasks.rules import TASK_ROLE_WORDS

SUM_HEADINGS = (
    "Người thực hiện",
    "Đơn vị",
    "Số sản phẩm, công việc",
    "Hoàn thành đúng hạn",
    "Hoàn thành quá hạn",
    "Hoàn thành, không có thời hạn",
    "Đang thực hiện",
    "Trong đó quá hạn",
    "Số lần chậm",
    "Tổng số ngày chậm",
    "Số lần chậm theo hạn gốc",
    "Số lần bị trả lại",
    "Chậm vì khách quan: đã xác nhận",
    "Chậm vì khách quan: không được xác nhận",
    "Chậm vì khách quan: chưa ai xác nhận",
    "Đúng hạn sau gia hạn vì khách quan được xác nhận",
)
ROW_HEADINGS = (
    "Người thực hiện",
    "Đơn vị",
    "Kế hoạch",
    "TT",
    "Nhiệm vụ",
    "Sản phẩm",
    "Trọng số",
    "Kỳ",
    "Vai trò",
    "Hạn gốc",
    "Hạn hiện tại",
    "Ngày gửi kết quả",
    "Ngày xác nhận",
    "Theo hạn hiện tại",
    "Số ngày chậm",
    "Số ngày chậm theo hạn gốc",
    "Số lần bị trả lại",
    "Từng lần bị trả lại",
    "Lý do chậm do đơn vị nêu",
    "Nguyên nhân chậm",
    "Người trả lời về nguyên nhân",
    "Ngày trả lời",
    "Căn cứ, ý kiến",
    "Gia hạn: nguyên nhân khách quan được xác nhận",
    "Người xác nhận khi gia hạn",
    "Ngày xác nhận khi gia hạn",
)
ROW_WIDTHS = (
    *(24, 28, 18, 7, 50, 24, 9, 20, 11, 12, 12, 12, 12, 24, 8, 10, 8),
    *(40, 36, 28, 24, 12, 30, 36, 24, 12),
)

# The states of a cause that a unit calls objective, as the columns stand.
CLAIMED = (CauseState.CONFIRMED, CauseState.REFUSED, CauseState.UNJUDGED)


@dataclass(frozen=True, slots=True)
class Papers:
    """What stands behind the rows: each return, each reason, each confirmed cause."""

    contributions: dict[int, Contribution]
    updates: dict[int, list[ProgressUpdate]]
    causes: dict[int, ExtensionRequest]
    # A month is rated when it is over: what was answered since then counts too.
    known_by: datetime

    def lateness_of(self, row: FigureRow) -> ProgressUpdate | None:
        """The latest report in which the unit says why it is late."""
        told = [item for item in self.updates.get(row.contribution_id, ()) if item.late_reason]
        return told[-1] if told else None

    def late_cause_of(self, row: FigureRow) -> CauseState | None:
        """What stands of the cause; None where nothing is late, or nobody has named one."""
        told = self.lateness_of(row)
        if told is None or row.current not in LATE_CLASSES:
            return None
        return cause_state(told, self.known_by)

    def person_of(self, row: FigureRow) -> tuple[str, str]:
        """Who does the work, and in which unit."""
        contribution = self.contributions[row.contribution_id]
        officer = contribution.officer or contribution.assignment.officer
        is_own = officer is not None and officer.unit_id == contribution.unit_id
        name = officer.full_name if officer is not None and is_own else NO_OFFICER
        return contribution.unit.name, name


def rating_workbook(asked: FiguresPage, rows: Sequence[FigureRow]) -> bytes:
    """A line for each person, and one for each piece of work with what speaks for the person."""
    papers = _papers(asked, rows)
    written = BytesIO()
    with Workbook(written, OPTIONS) as workbook:
        workbook.set_properties({"created": asked.as_of.replace(tzinfo=None)})
        sheets = Sheets(workbook)
        _write_people(asked, rows, papers, sheets)
        _write_work(asked, rows, papers, sheets)
    return written.getvalue()


def rated_rows(asked: FiguresPage, unit_id: int | None) -> list[FigureRow]:
    """The work that the classes count; with a unit, only the unit's own people."""
    return [
        row
        for row in asked.rows
        if row.current is not None and (unit_id is None or row.unit_id == unit_id)
    ]


def _papers(asked: FiguresPage, rows: Sequence[FigureRow]) -> Papers:
    ids = queries.counted_ids(rows)
    wanted = set(ids)
    updates = (
        select(ProgressUpdate)
        .where(
            ProgressUpdate.at <= asked.as_of,
            # Owed again after a cancellation is neither a report nor an answer.
            ProgressUpdate.status_before != ContributionStatus.CANCELLED,
            or_(
                ProgressUpdate.status_after.in_(
                    (
                        ContributionStatus.SUBMITTED,
                        ContributionStatus.RETURNED,
                        ContributionStatus.ACCEPTED,
                    )
                ),
                ProgressUpdate.late_reason.is_not(None),
            ),
        )
        .options(selectinload(ProgressUpdate.verdicts).joinedload(CauseVerdict.judged_by))
        .order_by(ProgressUpdate.at, ProgressUpdate.id)
    )
    causes = (
        select(ExtensionRequest)
        .where(
            ExtensionRequest.state == ExtensionState.GRANTED,
            ExtensionRequest.is_cause_confirmed.is_(True),
            ExtensionRequest.ended_at <= asked.as_of,
        )
        .options(joinedload(ExtensionRequest.ended_by))
        .order_by(ExtensionRequest.ended_at, ExtensionRequest.id)
    )
    by_row: dict[int, list[ProgressUpdate]] = {}
    for update in db.session.scalars(updates):
        if update.contribution_id in wanted:
            by_row.setdefault(update.contribution_id, []).append(update)
    # A later day counts for every unit of the instance.
    by_occurrence = {cause.occurrence_id: cause for cause in db.session.scalars(causes)}
    return Papers(queries.contributions_by_id(ids), by_row, by_occurrence, asked.now)


def _write_people(
    asked: FiguresPage, rows: Sequence[FigureRow], papers: Papers, sheets: Sheets
) -> None:
    sheet = sheets.add("Theo người", (28, 34, *[12] * (len(SUM_HEADINGS) - 2)))
    title = "Số liệu đầu vào để đánh giá công chức (Nghị định 335/2025/NĐ-CP)"
    note = (
        "Chỉ là số liệu đầu vào, không chấm điểm. Nguyên nhân khách quan: theo trả lời của người "
        f"có thẩm quyền đến {in_vietnam(asked.now):%H:%M %d/%m/%Y}."
    )
    first = sheets.head(sheet, [*opening(asked, title), note], SUM_HEADINGS)
    people = grouped(rows, lambda row: "\n".join(papers.person_of(row)))
    for number, key in enumerate(sorted(people), start=first):
        unit, name = key.split("\n", 1)
        work = people[key]
        causes = Counter(papers.late_cause_of(row) for row in work)
        excused = sum(1 for row in work if _is_excused(row, papers))
        now, then = (figures_of(work, basis) for basis in (Basis.CURRENT, Basis.ORIGINAL))
        judged = [causes[state] for state in CLAIMED]
        sheets.write(sheet, number, [name, unit, *_person_values(now, then), *judged, excused])


def _person_values(now: Figures, then: Figures) -> list[object]:
    return [
        now[Measure.TOTAL],
        now[Measure.DONE_ON_TIME],
        now[Measure.DONE_LATE],
        now[Measure.DONE_NO_DEADLINE],
        now[Measure.OPEN],
        now[Measure.OPEN_OVERDUE],
        now[Measure.LATE],
        now.days_late,
        then[Measure.LATE],
        now.times_returned,
    ]


def _is_excused(row: FigureRow, papers: Papers) -> bool:
    """Late by the document's own day only: whoever granted the later day confirmed the cause.

    What is late by the later day too is not excused by it.
    """
    occurrence_id = papers.contributions[row.contribution_id].occurrence_id
    is_late_by_original_only = row.original in LATE_CLASSES and row.current not in LATE_CLASSES
    return is_late_by_original_only and occurrence_id in papers.causes


def _write_work(
    asked: FiguresPage, rows: Sequence[FigureRow], papers: Papers, sheets: Sheets
) -> None:
    sheet = sheets.add("Từng công việc", ROW_WIDTHS)
    title = "Từng sản phẩm, công việc"
    first = sheets.head(sheet, opening(asked, title), ROW_HEADINGS)
    ordered = sorted(rows, key=papers.person_of)
    for number, row in enumerate(ordered, start=first):
        sheets.write(sheet, number, _work_values(row, papers, asked))
    sheet.autofilter(first - 1, 0, first - 1 + len(rows), len(ROW_HEADINGS) - 1)


def _work_values(row: FigureRow, papers: Papers, asked: FiguresPage) -> list[object]:
    contribution = papers.contributions[row.contribution_id]
    occurrence, task = contribution.occurrence, contribution.occurrence.task
    unit, name = papers.person_of(row)
    updates = papers.updates.get(row.contribution_id, [])
    cause = papers.causes.get(occurrence.id)
    returned = [
        f"{day_in_vietnam(update.at):%d/%m/%Y}: {update.note or ''}"
        for update in updates
        if update.status_after is ContributionStatus.RETURNED
        and asked.window.starts_at <= update.at
    ]
    return [
        name,
        unit,
        task.plan.number or task.plan.title,
        task.label,
        task.content,
        task.product,
        task.weight,
        occurrence.name,
        TASK_ROLE_WORDS[contribution.role],
        occurrence.original_due_on,
        row.due_on,
        _last_day(updates, ContributionStatus.SUBMITTED),
        _last_day(updates, ContributionStatus.ACCEPTED),
        verdict_words(row),
        row.days_late,
        row.days_late_by_original,
        row.times_returned,
        "\n".join(returned),
        *_cause_values(papers, row),
        cause.reason if cause else "",
        cause.ended_by.full_name if cause and cause.ended_by else "",
        day_in_vietnam(cause.ended_at) if cause and cause.ended_at else "",
    ]


def _cause_values(papers: Papers, row: FigureRow) -> list[object]:
    """Why it is late in the unit's words, what stands of the cause, who answered and when."""
    told, state = papers.lateness_of(row), papers.late_cause_of(row)
    if told is None or state is None:
        return [told.late_reason if told else "", "", "", "", ""]
    verdict = verdict_at(told, papers.known_by) if told.late_is_objective else None
    return [
        told.late_reason,
        CAUSE_STATE_WORDS[state],
        verdict.judged_by.full_name if verdict else "",
        day_in_vietnam(verdict.judged_at) if verdict else "",
        (verdict.note or "") if verdict else "",
    ]


def _last_day(updates: Sequence[ProgressUpdate], status: ContributionStatus) -> object:
    days = [day_in_vietnam(update.at) for update in updates if update.status_after is status]
    return days[-1] if days else ""

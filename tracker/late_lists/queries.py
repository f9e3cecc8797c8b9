"""Finding lists, and drawing a month's rows from the figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.core import clock
from tracker.core.db import db
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import ExtensionState
from tracker.figures.queries import contributions_by_id, rows_in
from tracker.figures.rules import DONE_CLASSES, Basis, FigureRow, Measure, counts_in
from tracker.figures.windows import Window, before, window_holding
from tracker.follow_up.queries import last_urgings
from tracker.late_lists.models import LateList
from tracker.late_lists.rules import NO_REASON, Facts
from tracker.progress.models import Contribution
from tracker.reading.result import Rhythm
from tracker.settings.queries import ward_settings

MONTHS_OFFERED = 3


def late_lists(*, with_drafts: bool) -> Sequence[LateList]:
    """The lists, the latest month first."""
    statement = (
        select(LateList)
        .options(selectinload(LateList.rows), joinedload(LateList.released_by))
        .order_by(LateList.last_day.desc())
    )
    if not with_drafts:
        statement = statement.where(LateList.released_at.is_not(None))
    return db.session.scalars(statement).all()


def list_of(window: Window) -> LateList | None:
    """The month's list, if anybody has drawn it up."""
    statement = select(LateList).where(
        LateList.first_day == window.first, LateList.last_day == window.last
    )
    return db.session.scalars(statement).first()


def window_of(late_list: LateList) -> Window:
    """The month of reports that a list is of."""
    found = window_holding(Rhythm.MONTHLY, late_list.last_day, ward_settings().data_window)
    if (found.first, found.last) == (late_list.first_day, late_list.last_day):
        return found
    return Window(
        late_list.first_day, late_list.last_day, None, ward_settings().data_window, late_list.name
    )


def months_to_draw_up() -> list[Window]:
    """The latest months of reports that are over and have no list."""
    window = window_holding(Rhythm.MONTHLY, clock.today(), ward_settings().data_window)
    found: list[Window] = []
    for _ in range(MONTHS_OFFERED):
        window = before(window)
        if list_of(window) is None:
            found.append(window)
    return found


def late_in(window: Window, now: datetime) -> dict[int, Facts]:
    """Every part that was late in the window, by the unit's place and the days late."""
    rows = [row for row in rows_in(window, now) if counts_in(row, Measure.LATE, Basis.CURRENT)]
    numbers = [row.contribution_id for row in rows]
    contributions = contributions_by_id(numbers)
    heads, answers = _heads(), last_urgings(numbers)
    confirmed = _confirmed_causes({item.occurrence_id for item in contributions.values()})
    rows.sort(key=lambda row: (contributions[row.contribution_id].unit.position, -row.days_late))
    return {
        row.contribution_id: _facts(
            row,
            contributions[row.contribution_id],
            head=heads.get(row.unit_id, ""),
            answered=(
                answers[row.contribution_id].answer if row.contribution_id in answers else None
            ),
            confirmed=confirmed.get(contributions[row.contribution_id].occurrence_id),
        )
        for row in rows
    }


def _facts(
    row: FigureRow,
    contribution: Contribution,
    *,
    head: str,
    answered: str | None,
    confirmed: ExtensionRequest | None,
) -> Facts:
    occurrence, task = contribution.occurrence, contribution.occurrence.task
    name = f" ({occurrence.name})" if occurrence.kind != "due_date" else ""
    officer = contribution.officer or contribution.assignment.officer
    lateness = contribution.lateness
    return Facts(
        unit=contribution.unit.name,
        person=officer.full_name if officer else f"{head} (trưởng đơn vị)" if head else "Chưa giao",
        task=f"{f'{task.label}. ' if task.label else ''}{task.content}{name}",
        plan=task.plan.number or task.plan.title,
        original_due_on=occurrence.original_due_on,
        due_on=row.due_on,
        days_late=row.days_late,
        is_done=row.current in DONE_CLASSES,
        reason=(lateness.late_reason if lateness else answered) or NO_REASON,
        cause=_cause(lateness.late_is_objective if lateness else None, confirmed),
    )


def _cause(says_objective: bool | None, confirmed: ExtensionRequest | None) -> str:
    """Whether the cause is objective, and who confirmed it (Nghị định 335/2025/NĐ-CP)."""
    if confirmed is not None and confirmed.ended_by is not None and confirmed.ended_at is not None:
        day = clock.day_in_vietnam(confirmed.ended_at)
        return f"Khách quan: {confirmed.ended_by.full_name} xác nhận ngày {day:%d/%m/%Y}"
    if says_objective:
        return "Khách quan theo đơn vị, chưa ai xác nhận"
    return "Do đơn vị" if says_objective is False else ""


def _heads() -> dict[int, str]:
    statement = select(User.unit_id, User.full_name).where(
        User.role == Role.UNIT_HEAD, User.is_enabled, User.unit_id.is_not(None)
    )
    return {unit_id: name for unit_id, name in db.session.execute(statement) if unit_id}


def _confirmed_causes(occurrence_ids: set[int]) -> dict[int, ExtensionRequest]:
    """Granted requests whose objective cause whoever decided confirmed, by the instance."""
    statement = (
        select(ExtensionRequest)
        .where(
            ExtensionRequest.occurrence_id.in_(occurrence_ids),
            ExtensionRequest.state == ExtensionState.GRANTED,
            ExtensionRequest.is_cause_confirmed.is_(True),
        )
        .options(joinedload(ExtensionRequest.ended_by))
        .order_by(ExtensionRequest.id)
    )
    return {request.occurrence_id: request for request in db.session.scalars(statement)}

"""Finding lists, and drawing a month's rows from the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from tracker.accounts.models import User
from tracker.accounts.rules import Role
from tracker.core import clock
from tracker.core.db import db
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import ExtensionState
from tracker.figures.queries import contributions_by_id, rows_in
from tracker.figures.rules import DONE_CLASSES, Basis, FigureRow, Measure, counts_in
from tracker.figures.windows import Window, before, window_holding
from tracker.follow_up.models import UrgingItem
from tracker.follow_up.queries import urging_answers
from tracker.late_lists.models import LateList, LateRow
from tracker.late_lists.rules import AS_HEAD, NO_PERSON, NO_REASON, Facts
from tracker.progress.causes import cause_words
from tracker.progress.models import Contribution, ProgressUpdate
from tracker.progress.past import late_reasons
from tracker.reading.result import Rhythm
from tracker.settings.queries import ward_settings

MONTHS_OFFERED = 3


def late_lists(*, with_drafts: bool) -> Select[LateList]:
    """The lists, the latest month first."""
    statement = select(LateList).order_by(LateList.last_day.desc(), LateList.id.desc())
    if not with_drafts:
        statement = statement.where(LateList.released_at.is_not(None))
    return statement


def rows_standing(lists: Iterable[LateList]) -> Counter[int]:
    """How many rows of each list were not struck out, by its number; the rows are not read."""
    statement = (
        select(LateRow.late_list_id, func.count())
        .where(
            LateRow.late_list_id.in_([late_list.id for late_list in lists]),
            LateRow.struck_reason.is_(None),
        )
        .group_by(LateRow.late_list_id)
    )
    return Counter(dict(db.session.execute(statement).all()))


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
    said = _Said(
        heads=_heads(),
        reasons=late_reasons(numbers, now),
        answers=urging_answers(numbers, now),
        confirmed=_confirmed_causes({item.occurrence_id for item in contributions.values()}),
    )
    rows.sort(key=lambda row: (contributions[row.contribution_id].unit.position, -row.days_late))
    return {
        row.contribution_id: _facts(row, contributions[row.contribution_id], said) for row in rows
    }


@dataclass(frozen=True, slots=True)
class _Said:
    """Who heads each unit, and what was said of each late part."""

    heads: Mapping[int, str]
    reasons: Mapping[int, ProgressUpdate]
    answers: Mapping[int, UrgingItem]
    confirmed: Mapping[int, ExtensionRequest]


def _facts(row: FigureRow, contribution: Contribution, said: _Said) -> Facts:
    occurrence, task = contribution.occurrence, contribution.occurrence.task
    name = f" ({occurrence.own_name})" if occurrence.own_name else ""
    late, answer = said.reasons.get(contribution.id), said.answers.get(contribution.id)
    reason = late.late_reason if late else answer.answer if answer else None
    return Facts(
        unit=contribution.unit.name,
        person=_person(contribution, said.heads.get(row.unit_id)),
        task=f"{f'{task.label}. ' if task.label else ''}{task.content}{name}",
        plan=task.plan.number or task.plan.title,
        original_due_on=occurrence.original_due_on,
        due_on=row.due_on,
        days_late=row.days_late,
        is_done=row.current in DONE_CLASSES,
        reason=reason or NO_REASON,
        cause=_cause(late, said.confirmed.get(occurrence.id)),
    )


def _person(contribution: Contribution, head: str | None) -> str:
    """Whoever of the unit is named for the work, else its head: never somebody of another unit."""
    officer = contribution.officer or contribution.assignment.officer
    if officer is not None and officer.unit_id == contribution.unit_id:
        return officer.full_name
    return f"{head}{AS_HEAD}" if head else NO_PERSON


def _cause(late: ProgressUpdate | None, granted: ExtensionRequest | None) -> str:
    """What the unit says of the cause, and what was confirmed (Nghị định 335/2025/NĐ-CP).

    What is confirmed where a later day is granted speaks of the time until that day only.
    """
    parts = []
    if granted is not None and granted.granted_due_on is not None:
        parts.append(f"Gia hạn đến {granted.granted_due_on:%d/%m/%Y} do khách quan{_by(granted)}")
    if late is not None:
        words = cause_words(late)
        parts.append(words[:1].upper() + words[1:])
    return "; ".join(parts)


def _by(granted: ExtensionRequest) -> str:
    if granted.ended_by is None or granted.ended_at is None:
        return ""
    day = clock.day_in_vietnam(granted.ended_at)
    return f", {granted.ended_by.full_name} xác nhận ngày {day:%d/%m/%Y}"


def _heads() -> dict[int, str]:
    """Who heads each unit; both where there are two."""
    statement = (
        select(User.unit_id, User.full_name)
        .where(User.role == Role.UNIT_HEAD, User.is_enabled, User.unit_id.is_not(None))
        .order_by(User.id)
    )
    found: dict[int, str] = {}
    for unit_id, name in db.session.execute(statement):
        if unit_id is not None:
            found[unit_id] = f"{found[unit_id]}, {name}" if unit_id in found else name
    return found


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

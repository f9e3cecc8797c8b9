"""Changing the ward's calendar. What it does to due days the feature `due_dates` sees to."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from tracker.audit.rules import AuditAction
from tracker.audit.service import Actor, record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError
from tracker.working_calendar import queries
from tracker.working_calendar.models import CalendarVersion, CheckedYear, StoredOfficeDay
from tracker.working_calendar.rules import CalendarChange

OUTDATED = (
    "Có người vừa sửa lịch làm việc. Nội dung bạn nhập vẫn còn: hãy xem trước lại rồi áp dụng."
)


def change_calendar(change: CalendarChange, *, version: int, actor: Actor | None) -> None:
    """Decide days, or leave them to the package again; each change is a version of its own."""
    if version != queries.calendar_version():
        raise ConflictError(OUTDATED)
    before = {item.day: item for item in queries.ward_calendar().office_days}
    after = {item.day: item for item in change.applied_to(queries.ward_calendar()).office_days}
    present = CalendarVersion(number=version + 1, reason=change.reason, changed_at=clock.now())
    db.session.add(present)
    for day in before.keys() - after.keys():
        db.session.delete(db.session.get_one(StoredOfficeDay, day))
    for item in after.values():
        db.session.merge(
            StoredOfficeDay(day=item.day, is_working=item.is_working, reason=item.reason)
        )
    try:
        db.session.flush()
    except IntegrityError as error:
        db.session.rollback()
        raise ConflictError(OUTDATED) from error
    record(
        AuditAction.CALENDAR_CHANGED,
        present,
        name=change.words,
        actor=actor,
        changes={
            **{
                f"{day:%d/%m/%Y}": (_said(before.get(day)), _said(after.get(day)))
                for day in sorted(before.keys() | after.keys())
                if before.get(day) != after.get(day)
            },
            "reason": (None, change.reason),
        },
    )


def confirm_year(year: int, *, actor: Actor | None) -> None:
    """The office has looked: the year's days off and make-up days are complete."""
    if year in queries.checked_years():
        return
    checked = CheckedYear(year=year, checked_at=clock.now())
    db.session.add(checked)
    db.session.flush()
    record(AuditAction.CALENDAR_CHECKED, checked, name=f"Lịch năm {year}", actor=actor)


def _said(item: object) -> str | None:
    is_working = getattr(item, "is_working", None)
    return None if is_working is None else ("làm việc" if is_working else "nghỉ")

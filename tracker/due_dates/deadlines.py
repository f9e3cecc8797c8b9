"""Changing a task's deadline after the import; what somebody has answered for stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction, field_changes
from tracker.audit.service import record
from tracker.core.db import db
from tracker.core.errors import ConflictError
from tracker.progress.amending import follow_amendment
from tracker.reading.result import DeadlineKind, Rhythm
from tracker.settings.queries import ward_settings
from tracker.settings.rules import DataWindow
from tracker.tasks.models import Task
from tracker.tasks.rules import (
    DeadlineFacts,
    WantedOccurrence,
    WorkingDayOfMonth,
    wanted_occurrences,
)
from tracker.tasks.service import horizon, task_name
from tracker.working_calendar.queries import due_day_rule

SHOWN_AHEAD = timedelta(days=731)
MOST_SHOWN = 8
_FIELDS = (
    "deadline_kind",
    "due_dates",
    "rhythms",
    "months",
    "weekday",
    "due_day",
    "due_month_shift",
    "working_day",
    "due_time",
    "days_after_event",
    "counts_working_days",
    "data_window",
)


@dataclass(frozen=True, slots=True)
class DeadlineChange:
    """The deadline as it shall be, and why."""

    kind: DeadlineKind
    reason: str
    due_dates: tuple[date, ...] = ()
    rhythms: tuple[Rhythm, ...] = ()
    months: tuple[int, ...] = ()
    weekday: int | None = None
    due_day: int | None = None
    due_month_shift: int = 0
    working_day: WorkingDayOfMonth | None = None
    due_time: time | None = None
    days_after_event: int | None = None
    counts_working_days: bool = False
    data_window: DataWindow | None = None

    def facts(self, check_in_rhythm: Rhythm) -> DeadlineFacts:
        """What the rules of due dates need to know."""
        return DeadlineFacts(
            kind=self.kind,
            due_dates=self.due_dates,
            rhythms=self.rhythms,
            due_day=self.due_day,
            due_month_shift=self.due_month_shift,
            weekday=self.weekday,
            due_time=self.due_time,
            months=self.months,
            working_day=self.working_day,
            check_in_rhythm=check_in_rhythm,
        )


def coming(task: Task, change: DeadlineChange, *, today: date) -> list[WantedOccurrence]:
    """The next instances by the changed deadline; nothing is written."""
    return wanted_occurrences(
        change.facts(task.plan.check_in_rhythm),
        tracked_from=max(today, task.plan.tracked_from),
        tracked_until=today + SHOWN_AHEAD,
        plan_ends_on=date(task.plan.year, 12, 31),
        due_days=due_day_rule(),
    )[:MOST_SHOWN]


def change_deadline(
    task: Task, change: DeadlineChange, *, version: int | None, today: date, actor: User
) -> None:
    """Give the task another deadline; open instances follow, those answered for stay."""
    if version != task.version:
        raise ConflictError(
            "Có người vừa sửa nhiệm vụ này. Nội dung bạn nhập vẫn còn: hãy xem lại rồi lưu lần nữa."
        )
    before = {name: getattr(task, name) for name in _FIELDS}
    task.deadline_kind = change.kind
    task.due_dates = [day.isoformat() for day in change.due_dates]
    task.rhythms = [rhythm.value for rhythm in change.rhythms]
    task.months = list(change.months)
    task.weekday, task.due_day = change.weekday, change.due_day
    task.due_month_shift, task.working_day = change.due_month_shift, change.working_day
    task.due_time, task.data_window = change.due_time, change.data_window
    task.days_after_event = change.days_after_event
    task.counts_working_days = change.counts_working_days
    db.session.flush()
    changes = field_changes(before, {name: getattr(task, name) for name in _FIELDS})
    record(
        AuditAction.TASK_CHANGED,
        task,
        name=task_name(task),
        actor=actor,
        plan_id=task.plan_id,
        changes={**changes, "reason": (None, change.reason)},
    )
    until = horizon(today, ward_settings().horizon_days)
    follow_amendment(task, today=today, until=until, actor=actor)

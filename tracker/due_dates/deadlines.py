"""Changing a task's deadline after the import; what somebody has answered for stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction, field_changes
from tracker.audit.service import record
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.progress.amending import follow_amendment
from tracker.reading.result import DeadlineReading, Rhythm
from tracker.settings.queries import ward_settings
from tracker.settings.rules import DataWindow
from tracker.tasks.models import Task
from tracker.tasks.rules import (
    DeadlineFacts,
    WantedOccurrence,
    facts_of,
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

    deadline: DeadlineReading
    reason: str
    data_window: DataWindow | None = None

    def facts(self, check_in_rhythm: Rhythm) -> DeadlineFacts:
        """What the rules of due dates need to know."""
        facts = facts_of(self.deadline)
        if facts is None:
            raise RuleError("Hãy chọn loại thời hạn.", field="kind")
        return replace(facts, check_in_rhythm=check_in_rhythm)


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
    deadline = change.deadline
    task.deadline_kind = change.facts(task.plan.check_in_rhythm).kind
    task.due_dates = [day.isoformat() for day in deadline.dates]
    task.rhythms = [rhythm.value for rhythm in deadline.recurrence or ()]
    task.months = list(deadline.months)
    task.weekday, task.due_day = deadline.weekday, deadline.due_day
    task.due_month_shift, task.working_day = deadline.due_month_shift, deadline.working_day
    task.due_time, task.data_window = deadline.due_time, change.data_window
    task.days_after_event = deadline.days_after_event
    task.counts_working_days = deadline.working_days
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

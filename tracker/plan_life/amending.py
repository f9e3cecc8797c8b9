"""Amending one task by hand; what somebody has answered for stays as it was judged."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.accounts.models import User
from tracker.core.errors import ConflictError, RuleError
from tracker.plans import service as plans
from tracker.plans.amendments import Grounds, amended_fields
from tracker.plans.models import AmendedField, Plan
from tracker.plans.rules import PlanState
from tracker.progress.amending import follow_amendment
from tracker.progress.foreseeing import foresee_change, foresight
from tracker.reading.result import DeadlineReading, Rhythm
from tracker.settings.queries import ward_settings
from tracker.settings.rules import DataWindow
from tracker.tasks.amending import change_task
from tracker.tasks.amendment_words import assigned_of, details_of, task_words
from tracker.tasks.making import horizon
from tracker.tasks.models import Task
from tracker.tasks.rules import (
    DeadlineFacts,
    TaskRole,
    WantedOccurrence,
    facts_of,
    wanted_occurrences,
)
from tracker.tasks.service import AssignedUnit, TaskDetails
from tracker.units.models import Unit
from tracker.working_calendar.queries import due_day_rule

SHOWN_AHEAD = timedelta(days=731)
MOST_SHOWN = 8
DROPPED = "Nhiệm vụ đã bỏ khỏi kế hoạch: hãy khôi phục trước khi sửa."


@dataclass(frozen=True, slots=True)
class TaskAmendment:
    """The task as it shall be; `leads` in order, the first one accountable."""

    content: str
    deadline: DeadlineReading
    leads: tuple[Unit, ...]
    cooperating: tuple[Unit, ...] = ()
    product: str | None = None
    deadline_text: str | None = None
    data_window: DataWindow | None = None

    def facts(self, check_in_rhythm: Rhythm) -> DeadlineFacts:
        """What the rules of due dates need to know."""
        facts = facts_of(self.deadline)
        if facts is None:
            raise RuleError("Hãy chọn loại thời hạn.", field="kind")
        return replace(facts, check_in_rhythm=check_in_rhythm)

    @property
    def mark(self) -> str:
        """Tells this amendment from any other: the one whose preview was seen is the one made."""
        units = ([u.id for u in self.leads], [u.id for u in self.cooperating])
        words = (self.content, self.product, self.deadline_text, self.deadline, self.data_window)
        return hashlib.sha256(repr((units, words)).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class AmendmentPreview:
    """What an amendment changes, what becomes of work under way, and the due days to come."""

    changes: Sequence[AmendedField]
    consequences: Sequence[str]
    next_ones: Sequence[WantedOccurrence]


def preview(task: Task, amendment: TaskAmendment, *, today: date) -> AmendmentPreview:
    """What would happen; nothing is written."""
    assigned = _assigned(task, amendment)
    after = task_words(_details(task, amendment), assigned)
    facts = amendment.facts(task.plan.check_in_rhythm)
    units = {member.id for part in assigned for member in part.unit.members}
    until = horizon(today, ward_settings().horizon_days)
    seen = foresight([task.id], today=today, until=until)
    next_ones = wanted_occurrences(
        facts,
        tracked_from=max(today, task.plan.tracked_from),
        tracked_until=today + SHOWN_AHEAD,
        year=task.plan.year,
        due_days=due_day_rule(),
    )
    return AmendmentPreview(
        amended_fields(task_words(details_of(task), assigned_of(task)), after),
        foresee_change(task, facts, units, seen),
        next_ones[:MOST_SHOWN],
    )


def amend_task(
    task: Task,
    amendment: TaskAmendment,
    grounds: Grounds,
    *,
    version: int | None,
    today: date,
    actor: User,
    keeps_days: bool = False,
) -> None:
    """Give the task other words, units or another deadline; open work follows, the rest stays."""
    refuse_unamendable(task)
    if version != task.version:
        raise ConflictError(
            "Có người vừa sửa nhiệm vụ này. Nội dung bạn nhập vẫn còn: hãy xem lại rồi lưu lần nữa."
        )
    amendment.facts(task.plan.check_in_rhythm)
    change_task(
        task,
        _details(task, amendment),
        position=task.position,
        section=task.section,
        assigned=_assigned(task, amendment),
        actor=actor,
        grounds=grounds,
    )
    follow(task, today=today, actor=actor, keeps_days=keeps_days)


def follow(task: Task, *, today: date, actor: User, keeps_days: bool = False) -> None:
    """What the units owe follows a task of a plan in force; a draft has no work yet."""
    if task.plan.state is PlanState.ISSUED:
        until = horizon(today, ward_settings().horizon_days)
        follow_amendment(task, today=today, until=until, actor=actor, keeps_days=keeps_days)


def refuse_unamendable(task: Task) -> None:
    """A closed plan is history, and so is a task taken out of its plan."""
    refuse_closed(task.plan)
    if task.dropped_on is not None:
        raise RuleError(DROPPED)


def refuse_closed(plan: Plan) -> None:
    """A closed plan is history, and its tasks with it."""
    plans.refuse_closed(plan, changing="nhiệm vụ")


def present(task: Task) -> TaskAmendment:
    """The task as it is, as an amendment that changes nothing."""
    return TaskAmendment(
        content=task.content,
        deadline=task.deadline_reading,
        leads=tuple(row.unit for row in task.leads),
        cooperating=tuple(row.unit for row in task.cooperators),
        product=task.product,
        deadline_text=task.deadline_text,
        data_window=task.data_window,
    )


def _details(task: Task, amendment: TaskAmendment) -> TaskDetails:
    """The printed words of units follow when other units are named, in the plan's own order."""
    printed = {row.unit_id: row.printed_name for row in task.assignments}

    def words(units: Sequence[Unit], now: Sequence[int], text: str | None) -> str | None:
        if [unit.id for unit in units] == now:
            return text
        return "; ".join(printed.get(unit.id, unit.name) for unit in units) or None

    leads = [row.unit_id for row in task.leads]
    cooperating = [row.unit_id for row in task.cooperators]
    return replace(
        details_of(task),
        content=amendment.content,
        product=amendment.product,
        deadline=amendment.deadline,
        deadline_text=amendment.deadline_text,
        data_window=amendment.data_window,
        lead_text=words(amendment.leads, leads, task.lead_text),
        cooperating_text=words(amendment.cooperating, cooperating, task.cooperating_text),
    )


def _assigned(task: Task, amendment: TaskAmendment) -> list[AssignedUnit]:
    printed = {row.unit_id: row.printed_name for row in task.assignments}
    named = [(TaskRole.LEAD, unit) for unit in amendment.leads]
    named += [(TaskRole.COOPERATING, unit) for unit in amendment.cooperating]
    return [AssignedUnit(unit, role, printed.get(unit.id, unit.name)) for role, unit in named]

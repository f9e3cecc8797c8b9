"""A plan is issued, closed, reopened; what each of them does is said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker.accounts.models import User
from tracker.audit.queries import entries_about
from tracker.core.clock import in_vietnam
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import ExtensionState
from tracker.plan_life.handing_over import hand_over_what_was_closed
from tracker.plans.amendments import Grounds
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.plans.service import change_state
from tracker.progress.amending import is_ahead
from tracker.progress.instances import make_instances_of_tasks
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_of_plan
from tracker.progress.rules import (
    OPEN_STATUSES,
    UNIT_OWES_STATUSES,
    ContributionStatus,
    Need,
    TimingClass,
    need,
    timing_class,
)
from tracker.progress.service import cancel
from tracker.progress.settling import take_up_later_days
from tracker.progress.unit_parts import parts_of_instance
from tracker.settings.queries import ward_settings
from tracker.tasks.making import horizon
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.queries import tasks_of_plan
from tracker.tasks.rules import OccurrenceKind
from tracker.working_calendar.queries import due_day_rule

WHILE_CLOSED = "Kế hoạch đã kết thúc trong kỳ này nên không theo dõi."
OTHERS_FASTER = "Có người vừa sửa kế hoạch này: hãy xem lại rồi xác nhận lần nữa."


@dataclass(frozen=True, slots=True)
class UnitLeft:
    """What one unit leaves open."""

    name: str
    still_open: int
    late: int


@dataclass(frozen=True, slots=True)
class OpenMatters:
    """What is still open when a plan is to be closed."""

    units: Sequence[UnitLeft]
    waiting: int
    difficulties: int
    requests: int

    @property
    def still_open(self) -> int:
        """How many parts of work are open."""
        return sum(unit.still_open for unit in self.units)

    @property
    def late(self) -> int:
        """How many of them are late."""
        return sum(unit.late for unit in self.units)


def open_matters(plan: Plan, *, today: date) -> OpenMatters:
    """Everything open that stays so; check-ins of past periods are history.

    Of a closed plan, what its reopening would take up.
    """
    lapsed = {item.id for item in _lapsed_while_closed(plan, today)}
    owed = [
        item
        for item in contributions_of_plan(plan.id)
        if item.id not in lapsed and _is_open(item, today)
    ]
    by_unit: dict[str, list[Contribution]] = {}
    for item in sorted(owed, key=lambda item: (item.unit.position, item.unit_id)):
        by_unit.setdefault(item.unit.name, []).append(item)
    asked = (
        select(func.count())
        .select_from(ExtensionRequest)
        .join(Contribution, Contribution.id == ExtensionRequest.contribution_id)
        .join(Occurrence)
        .join(Task)
        .where(Task.plan_id == plan.id, ExtensionRequest.state == ExtensionState.ASKED)
    )
    return OpenMatters(
        [UnitLeft(name, len(items), _late(items, today)) for name, items in by_unit.items()],
        waiting=sum(item.status is ContributionStatus.SUBMITTED for item in owed),
        difficulties=sum(item.standing_difficulty is not None for item in owed),
        requests=db.session.scalar(asked) or 0,
    )


def refuse_unclosable(plan: Plan) -> None:
    """Only what is being carried out can end."""
    if plan.state is not PlanState.ISSUED:
        raise RuleError("Chỉ kế hoạch đang thực hiện mới kết thúc được.")


def refuse_unopenable(plan: Plan) -> None:
    """Only what has ended can be opened again."""
    if plan.state is not PlanState.CLOSED:
        raise RuleError("Chỉ kế hoạch đã kết thúc mới mở lại được.")


def close(plan: Plan, grounds: Grounds, *, version: int | None, actor: User) -> None:
    """The plan becomes history: nobody is reminded, nothing is reported any more."""
    _refuse_outdated(plan, version)
    refuse_unclosable(plan)
    change_state(plan, PlanState.CLOSED, actor=actor, grounds=grounds)


def reopen(plan: Plan, grounds: Grounds, *, version: int | None, today: date, actor: User) -> None:
    """The plan is in force again; nobody is late for periods that passed while it was closed."""
    _refuse_outdated(plan, version)
    refuse_unopenable(plan)
    for part in _lapsed_while_closed(plan, today):
        cancel(part, reason=WHILE_CLOSED, actor=actor)
    change_state(plan, PlanState.ISSUED, actor=actor, grounds=grounds)
    parts = contributions_of_plan(plan.id)
    owed = dict.fromkeys(part.occurrence for part in parts if part.status in UNIT_OWES_STATUSES)
    take_up_later_days(owed, actor=actor)
    hand_over_what_was_closed(grounds, today=today, actor=actor)
    for new in _make_instances(plan, today=today):
        if new.kind is OccurrenceKind.PERIOD and not is_ahead(new, today):
            for part in parts_of_instance(new.id):
                cancel(part, reason=WHILE_CLOSED, actor=actor)


def hindrances(plan: Plan) -> list[Task]:
    """Tasks of a draft that nobody leads: they keep it from being issued."""
    return [task for task in tasks_of_plan(plan.id) if not task.leads]


def issue(plan: Plan, *, tracked_from: date, version: int | None, today: date, actor: User) -> int:
    """The draft binds from now on; gives how many due instances it has. Twice is once."""
    if plan.state is PlanState.ISSUED and plan.tracked_from == tracked_from:
        return 0
    _refuse_outdated(plan, version)
    if plan.state is not PlanState.DRAFT:
        raise RuleError("Chỉ dự thảo mới ban hành được.")
    if not tasks_of_plan(plan.id):
        raise RuleError("Dự thảo chưa có nhiệm vụ nào.")
    missing = len(hindrances(plan))
    if missing:
        raise RuleError(f"{missing} nhiệm vụ chưa có đơn vị chủ trì: hãy giao trước khi ban hành.")
    plan.tracked_from = tracked_from
    change_state(plan, PlanState.ISSUED, actor=actor)
    return len(_make_instances(plan, today=today))


def _make_instances(plan: Plan, *, today: date) -> list[Occurrence]:
    until, due_days = horizon(today, ward_settings().horizon_days), due_day_rule()
    return make_instances_of_tasks(tasks_of_plan(plan.id), until=until, due_days=due_days)


def _lapsed_while_closed(plan: Plan, today: date) -> list[Contribution]:
    """Periods made before the plan was closed that fell due while it was."""
    closed_on = _closed_on(plan)
    if closed_on is None:
        return []
    return [
        item
        for item in contributions_of_plan(plan.id)
        if item.status in UNIT_OWES_STATUSES
        and item.occurrence.kind is OccurrenceKind.PERIOD
        and item.due_on is not None
        and closed_on <= item.due_on
        and not is_ahead(item.occurrence, today)
    ]


def _closed_on(plan: Plan) -> date | None:
    """The day a closed plan was closed, by the journal."""
    if plan.state is not PlanState.CLOSED:
        return None
    turns = (entry for entry in entries_about(plan) if "state" in entry.changes)
    last = next(turns, None)
    return in_vietnam(last.at).date() if last is not None else None


def _is_open(item: Contribution, today: date) -> bool:
    return item.status in OPEN_STATUSES and need(item.facts, today) is not Need.DONE


def _late(items: Sequence[Contribution], today: date) -> int:
    return sum(timing_class(item.facts, today) is TimingClass.OPEN_OVERDUE for item in items)


def _refuse_outdated(plan: Plan, version: int | None) -> None:
    if version != plan.version:
        raise ConflictError(OTHERS_FASTER)

"""Finding what may have to be told, what was told, and what waits in the outbox."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, select, union
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.accounts.models import User
from tracker.core.calendar_vn import WorkingCalendar
from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution
from tracker.progress.rules import UNIT_OWES_STATUSES, ContributionStatus
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.reminders.rules import CHECK_IN_DAYS, OutboxState, Steps, Told
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import OccurrenceKind
from tracker.units.models import Unit
from tracker.units.rules import UnitKind, owes_work

IDS_IN_ONE_QUERY = 1000


def may_have_steps(today: date, steps: Steps, calendar: WorkingCalendar) -> Sequence[Contribution]:
    """What units of the ward still owe in running plans and a step of which may have been passed.

    Three narrow searches, each along an index: near or past due days, check-ins whose period is
    about to end, results given back. Nothing else is read, however many rows there are.
    """
    near_due = Occurrence.due_on <= calendar.add_working_days(today, steps.earliest)
    check_in_ends = (
        Occurrence.due_on.is_(None),
        Occurrence.kind == OccurrenceKind.CHECK_IN,
        Occurrence.period_end.between(today, calendar.add_working_days(today, CHECK_IN_DAYS)),
        Contribution.last_updated_at.is_(None),
    )
    was_returned = Contribution.status == ContributionStatus.RETURNED
    ids = union(_owed_ids(near_due), _owed_ids(*check_in_ends), _owed_ids(was_returned))
    statement = (
        select(Contribution)
        .where(Contribution.id.in_(ids.subquery().select()))
        .options(
            joinedload(Contribution.occurrence).joinedload(Occurrence.task).joinedload(Task.plan),
            joinedload(Contribution.unit),
            joinedload(Contribution.assignment),
        )
        .order_by(Contribution.id)
    )
    return db.session.scalars(statement).all()


def told_of(contribution_ids: Sequence[int]) -> dict[tuple[int, int], list[Told]]:
    """What was told, by contribution and recipient."""
    told: dict[tuple[int, int], list[Told]] = defaultdict(list)
    for ids in _portions(contribution_ids):
        statement = select(
            Reminder.contribution_id, Reminder.recipient_id, Reminder.step, Reminder.due_version
        ).where(Reminder.contribution_id.in_(ids))
        for contribution_id, recipient_id, step, due_version in db.session.execute(statement):
            told[contribution_id, recipient_id].append(Told(step, due_version))
    return told


def users_by_id(user_ids: Sequence[int]) -> dict[int, User]:
    """People by their number."""
    statement = select(User).where(User.id.in_(user_ids))
    return {user.id: user for user in db.session.scalars(statement)}


def unsent_before(today: date) -> Sequence[OutboxMessage]:
    """Mails that were to go out on an earlier day and did not."""
    statement = (
        select(OutboxMessage)
        .where(OutboxMessage.state == OutboxState.WAITING, OutboxMessage.send_on < today)
        .order_by(OutboxMessage.recipient_id, OutboxMessage.id)
    )
    return db.session.scalars(statement).all()


def ready_to_send(today: date, now: datetime) -> Sequence[int]:
    """The ids of the mails that may go out now, the longest waiting first."""
    statement = (
        select(OutboxMessage.id)
        .where(
            OutboxMessage.state == OutboxState.WAITING,
            OutboxMessage.send_on == today,
            OutboxMessage.next_attempt_at <= now,
        )
        .order_by(OutboxMessage.next_attempt_at, OutboxMessage.id)
    )
    return db.session.scalars(statement).all()


def reminders_of(message_id: int) -> Sequence[Reminder]:
    """The steps a mail tells, with everything its lines show."""
    statement = (
        select(Reminder)
        .join(Reminder.contribution)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .where(Reminder.outbox_message_id == message_id)
        .options(
            contains_eager(Reminder.contribution).options(
                contains_eager(Contribution.occurrence)
                .contains_eager(Occurrence.task)
                .contains_eager(Task.plan),
                joinedload(Contribution.unit),
            )
        )
        .order_by(Occurrence.due_on.is_(None), Occurrence.due_on, Task.plan_id, Task.position)
    )
    return db.session.scalars(statement).all()


def outbox_list(state: OutboxState | None) -> Select[OutboxMessage]:
    """The mails of the outbox, the latest first."""
    statement = (
        select(OutboxMessage)
        .options(
            joinedload(OutboxMessage.recipient).joinedload(User.unit),
            selectinload(OutboxMessage.reminders).load_only(Reminder.id),
        )
        .order_by(OutboxMessage.send_on.desc(), OutboxMessage.id.desc())
    )
    return statement if state is None else statement.where(OutboxMessage.state == state)


def count_by_state() -> dict[OutboxState, int]:
    """How many mails are in each state."""
    statement = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    counted = dict.fromkeys(OutboxState, 0)
    for state, count in db.session.execute(statement):
        counted[state] = count
    return counted


def people_without_address(since: datetime) -> Sequence[tuple[User, int]]:
    """Enabled people who still have no address, with how many steps were only noted for them."""
    noted = (
        select(Reminder.recipient_id, func.count().label("steps"))
        .where(Reminder.outbox_message_id.is_(None), Reminder.decided_at >= since)
        .group_by(Reminder.recipient_id)
        .subquery()
    )
    statement = (
        select(User, noted.c.steps)
        .join(noted, noted.c.recipient_id == User.id)
        .where(User.is_enabled, func.coalesce(User.email, "") == "")
        .options(joinedload(User.unit))
        .order_by(User.full_name)
    )
    return [(user, steps) for user, steps in db.session.execute(statement)]


def _owed_ids(*conditions: ColumnElement[bool]) -> Select[int]:
    """What active units of the ward owe in running plans, under further conditions."""
    units = select(Unit.id).where(
        Unit.is_active, Unit.kind.in_([kind for kind in UnitKind if owes_work(kind)])
    )
    return (
        select(Contribution.id)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .where(
            Contribution.status.in_(UNIT_OWES_STATUSES),
            Contribution.unit_id.in_(units),
            Plan.state == PlanState.ISSUED,
            *conditions,
        )
    )


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), IDS_IN_ONE_QUERY):
        yield ids[start : start + IDS_IN_ONE_QUERY]

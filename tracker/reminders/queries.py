"""Finding what may have to be told, what was told, and what waits in the outbox."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, load_only
from sqlalchemy.orm.strategy_options import _AbstractLoad

from tracker.accounts.models import User
from tracker.core.calendar_vn import WorkingCalendar
from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.progress.models import Contribution
from tracker.progress.rules import UNIT_OWES_STATUSES, ContributionStatus
from tracker.reminders.by_hand import URGED, WITHDRAWN, standing
from tracker.reminders.choices import Delivery
from tracker.reminders.models import (
    LeaderInCharge,
    LeaderOfPlan,
    NotificationChoice,
    OutboxMessage,
    Reminder,
)
from tracker.reminders.rules import (
    CHECK_IN_ASKED_DAYS_AFTER,
    URGING,
    MailKind,
    OutboxState,
    Steps,
    Told,
)
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import OccurrenceKind

IDS_IN_ONE_QUERY = 1000


def may_have_steps(today: date, steps: Steps, calendar: WorkingCalendar) -> Iterator[Sequence[int]]:
    """The numbers of work a step of which may have been passed, a part at a time.

    Three narrow searches, each along one index and nothing else, so that what they read grows with
    what is near or past its day, not with all rows; only what they find is looked at further.
    """
    ids = {*_near_or_past_due(today, steps, calendar), *_check_ins_ending(today, steps, calendar)}
    ids.update(
        db.session.scalars(
            select(Contribution.id).where(Contribution.status == ContributionStatus.RETURNED)
        )
    )
    return portions(sorted(ids))


def told_of(contribution_ids: Sequence[int]) -> dict[tuple[int, int], list[Told]]:
    """What was told, by contribution and recipient."""
    told: dict[tuple[int, int], list[Told]] = defaultdict(list)
    for ids in portions(contribution_ids):
        statement = select(
            Reminder.contribution_id, Reminder.recipient_id, Reminder.step, Reminder.due_version
        ).where(Reminder.contribution_id.in_(ids))
        for contribution_id, recipient_id, step, due_version in db.session.execute(statement):
            told[contribution_id, recipient_id].append(Told(step, due_version))
    return told


def times_urged(contribution_ids: Sequence[int]) -> dict[int, int]:
    """How often each unit was urged about its present due day.

    Each reminder of late work is one, and each letter that was not withdrawn.
    """
    urged: dict[int, set[str]] = defaultdict(set)
    for ids in portions(contribution_ids):
        statement = (
            select(Reminder.contribution_id, Reminder.step)
            .distinct()
            .join(Reminder.contribution)
            .join(Contribution.occurrence)
            .where(
                Reminder.contribution_id.in_(ids),
                or_(*(Reminder.step.startswith(step) for step in (URGING, URGED, WITHDRAWN))),
                or_(
                    Reminder.due_version == Occurrence.due_version,
                    Reminder.step.startswith(WITHDRAWN),
                ),
            )
        )
        for contribution_id, step in db.session.execute(statement):
            urged[contribution_id].add(step)
    counted = {
        number: sum(not step.startswith(WITHDRAWN) for step in standing(steps))
        for number, steps in urged.items()
    }
    return {number: count for number, count in counted.items() if count}


def leaders_in_charge() -> dict[int, int]:
    """The leader named for each unit that has one."""
    return {item.unit_id: item.user_id for item in db.session.scalars(select(LeaderInCharge))}


def leaders_of_plans() -> dict[int, int]:
    """The leader named for each plan that has one of its own."""
    return {item.plan_id: item.user_id for item in db.session.scalars(select(LeaderOfPlan))}


def users_by_id(user_ids: Sequence[int]) -> dict[int, User]:
    """People by their number."""
    statement = select(User).where(User.id.in_(user_ids))
    return {user.id: user for user in db.session.scalars(statement)}


def unsent_before(today: date, user_ids: Sequence[int]) -> Sequence[OutboxMessage]:
    """Mails to these people that were to go out on an earlier day and did not."""
    statement = (
        select(OutboxMessage)
        .where(
            OutboxMessage.state == OutboxState.WAITING,
            OutboxMessage.send_on < today,
            OutboxMessage.recipient_id.in_(user_ids),
            OutboxMessage.kind != MailKind.PASSWORD_RESET,
        )
        .order_by(OutboxMessage.id)
    )
    return db.session.scalars(statement).all()


def waiting_for_a_mail(user_ids: Sequence[int]) -> Sequence[Reminder]:
    """Steps these people were to be mailed about on a day of their own, and were not yet."""
    statement = (
        select(Reminder)
        .where(Reminder.mail_on.is_not(None), Reminder.recipient_id.in_(user_ids))
        .order_by(Reminder.id)
    )
    return db.session.scalars(statement).all()


def people_with_mail_waiting(today: date) -> set[int]:
    """Whose earlier mail was not sent, and for whom steps wait for today's mail or an earlier."""
    unsent = select(OutboxMessage.recipient_id).where(
        OutboxMessage.state == OutboxState.WAITING,
        OutboxMessage.send_on < today,
        OutboxMessage.kind != MailKind.PASSWORD_RESET,
    )
    put_off = select(Reminder.recipient_id).where(Reminder.mail_on <= today)
    return {*db.session.scalars(unsent), *db.session.scalars(put_off)}


def delivery_of(user_ids: Sequence[int]) -> dict[int, Delivery]:
    """How these people chose to be told."""
    statement = select(NotificationChoice).where(NotificationChoice.user_id.in_(user_ids))
    chosen = {choice.user_id: choice.delivery for choice in db.session.scalars(statement)}
    return {user_id: chosen.get(user_id, Delivery.MAIL) for user_id in user_ids}


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


def is_waiting(message_id: int) -> bool:
    """Whether nobody has taken the mail yet."""
    statement = select(OutboxMessage.state).where(OutboxMessage.id == message_id)
    return db.session.scalar(statement) is OutboxState.WAITING


def order_in_a_mail() -> tuple[ColumnElement[Any], ...]:
    """The nearest due day first, then as the plans are printed, then as it was decided."""
    return (
        Occurrence.due_on.is_(None),
        Occurrence.due_on.expression,
        Task.plan_id.expression,
        Task.position.expression,
        Reminder.contribution_id.expression,
        Reminder.id.expression,
    )


def steps_of_mail(message_id: int) -> Select[Reminder]:
    """The steps a mail tells, with everything its page shows of them."""
    return (
        select(Reminder)
        .join(Reminder.contribution)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .where(Reminder.outbox_message_id == message_id)
        .options(
            contains_eager(Reminder.contribution).options(
                contains_eager(Contribution.occurrence).options(
                    contains_eager(Occurrence.task).options(*_what_lines_show_of_tasks())
                ),
                joinedload(Contribution.unit),
            )
        )
        .order_by(*order_in_a_mail())
    )


def work_to_list(contribution_ids: Sequence[int]) -> dict[int, Contribution]:
    """The work by its numbers, with everything that a mail's lines show."""
    found: dict[int, Contribution] = {}
    for ids in portions(contribution_ids):
        statement = (
            select(Contribution)
            .where(Contribution.id.in_(ids))
            .options(
                joinedload(Contribution.occurrence)
                .joinedload(Occurrence.task)
                .options(*_what_lines_show_of_tasks()),
                joinedload(Contribution.unit),
            )
        )
        found |= {work.id: work for work in db.session.scalars(statement)}
    return found


def reminders_about(contribution_ids: Sequence[int]) -> list[Reminder]:
    """What was told of the contributions, to whom and when, the earliest first."""
    found: list[Reminder] = []
    for ids in portions(contribution_ids):
        found += db.session.scalars(_about(), {"ids": list(ids)})
    return found


@cache
def _about() -> Select[Reminder]:
    """Made once: to put it together takes as long as to send it."""
    return (
        select(Reminder)
        .where(Reminder.contribution_id.in_(bindparam("ids", expanding=True)))
        .options(joinedload(Reminder.recipient), joinedload(Reminder.contribution))
        .order_by(Reminder.id)
    )


def outbox_list(state: OutboxState | None) -> Select[OutboxMessage]:
    """The mails of the outbox, the latest first."""
    statement = (
        select(OutboxMessage)
        .options(joinedload(OutboxMessage.recipient).joinedload(User.unit))
        .order_by(OutboxMessage.send_on.desc(), OutboxMessage.id.desc())
    )
    return statement if state is None else statement.where(OutboxMessage.state == state)


def count_steps(message_ids: Sequence[int]) -> dict[int, int]:
    """How many steps each of these mails tells; nothing of those that tell none."""
    statement = (
        select(Reminder.outbox_message_id, func.count())
        .where(Reminder.outbox_message_id.in_(message_ids))
        .group_by(Reminder.outbox_message_id)
    )
    return {number: count for number, count in db.session.execute(statement) if number}


def count_by_state() -> dict[OutboxState, int]:
    """How many mails are in each state."""
    statement = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    counted = dict.fromkeys(OutboxState, 0)
    for state, count in db.session.execute(statement):
        counted[state] = count
    return counted


def people_without_address(since: datetime) -> Sequence[tuple[User, int]]:
    """Enabled people who want mails but have no address, with how many steps they were not sent."""
    noted = (
        select(Reminder.recipient_id, func.count().label("steps"))
        .where(
            Reminder.outbox_message_id.is_(None),
            Reminder.mail_on.is_(None),
            Reminder.decided_at >= since,
        )
        .group_by(Reminder.recipient_id)
        .subquery()
    )
    statement = (
        select(User, noted.c.steps)
        .join(noted, noted.c.recipient_id == User.id)
        .outerjoin(NotificationChoice, NotificationChoice.user_id == User.id)
        .where(
            User.is_enabled,
            func.coalesce(User.email, "") == "",
            or_(
                NotificationChoice.delivery.is_(None),
                NotificationChoice.delivery != Delivery.IN_APP,
            ),
        )
        .options(joinedload(User.unit))
        .order_by(User.full_name, User.id)
    )
    return [(user, steps) for user, steps in db.session.execute(statement)]


def portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """So many at a time as one statement may name."""
    for start in range(0, len(ids), IDS_IN_ONE_QUERY):
        yield ids[start : start + IDS_IN_ONE_QUERY]


def _what_lines_show_of_tasks() -> tuple[_AbstractLoad, ...]:
    """Their lists are kept as text that takes long to read, and no line shows them."""
    return (
        load_only(Task.plan_id, Task.label, Task.content),
        joinedload(Task.plan).load_only(Plan.number, Plan.title, Plan.state),
    )


def _near_or_past_due(today: date, steps: Steps, calendar: WorkingCalendar) -> Iterable[int]:
    statement = select(Contribution.id).where(
        Contribution.status.in_(UNIT_OWES_STATUSES),
        Contribution.due_on <= calendar.add_working_days(today, steps.earliest),
    )
    return db.session.scalars(statement)


def _check_ins_ending(today: date, steps: Steps, calendar: WorkingCalendar) -> Iterator[int]:
    """Those whose period is about to end or has just ended, and that nobody has updated."""
    statement = select(Occurrence.id).where(
        Occurrence.kind == OccurrenceKind.CHECK_IN,
        Occurrence.period_end.between(
            calendar.add_working_days(today, -CHECK_IN_ASKED_DAYS_AFTER),
            calendar.add_working_days(today, steps.check_in_days_before),
        ),
    )
    for portion in portions(db.session.scalars(statement).all()):
        yield from db.session.scalars(
            select(Contribution.id).where(
                Contribution.occurrence_id.in_(portion), Contribution.last_updated_at.is_(None)
            )
        )

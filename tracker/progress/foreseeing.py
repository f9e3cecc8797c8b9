"""What an amendment will do to the work of a task, said before it is applied."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.core.db import db
from tracker.progress.amending import falls_away, followed, may_move, statuses_after
from tracker.progress.models import Contribution
from tracker.progress.rules import (
    HANDED_IN_STATUSES,
    OPEN_STATUSES,
    UNIT_OWES_STATUSES,
    ContributionStatus,
    TimingClass,
    timing_class,
)
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import DeadlineFacts, wanted_occurrences
from tracker.working_calendar.queries import due_day_rule
from tracker.working_calendar.rules import DueDayRule


@dataclass(frozen=True, slots=True)
class Foresight:
    """What is looked at, fetched once for all tasks of an amendment."""

    instances: Mapping[int, Sequence[Occurrence]]
    work: Mapping[int, Sequence[Contribution]]
    due_days: DueDayRule
    today: date
    until: date


def foresight(task_ids: Collection[int], *, today: date, until: date) -> Foresight:
    """The instances and parts of work of the tasks, and how the ward settles due days."""
    instances = db.session.scalars(
        select(Occurrence)
        .where(Occurrence.task_id.in_(task_ids))
        .order_by(Occurrence.task_id, Occurrence.due_on.nulls_first(), Occurrence.id)
    )
    work = db.session.scalars(
        select(Contribution)
        .join(Occurrence)
        .where(Occurrence.task_id.in_(task_ids))
        .options(contains_eager(Contribution.occurrence), joinedload(Contribution.unit))
        .order_by(Occurrence.task_id, Contribution.id)
    )
    return Foresight(
        instances={n: list(own) for n, own in groupby(instances, lambda one: one.task_id)},
        work={n: list(own) for n, own in groupby(work, lambda one: one.occurrence.task_id)},
        due_days=due_day_rule(),
        today=today,
        until=until,
    )


def foresee_change(
    task: Task, deadline: DeadlineFacts, units: AbstractSet[int], seen: Foresight
) -> list[str]:
    """Sentence by sentence, what becomes of the instances and of the units no longer named."""
    wanted = wanted_occurrences(
        replace(deadline, check_in_rhythm=task.plan.check_in_rhythm),
        tracked_from=task.plan.tracked_from,
        tracked_until=seen.until,
        year=task.plan.year,
        due_days=seen.due_days,
    )
    present = seen.instances.get(task.id, ())
    work = seen.work.get(task.id, ())
    told: list[str] = []
    given_time: set[int] = set()
    for occurrence, asked_for in followed(present, {w.key: w for w in wanted}):
        parts = [c for c in work if c.occurrence_id == occurrence.id]
        own = [c for c in parts if c.unit_id in units]
        if asked_for is None:
            if falls_away(occurrence, seen.today):
                told += _gone(occurrence, own, seen.today)
        elif asked_for.due_on and asked_for.due_on != occurrence.original_due_on:
            statuses = statuses_after(parts, units)
            moves = may_move(occurrence, asked_for.due_on, deadline.due_time, statuses)
            told.append(_moved(occurrence, asked_for.due_on, own, seen.today, moves=moves))
            if moves and asked_for.due_on >= seen.today:
                given_time.add(occurrence.id)
    return _units_leaving(work, units, given_time, seen.today) + told


def foresee_drop(task: Task, seen: Foresight) -> list[str]:
    """What the end of the whole task means."""
    work = seen.work.get(task.id, ())
    ending = [c for c in work if c.status in OPEN_STATUSES]
    done = [c for c in work if c.status is ContributionStatus.ACCEPTED]
    late = sum(timing_class(c.facts, seen.today) is TimingClass.OPEN_OVERDUE for c in ending)
    found = []
    if ending:
        words = f" ({late} đang quá hạn, thôi tính chậm)" if late else ""
        found.append(f"{len(ending)} phần việc đang mở sẽ đóng{words}.")
    if done:
        found.append(f"{len(done)} phần việc đã hoàn thành vẫn lưu.")
    return found


def _units_leaving(
    work: Sequence[Contribution],
    units: AbstractSet[int],
    given_time: AbstractSet[int],
    today: date,
) -> list[str]:
    leaving: dict[str, list[Contribution]] = {}
    for contribution in work:
        if contribution.status in OPEN_STATUSES and contribution.unit_id not in units:
            leaving.setdefault(contribution.unit.name, []).append(contribution)
    return [_leaving(name, parts, given_time, today) for name, parts in leaving.items()]


def _leaving(
    name: str, parts: Sequence[Contribution], given_time: AbstractSet[int], today: date
) -> str:
    """Whoever comes is not late at once: overdue work passes on with a new day only."""
    ending = [c for c in parts if c.occurrence_id not in given_time]
    late = sum(timing_class(c.facts, today) is TimingClass.OPEN_OVERDUE for c in ending)
    words = f" ({late} đã quá hạn, chưa đặt hạn mới nên không đơn vị nào nhận thay)" if late else ""
    return f"{name} thôi làm: {len(parts)} phần việc đang mở sẽ đóng{words}."


def _gone(occurrence: Occurrence, own: Sequence[Contribution], today: date) -> list[str]:
    owed = [c for c in own if c.status in UNIT_OWES_STATUSES]
    handed_in = [c for c in own if c.status in HANDED_IN_STATUSES]
    late = any(timing_class(c.facts, today) is TimingClass.OPEN_OVERDUE for c in owed)
    found = []
    if owed:
        words = ", thôi tính quá hạn" if late else ""
        found.append(f"{occurrence.name} không còn: sẽ đóng{words}; lịch sử vẫn lưu.")
    if handed_in:
        found.append(f"{occurrence.name} không còn: kết quả đã gửi vẫn giữ.")
    return found


def _moved(
    occurrence: Occurrence, due_on: date, own: Sequence[Contribution], today: date, *, moves: bool
) -> str:
    has_passed = due_on < today
    if moves:
        words = ", đã qua: đơn vị còn nợ quá hạn ngay" if has_passed else ""
        return f"{occurrence.name} dời sang {due_on:%d/%m/%Y}{words}."
    if any(c.status in HANDED_IN_STATUSES for c in own):
        return f"{occurrence.name} đã gửi kết quả: giữ hạn cũ khi tính đúng hạn hay chậm."
    if has_passed and any(c.status in UNIT_OWES_STATUSES for c in own):
        return f"{occurrence.name} giữ hạn cũ: {due_on:%d/%m/%Y} đã qua khi sửa đổi."
    return f"{occurrence.name} đã đóng: không đổi."

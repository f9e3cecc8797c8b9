"""How the tasks of each plan stand: those of a page in one statement, no row loaded."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from sqlalchemy import select

from tracker.core import clock
from tracker.core.db import db
from tracker.core.unchanged import kept_until_written
from tracker.figures.rules import DONE_CLASSES
from tracker.progress.judged import ended_on
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.progress.plain_parts import PlainPart, columns_of_parts, part_of
from tracker.progress.rules import TimingClass
from tracker.progress.summary import summarise
from tracker.tasks.models import Occurrence, Task


class PlanCounts(NamedTuple):
    """How many tasks of a plan are overdue, open without being so, and done."""

    overdue: int = 0
    still_open: int = 0
    done: int = 0


@kept_until_written
def counts_of_plans(plan_ids: tuple[int, ...], moment: Moment) -> dict[int, PlanCounts]:
    """By the plan's number; plans without tasks have none."""
    statement = (
        select(*columns_of_parts(), Task.plan_id)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .where(Task.plan_id.in_(plan_ids), Task.dropped_on.is_(None))
    )
    parts: dict[tuple[int, int], list[PlainPart]] = defaultdict(list)
    for row in db.session.execute(statement):
        parts[row.plan_id, row.task_id].append(part_of(row))
    ended = ended_on(clock.now())
    classes: dict[int, Counter[TimingClass]] = defaultdict(Counter)
    for (plan_id, _task_id), owed in parts.items():
        timing = summarise(owed, ended.get(plan_id, moment.today)).timing
        if timing is not None:
            classes[plan_id][timing] += 1
    return {plan_id: _counted(of_plan) for plan_id, of_plan in classes.items()}


def _counted(classes: Counter[TimingClass]) -> PlanCounts:
    done = sum(classes[timing] for timing in DONE_CLASSES)
    overdue = classes[TimingClass.OPEN_OVERDUE]
    return PlanCounts(overdue, classes.total() - done - overdue, done)

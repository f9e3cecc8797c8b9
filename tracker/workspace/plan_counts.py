"""How many tasks of each plan stand in each class: all plans in one statement, no row loaded."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from tracker.core import clock
from tracker.core.db import db
from tracker.core.unchanged import kept_until_written
from tracker.progress.judged import ended_on
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.progress.plain_parts import PlainPart, columns_of_parts, part_of
from tracker.progress.rules import TimingClass
from tracker.progress.summary import summarise
from tracker.tasks.models import Occurrence, Task


@kept_until_written
def class_counts_of_plans(moment: Moment) -> dict[int, dict[TimingClass, int]]:
    """By the plan's number; plans without tasks have none."""
    statement = (
        select(*columns_of_parts(), Task.plan_id)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .where(Task.dropped_on.is_(None))
    )
    parts: dict[tuple[int, int], list[PlainPart]] = defaultdict(list)
    for row in db.session.execute(statement):
        parts[row.plan_id, row.task_id].append(part_of(row))
    counts: dict[int, dict[TimingClass, int]] = {}
    ended = ended_on(clock.now())
    for (plan_id, _task_id), owed in parts.items():
        timing = summarise(owed, ended.get(plan_id, moment.today)).timing
        if timing is not None:
            of_plan = counts.setdefault(plan_id, dict.fromkeys(TimingClass, 0))
            of_plan[timing] += 1
    return counts

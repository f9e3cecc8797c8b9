"""How long deciding takes: among ever more instances, and with ever more of them due."""

from __future__ import annotations

import time
from datetime import date, timedelta

from sqlalchemy import (
    CTE,
    Select,
    String,
    case,
    cast,
    delete,
    insert,
    literal,
    select,
    text,
    update,
)

from tests.factories import make_plan
from tests.reminders.crowd import DUE_ON, add_people
from tests.reminders.proofs import ENGINES, MORNING, database, empty_installation
from tracker.core import clock
from tracker.core.db import db, write
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus
from tracker.reading.result import DeadlineKind
from tracker.reminders.deciding import decide_reminders
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.tasks.models import Assignment, Occurrence, Task
from tracker.tasks.rules import OccurrenceKind, TaskRole

PEOPLE = 100
SIZES = (100_000, 1_000_000)
DUE = (1_000, 2_000, 4_000)
TASKS = 1_000
# Of ten instances four are done, four lie ahead, two are check-ins that nobody answered.
DONE, AHEAD = 4, 8
# Days, a week apart, on which they fall.
BUCKETS = 50


def main() -> None:
    """One line per number of instances and of due ones, on each engine."""
    print(
        f"{'engine':<12}{'instances':>12}{'due':>8}{'told':>8}{'mails':>8}"
        f"{'seconds':>10}{'of processor':>14}"
    )
    for engine in ENGINES:
        with database(engine) as config, empty_installation(engine, config), clock.at(MORNING):
            with write():
                _add_tasks()
            before = 0
            for size in SIZES:
                with write():
                    _add_instances(before, size)
                before = size
                _renew_statistics()
                for due in DUE if size == SIZES[-1] else (2_000,):
                    _measure(engine, size, due)


def _measure(engine: str, size: int, due: int) -> None:
    with write():
        db.session.execute(delete(Reminder))
        db.session.execute(delete(OutboxMessage))
        _make_due(due)
    began, worked = time.perf_counter(), time.process_time()
    decision = decide_reminders(MORNING)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    told = sum(len(person.reasons) for person in decision.people)
    print(
        f"{engine:<12}{size:>12,}{due:>8,}{told:>8,}{decision.mails:>8}"
        f"{seconds:>10.2f}{worked:>14.2f}",
        flush=True,
    )
    assert told == due


def _add_tasks() -> None:
    plan = make_plan()
    add_people(range(1, PEOPLE + 1))
    tasks = [
        {
            "id": n,
            "plan_id": plan.id,
            "position": n,
            "content": f"Việc số {n}",
            "deadline_kind": DeadlineKind.FIXED,
        }
        for n in range(1, TASKS + 1)
    ]
    assignments = [
        {
            "id": n,
            "task_id": n,
            "unit_id": n % PEOPLE + 1,
            "role": TaskRole.LEAD,
            "is_accountable": True,
            "printed_name": "Tổ dân phố",
        }
        for n in range(1, TASKS + 1)
    ]
    db.session.execute(insert(Task), tasks)
    db.session.execute(insert(Assignment), assignments)


def _add_instances(first: int, last: int) -> None:
    """Numbers first+1 to last, by the database itself: a million rows are not sent there."""
    numbers = _numbers(first, last)
    n = numbers.c.n
    kind_of = n % 10
    is_check_in = kind_of >= AHEAD
    turn = n // 10 % BUCKETS
    past = case({k: DUE_ON - timedelta(days=30 + 7 * k) for k in range(BUCKETS)}, value=turn)
    ahead = case({k: DUE_ON + timedelta(days=60 + 7 * k) for k in range(BUCKETS)}, value=turn)
    due_on = case((kind_of < DONE, past), (kind_of < AHEAD, ahead))
    source: Select[tuple[object, ...]] = select(
        n,
        n % TASKS + 1,
        cast(n, String),
        case((is_check_in, OccurrenceKind.CHECK_IN.value), else_=OccurrenceKind.DUE_DATE.value),
        due_on,
        case((is_check_in, past)),
        case((is_check_in, past)),
        literal(MORNING, Occurrence.created_at.type),
    ).select_from(numbers)
    db.session.execute(
        insert(Occurrence.__table__).from_select(
            [
                "id",
                "task_id",
                "key",
                "kind",
                "due_on",
                "period_start",
                "period_end",
                "created_at",
            ],
            source,
        )
    )
    made = Occurrence.__table__.c
    status = case(
        (made.id % 10 < DONE, ContributionStatus.ACCEPTED.value),
        else_=ContributionStatus.NOT_STARTED.value,
    )
    db.session.execute(
        insert(Contribution.__table__).from_select(
            ["id", "occurrence_id", "assignment_id", "unit_id", "role", "due_on", "status"],
            select(
                made.id,
                made.id,
                made.task_id,
                (made.task_id % PEOPLE) + 1,
                literal(TaskRole.LEAD.value),
                made.due_on,
                status,
            ).where(made.id > first),
        )
    )


def _numbers(first: int, last: int) -> CTE:
    start = select(literal(first + 1).label("n")).cte("numbers", recursive=True)
    return start.union_all(select(start.c.n + 1).where(start.c.n < last))


def _make_due(count: int) -> None:
    """The first of those ahead fall due on the day; the others go back to where they were."""
    for model, key in ((Occurrence, Occurrence.id), (Contribution, Contribution.occurrence_id)):
        back = update(model).where(model.due_on == DUE_ON).values(due_on=date(2027, 1, 4))
        db.session.execute(back)
        ahead = select(Occurrence.id).where(Occurrence.id % 10 >= DONE, Occurrence.id % 10 < AHEAD)
        chosen = ahead.order_by(Occurrence.id).limit(count)
        db.session.execute(
            update(model)
            .where(key.in_(chosen))
            .values(due_on=DUE_ON)
            .execution_options(synchronize_session=False)
        )


def _renew_statistics() -> None:
    """As PostgreSQL does by itself in its idle time; SQLite decides without."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))

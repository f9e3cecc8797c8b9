"""The ward at the beginning of every course, and the way back to it, on either engine."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from flask import Flask

from tests.conftest import MORNING, config_for
from tests.databases import drop_postgres_database, new_postgres_database, postgres_url
from tests.factories import fixed, make_plan, on_occurrence, regular
from tests.imports.documents import plan_docx
from tests.personas import PEOPLE, UNITS, Browser, Ward, make_ward
from tests.reminders.post_office import PostOffice, open_post_office
from tests.robustness.course.goals import Goal
from tests.robustness.course.paper import Instance, Job, Paper, Part, Term
from tracker import create_app
from tracker.core import clock
from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.plans.service import PlanDetails, create_plan
from tracker.progress.instances import make_instances_of
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_of_task
from tracker.reading.result import Comparator, Rhythm
from tracker.settings.rules import DayOffRule
from tracker.settings.service import change_setting
from tracker.targets.models import Target
from tracker.targets.service import TargetDetails, add_target
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskRole
from tracker.tasks.service import AssignedUnit, TaskDetails, create_task
from tracker.units.models import Unit

TODAY = MORNING.date()
IMPORTED_DAY = date(2026, 9, 15)
EVALUATED = date(2026, 9, 20)
DRAFTED_DAY = date(2026, 9, 30)
# The units that owe work here, and whose names the imported document holds.
WORKING = ("culture", "economy", "centre")
NAMES = {field: name for field, (name, _kind) in UNITS.items()}
FIELDS = {name: field for field, name in NAMES.items()}


@dataclass(frozen=True)
class Scene:
    """The ward with its plans, and how to go back to its beginning."""

    app: Flask
    browser: Browser
    post_office: PostOffice
    reset: Callable[[], None]
    beginning: Paper
    plans: dict[str, int]
    units: dict[str, int]
    document: bytes

    def paper(self) -> Paper:
        """The notes at the beginning, to be written on."""
        return deepcopy(self.beginning)


@contextmanager
def open_scene(engine: str, folder: Path) -> Iterator[Scene]:
    """An app of its own on a database of its own, both gone afterwards."""
    with _database(engine, folder) as (url, keep, reset), open_post_office() as (office, server):
        config = replace(config_for(url, folder), mail_server=server)
        app = create_app(config)
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        with app.app_context(), clock.at(MORNING):
            db.create_all()
            paper, plans, units = _fill(make_ward())
            db.session.commit()
            _let_go()
            keep()

            def back() -> None:
                _let_go()
                office.mails.clear()
                reset()

            document = plan_docx((_imported_row(),), title="Kế hoạch số hóa hồ sơ năm 2026")
            yield Scene(app, Browser(app), office, back, paper, plans, units, document)
            _let_go()


def _imported_row() -> tuple[str, ...]:
    day = f"Trước {IMPORTED_DAY.day}/{IMPORTED_DAY.month}/{IMPORTED_DAY.year}"
    return ("1", "Số hóa hồ sơ", NAMES["culture"], NAMES["economy"], day, "Báo cáo")


def _let_go() -> None:
    db.session.remove()
    db.engine.dispose()


Step = Callable[[], None]


@contextmanager
def _database(engine: str, folder: Path) -> Iterator[tuple[str, Step, Step]]:
    """The address, what keeps the beginning, what brings it back."""
    if engine == "sqlite":
        file, kept = folder / "course.sqlite3", folder / "beginning.sqlite3"

        def reset() -> None:
            for beside in folder.glob(f"{file.name}-*"):
                beside.unlink()
            shutil.copy(kept, file)

        yield f"sqlite:///{file.as_posix()}", lambda: _copy(file, kept), reset
        return
    name = new_postgres_database()
    made = [name]

    def keep() -> None:
        made.append(new_postgres_database(name))

    def back() -> None:
        drop_postgres_database(name)
        new_postgres_database(made[1], name=name)

    try:
        yield postgres_url(name), keep, back
    finally:
        for database in made:
            drop_postgres_database(database)


def _copy(source: Path, target: Path) -> None:
    shutil.copy(source, target)


def _fill(ward: Ward) -> tuple[Paper, dict[str, int], dict[str, int]]:
    """Four tasks in force (shared, without a deadline, due soon, for cases that arise), a draft."""
    change_setting("extension_notice_days", 0, actor=None)
    change_setting("extension_limit", 9, actor=None)
    change_setting("due_on_day_off", DayOffRule.NEXT, actor=None)
    running = make_plan(tracked_from=TODAY)
    details = PlanDetails("Kế hoạch chuyển đổi số", 2026, tracked_from=TODAY)
    drafted = create_plan(details, actor=None, state=PlanState.DRAFT)
    jobs = {
        "shared": Job("shared", "running", "culture", ("economy",), day=date(2026, 8, 20)),
        "steady": Job("steady", "running", "economy"),
        "soon": Job("soon", "running", "culture", day=date(2026, 8, 10)),
        "cases": Job("cases", "running", "economy", ("centre",), term=Term(5, of_work=True)),
        "drafted": Job("drafted", "drafted", "economy", ("culture",), day=DRAFTED_DAY),
    }
    units: dict[str, Unit] = {field: getattr(ward, field) for field in WORKING}
    parts: list[Part] = []
    for job in jobs.values():
        task = _task(running if job.plan == "running" else drafted, job, units)
        job.number = task.id
        if job.plan == "running":
            make_instances_of(task, until=date(2026, 8, 31))
            owed = contributions_of_task(task.id)
            # Nobody owes anything before a case arises.
            assert bool(owed) is (job.term is None)
            parts += parts_of(job, owed, job.day) if owed else []
    homes = {person: unit for person, (_, _, unit) in PEOPLE.items() if unit in WORKING}
    goals = [
        Goal("in_time", "running", ["culture"], 95, "%", weekly_from=TODAY),
        Goal("days", "running", ["economy", "centre"], 3, "ngày", True, evaluated=EVALUATED),
    ]
    for goal in goals:
        goal.number = _target(running, goal, [units[owner] for owner in goal.owners]).id
    paper = Paper(jobs, parts, {"running": "issued", "drafted": "draft"}, dict(homes), goals)
    numbers = {"running": running.id, "drafted": drafted.id}
    return paper, numbers, {field: unit.id for field, unit in units.items()}


def _task(plan: Plan, job: Job, units: dict[str, Unit]) -> Task:
    assigned = [AssignedUnit(units[job.lead], TaskRole.LEAD, NAMES[job.lead])]
    for helper in job.helpers:
        assigned.append(AssignedUnit(units[helper], TaskRole.COOPERATING, NAMES[helper]))
    deadline = fixed(job.day) if job.day else regular()
    if job.term is not None:
        deadline = on_occurrence(job.term.days, working_days=job.term.of_work)
    details = TaskDetails(content=f"Công việc {job.name}", deadline=deadline)
    return create_task(plan, details, position=1, section=None, assigned=assigned, actor=None)


def _target(plan: Plan, goal: Goal, owners: list[Unit]) -> Target:
    details = TargetDetails(
        indicator=f"Chỉ tiêu {goal.name}",
        comparator=Comparator.AT_MOST if goal.is_limit else Comparator.AT_LEAST,
        value=Decimal(goal.level),
        measure=goal.measure,
        units=tuple(owners),
        evaluated_on=goal.evaluated,
        rhythm=Rhythm.WEEKLY if goal.weekly_from else None,
    )
    return add_target(plan, details, actor=None)


def parts_of(
    job: Job,
    rows: Iterable[Contribution],
    day: date | None,
    *,
    arose: date | None = None,
    term: Term | None = None,
) -> list[Part]:
    """Notes about what the app says the units owe at first: one instance, each unit once."""
    rows = list(rows)
    (number,) = {row.occurrence_id for row in rows}
    instance = Instance(number, job.name, job.day, day, day, arose, term)
    found = [Part(row.id, FIELDS[row.unit.name], False, instance) for row in rows]
    for part in found:
        part.leads = part.unit == job.lead
    assert {part.unit for part in found} == {job.lead, *job.helpers}
    assert len(found) == len(rows)
    return found

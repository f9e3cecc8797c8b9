"""The sample ward: whole, alive on whatever day it is made, never touched a second time."""

from __future__ import annotations

import gzip
from collections import Counter
from dataclasses import fields
from datetime import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.demo.crawling import pages_by_kind
from tests.personas import Browser
from tracker.accounts.models import User
from tracker.accounts.queries import all_users
from tracker.accounts.rules import Role, password_problem
from tracker.audit.models import AuditEntry
from tracker.core import clock
from tracker.core.calendar_vn import NATIONAL_CALENDAR
from tracker.core.db import db
from tracker.demo.accounts import account_lines
from tracker.demo.fill import fill_demo
from tracker.demo.people import PASSWORD, PEOPLE
from tracker.evidence import look_inside
from tracker.evidence.files import media_type_of
from tracker.evidence.kinds import DOCX, PICTURES
from tracker.evidence.own_process import answer_of
from tracker.evidence.rules import EvidenceKind
from tracker.imports.models import ImportDraft
from tracker.imports.review import review_of
from tracker.imports.rules import DraftState
from tracker.imports.targets import targets_in
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution, Evidence, ProgressUpdate
from tracker.progress.queries import open_contributions_of_unit
from tracker.progress.rules import (
    ContributionStatus,
    Need,
    TimingClass,
    need,
    timing_class,
)
from tracker.reading.deadlines import read_deadline
from tracker.reading.result import DeadlineKind, Rhythm
from tracker.settings.rules import WardSettings
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.rules import OccurrenceKind, TaskRole
from tracker.units.queries import all_units, unit_directory
from tracker.units.rules import UnitKind
from tracker.working_calendar.queries import ward_calendar

# No verb of the tracker cancels a contribution yet.
STATUSES = set(ContributionStatus) - {ContributionStatus.CANCELLED}
# One of each role.
ROLES = ("quantri", "vanphong", "chutich", "giamsat", "truong.vanhoa", "congchuc.vanhoa")
# Bytes of a compressed page; the longest lists of the ward hold 50 rows.
HEAVIEST = 60_000


def contributions() -> list[Contribution]:
    return list(db.session.scalars(select(Contribution)))


def running_plan() -> Plan:
    return db.session.scalars(select(Plan).where(Plan.state == PlanState.ISSUED)).one()


def tasks_of(plan: Plan) -> list[Task]:
    return list(db.session.scalars(select(Task).where(Task.plan_id == plan.id)))


@pytest.mark.usefixtures("demo")
def test_the_ward_has_its_units_accounts_and_plans() -> None:
    kinds = Counter(unit.kind for unit in all_units())
    roles = Counter(user.role for user in all_users())
    assert kinds[UnitKind.INTERNAL] == 5
    assert {UnitKind.LEADERSHIP, UnitKind.EXTERNAL, UnitKind.COLLECTIVE} <= kinds.keys()
    assert sum(roles.values()) == 14
    assert roles == {**dict.fromkeys(Role, 1), Role.UNIT_HEAD: 5, Role.OFFICER: 5}
    assert 38 <= len(tasks_of(running_plan())) <= 42
    assert {plan.state for plan in db.session.scalars(select(Plan))} == {
        PlanState.ISSUED,
        PlanState.CLOSED,
        PlanState.DRAFT,
    }


@pytest.mark.usefixtures("demo")
def test_every_status_and_every_timing_class_is_there() -> None:
    today = clock.today()
    assert {item.status for item in contributions()} == STATUSES
    assert {timing_class(item.facts, today) for item in contributions()} == set(TimingClass)


@pytest.mark.usefixtures("demo")
def test_every_kind_of_deadline_is_there_and_was_understood() -> None:
    plan = running_plan()
    tasks = tasks_of(plan)
    fixed = [task for task in tasks if task.deadline_kind is DeadlineKind.FIXED]
    assert {task.deadline_kind for task in tasks} == set(DeadlineKind)
    assert {Rhythm(rhythm) for task in tasks for rhythm in task.rhythms} == set(Rhythm)
    assert any(task.due_day == 18 and task.rhythms == ["monthly"] for task in tasks)
    assert any(task.days_after_event == 5 and task.counts_working_days for task in tasks)
    assert sum(len(task.due_dates) > 1 for task in fixed) >= 3
    assert any(task.deadline_kind is DeadlineKind.REGULAR and not task.rhythms for task in tasks)
    for task in tasks:
        reading = read_deadline(task.deadline_text or "", year=plan.year, plan_date=plan.issued_on)
        assert reading.certain, (task.deadline_text, reading.explanation)


@pytest.mark.usefixtures("demo")
def test_tasks_are_led_by_all_sorts_of_units() -> None:
    tasks = tasks_of(running_plan())
    assert {lead.unit.kind for task in tasks for lead in task.leads} == set(UnitKind)
    assert any(len(task.leads) > 1 for task in tasks)
    assert any(not task.cooperators for task in tasks)
    assert {item.role for item in contributions()} == set(TaskRole)


@pytest.mark.usefixtures("demo")
def test_some_work_is_overdue_some_due_today_and_some_soon() -> None:
    today = clock.today()
    statement = select(Occurrence.due_on).where(Occurrence.due_on.is_not(None))
    distances = {(due_on - today).days for due_on in db.session.scalars(statement) if due_on}
    late = [
        (today - item.occurrence.due_on).days
        for item in contributions()
        if need(item.facts, today) is Need.OVERDUE and item.occurrence.due_on
    ]
    assert 0 in distances
    assert {1, 2, 3, 4, 5, 6, 7} & distances
    assert max(distances) > 30
    assert late
    assert max(late) <= 45


@pytest.mark.usefixtures("demo")
def test_the_past_happened_in_working_hours_by_the_right_people() -> None:
    updates = list(db.session.scalars(select(ProgressUpdate)))
    assert len(updates) > 200
    for update in updates:
        at = clock.in_vietnam(update.at)
        assert NATIONAL_CALENDAR.is_working_day(at.date())
        assert 7 <= at.hour < 18
        assert at.date() < clock.today()
        assert update.user is not None
        own = update.user.unit_id == update.contribution.unit_id
        answered = update.status_after in {
            ContributionStatus.ACCEPTED,
            ContributionStatus.RETURNED,
        }
        assert own is not answered
    in_order = list(db.session.scalars(select(AuditEntry.at).order_by(AuditEntry.id)))
    assert in_order == sorted(in_order)


@pytest.mark.usefixtures("demo")
def test_the_history_holds_returns_difficulties_events_and_late_work() -> None:
    today = clock.today()
    events = select(func.count(Occurrence.id)).where(Occurrence.kind == OccurrenceKind.EVENT)
    assert any(item.times_returned for item in contributions())
    assert any(
        item.times_returned and item.status is ContributionStatus.ACCEPTED
        for item in contributions()
    )
    assert any(item.difficulty for item in contributions())
    assert (db.session.scalar(events) or 0) >= 5
    assert any(timing_class(item.facts, today) is TimingClass.DONE_LATE for item in contributions())


def test_evidence_is_real_files_and_official_documents(demo: Flask) -> None:
    evidence = list(db.session.scalars(select(Evidence)))
    files = [item for item in evidence if item.kind is EvidenceKind.FILE]
    assert {item.kind for item in evidence} == {EvidenceKind.FILE, EvidenceKind.DOCUMENT}
    assert {(item.file_name or "").rpartition(".")[2] for item in files} == {"pdf", "docx", "png"}
    store = demo.extensions["file_store"]
    for item in files[:20]:
        assert len(store.get(item.sha256)) == item.size
    # The demo vouches for its pictures and PDFs: they would be taken from anybody.
    for kind in {item.media_type: item for item in files}.values():
        content = store.get(kind.sha256)
        arguments = [kind.media_type or "", PICTURES.get(kind.media_type or "", "")]
        if kind.media_type != DOCX:
            assert answer_of(Path(look_inside.__file__), arguments, content, seconds=30) == b"fine"
        assert media_type_of("a", content, max_megabytes=1) == kind.media_type


@pytest.mark.usefixtures("demo")
def test_an_import_waits_with_its_doubtful_places() -> None:
    draft, letter = db.session.scalars(select(ImportDraft).order_by(ImportDraft.id)).all()
    review = review_of(draft, unit_directory())
    assert draft.state is DraftState.REVIEWING
    assert draft.title == "Kế hoạch bảo đảm an toàn và tuyên truyền mùa lễ hội năm 2026"
    assert draft.year == clock.today().year
    assert review.balance.agrees
    assert [name.name for name in review.unknown] == ["Tổ Công nghệ số cộng đồng"]
    assert review.doubtful_cells >= 2
    assert [target.words for row in letter.rows for target in targets_in(row)] == [
        "≥ 98%",
        "≥ 95%",
        "≥ 30%",
    ]


def test_asked_twice_it_changes_nothing(demo: Flask) -> None:
    def counts() -> list[int]:
        tables = db.metadata.sorted_tables
        return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]

    before = counts()
    assert not fill_demo(demo)
    assert counts() == before


def test_all_fourteen_accounts_sign_in(demo: Flask) -> None:
    Browser(demo)
    for person in PEOPLE:
        client = demo.test_client()
        answer = client.post("/login", data={"username": person.username, "password": PASSWORD})
        assert answer.status_code == 303
        assert client.get("/").status_code == 200
        assert password_problem(PASSWORD, username=person.username) is None


@pytest.mark.usefixtures("demo")
def test_every_unit_head_finds_work_at_home() -> None:
    heads = db.session.scalars(select(User).where(User.role == Role.UNIT_HEAD))
    for head in heads:
        assert head.unit_id is not None
        assert open_contributions_of_unit(head.unit_id, today=clock.today())


def test_the_accounts_are_listed_with_role_unit_and_password() -> None:
    lines = "\n".join(account_lines())
    assert PASSWORD in lines
    for person in PEOPLE:
        assert person.username in lines
        assert person.unit is None or person.unit in lines


def test_each_task_opens_for_one_of_the_roles(demo: Flask) -> None:
    tasks = [f"/tasks/{task.id}" for task in tasks_of(running_plan())]
    Browser(demo)
    for place, username in enumerate(ROLES):
        client = demo.test_client()
        client.post("/login", data={"username": username, "password": PASSWORD})
        # Several tasks by each: all by all would take minutes.
        for address in tasks[place :: len(ROLES)]:
            assert client.get(address).status_code == 200, (username, address)


@pytest.mark.parametrize("demo", ["sqlite"], indirect=True)
@pytest.mark.parametrize("username", ROLES)
def test_every_kind_of_page_is_whole_and_light(demo: Flask, username: str) -> None:
    """Valid, no id twice, the title its heading: the client refuses any page that is not."""
    Browser(demo)
    client = demo.test_client()
    client.post("/login", data={"username": username, "password": PASSWORD})
    pages = pages_by_kind(demo, client)
    assert len(pages) >= 25
    weights = {
        address: len(gzip.compress(text.encode(), 6)) for address, text in pages.values() if text
    }
    assert {address: weight for address, weight in weights.items() if weight > HEAVIEST} == {}


def test_the_journal_of_the_ward_speaks_vietnamese(demo: Flask) -> None:
    words = demo.jinja_env.get_template("macros/audit.html").module.fields
    told = db.session.scalars(select(AuditEntry.changes)).all()
    keys = {key for changes in told for key in changes or {} if key.isascii() and key.islower()}
    keys |= {field.name for field in fields(WardSettings)}
    assert keys - set(words) == set()


@pytest.mark.usefixtures("demo")
def test_the_office_decided_days_itself_and_a_weekly_report_has_its_hour() -> None:
    days = ward_calendar().office_days
    assert sorted(item.is_working for item in days) == [False, True]
    assert all(item.day > clock.today() for item in days)
    hours = {task.due_time: task.weekday for task in tasks_of(running_plan()) if task.due_time}
    assert hours == {time(16, 30): 4}

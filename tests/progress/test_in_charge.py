"""The head puts an officer in charge; the officer sees their own list, the head the unit's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import contribution_of, fixed, make_plan, make_task, regular
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tests.progress.reports import accept, send_report
from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.db import db
from tracker.progress.counting import count_by_place
from tracker.progress.in_charge import Load, loads
from tracker.progress.instances import make_instances_of
from tracker.progress.models import Contribution
from tracker.progress.moment import Moment
from tracker.progress.queries import contributions_of_task
from tracker.reading.result import Rhythm
from tracker.tasks.models import Task

TODAY = date(2026, 8, 5)


@pytest.fixture
def rows(ward: Ward) -> list[Contribution]:
    """One overdue, one due in five days, one due at the year's end."""
    plan = make_plan()
    days = {"Đã quá hạn": (8, 1), "Sắp đến hạn": (8, 10), "Cuối năm": (12, 15)}
    owed = [
        contribution_of(
            make_task(plan, fixed(date(2026, *day)), lead=ward.culture, content=content),
            ward.culture,
        )
        for content, day in days.items()
    ]
    db.session.commit()
    return owed


def name(client: FlaskClient, rows: list[Contribution], officer: User | None) -> TestResponse:
    chosen = [f"{row.id}:{row.version}" for row in rows]
    data = {"chosen": chosen, "officer": officer.id if officer else ""}
    return client.post("/contributions/officer", data=data)


def test_the_officer_sees_what_is_theirs_or_nobodys(
    ward: Ward, browser: Browser, rows: list[Contribution]
) -> None:
    head, officer = browser.as_(ward.culture_head), browser.as_(ward.culture_officer)
    assert name(head, rows[:1], ward.culture_officer).location == "/"
    assert name(head, rows[2:], ward.culture_head).status_code == 303
    own = officer.get("/").text
    assert "Đã quá hạn</a>" in own
    assert "Sắp đến hạn</a>" in own
    assert "Cuối năm</a>" not in own
    assert "Cuối năm</a>" in officer.get("/?officer=").text
    alone = head.get(f"/?officer={ward.culture_officer.id}").text
    assert "1 trong 3 việc" in alone
    assert f"phụ trách: {ward.culture_officer.full_name}" in alone
    assert "Sắp đến hạn</a>" in head.get("/?officer=nobody").text


def test_the_head_sees_the_load_of_each_person(
    ward: Ward, browser: Browser, rows: list[Contribution]
) -> None:
    head = browser.as_(ward.culture_head)
    assert "Việc theo người phụ trách" not in head.get("/").text
    name(head, rows[:2], ward.culture_officer)
    assert "Việc theo người phụ trách" in head.get("/").text
    counts = count_by_place(ward.culture.id, Moment.of(clock.now()))
    assert loads(counts, [ward.culture_head, ward.culture_officer]) == [
        Load(ward.culture_head, owed=0, overdue=0, due_soon=0),
        Load(ward.culture_officer, owed=2, overdue=1, due_soon=1),
        Load(None, owed=1, overdue=0, due_soon=0),
    ]


def test_only_the_head_names_and_only_people_of_the_unit(
    ward: Ward, browser: Browser, rows: list[Contribution]
) -> None:
    assert (
        name(browser.as_(ward.culture_officer), rows[:1], ward.culture_officer).status_code == 403
    )
    assert name(browser.as_(ward.economy_head), rows[:1], ward.economy_head).status_code == 403
    assert name(browser.as_(ward.culture_head), rows[:1], ward.economy_head).status_code == 422
    assert rows[0].officer is None


def test_the_name_stays_for_later_instances_and_stands_in_the_journal(
    ward: Ward, browser: Browser
) -> None:
    task = monthly(ward)
    first = contribution_of(task, ward.culture)
    head = browser.as_(ward.culture_head)
    name(head, [first], ward.culture_officer)
    told = latest_entries()[0]
    assert (told.action, told.changes) == (
        "contribution:officer_named",
        {"officer": [None, ward.culture_officer.full_name]},
    )
    october_of(task)
    parts = {part.officer for part in db.session.query(Contribution)}
    assert parts == {ward.culture_officer}
    assert "Đổi người phụ trách" in head.get(f"/tasks/{task.id}").text
    name(head, [first], None)
    assert {part.officer for part in db.session.query(Contribution)} == {None}


def test_two_who_name_at_once_are_told_of_each_other(
    ward: Ward, browser: Browser, rows: list[Contribution]
) -> None:
    head, officer = ward.culture_head, ward.culture_officer
    seen = f"{rows[0].id}:{rows[0].version}"
    place = f"/tasks/{rows[0].occurrence.task_id}"
    client = browser.as_(head)
    assert name(client, rows[:1], officer).status_code == 303
    late = {"chosen": [seen, f"{rows[1].id}:{rows[1].version}"], "officer": head.id}
    outdated = client.post("/contributions/officer", data={**late, "next": place})
    assert outdated.status_code == 409
    assert f"nay do {officer.full_name} phụ trách" in outdated.text
    assert f'<option value="{head.id}" selected>' in outdated.text
    among_reports = client.post("/contributions/officer", data={**late, "note": "Đã họp đơn vị."})
    assert among_reports.status_code == 409
    assert "Đã họp đơn vị." in among_reports.text
    assert f'<option value="{head.id}" selected>' in among_reports.text
    # Nothing of the choice was done; the same choice a second time has nothing to refuse.
    assert [row.officer for row in rows[:2]] == [officer, None]
    same = {"chosen": [seen], "officer": officer.id}
    assert client.post("/contributions/officer", data=same).status_code == 303


def monthly(ward: Ward) -> Task:
    """August's and September's instances of the culture division's."""
    plan = make_plan(tracked_from=date(2026, 8, 1))
    deadline = regular(Rhythm.MONTHLY)
    task = make_task(plan, deadline, lead=ward.culture, until=date(2026, 9, 30))
    db.session.commit()
    return task


def october_of(task: Task) -> Contribution:
    """What comes next."""
    make_instances_of(task, until=date(2026, 10, 31))
    db.session.commit()
    return max(contributions_of_task(task.id), key=lambda part: part.id)


def test_who_is_in_charge_now_has_what_comes_whoever_did_what_is_done(
    ward: Ward, browser: Browser
) -> None:
    task = monthly(ward)
    august, september = sorted(contributions_of_task(task.id), key=lambda part: part.id)
    head, leader = browser.as_(ward.culture_head), browser.as_(ward.leader)
    name(head, [august], ward.culture_officer)
    assert send_report(head, september).status_code == 303
    assert accept(leader, september).status_code == 303
    name(head, [august], ward.culture_head)
    october = october_of(task)
    assert (september.officer, october.officer) == (ward.culture_officer, ward.culture_head)


@pytest.mark.parametrize("who", ["culture_officer", None])
def test_what_was_accepted_last_says_who_has_what_comes_when_nothing_is_open(
    ward: Ward, browser: Browser, who: str | None
) -> None:
    task = monthly(ward)
    august, september = sorted(contributions_of_task(task.id), key=lambda part: part.id)
    head, leader = browser.as_(ward.culture_head), browser.as_(ward.leader)
    name(head, [august], ward.culture_officer)
    for minutes, part in enumerate((september, august)):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            assert send_report(head, part).status_code == 303
            assert accept(leader, part).status_code == 303
        if who is None:
            name(head, [august], None)
    october = october_of(task)
    assert september.officer == ward.culture_officer
    assert october.officer == (getattr(ward, who) if who else None)

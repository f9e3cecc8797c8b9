"""The personal feed: read as other calendars read it, opened by its secret address only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.due_calendar.feeds import address_of, events
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.journal import latest_entries
from tests.personas import PASSWORD, Browser, Ward
from tests.progress.reports import accept, send_report
from tracker.accounts.queries import open_sign_ins
from tracker.accounts.rules import Role
from tracker.accounts.service import AccountDetails, change_user, set_password
from tracker.core.db import db
from tracker.due_calendar.models import CalendarSubscription
from tracker.progress.service import cancel
from tracker.tasks.models import Task
from tracker.tasks.moving import extend_due_day


@pytest.fixture
def tasks(ward: Ward) -> tuple[Task, Task]:
    """One of the culture division, one of the economy division."""
    plan = make_plan()
    content = "Báo cáo; đánh giá, đề xuất \\ nhiều " + "chữ có dấu tiếng Việt " * 6
    own = make_task(plan, fixed(date(2026, 8, 20)), lead=ward.culture, content=content.strip())
    other = make_task(plan, fixed(date(2026, 8, 31)), lead=ward.economy)
    db.session.commit()
    return own, other


@pytest.mark.usefixtures("tasks")
def test_a_unit_s_feed_holds_its_due_days_as_all_day_events(
    ward: Ward, browser: Browser, tasks: tuple[Task, Task]
) -> None:
    found = events(browser, address_of(browser, ward.culture_head))
    (event,) = found.values()
    assert event["dtstart"].dt == date(2026, 8, 20)
    assert event["dtend"].dt == date(2026, 8, 21)
    assert event["transp"] == "TRANSPARENT"
    assert event["sequence"] == 0
    assert event["summary"] == f"Hạn: 1 {tasks[0].content}"
    assert event["url"] == f"http://localhost/tasks/{tasks[0].id}"


def test_lines_are_folded_and_end_as_the_standard_says(
    ward: Ward, browser: Browser, tasks: tuple[Task, Task]
) -> None:
    assert tasks
    body = browser.anonymous().get(address_of(browser, ward.culture_head)).data
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75


def test_a_moved_day_keeps_the_uid_and_raises_the_sequence(
    ward: Ward, browser: Browser, tasks: tuple[Task, Task]
) -> None:
    address = address_of(browser, ward.culture_head)
    before = events(browser, address)
    extend_due_day(tasks[0].occurrences[0], date(2026, 9, 10))
    db.session.commit()
    after = events(browser, address)
    assert before.keys() == after.keys()
    (event,) = after.values()
    assert (event["dtstart"].dt, event["sequence"]) == (date(2026, 9, 10), 1)
    assert "Hạn gốc: 20/08/2026" in event["description"]


def test_done_and_cancelled_work_says_so(
    ward: Ward, browser: Browser, tasks: tuple[Task, Task]
) -> None:
    address = address_of(browser, ward.office, "all")
    own, other = (
        contribution_of(task, unit)
        for task, unit in zip(tasks, (ward.culture, ward.economy), strict=True)
    )
    send_report(browser.as_(ward.culture_head), own)
    accept(browser.as_(ward.office), own)
    cancel(other, reason="Không còn cần.", actor=ward.office)
    db.session.commit()
    found = events(browser, address)
    first, second = (found[f"occurrence-{item.occurrence_id}@localhost"] for item in (own, other))
    assert str(first["summary"]).startswith("✓ Xong:")
    assert (second["status"], second["sequence"]) == ("CANCELLED", 1)


@pytest.mark.usefixtures("tasks")
def test_each_sees_only_what_is_theirs_now(ward: Ward, browser: Browser) -> None:
    assert len(events(browser, address_of(browser, ward.office, "all"))) == 2
    assert len(events(browser, address_of(browser, ward.office))) == 0
    assert len(events(browser, address_of(browser, ward.observer))) == 2
    # Someone of a unit who asks for everything gets the unit's.
    address = address_of(browser, ward.economy_head, "all")
    assert len(events(browser, address)) == 1
    ward.economy_head.unit = ward.centre
    db.session.commit()
    assert len(events(browser, address)) == 0


@pytest.mark.usefixtures("tasks")
def test_an_unchanged_feed_is_not_sent_again(ward: Ward, browser: Browser) -> None:
    address, client = address_of(browser, ward.culture_head), browser.anonymous()
    first = client.get(address)
    assert first.headers["Cache-Control"] == "private, max-age=900"
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_token_is_not_in_the_database_and_a_wrong_one_opens_nothing(
    ward: Ward, browser: Browser
) -> None:
    address = address_of(browser, ward.culture_head)
    token = address.rpartition("/")[2].removesuffix(".ics")
    row = db.session.scalars(select(CalendarSubscription)).one()
    assert len(token) >= 43
    assert token not in {row.nonce, row.token_hash}
    client = browser.anonymous()
    for wrong in (token[:-1], token + "A", row.token_hash, row.nonce):
        assert client.get(f"/calendar/feed/{wrong}.ics").status_code == 404


def test_a_new_address_ends_the_old_and_revoking_ends_both(ward: Ward, browser: Browser) -> None:
    old = address_of(browser, ward.culture_head)
    new = address_of(browser, ward.culture_head)
    client = browser.anonymous()
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)
    head = browser.as_(ward.culture_head)
    for _pressed_twice in range(2):
        assert head.post("/account/calendar/revoke").status_code == 303
    assert client.get(new).status_code == 404
    assert "feed:revoked" in {entry.action for entry in latest_entries()[:3]}


@pytest.mark.parametrize("ended_by", ["password", "reset", "others", "administrator", "disabled"])
def test_what_ends_every_sign_in_ends_the_address(
    ward: Ward, browser: Browser, ended_by: str
) -> None:
    """Whoever had the account's cookie, or its phone, has the address too."""
    address, head = address_of(browser, ward.culture_head), browser.as_(ward.culture_head)
    new, url = "Cam-buoi-nhan-2026", f"/accounts/{ward.culture_head.id}"
    if ended_by == "password":
        head.post("/account/password", data={"old": PASSWORD, "new": new, "again": new})
    elif ended_by == "reset":
        set_password(ward.culture_head, new, actor=ward.administrator, temporary=True)
    elif ended_by == "others":
        head.post("/account/sign-ins/end-others")
    elif ended_by == "administrator":
        browser.as_(ward.administrator).post(f"{url}/sign-ins/end")
    else:
        for is_enabled in (False, True):
            details = AccountDetails("Người thử", Role.UNIT_HEAD, ward.culture)
            details = replace(details, is_enabled=is_enabled)
            version = ward.culture_head.version
            change_user(ward.culture_head, details, version=version, actor=ward.administrator)
    db.session.commit()
    assert browser.anonymous().get(address).status_code == 404
    if ended_by in {"password", "others"}:
        assert "Đường dẫn lịch đã hết hiệu lực" in head.get("/account/calendar").text
        assert browser.anonymous().get(address_of(browser, ward.culture_head)).status_code == 200


def test_ending_one_sign_in_leaves_the_address(ward: Ward, browser: Browser) -> None:
    address = address_of(browser, ward.culture_head)
    browser.sign_in(ward.culture_head)
    newest, *_ = open_sign_ins(ward.culture_head)
    browser.as_(ward.culture_head).post(f"/sign-ins/{newest.id}/end")
    assert browser.anonymous().get(address).status_code == 200


def test_a_disabled_account_s_feed_is_closed(ward: Ward, browser: Browser) -> None:
    address = address_of(browser, ward.culture_head)
    ward.culture_head.is_enabled = False
    db.session.commit()
    assert browser.anonymous().get(address).status_code == 404

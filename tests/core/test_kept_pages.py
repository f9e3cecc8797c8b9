"""Pages kept for a minute: the same until something is written, another copy for each window."""

from __future__ import annotations

import re
from datetime import date, timedelta

from flask import Flask

from tests.conftest import MORNING
from tests.counted_statements import counted_statements
from tests.factories import fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tracker.core import clock
from tracker.core.db import db
from tracker.tasks.models import Task


def task_of(ward: Ward) -> Task:
    """A task that the culture division owes on the day before this one."""
    task = make_task(make_plan(), fixed(date(2026, 8, 4)), lead=ward.culture)
    db.session.commit()
    return task


def key_of(page: str) -> str:
    """The key of the form for remarks."""
    found = re.search(r'name="request_key"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_the_second_look_asks_the_database_nothing_of_the_task(
    ward: Ward, browser: Browser
) -> None:
    address, head = f"/tasks/{task_of(ward).id}", browser.as_(ward.culture_head)
    head.get("/plans")
    first = head.get(address).text
    with counted_statements() as asked:
        second = head.get(address).text
    assert not [statement for statement in asked if " task" in statement]
    assert second.replace(key_of(second), "") == first.replace(key_of(first), "")


def test_two_windows_have_two_keys_so_both_remarks_count(ward: Ward, browser: Browser) -> None:
    address, head = f"/tasks/{task_of(ward).id}", browser.as_(ward.culture_head)
    head.get("/plans")
    keys = [key_of(head.get(address).text) for _ in range(3)]
    assert len(set(keys)) == 3
    for number, key in enumerate(keys[:2]):
        words = {"words": f"Ý kiến thứ {number}", "request_key": key}
        assert head.post(f"{address}/conversation", data=words).status_code == 303
    page = head.get(address).text
    assert "Ý kiến thứ 0" in page
    assert "Ý kiến thứ 1" in page


def test_what_another_person_wrote_is_seen_at_once(ward: Ward, browser: Browser) -> None:
    address = f"/tasks/{task_of(ward).id}"
    head, officer = browser.as_(ward.culture_head), browser.as_(ward.culture_officer)
    assert "Đã họp" not in officer.get(address).text
    words = {"words": "Đã họp sáng nay", "request_key": key_of(head.get(address).text)}
    head.post(f"{address}/conversation", data=words)
    assert "Đã họp sáng nay" in officer.get(address).text


def test_each_person_and_each_browser_has_its_own(ward: Ward, browser: Browser) -> None:
    address = f"/tasks/{task_of(ward).id}"
    pages = [
        browser.as_(person).get(address).text
        for person in (ward.culture_head, ward.culture_head, ward.office, ward.observer)
    ]
    tokens = [re.search(r'"X-CSRFToken": "([^"]+)"', page) for page in pages]
    assert len({token[1] for token in tokens if token}) == len(pages)
    assert "Nhật ký của nhiệm vụ" in pages[2]
    assert "Nhật ký của nhiệm vụ" not in pages[0]


def test_with_the_next_minute_the_page_is_made_anew(
    ward: Ward, browser: Browser, app: Flask
) -> None:
    address, head = f"/tasks/{task_of(ward).id}", browser.as_(ward.culture_head)
    head.get("/plans")
    head.get(address)
    with clock.at(MORNING + timedelta(minutes=1)), counted_statements() as asked:
        head.get(address)
    assert [statement for statement in asked if " task" in statement]
    assert app.debug is False


def test_a_message_is_shown_once(ward: Ward, browser: Browser) -> None:
    address, head = f"/tasks/{task_of(ward).id}", browser.as_(ward.culture_head)
    words = {"words": "Đã họp", "request_key": key_of(head.get(address).text)}
    told = head.post(f"{address}/conversation", data=words, follow_redirects=True).text
    assert 'class="message message--success"' in told
    assert 'class="message message--success"' not in head.get(address).text


def test_whoever_is_signed_out_meanwhile_sees_it_no_more(ward: Ward, browser: Browser) -> None:
    address, head = f"/tasks/{task_of(ward).id}", browser.as_(ward.culture_head)
    head.get(address)
    head.post("/logout")
    assert head.get(address).status_code == 302

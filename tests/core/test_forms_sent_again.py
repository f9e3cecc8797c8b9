"""A form sent again is taken once; gone back to and written on, it is another: no word is lost.

A telephone that lost the answer sends the same once more. Whoever goes back in the browser has the
form of before in hand, with its key, and may write something else into it.
"""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from flask.testing import FlaskClient

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.progress.files import PDF
from tests.progress.reports import send_report
from tracker.conversations.queries import remarks_on
from tracker.core.db import db
from tracker.follow_up.models import Directive
from tracker.progress.models import Contribution
from tracker.reports.models import Report
from tracker.tasks.models import Task

FORM = {"request_key": "one-form"}


@pytest.fixture
def task(ward: Ward) -> Task:
    """Led by the culture division."""
    task = make_task(make_plan(), fixed(date(2026, 8, 20)), lead=ward.culture)
    db.session.commit()
    return task


@pytest.fixture
def owed(ward: Ward, task: Task) -> Contribution:
    """What the culture division owes of it."""
    return contribution_of(task, ward.culture)


def send_thrice(client: FlaskClient, url: str, first: dict[str, str], then: dict[str, str]) -> None:
    """As it is, once more as it is, then with something else in it."""
    for form in (first, first, then):
        assert client.post(url, data={**FORM, **form}).status_code == 303


def test_a_remark(ward: Ward, browser: Browser, task: Task) -> None:
    url = f"/tasks/{task.id}/conversation"
    said = {"words": "Đã gửi dự thảo."}, {"words": "Đã gửi dự thảo, chờ ý kiến."}
    send_thrice(browser.as_(ward.culture_head), url, *said)
    assert [remark.words for remark in remarks_on(task.id)] == [form["words"] for form in said]


def test_a_key_of_any_length(ward: Ward, browser: Browser, task: Task) -> None:
    """Nobody's browser sends one; no index of a database takes it as it is."""
    chance = Random(1)  # noqa: S311 - no secret hangs on it
    said = {"words": "Đã gửi dự thảo.", "request_key": chance.randbytes(20_000).hex()}
    for _time in range(2):
        url = f"/tasks/{task.id}/conversation"
        assert browser.as_(ward.culture_head).post(url, data=said).status_code == 303
    assert len(remarks_on(task.id)) == 1


def test_a_directive(ward: Ward, browser: Browser, task: Task) -> None:
    first = {"words": "Báo cáo tôi.", "units": str(ward.culture.id)}
    then = {**first, "words": "Báo cáo tôi trước thứ Sáu."}
    send_thrice(browser.as_(ward.leader), f"/tasks/{task.id}/directives/new", first, then)
    given = db.session.query(Directive).order_by(Directive.id)
    assert [directive.words for directive in given] == [first["words"], then["words"]]


def test_a_report_of_other_days(ward: Ward, browser: Browser) -> None:
    """What is chosen stands in the address, not in the form."""
    office = browser.as_(ward.office)
    for month in ("06", "06", "07"):
        url = f"/reports/new/overdue?kind=days&first=01/{month}/2026&last=15/{month}/2026"
        assert office.post(url, data=FORM).status_code == 303
    made = db.session.query(Report).order_by(Report.id)
    assert [report.first_day for report in made] == [date(2026, 6, 1), date(2026, 7, 1)]


def test_a_report_is_refused_with_all_that_was_typed(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    """The row is another by now, by the first of them: the person looks at it and sends again."""
    head = browser.as_(ward.culture_head)
    opened = {"version": str(owed.version), "status": "in_progress", **FORM}
    for _time in range(2):
        assert send_report(head, owed, note="Đang soạn.", **opened).status_code == 303
    again = send_report(head, owed, note="Đang soạn, vướng số liệu.", **opened)
    assert again.status_code == 409
    assert "Đang soạn, vướng số liệu." in again.text
    assert "Đã có thay đổi của chính bạn lúc 08:00 05/08/2026" in again.text
    db.session.refresh(owed)
    meant = {**opened, "version": str(owed.version)}
    assert send_report(head, owed, note="Đang soạn, vướng số liệu.", **meant).status_code == 303
    assert [update.note for update in owed.updates] == ["Đang soạn, vướng số liệu.", "Đang soạn."]


def test_a_report_with_another_file_of_the_same_name(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    head = browser.as_(ward.culture_head)
    opened = {"version": str(owed.version), "status": "in_progress", **FORM}
    for _time in range(2):
        assert send_report(head, owed, ("a.pdf", PDF), **opened).status_code == 303
    assert send_report(head, owed, ("a.pdf", PDF + b"\n"), **opened).status_code == 409
    assert len(owed.evidence) == 1

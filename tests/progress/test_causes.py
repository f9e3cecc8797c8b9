"""The objective cause of a late result: judged with it or later, by whom, never for one's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.progress.reports import accept, give_back, send_report
from tracker.audit.models import AuditEntry
from tracker.core import clock
from tracker.core.db import db
from tracker.plans.rules import PlanState
from tracker.progress.models import CauseVerdict, Contribution, ProgressUpdate
from tracker.progress.rules import ContributionStatus

LATE = datetime(2026, 8, 22, 1, tzinfo=UTC)
RATING = "/figures/rating?kind=days&first=01/08/2026&last=31/08/2026"
UNJUDGED = "Khách quan theo đơn vị, chưa ai xác nhận"
CONFIRMED = {"ruling": "confirm", "ruling_note": "Công điện số 12."}


@pytest.fixture
def sent(ward: Ward, browser: Browser) -> Iterator[Contribution]:
    """Handed in two days late; the unit says it could not help it."""
    task = make_task(make_plan(), fixed(date(2026, 8, 20)), lead=ward.culture)
    db.session.commit()
    owed = contribution_of(task, ward.culture)
    with clock.at(LATE):
        says = {"late_reason": "Bão số 4.", "late_cause": "objective"}
        assert send_report(browser.as_(ward.culture_head), owed, **says).status_code == 303
        yield owed


def told(contribution: Contribution) -> ProgressUpdate:
    assert contribution.lateness is not None
    return contribution.lateness


def judge(client: FlaskClient, contribution: Contribution, **changes: Any) -> TestResponse:
    form = {"ruling": "confirm", "note": "", "seen": "0", "request_key": "form-1", **changes}
    return client.post(f"/causes/{told(contribution).id}", data=form)


def rated(browser: Browser, ward: Ward) -> dict[str, Any]:
    """The one line of work in August's inputs, and the person's counts."""
    book = load_workbook(BytesIO(browser.as_(ward.leader).post(RATING).data))
    found: dict[str, Any] = {}
    for name, first in (("Theo người", 6), ("Từng công việc", 5)):
        headings, values = book[name].iter_rows(min_row=first, values_only=True)
        found |= dict(zip(headings, values, strict=True))
    return found


def test_a_late_result_is_accepted_with_a_word_on_its_cause(
    ward: Ward, browser: Browser, sent: Contribution
) -> None:
    office = browser.as_(ward.office)
    page = office.get("/review").text
    assert "Xác nhận là khách quan" in page
    assert UNJUDGED in page
    silent = accept(office, sent, ruling_note="Đã đọc.")
    assert silent.status_code == 422
    assert "hãy chọn xác nhận, không xác nhận" in silent.text
    assert "Đã đọc." in silent.text
    assert sent.status is ContributionStatus.SUBMITTED
    assert accept(office, sent, **CONFIRMED).status_code == 303
    (verdict,) = told(sent).verdicts
    assert (verdict.is_confirmed, verdict.note) == (True, "Công điện số 12.")
    words = f"Khách quan, {ward.office.full_name} xác nhận ngày 22/08/2026"
    unit_page = browser.as_(ward.culture_head).get(f"/tasks/{sent.occurrence.task_id}").text
    assert words in unit_page
    assert "Công điện số 12." in unit_page
    line = rated(browser, ward)
    assert line["Nguyên nhân chậm"] == "Khách quan, đã xác nhận"
    assert line["Người trả lời về nguyên nhân"] == ward.office.full_name
    assert line["Chậm vì khách quan: đã xác nhận"] == 1
    entry = db.session.query(AuditEntry).filter_by(action="cause:confirmed").one()
    assert entry.changes["note"] == [None, "Công điện số 12."]


def test_what_was_left_is_listed_until_somebody_answers(
    ward: Ward, browser: Browser, sent: Contribution
) -> None:
    assert accept(browser.as_(ward.office), sent, ruling="later").status_code == 303
    line = rated(browser, ward)
    assert line["Nguyên nhân chậm"] == UNJUDGED
    assert line["Chậm vì khách quan: chưa ai xác nhận"] == 1
    leader = browser.as_(ward.leader)
    assert "1 nguyên nhân chưa ai xác nhận" in leader.get("/causes").text
    assert "1 nguyên nhân khách quan của việc nộp muộn" in leader.get("/review").text
    sent.occurrence.task.plan.state = PlanState.CLOSED
    db.session.commit()
    assert judge(leader, sent, ruling="").status_code == 422
    assert judge(leader, sent, seen="9" * 30).status_code == 409
    assert judge(leader, sent, ruling="refuse", note="Bão đã tan.").status_code == 303
    assert judge(leader, sent, ruling="refuse", note="Bão đã tan.").status_code == 303
    assert db.session.query(CauseVerdict).count() == 1
    assert "0 nguyên nhân chưa ai xác nhận" in leader.get("/causes").text
    judged = leader.get("/causes?state=judged").text
    assert f"{ward.leader.full_name} không xác nhận ngày 22/08/2026" in judged
    line = rated(browser, ward)
    assert line["Nguyên nhân chậm"] == "Khách quan theo đơn vị, không được xác nhận"
    assert line["Căn cứ, ý kiến"] == "Bão đã tan."


def test_a_second_verdict_says_why_and_keeps_the_first(
    ward: Ward, browser: Browser, sent: Contribution
) -> None:
    accept(browser.as_(ward.office), sent, **CONFIRMED)
    leader = browser.as_(ward.leader)
    outdated = judge(leader, sent, ruling="refuse", note="Đã xem lại.")
    assert outdated.status_code == 409
    assert f"{ward.office.full_name} đã trả lời" in outdated.text
    assert "Đã xem lại." in outdated.text
    assert judge(leader, sent, ruling="refuse", seen="1").status_code == 422
    answer = judge(leader, sent, ruling="refuse", seen="1", note="Đã xem lại.")
    assert answer.status_code == 303
    assert [item.is_confirmed for item in told(sent).verdicts] == [True, False]


def test_a_form_that_saw_more_answers_than_there_are_is_refused(
    ward: Ward, browser: Browser, sent: Contribution
) -> None:
    accept(browser.as_(ward.office), sent)
    answer = judge(browser.as_(ward.leader), sent, seen="9")
    assert answer.status_code == 409
    assert "Hãy xem lại rồi trả lời." in answer.text


def test_nobody_judges_their_own_and_many_at_once_judge_nothing(
    ward: Ward, browser: Browser, sent: Contribution
) -> None:
    sent.occurrence.task.plan.coordinator_unit = ward.culture
    db.session.commit()
    own = judge(browser.as_(ward.culture_head), sent)
    assert own.status_code == 422
    assert "đơn vị mình" in own.text
    office = browser.as_(ward.office)
    form = {"chosen": f"{sent.id}:{sent.version}"}
    page = office.post("/review/accept", data=form, follow_redirects=True).text
    assert "hãy xác nhận riêng việc này" in page
    assert sent.status is ContributionStatus.SUBMITTED


def test_a_cause_named_again_is_judged_again(
    ward: Ward, browser: Browser, sent: Contribution
) -> None:
    first = told(sent)
    office, unit = browser.as_(ward.office), browser.as_(ward.culture_head)
    give_back(office, sent)
    says = {"late_reason": "Mất điện.", "late_cause": "objective"}
    send_report(unit, sent, **says)
    form = {"ruling": "confirm", "seen": "0", "request_key": "old"}
    assert office.post(f"/causes/{first.id}", data=form).status_code == 409
    assert accept(office, sent).status_code == 422
    assert accept(office, sent, ruling="refuse").status_code == 303
    assert [item.is_confirmed for item in told(sent).verdicts] == [False]

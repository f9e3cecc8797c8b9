"""The office confirms several submissions at once; what changed meanwhile is named, not lost."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.imports.reviewing import words_of
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tests.progress.reports import give_back, send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.follow_up.views import SUBMISSIONS_PER_PAGE
from tracker.plans.models import Plan
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus


@pytest.fixture
def submitted(ward: Ward, browser: Browser) -> list[Contribution]:
    """Culture, economy and the office's own unit have handed in, in two plans."""
    plans = [make_plan(), make_plan("Kế hoạch chuyển đổi số", number="20/KH-UBND")]
    owed = [
        _owed(plans[0], ward.culture, "Rà soát thủ tục"),
        _owed(plans[1], ward.economy, "Số hóa hồ sơ"),
        _owed(plans[0], ward.office_unit, "Tổng hợp báo cáo"),
    ]
    db.session.commit()
    for person, item in zip((ward.culture_head, ward.economy_head, ward.office), owed, strict=True):
        assert send_report(browser.as_(person), item).status_code == 303
    return owed


def _owed(plan: Plan, unit: object, content: str) -> Contribution:
    task = make_task(plan, fixed(date(2026, 8, 20)), lead=unit, content=content)  # type: ignore[arg-type]
    return contribution_of(task, unit)  # type: ignore[arg-type]


def accept_many(client: FlaskClient, *seen: tuple[int, int]) -> TestResponse:
    chosen = [f"{contribution_id}:{version}" for contribution_id, version in seen]
    return client.post("/review/accept", data={"chosen": chosen}, follow_redirects=True)


def test_all_ticked_ones_are_confirmed_each_with_its_entry(
    ward: Ward, browser: Browser, submitted: list[Contribution]
) -> None:
    seen = [(item.id, item.version) for item in submitted[:2]]
    page = accept_many(browser.as_(ward.office), *seen)
    assert "Đã xác nhận 2 việc." in page.text
    assert [item.status for item in submitted[:2]] == [ContributionStatus.ACCEPTED] * 2
    assert {entry.action for entry in latest_entries()[:2]} == {"contribution:accepted"}
    again = accept_many(browser.as_(ward.office), *seen)
    assert "không còn chờ xác nhận" in again.text
    assert len(submitted[0].updates) == 2


def test_changed_or_own_work_is_named_and_the_rest_is_confirmed(
    ward: Ward, browser: Browser, submitted: list[Contribution]
) -> None:
    seen = [(item.id, item.version) for item in submitted]
    give_back(browser.as_(ward.leader), submitted[0])
    page = words_of(accept_many(browser.as_(ward.office), *seen))
    assert "Đã xác nhận 1 việc." in page
    assert "Rà soát thủ tục: Phần việc đang ở trạng thái “Trả lại”" in page
    assert "Tổng hợp báo cáo: Không tự xác nhận việc của đơn vị mình" in page
    states = [item.status.value for item in submitted]
    assert states == ["returned", "accepted", "submitted"]


def test_nothing_ticked_or_not_readable_confirms_nothing(
    ward: Ward, browser: Browser, submitted: list[Contribution]
) -> None:
    office = browser.as_(ward.office)
    assert "Chưa chọn việc nào" in accept_many(office).text
    answer = office.post("/review/accept", data={"chosen": ["x", "1:", ":2"]})
    assert answer.status_code == 303
    assert "không còn trong danh sách" in accept_many(office, (999, 1)).text
    assert all(item.status is ContributionStatus.SUBMITTED for item in submitted)


def test_a_coordinating_head_confirms_in_their_own_plans_only(
    ward: Ward, browser: Browser, submitted: list[Contribution]
) -> None:
    submitted[1].occurrence.task.plan.coordinator_unit = ward.centre
    db.session.commit()
    seen = [(item.id, item.version) for item in submitted[:2]]
    page = accept_many(browser.as_(ward.centre_head), *seen)
    assert "Đã xác nhận 1 việc." in page.text
    assert [item.status.value for item in submitted[:2]] == ["submitted", "accepted"]


def test_filters_by_unit_and_plan_stay_after_the_answer(
    ward: Ward, browser: Browser, submitted: list[Contribution]
) -> None:
    office = browser.as_(ward.office)
    plan_id = submitted[0].occurrence.task.plan_id
    assert "2 trong 3 việc chờ xác nhận" in words_of(office.get(f"/review?plan={plan_id}"))
    page = office.get(f"/review?unit={ward.culture.id}")
    assert "1 trong 3 việc chờ xác nhận" in words_of(page)
    assert f'value="{submitted[0].id}:{submitted[0].version}"' in page.text
    answer = office.post("/review/accept", data={"unit": str(ward.culture.id)})
    assert answer.headers["Location"] == f"/review?unit={ward.culture.id}"
    assert "Không có việc nào khớp bộ lọc" in office.get("/review?unit=999").text


def test_own_work_has_no_box(ward: Ward, browser: Browser, submitted: list[Contribution]) -> None:
    page = browser.as_(ward.office).get("/review").text
    assert f'value="{submitted[2].id}:' not in page
    assert page.count('name="chosen"') == 2


@pytest.mark.usefixtures("submitted")
def test_a_long_queue_comes_in_pages_the_oldest_first(ward: Ward, browser: Browser) -> None:
    plan = make_plan("Kế hoạch cải cách hành chính", number="30/KH-UBND")
    for number in range(SUBMISSIONS_PER_PAGE):
        owed = _owed(plan, ward.centre, f"Việc nộp sau, số {number}")
        owed.status, owed.submitted_at = ContributionStatus.SUBMITTED, clock.now()
    db.session.commit()
    office = browser.as_(ward.office)
    first, second = office.get("/review"), office.get("/review?page=2")
    for page in (first, second):
        assert f"{SUBMISSIONS_PER_PAGE + 3} việc chờ xác nhận" in words_of(page)
    rows = [page.text.count('<li class="work-item') for page in (first, second)]
    assert rows == [SUBMISSIONS_PER_PAGE, 3]
    assert "Rà soát thủ tục" in first.text
    assert "Rà soát thủ tục" not in second.text
    # The filters offer what the whole queue holds.
    assert "20/KH-UBND" in second.text

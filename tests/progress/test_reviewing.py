"""The office answers: accepts, or returns with a reason. Nobody answers for their own unit."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.conftest import MORNING
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.progress.files import PDF
from tests.progress.reports import HTMX, accept, give_back, send_report
from tracker.audit.queries import entries_about
from tracker.core import clock
from tracker.core.db import db
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus, TimingClass, timing_class
from tracker.settings.service import change_setting


@pytest.fixture
def submitted(ward: Ward, browser: Browser, owed: Contribution) -> Contribution:
    send_report(browser.as_(ward.culture_head), owed, ("ket-qua.pdf", PDF))
    return owed


def test_accepting(ward: Ward, browser: Browser, submitted: Contribution) -> None:
    answer = accept(browser.as_(ward.office), submitted)
    assert answer.headers["Location"] == "/review"
    assert submitted.status is ContributionStatus.ACCEPTED
    assert submitted.accepted_at == MORNING
    assert submitted.updates[0].user == ward.office
    entry = entries_about(submitted)[0]
    assert (entry.action, entry.changes) == (
        "contribution:accepted",
        {"status": ["submitted", "accepted"]},
    )


def test_returning_with_a_reason_the_unit_sees(
    ward: Ward, browser: Browser, submitted: Contribution
) -> None:
    answer = give_back(browser.as_(ward.office), submitted, "Thiếu số liệu quý II.")
    assert answer.headers["Location"] == "/review"
    assert submitted.status is ContributionStatus.RETURNED
    assert submitted.times_returned == 1
    entry = entries_about(submitted)[0]
    assert entry.changes == {
        "status": ["submitted", "returned"],
        "reason": [None, "Thiếu số liệu quý II."],
    }
    home = browser.as_(ward.culture_officer).get("/").text
    assert "Bị trả lại" in home
    assert "Thiếu số liệu quý II." in home


@pytest.mark.parametrize("reason", ["", "   \n "])
def test_a_return_needs_its_reason(
    ward: Ward, browser: Browser, submitted: Contribution, reason: str
) -> None:
    answer = give_back(browser.as_(ward.office), submitted, reason)
    assert answer.status_code == 422
    assert "Hãy ghi lý do trả lại để đơn vị biết cần sửa gì." in answer.text
    assert submitted.status is ContributionStatus.SUBMITTED


def test_returned_handed_in_again_accepted(
    ward: Ward, browser: Browser, submitted: Contribution
) -> None:
    unit, office = browser.as_(ward.culture_head), browser.as_(ward.office)
    give_back(office, submitted)
    send_report(unit, submitted, note="Đã bổ sung.")
    give_back(office, submitted, "Vẫn thiếu.")
    send_report(unit, submitted, status="in_progress", note="Đang bổ sung tiếp.")
    send_report(unit, submitted, note="Đã đủ.")
    accept(office, submitted)
    assert submitted.status is ContributionStatus.ACCEPTED
    assert submitted.times_returned == 2
    assert submitted.return_reason is None
    assert len(submitted.updates) == 7


def test_what_was_handed_in_on_the_last_day_is_on_time_whenever_it_is_answered(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    late_evening = datetime(2026, 8, 20, 16, 50, tzinfo=UTC)
    with clock.at(late_evening):
        send_report(browser.as_(ward.culture_head), owed)
    with clock.at(datetime(2026, 9, 30, 3, 0, tzinfo=UTC)):
        late = browser.as_(ward.office).get("/follow-up").text
        assert "2 việc quá hạn" in late
        assert "Phòng Văn hóa - Xã hội" not in late
        accept(browser.as_(ward.office), owed)
    assert timing_class(owed.facts, date(2026, 9, 30)) is TimingClass.DONE_ON_TIME


def test_the_next_morning_is_late(ward: Ward, browser: Browser, owed: Contribution) -> None:
    after_midnight = datetime(2026, 8, 20, 17, 5, tzinfo=UTC)
    with clock.at(after_midnight):
        send_report(browser.as_(ward.culture_head), owed)
    accept(browser.as_(ward.office), owed)
    assert timing_class(owed.facts, date(2026, 9, 30)) is TimingClass.DONE_LATE


def test_nobody_answers_for_their_own_unit(
    ward: Ward, browser: Browser, office_part: Contribution
) -> None:
    office, leader = browser.as_(ward.office), browser.as_(ward.leader)
    send_report(office, office_part)
    queue = office.get("/review").text
    assert "Việc của đơn vị mình" in queue
    assert f"/contributions/{office_part.id}/accept" not in queue
    for answer in (accept(office, office_part), give_back(office, office_part)):
        assert answer.status_code == 422
        assert "Không tự xác nhận việc của đơn vị mình" in answer.text
    assert accept(leader, office_part).status_code == 303


def test_what_was_not_handed_in_cannot_be_answered(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    answer = accept(browser.as_(ward.office), owed)
    assert answer.status_code == 409
    assert "không còn chờ xác nhận" in answer.text
    assert give_back(browser.as_(ward.office), owed).status_code == 409
    assert owed.updates == []


def test_pressing_accept_twice_answers_once(
    ward: Ward, browser: Browser, submitted: Contribution
) -> None:
    version = str(submitted.version)
    office = browser.as_(ward.office)
    url = f"/contributions/{submitted.id}/accept"
    statuses = [office.post(url, data={"version": version}).status_code for _ in range(2)]
    assert statuses == [303, 409]
    assert len(submitted.updates) == 2


def test_through_htmx_the_item_leaves_the_queue_and_the_count_follows(
    ward: Ward, browser: Browser, submitted: Contribution
) -> None:
    answer = accept(browser.as_(ward.office), submitted, htmx=True)
    assert answer.status_code == 200
    assert f'hx-target="#contribution-{submitted.id}"' in answer.text
    assert '<hx-partial hx-target="#waiting-count" hx-swap="innerHTML">0 việc' in answer.text


def test_through_htmx_the_reason_is_asked_in_place(
    ward: Ward, browser: Browser, submitted: Contribution
) -> None:
    office = browser.as_(ward.office)
    url = f"/contributions/{submitted.id}/return"
    asked = office.get(url, headers=HTMX)
    assert asked.text.strip().startswith("<form")
    refused = give_back(office, submitted, "", htmx=True)
    assert refused.status_code == 422
    assert refused.text.strip().startswith("<form")
    assert f'id="reason-{submitted.id}-error"' in refused.text


def test_phrases_of_the_ward_spare_the_typing(
    ward: Ward, browser: Browser, submitted: Contribution
) -> None:
    change_setting("return_phrases", ("Thiếu chữ ký.", "Sai biểu mẫu."), actor=None)
    db.session.commit()
    office = browser.as_(ward.office)
    url = f"/contributions/{submitted.id}/return"
    assert "Sai biểu mẫu." in office.get(url).text
    version = str(submitted.version)
    strange = office.post(url, data={"version": version, "phrases": ["Câu lạ."], "reason": "x"})
    assert strange.status_code == 422
    chosen = ["Thiếu chữ ký.", "Sai biểu mẫu."]
    office.post(url, data={"version": version, "phrases": chosen, "reason": " Ở trang 2. "})
    assert submitted.return_reason == "Thiếu chữ ký. Sai biểu mẫu. Ở trang 2."


def test_the_queue_shows_the_oldest_first_with_its_papers(
    ward: Ward, browser: Browser, owed: Contribution, shared: Contribution
) -> None:
    with clock.at(datetime(2026, 8, 4, 1, 0, tzinfo=UTC)):
        send_report(browser.as_(ward.economy_head), shared, note="Báo cáo trước.")
    send_report(browser.as_(ward.culture_head), owed, ("ket-qua.pdf", PDF), note="Báo cáo sau.")
    queue = browser.as_(ward.leader).get("/review").text
    assert "2 việc chờ xác nhận" in queue
    assert queue.index("Báo cáo trước.") < queue.index("Báo cáo sau.")
    assert "ket-qua.pdf" in queue
    assert "Không có minh chứng kèm theo." in queue
    assert "Sản phẩm phải có" in queue


def test_an_empty_queue_says_what_will_come(ward: Ward, browser: Browser) -> None:
    assert "Không có kết quả nào chờ xác nhận" in browser.as_(ward.office).get("/review").text


def test_a_closed_plan_takes_no_answers(
    ward: Ward, browser: Browser, submitted: Contribution
) -> None:
    submitted.occurrence.task.plan.state = PlanState.CLOSED
    db.session.commit()
    office = browser.as_(ward.office)
    assert accept(office, submitted).status_code == 403
    assert "ket-qua.pdf" not in office.get("/review").text


def test_the_head_of_the_coordinating_unit_answers_for_its_plans_only(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    """R18: the coordinator is a setting of each plan, not fixed to the Office."""
    plan = make_plan("Kế hoạch chuyển đổi số năm 2026")
    plan.coordinator_unit = ward.centre
    task = make_task(plan, fixed(date(2026, 8, 3)), lead=ward.economy, content="Số hóa hồ sơ")
    db.session.commit()
    followed = contribution_of(task, ward.economy)
    centre = browser.as_(ward.centre_head)

    assert "Số hóa hồ sơ" in centre.get("/follow-up").text
    send_report(browser.as_(ward.economy_head), followed)
    send_report(browser.as_(ward.culture_head), owed)
    queue = centre.get("/review").text
    assert "1 việc chờ xác nhận" in queue
    assert '<span class="nav-item__count">1<' in queue
    assert accept(centre, owed).status_code == 403
    answer = accept(centre, followed, htmx=True)
    assert followed.status is ContributionStatus.ACCEPTED
    assert ">0 việc chờ xác nhận<" in answer.text


def test_a_head_whose_unit_follows_up_no_plan_has_no_queue(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    client = browser.as_(ward.economy_head)
    assert client.get("/review").status_code == 403
    assert client.get("/follow-up").status_code == 403
    assert "/review" not in client.get("/").text
    assert owed.unit == ward.culture

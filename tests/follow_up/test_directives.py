"""A leader's word on a task reaches the unit and is tracked to its answer."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import fixed, make_plan, make_task
from tests.imports.reviewing import words_of
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tests.progress.reports import accept, send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.follow_up.directives import parts_by_unit
from tracker.follow_up.models import Directive
from tracker.follow_up.rules import DirectiveState
from tracker.plans.amendments import Grounds
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_of_task
from tracker.progress.rules import OPEN_STATUSES
from tracker.reminders.deciding import decide_within
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.tasks.models import Task
from tracker.unit_merging.merging import merge
from tracker.units.models import Unit

TODAY = date(2026, 8, 5)


@pytest.fixture
def task(ward: Ward) -> Task:
    """Culture leads, economy cooperates; the last of two days is far ahead."""
    days = fixed(date(2026, 8, 20), date(2026, 11, 20))
    task = make_task(make_plan(), days, lead=ward.culture, cooperating=(ward.economy,))
    db.session.commit()
    return task


def direct(client: FlaskClient, task: Task, *unit_ids: int, **changes: str) -> TestResponse:
    form = {"words": "Báo cáo tôi trước thứ Sáu.", "answer_by": "07/08/2026", "request_key": "k"}
    data = {**form, **changes, "units": [str(number) for number in unit_ids]}
    return client.post(f"/tasks/{task.id}/directives/new", data=data)


def parts_of(task: Task, unit: Unit) -> list[Contribution]:
    return [part for part in contributions_of_task(task.id) if part.unit is unit]


def the_directive() -> Directive:
    return db.session.query(Directive).one()


def test_the_leading_unit_is_proposed_and_hears_at_once(
    ward: Ward, browser: Browser, task: Task
) -> None:
    leader = browser.as_(ward.leader)
    page = leader.get(f"/tasks/{task.id}/directives/new").text
    proposed = (
        f'<input checked id="units-0" name="units" type="checkbox" value="{ward.culture.id}">'
    )
    assert proposed in page
    for _ in range(2):
        answer = direct(leader, task, ward.culture.id)
    assert answer.headers["Location"] == f"/tasks/{task.id}#directives"
    directive = the_directive()
    assert directive.contribution.occurrence.due_on == date(2026, 8, 20)
    assert latest_entries()[0].action == "directive:given"
    head = browser.as_(ward.culture_head)
    assert "Báo cáo tôi trước thứ Sáu." in words_of(head.get("/"))
    notices = words_of(head.get("/notices"))
    assert "Ý kiến chỉ đạo của Người thử chutich, trả lời chậm nhất 07/08/2026" in notices
    assert "Báo cáo tôi trước thứ Sáu." in words_of(head.get(f"/tasks/{task.id}"))
    assert "Báo cáo tôi" not in words_of(browser.as_(ward.economy_head).get(f"/tasks/{task.id}"))


def test_the_next_daily_mail_says_it_first(ward: Ward, browser: Browser, task: Task) -> None:
    direct(browser.as_(ward.leader), task, ward.culture.id)
    decide_within(clock.now())
    message = db.session.query(OutboxMessage).filter_by(recipient_id=ward.culture_head.id).one()
    assert "1 lãnh đạo chỉ đạo" in message.subject
    assert f"http://localhost/directives/{the_directive().id}" in message.text
    (reminder,) = db.session.query(Reminder).filter_by(recipient_id=ward.culture_head.id)
    assert reminder.mail_on is None


def test_answered_by_the_unit_closed_by_the_leader(
    ward: Ward, browser: Browser, task: Task
) -> None:
    leader, head = browser.as_(ward.leader), browser.as_(ward.culture_head)
    direct(leader, task, ward.culture.id)
    directive = the_directive()
    url = f"/directives/{directive.id}"
    version = str(directive.version)
    empty = head.post(f"{url}/answer", data={"version": version, "answer": " "})
    assert empty.status_code == 422
    assert "Hãy ghi nội dung trả lời." in empty.text
    assert (
        head.post(f"{url}/answer", data={"version": version, "answer": "Đã xong."}).status_code
        == 303
    )
    assert directive.state is DirectiveState.ANSWERED
    assert "Báo cáo tôi" not in words_of(head.get("/"))
    late = browser.as_(ward.culture_officer).post(
        f"{url}/answer", data={"version": version, "answer": "Khác."}
    )
    assert late.status_code == 409
    assert "Khác.</textarea>" in late.text
    assert "Trả lời: Đã xong." in words_of(leader.get("/directives"))
    assert leader.post(f"{url}/close").status_code == 303
    assert directive.state is DirectiveState.CLOSED
    assert "Không có ý kiến chỉ đạo nào chưa xong" in words_of(leader.get("/directives"))
    assert "Đã xong." in words_of(leader.get("/directives?show=all"))
    actions = [entry.action for entry in latest_entries()[:2]]
    assert actions == ["directive:closed", "directive:answered"]


def test_a_missed_answer_is_called_late_from_the_day_after_on(
    ward: Ward, browser: Browser, task: Task
) -> None:
    leader = browser.as_(ward.leader)
    direct(leader, task, ward.culture.id)
    with clock.at(datetime(2026, 8, 7, 1, 0, tzinfo=UTC)):
        assert "trả lời chậm nhất 07/08/2026" in words_of(leader.get("/directives"))
    with clock.at(datetime(2026, 8, 8, 1, 0, tzinfo=UTC)):
        assert "Quá hạn trả lời 07/08/2026" in words_of(leader.get("/directives"))
        the_directive().answered_at = clock.now()
        db.session.commit()
        assert "Quá hạn trả lời" not in words_of(leader.get("/directives"))


def test_whoever_answers_what_was_closed_meanwhile_is_told_and_keeps_the_words(
    ward: Ward, browser: Browser, task: Task
) -> None:
    leader, head = browser.as_(ward.leader), browser.as_(ward.culture_head)
    direct(leader, task, ward.culture.id)
    directive = the_directive()
    url, version = f"/directives/{directive.id}", str(directive.version)
    assert leader.post(f"{url}/close").status_code == 303
    late = head.post(f"{url}/answer", data={"version": version, "answer": "Đã trình sáng nay."})
    assert late.status_code == 409
    assert "đã khép: không còn nhận trả lời" in words_of(late)
    assert "Đã trình sáng nay." in words_of(late)
    empty = head.post(f"{url}/answer", data={"version": version, "answer": " "})
    assert "Hãy ghi nội dung trả lời." in words_of(empty)
    assert directive.answer is None
    assert "message--error" not in head.get(url).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"words": ""}, "Hãy ghi ý kiến chỉ đạo."),
        ({"answer_by": "01/08/2026"}, "Hạn trả lời đã qua"),
        ({"answer_by": "x"}, "Ngày không đúng"),
    ],
)
def test_what_cannot_be_gets_its_sentence(
    ward: Ward, browser: Browser, task: Task, changes: dict[str, str], sentence: str
) -> None:
    answer = direct(browser.as_(ward.leader), task, ward.culture.id, **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.query(Directive).count() == 0


def test_a_unit_must_be_named_and_only_leaders_direct(
    ward: Ward, browser: Browser, task: Task
) -> None:
    answer = direct(browser.as_(ward.leader), task)
    assert answer.status_code == 422
    assert "Hãy chọn ít nhất một đơn vị." in answer.text
    assert direct(browser.as_(ward.culture_head), task, ward.culture.id).status_code == 403
    task.plan.state = PlanState.CLOSED
    db.session.commit()
    assert direct(browser.as_(ward.leader), task, ward.culture.id).status_code == 403


def test_the_office_writes_down_what_a_leader_said(
    ward: Ward, browser: Browser, task: Task
) -> None:
    office = browser.as_(ward.office)
    assert "Ghi ý kiến chỉ đạo" in words_of(office.get(f"/tasks/{task.id}"))
    said = {"said_by": str(ward.leader.id), "document": "Thông báo số 15/TB-UBND"}
    later = direct(office, task, ward.culture.id, **said, said_on="06/08/2026")
    assert "không sau hôm nay" in later.text
    answer = direct(office, task, ward.culture.id, **said, said_on="04/08/2026")
    assert answer.status_code == 303
    directive = the_directive()
    assert (directive.given_by, directive.entered_by) == (ward.leader, ward.office)
    head, leader = browser.as_(ward.culture_head), browser.as_(ward.leader)
    assert "Ý kiến chỉ đạo của Người thử chutich" in words_of(head.get("/notices"))
    page = words_of(head.get(f"/directives/{directive.id}"))
    assert "04/08/2026" in page
    assert "Thông báo số 15/TB-UBND; Người thử vanphong ghi thay" in page
    reply = {"version": str(directive.version), "answer": "Đã xong."}
    assert head.post(f"/directives/{directive.id}/answer", data=reply).status_code == 303
    for told in (leader, office):
        assert "Phòng Văn hóa - Xã hội trả lời ý kiến chỉ đạo" in words_of(told.get("/notices"))
    decide_within(clock.now())
    mail = db.session.query(OutboxMessage).filter_by(recipient_id=ward.leader.id).one()
    assert "1 đơn vị trả lời ý kiến chỉ đạo" in mail.subject
    assert f"http://localhost/directives/{directive.id}" in mail.text
    assert office.post(f"/directives/{directive.id}/close").status_code == 303


def test_the_office_closes_only_what_it_wrote_down(
    ward: Ward, browser: Browser, task: Task
) -> None:
    direct(browser.as_(ward.leader), task, ward.culture.id)
    closed = browser.as_(ward.office).post(f"/directives/{the_directive().id}/close")
    assert closed.status_code == 403


def merge_culture_into(heir: Unit, ward: Ward) -> None:
    grounds = Grounds("Sắp xếp tổ chức bộ máy")
    version = ward.culture.version
    merge(ward.culture, heir, grounds, version=version, today=TODAY, actor=ward.office)
    db.session.commit()


def test_a_word_about_what_a_merged_unit_did_goes_to_its_heir_and_reaches_its_people(
    ward: Ward, browser: Browser, task: Task
) -> None:
    leader, head = browser.as_(ward.leader), browser.as_(ward.culture_head)
    for part in parts_of(task, ward.culture):
        assert send_report(head, part).status_code == 303
        assert accept(leader, part).status_code == 303
    merge_culture_into(ward.centre, ward)
    page = leader.get(f"/tasks/{task.id}/directives/new").text
    assert ward.culture.name not in page.split("<form")[-1]
    assert direct(leader, task, ward.centre.id).status_code == 303
    directive = the_directive()
    assert (directive.unit, directive.contribution.unit) == (ward.centre, ward.culture)
    for person in (ward.centre_head, ward.culture_head):
        notices = words_of(browser.as_(person).get("/notices"))
        assert "Ý kiến chỉ đạo của Người thử chutich" in notices


def test_a_unit_that_took_over_open_work_is_named_once(
    ward: Ward, browser: Browser, task: Task
) -> None:
    merge_culture_into(ward.economy, ward)
    assert list(parts_by_unit(task)) == [ward.economy]
    assert direct(browser.as_(ward.leader), task, ward.economy.id).status_code == 303
    assert the_directive().contribution.status in OPEN_STATUSES

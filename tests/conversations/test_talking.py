"""People talk about a task on its page; whoever is called finds it at the bell."""

from __future__ import annotations

import pytest

from tests.conversations.forms import say
from tests.factories import fixed, make_plan, make_task
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tests.progress.conftest import DUE
from tracker.conversations.models import Mention
from tracker.conversations.queries import count_unread_mentions, remarks_on
from tracker.core.db import db
from tracker.plans.rules import PlanState
from tracker.tasks.models import Task


@pytest.fixture
def task(ward: Ward) -> Task:
    """Led by the culture division, economy cooperates."""
    task = make_task(make_plan(), fixed(DUE), lead=ward.culture, cooperating=(ward.economy,))
    db.session.commit()
    return task


def test_a_call_reaches_the_bell_and_is_read_when_opened(
    ward: Ward, browser: Browser, task: Task
) -> None:
    unit, office = browser.as_(ward.culture_head), browser.as_(ward.office)
    words = f"@{ward.office.full_name} cho hỏi biểu mẫu nào?"
    for _time in range(2):
        assert say(unit, task, words).status_code == 303
    assert [remark.words for remark in remarks_on(task.id)] == [words]
    assert latest_entries()[0].action == "remark:made"
    assert count_unread_mentions(ward.office.id) == 1
    page = office.get("/notices?show=unread").text
    assert "cho hỏi biểu mẫu nào?" in page
    assert "nhắc đến bạn" in page
    called = db.session.query(Mention).one()
    assert browser.as_(ward.leader).post(f"/mentions/{called.id}/open").status_code == 404
    opened = office.post(f"/mentions/{called.id}/open")
    assert opened.location == f"/tasks/{task.id}#remark-{called.remark_id}"
    assert "Đã báo cho" in office.get(opened.location).text
    assert count_unread_mentions(ward.office.id) == 0
    assert "cho hỏi biểu mẫu" not in office.get("/notices?show=unread").text
    assert "cho hỏi biểu mẫu" in office.get("/notices").text


def test_only_those_around_the_task_read_talk_and_are_called(
    ward: Ward, browser: Browser, task: Task
) -> None:
    words = f"@{ward.centre_head.username} @{ward.observer.username} chuyện nội bộ"
    assert say(browser.as_(ward.economy_head), task, words).status_code == 303
    assert db.session.query(Mention).count() == 0
    for person in (ward.centre_head, ward.observer):
        assert "chuyện nội bộ" not in browser.as_(person).get(f"/tasks/{task.id}").text
        assert say(browser.as_(person), task, "Tôi cũng nói").status_code == 403
    assert "chuyện nội bộ" in browser.as_(ward.leader).get(f"/tasks/{task.id}").text


def test_nothing_said_is_refused_and_a_closed_plan_is_only_read(
    ward: Ward, browser: Browser, task: Task
) -> None:
    unit = browser.as_(ward.culture_officer)
    for words, sentence in (("  ", "Hãy ghi nội dung"), ("x" * 2001, "Tối đa 2000 ký tự.")):
        answer = say(unit, task, words)
        assert answer.status_code == 422
        assert sentence in answer.text
    say(unit, task, "Đã gửi tuần trước.")
    task.plan.state = PlanState.CLOSED
    db.session.commit()
    assert "Đã gửi tuần trước." in unit.get(f"/tasks/{task.id}").text
    assert say(unit, task, "Thêm nữa", key="k2").status_code == 403
    assert unit.post("/notices/read").status_code == 303

"""The office or a leader decides; the day moves for all units, and nothing late becomes on time."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extensions.requests import ask, decide, on, the_request
from tests.factories import contribution_of, fixed, make_task
from tests.imports.reviewing import words_of
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tests.progress.reports import accept, give_back, send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import ExtensionState
from tracker.progress.amending import follow_amendment
from tracker.progress.models import Contribution
from tracker.progress.queries import past_due
from tracker.progress.rules import TimingClass, timing_class
from tracker.settings.service import change_setting
from tracker.tasks.models import Task

DUE, NEW = date(2026, 8, 20), date(2026, 9, 10)
AFTER_DUE = date(2026, 8, 25)


@pytest.fixture
def asked(ward: Ward, browser: Browser, owed: Contribution) -> ExtensionRequest:
    """The culture division has asked for 10 September."""
    assert ask(browser.as_(ward.culture_head), owed).status_code == 303
    return the_request()


def days(contribution: Contribution) -> tuple[date | None, date | None, int]:
    occurrence = contribution.occurrence
    return occurrence.original_due_on, occurrence.due_on, occurrence.due_version


def class_of(contribution: Contribution, today: date) -> TimingClass | None:
    return timing_class(contribution.facts, today)


@pytest.mark.parametrize("who", ["office", "leader"])
def test_granting_moves_the_day_of_all_units_and_keeps_the_original(
    ward: Ward,
    browser: Browser,
    owed: Contribution,
    shared: Contribution,
    asked: ExtensionRequest,
    who: str,
) -> None:
    person = browser.as_(getattr(ward, who))
    assert "Phòng Văn hóa - Xã hội; Phòng Kinh tế" in words_of(
        person.get(f"/extensions/{asked.id}/decide")
    )
    assert decide(person, asked, is_cause_confirmed="y", note="Đồng ý.").status_code == 303
    assert days(owed) == days(shared) == (DUE, NEW, 2)
    assert (asked.state, asked.granted_due_on) == (ExtensionState.GRANTED, NEW)
    assert (asked.is_cause_confirmed, asked.note) == (True, "Đồng ý.")
    entry = latest_entries()[0]
    assert (entry.action, entry.changes["due_on"]) == (
        "extension:granted",
        ["2026-08-20", "2026-09-10"],
    )
    row = words_of(browser.as_(ward.economy_head).get("/"))
    assert "10/09/2026" in row
    assert "hạn gốc 20/08/2026" in row


def test_another_day_may_be_granted_than_was_asked(
    ward: Ward, browser: Browser, owed: Contribution, asked: ExtensionRequest
) -> None:
    decide(browser.as_(ward.office), asked, due_on="31/08/2026")
    assert days(owed) == (DUE, date(2026, 8, 31), 2)
    assert asked.wanted_due_on == NEW


def test_refusing_needs_a_reason_which_the_unit_reads(
    ward: Ward, browser: Browser, owed: Contribution, asked: ExtensionRequest
) -> None:
    office = browser.as_(ward.office)
    empty = decide(office, asked, decision="refuse")
    assert empty.status_code == 422
    assert "Hãy ghi lý do không gia hạn" in empty.text
    assert decide(office, asked, decision="refuse", note="Việc gấp.").status_code == 303
    assert asked.state is ExtensionState.REFUSED
    assert days(owed) == (DUE, DUE, 1)
    head = browser.as_(ward.culture_head)
    assert "Không gia hạn" in words_of(head.get("/"))
    assert "Việc gấp." in words_of(head.get(f"/contributions/{owed.id}/extension"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Hãy nhập hạn mới."),
        ("31/02/2026", "Ngày không đúng"),
        ("01/08/2026", "đã qua"),
        ("20/08/2026", "phải sau hạn hiện tại"),
        ("10/09/2036", "hãy xem lại năm"),
    ],
)
def test_a_day_that_cannot_be_gets_its_sentence_and_moves_nothing(
    ward: Ward,
    browser: Browser,
    owed: Contribution,
    asked: ExtensionRequest,
    typed: str,
    sentence: str,
) -> None:
    answer = decide(browser.as_(ward.office), asked, due_on=typed, note="Ý kiến dài.")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Ý kiến dài.</textarea>" in answer.text
    assert days(owed) == (DUE, DUE, 1)


def test_nobody_decides_for_their_own_unit(ward: Ward, browser: Browser, task: Task) -> None:
    own = make_task(task.plan, fixed(DUE), lead=ward.office_unit, content="Việc của Văn phòng")
    db.session.commit()
    office = browser.as_(ward.office)
    ask(office, contribution_of(own, ward.office_unit))
    request = the_request()
    answer = decide(office, request)
    assert answer.status_code == 422
    assert "Không tự quyết định gia hạn cho đơn vị mình" in answer.text
    assert decide(browser.as_(ward.leader), request).status_code == 303


def test_the_limit_counts_what_was_granted(
    ward: Ward, browser: Browser, owed: Contribution, asked: ExtensionRequest
) -> None:
    decide(browser.as_(ward.office), asked)
    head = browser.as_(ward.culture_head)
    again = ask(head, owed, wanted_due_on="30/09/2026", request_key="second")
    assert again.status_code == 422
    assert "đã được gia hạn 1 lần; quy định tối đa 1 lần" in again.text
    change_setting("extension_limit", 2, actor=None)
    db.session.commit()
    assert ask(head, owed, wanted_due_on="30/09/2026", request_key="third").status_code == 303
    second = db.session.query(ExtensionRequest).filter_by(state=ExtensionState.ASKED).one()
    decide(browser.as_(ward.leader), second, request_key="answer-2")
    assert days(owed) == (DUE, date(2026, 9, 30), 3)


def test_work_handed_in_meanwhile_is_not_extended(
    ward: Ward, browser: Browser, owed: Contribution, asked: ExtensionRequest
) -> None:
    send_report(browser.as_(ward.culture_head), owed)
    answer = decide(browser.as_(ward.office), asked)
    assert answer.status_code == 422
    assert "Kết quả đã gửi ngày 05/08/2026" in answer.text
    assert days(owed) == (DUE, DUE, 1)


def test_what_another_unit_handed_in_late_before_stays_late(
    ward: Ward,
    browser: Browser,
    owed: Contribution,
    shared: Contribution,
    asked: ExtensionRequest,
) -> None:
    """Asked in time, decided after the due day: the lead is helped, the late result is not."""
    with clock.at(on(date(2026, 8, 22))):
        send_report(browser.as_(ward.economy_head), shared)
    with clock.at(on(AFTER_DUE)):
        assert class_of(owed, AFTER_DUE) is TimingClass.OPEN_OVERDUE
        assert decide(browser.as_(ward.office), asked).status_code == 303
        assert class_of(owed, AFTER_DUE) is TimingClass.OPEN_IN_TIME
        assert class_of(shared, AFTER_DUE) is TimingClass.OPEN_OVERDUE
        assert [item.id for item in past_due(AFTER_DUE)] == [shared.id]
        accept(browser.as_(ward.office), shared)
    assert class_of(shared, AFTER_DUE) is TimingClass.DONE_LATE
    assert "Chậm 2 ngày" in words_of(
        browser.as_(ward.office).get(f"/tasks/{asked.occurrence.task_id}")
    )


def test_a_late_result_given_back_and_handed_in_anew_has_the_new_day(
    ward: Ward, browser: Browser, shared: Contribution, asked: ExtensionRequest
) -> None:
    economy, office = browser.as_(ward.economy_head), browser.as_(ward.office)
    with clock.at(on(date(2026, 8, 22))):
        send_report(economy, shared)
    with clock.at(on(AFTER_DUE)):
        decide(office, asked)
        give_back(office, shared)
        send_report(economy, shared, request_key="anew")
        accept(office, shared)
    assert class_of(shared, AFTER_DUE) is TimingClass.DONE_ON_TIME
    assert timing_class(shared.facts.by_original_day, AFTER_DUE) is TimingClass.DONE_LATE


def test_a_plan_amended_with_the_same_day_takes_no_extension_back(
    ward: Ward, browser: Browser, owed: Contribution, task: Task, asked: ExtensionRequest
) -> None:
    decide(browser.as_(ward.office), asked)
    with clock.at(on(date(2026, 8, 12))):
        follow_amendment(task, today=date(2026, 8, 12), until=date(2026, 12, 31), actor=None)
        db.session.commit()
    assert days(owed) == (DUE, NEW, 2)


def test_two_answers_the_second_is_told_who_decided(
    ward: Ward, browser: Browser, asked: ExtensionRequest
) -> None:
    decide(browser.as_(ward.leader), asked, version="1")
    late = decide(
        browser.as_(ward.office),
        asked,
        decision="refuse",
        note="Không được.",
        version="1",
        request_key="other",
    )
    assert late.status_code == 409
    assert "Đã gia hạn, Người thử chutich" in words_of(late)
    assert "Không được." in late.text
    assert asked.state is ExtensionState.GRANTED


def test_the_queue_counts_in_the_side_bar_and_htmx_empties_it(
    ward: Ward, browser: Browser, asked: ExtensionRequest
) -> None:
    office = browser.as_(ward.office)
    page = words_of(office.get("/extensions"))
    assert "Xin gia hạn 1 đang chờ" in page
    assert "Chờ số liệu của cấp trên." in page
    answer = decide(office, asked, htmx=True)
    assert "0 đề nghị đang chờ" in words_of(answer)
    assert "Đã gia hạn đến 10/09/2026" in words_of(answer)


def test_the_coordinating_unit_decides_for_its_plans_only(
    ward: Ward, browser: Browser, owed: Contribution, task: Task, asked: ExtensionRequest
) -> None:
    head = browser.as_(ward.centre_head)
    assert head.get("/extensions").status_code == 403
    task.plan.coordinator_unit = ward.centre
    db.session.commit()
    assert "1 đề nghị đang chờ" in words_of(head.get("/extensions"))
    assert decide(head, asked).status_code == 303
    assert days(owed) == (DUE, NEW, 2)


def test_nobody_answers_what_the_head_has_not_sent(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    ask(browser.as_(ward.culture_officer), owed)
    for who in (ward.office, ward.leader):
        client = browser.as_(who)
        assert client.get(f"/extensions/{the_request().id}/decide").status_code == 404
        for decision in ("grant", "refuse"):
            answer = decide(client, the_request(), decision=decision, note="Không.")
            assert answer.status_code == 404
    assert days(owed) == (DUE, DUE, 1)
    assert the_request().state is ExtensionState.PREPARED

"""A grant that was a mistake is taken back: with a reason, and making nobody late."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from tests.extensions.requests import ask, decide, on, revoke, the_request
from tests.imports.reviewing import words_of
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tests.progress.reports import accept, send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import ExtensionState
from tracker.progress.models import Contribution
from tracker.progress.rules import TimingClass, timing_class
from tracker.tasks.models import Task

DUE, NEW = date(2026, 8, 20), date(2026, 9, 10)
PAST_DUE = date(2026, 8, 25)


@pytest.fixture
def granted(ward: Ward, browser: Browser, owed: Contribution) -> ExtensionRequest:
    """The culture division got until 10 September."""
    ask(browser.as_(ward.culture_head), owed)
    assert decide(browser.as_(ward.office), the_request()).status_code == 303
    return the_request()


def days(contribution: Contribution) -> tuple[date | None, date | None, int]:
    occurrence = contribution.occurrence
    return occurrence.original_due_on, occurrence.due_on, occurrence.due_version


@pytest.mark.parametrize("who", ["office", "leader"])
def test_revoking_brings_the_former_day_back_for_all_and_keeps_what_was_granted(
    ward: Ward,
    browser: Browser,
    owed: Contribution,
    shared: Contribution,
    granted: ExtensionRequest,
    who: str,
) -> None:
    person = browser.as_(getattr(ward, who))
    assert "Thu hồi gia hạn…" in words_of(person.get("/extensions"))
    assert 'value="20/08/2026"' in person.get(f"/extensions/{granted.id}/revoke").text
    assert revoke(person, granted).status_code == 303
    assert days(owed) == days(shared) == (DUE, DUE, 3)
    assert owed.due_on == shared.due_on == DUE
    assert (granted.state, granted.granted_due_on) == (ExtensionState.REVOKED, NEW)
    assert (granted.revoked_due_on, granted.revocation_reason) == (DUE, "Gia hạn nhầm dòng.")
    entry = latest_entries()[0]
    assert (entry.action, entry.changes["due_on"]) == (
        "extension:revoked",
        ["2026-09-10", "2026-08-20"],
    )
    assert entry.changes["reason"] == [None, "Gia hạn nhầm dòng."]


def test_the_unit_reads_why_and_the_task_page_keeps_both_days(
    ward: Ward, browser: Browser, owed: Contribution, granted: ExtensionRequest, task: Task
) -> None:
    assert "Thu hồi gia hạn…" in words_of(browser.as_(ward.office).get(f"/tasks/{task.id}"))
    revoke(browser.as_(ward.office), granted)
    head = browser.as_(ward.culture_head)
    assert "Đã thu hồi gia hạn" in words_of(head.get("/"))
    assert "Thu hồi gia hạn…" not in words_of(head.get(f"/tasks/{task.id}"))
    words = words_of(head.get(f"/tasks/{task.id}"))
    assert "Gia hạn từ 20/08/2026 đến 10/09/2026" in words
    assert "Thu hồi gia hạn, hạn từ nay 20/08/2026" in words
    form = words_of(head.get(f"/contributions/{owed.id}/extension"))
    assert "hạn nay là 20/08/2026: Gia hạn nhầm dòng." in form
    # A grant taken back does not use up the one that the ward allows.
    again = ask(head, owed, wanted_due_on="25/08/2026", request_key="again")
    assert again.status_code == 303


def test_once_the_former_day_has_passed_a_day_ahead_counts_and_nobody_is_late(
    ward: Ward,
    browser: Browser,
    owed: Contribution,
    shared: Contribution,
    granted: ExtensionRequest,
) -> None:
    office = browser.as_(ward.office)
    with clock.at(on(date(2026, 8, 24))):
        send_report(browser.as_(ward.economy_head), shared)
        accept(office, shared)
    with clock.at(on(PAST_DUE)):
        page = office.get(f"/extensions/{granted.id}/revoke").text
        assert 'value="26/08/2026"' in page
        assert "nay đã qua" in page
        refused = revoke(office, granted)
        assert refused.status_code == 422
        assert "đã qua: thu hồi không được làm đơn vị bị tính chậm" in refused.text
        assert revoke(office, granted, due_on="26/08/2026").status_code == 303
    assert days(owed) == (DUE, date(2026, 8, 26), 3)
    assert timing_class(owed.facts, PAST_DUE) is TimingClass.OPEN_IN_TIME
    assert timing_class(shared.facts, PAST_DUE) is TimingClass.DONE_ON_TIME


def test_nor_on_the_day_itself_once_its_hour_has_passed(
    ward: Ward, browser: Browser, owed: Contribution, granted: ExtensionRequest
) -> None:
    owed.occurrence.due_time = time(16)
    db.session.commit()
    office = browser.as_(ward.office)
    with clock.at(datetime(2026, 8, 20, 17, tzinfo=clock.VIETNAM)):
        page = office.get(f"/extensions/{granted.id}/revoke").text
        assert 'value="21/08/2026"' in page
        assert "nay đã qua: chọn từ ngày 21/08/2026 trở đi" in page
        assert revoke(office, granted).status_code == 422
    assert days(owed) == (DUE, NEW, 2)
    with clock.at(datetime(2026, 8, 20, 15, tzinfo=clock.VIETNAM)):
        assert revoke(office, granted).status_code == 303
    assert days(owed) == (DUE, DUE, 3)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"due_on": ""}, "Hãy nhập hạn áp dụng sau khi thu hồi."),
        ({"due_on": "31/02/2026"}, "Ngày không đúng"),
        ({"due_on": "19/08/2026"}, "Trước khi gia hạn, hạn là 20/08/2026"),
        ({"due_on": "10/09/2026"}, "phải trước hạn đã gia hạn 10/09/2026"),
        ({"reason": "  "}, "Hãy ghi lý do thu hồi"),
        ({"version": "1"}, "Đã gia hạn"),
    ],
)
def test_what_is_wrong_is_said_and_moves_nothing(
    ward: Ward,
    browser: Browser,
    owed: Contribution,
    granted: ExtensionRequest,
    changes: dict[str, str],
    sentence: str,
) -> None:
    answer = revoke(browser.as_(ward.office), granted, **changes)
    assert answer.status_code in (409, 422)
    assert sentence in answer.text
    assert days(owed) == (DUE, NEW, 2)


def test_what_was_handed_in_or_has_fallen_due_is_not_revoked(
    ward: Ward, browser: Browser, owed: Contribution, granted: ExtensionRequest
) -> None:
    office = browser.as_(ward.office)
    with clock.at(on(NEW)):
        answer = revoke(office, granted, due_on="10/09/2026")
        assert answer.status_code == 422
        assert "Hạn 10/09/2026 đã đến" in answer.text
    send_report(browser.as_(ward.culture_head), owed)
    answer = revoke(office, granted)
    assert answer.status_code == 422
    assert "Kết quả đã gửi ngày 05/08/2026" in answer.text
    assert days(owed) == (DUE, NEW, 2)


def test_pressed_twice_it_is_done_once_and_another_is_told_who_did_it(
    ward: Ward, browser: Browser, owed: Contribution, granted: ExtensionRequest
) -> None:
    office, version = browser.as_(ward.office), str(granted.version)
    for _time in range(2):
        assert revoke(office, granted, version=version).status_code == 303
    assert days(owed) == (DUE, DUE, 3)
    answer = revoke(browser.as_(ward.leader), granted, version=version)
    assert answer.status_code == 409
    assert "Đã thu hồi gia hạn: Người thử vanphong" in words_of(answer)

"""Two people change one row: the second is told who was faster, and loses no word typed."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text

from tests.at_once import at_once, attempt, cookie_of
from tests.counted_statements import counted_statements
from tests.personas import Browser, Ward
from tests.progress.reports import accept, give_back, report_form, send_report
from tracker.core.db import db, write
from tracker.progress.guards import locked_contribution
from tracker.progress.models import Contribution, ProgressUpdate
from tracker.progress.rules import ContributionStatus
from tracker.tasks.moving import move_due_day


def test_the_second_gets_the_form_back_with_what_was_typed(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    opened = str(owed.version)
    head = browser.as_(ward.culture_head)
    send_report(
        head, owed, status="in_progress", note="Nội dung của người trước", request_key="head"
    )
    late = send_report(
        browser.as_(ward.culture_officer),
        owed,
        version=opened,
        note="Nội dung của người thứ hai",
        request_key="officer",
    )
    assert late.status_code == 409
    assert "Đã có thay đổi của Người thử truong.vanhoa lúc 08:00 05/08/2026" in late.text
    assert "Nội dung của người trước</dd>" in late.text
    assert "Nội dung của người thứ hai</textarea>" in late.text
    assert f'value="{owed.version}"' in late.text
    assert owed.status is ContributionStatus.IN_PROGRESS
    assert len(owed.updates) == 1


def test_sending_it_again_after_reading_saves_it(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    opened = str(owed.version)
    send_report(browser.as_(ward.culture_head), owed, status="in_progress", request_key="head")
    officer = browser.as_(ward.culture_officer)
    assert send_report(officer, owed, version=opened, request_key="mine").status_code == 409
    assert send_report(officer, owed, request_key="mine").status_code == 303
    assert owed.status is ContributionStatus.SUBMITTED


@pytest.mark.parametrize("htmx", [True, False])
def test_when_the_first_handed_in_the_second_can_still_copy_the_words(
    ward: Ward, browser: Browser, owed: Contribution, *, htmx: bool
) -> None:
    opened = str(owed.version)
    send_report(browser.as_(ward.culture_head), owed, request_key="head")
    late = send_report(
        browser.as_(ward.culture_officer),
        owed,
        htmx=htmx,
        version=opened,
        status="in_progress",
        note="Chưa xong đâu",
        request_key="officer",
    )
    assert late.status_code == 409
    assert "không còn nhận cập nhật; nội dung bạn nhập vẫn còn ở dưới" in late.text
    assert "Chưa xong đâu</textarea>" in late.text
    assert "Lưu cập nhật" not in late.text
    assert owed.status is ContributionStatus.SUBMITTED


def test_a_result_taken_back_and_changed_is_not_accepted_unseen(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    unit, office, leader = (
        browser.as_(ward.culture_head),
        browser.as_(ward.office),
        browser.as_(ward.leader),
    )
    send_report(unit, owed)
    seen = owed.version
    give_back(leader, owed)
    send_report(unit, owed, note="Bản sửa lại", request_key="again")
    answer = office.post(f"/contributions/{owed.id}/accept", data={"version": str(seen)})
    assert answer.status_code == 409
    assert owed.status is ContributionStatus.SUBMITTED


def test_two_answers_the_second_is_told_what_happened(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    send_report(browser.as_(ward.culture_head), owed)
    seen = str(owed.version)
    accept(browser.as_(ward.office), owed)
    url = f"/contributions/{owed.id}/return"
    late = browser.as_(ward.leader).post(url, data={"version": seen, "reason": "Thiếu bảng biểu"})
    assert late.status_code == 409
    assert "đang ở trạng thái “Hoàn thành”" in late.text
    assert "Thiếu bảng biểu</textarea>" in late.text
    assert owed.status is ContributionStatus.ACCEPTED


@pytest.mark.parametrize("version", ["", "0", "abc", "-1", "1.5", "99999999999999999999"])
def test_a_form_without_a_true_version_is_an_outdated_one(
    ward: Ward, browser: Browser, owed: Contribution, version: str
) -> None:
    answer = send_report(browser.as_(ward.culture_head), owed, version=version)
    assert answer.status_code == 409
    assert owed.updates == []


def plain(form: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in form.items() if name != "files"}


def test_two_at_the_same_moment_one_is_saved_and_one_is_told(
    app: Flask, ward: Ward, browser: Browser, owed: Contribution
) -> None:
    url = f"/contributions/{owed.id}/update"
    attempts = [
        attempt(app, cookie_of(browser, user), url, plain(report_form(owed, request_key=key)))
        for user, key in ((ward.culture_head, "head"), (ward.culture_officer, "officer"))
    ]
    owed_id = owed.id
    assert at_once(attempts) == [303, 409]
    assert db.session.query(ProgressUpdate).filter_by(contribution_id=owed_id).count() == 1


def test_one_form_sent_twice_at_the_same_moment_is_one_report(
    app: Flask, ward: Ward, browser: Browser, owed: Contribution
) -> None:
    cookie = cookie_of(browser, ward.culture_head)
    form = plain(report_form(owed, request_key="pressed-twice"))
    send = attempt(app, cookie, f"/contributions/{owed.id}/update", form)
    owed_id = owed.id
    assert at_once([send, send, send]) == [303, 303, 303]
    assert db.session.query(ProgressUpdate).filter_by(contribution_id=owed_id).count() == 1


def test_whoever_waits_for_the_row_sees_all_of_it_as_it_is_afterwards(
    app: Flask, ward: Ward, browser: Browser, owed: Contribution
) -> None:
    """The day is put off meanwhile: of a result that is in time no reason is asked."""
    form = plain(report_form(owed, late_reason="", late_cause=""))
    send = attempt(
        app, cookie_of(browser, ward.culture_head), f"/contributions/{owed.id}/update", form
    )
    owed_id = owed.id
    with ThreadPoolExecutor() as pool:
        with write():
            owed = locked_contribution(owed_id) or pytest.fail("nothing is owed")
            move_due_day(
                owed.occurrence, date(2999, 1, 1), due_time=None, reason="Chờ mẫu", actor=None
            )
            answer = pool.submit(send)
            _until_somebody_waits()
        assert answer.result() == 303
    owed = db.session.get(Contribution, owed_id) or pytest.fail("nothing is owed")
    assert owed.status is ContributionStatus.SUBMITTED


def test_a_row_found_locked_is_not_read_again(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    form, head = report_form(owed, status="in_progress"), browser.as_(ward.culture_head)
    address = f"/contributions/{owed.id}/update"
    with counted_statements() as sent:
        assert head.post(address, data=form).status_code == 303
    assert sum("contribution.times_returned" in statement for statement in sent) == 1


def _until_somebody_waits() -> None:
    """Of SQLite nobody can tell; there the other begins when this one ends."""
    if db.engine.dialect.name != "postgresql":
        return
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    ends_at = time.monotonic() + 30
    while not db.session.scalar(waiting):
        # Else a transaction is told the same each time it asks.
        db.session.execute(text("SELECT pg_stat_clear_snapshot()"))
        assert time.monotonic() < ends_at, "nobody waits"
        time.sleep(0.01)

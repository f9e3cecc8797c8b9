"""Who looks after the machine is told on their pages when nothing was backed up for days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import MORNING
from tests.personas import Browser, Ward
from tracker.audit.rules import AuditAction
from tracker.audit.service import record_installation
from tracker.core import clock
from tracker.core.db import db

WARNING = "chưa có bản sao lưu nào"


def begin_using(action: AuditAction) -> None:
    record_installation(action, name="Phường Mẫu")
    db.session.commit()


@pytest.mark.parametrize(("days", "is_told"), [(2, False), (4, True)])
@pytest.mark.parametrize("action", [AuditAction.BACKUP_MADE, AuditAction.MAIL_TESTED])
def test_after_more_days_than_the_setting(
    ward: Ward, browser: Browser, action: AuditAction, days: int, is_told: bool
) -> None:
    begin_using(action)
    with clock.at(MORNING + timedelta(days=days)):
        page = browser.as_(ward.administrator).get("/settings").text

    assert (WARNING in page) is is_told
    if is_told:
        assert f"Từ ngày {clock.day_in_vietnam(MORNING):%d/%m/%Y}" in page


def test_a_new_backup_ends_the_warning(ward: Ward, browser: Browser) -> None:
    begin_using(AuditAction.BACKUP_MADE)
    with clock.at(MORNING + timedelta(days=9)):
        administrator = browser.as_(ward.administrator)
        assert WARNING in administrator.get("/").text
        begin_using(AuditAction.BACKUP_MADE)
        assert WARNING not in administrator.get("/").text


def test_nobody_else_is_told(ward: Ward, browser: Browser) -> None:
    begin_using(AuditAction.BACKUP_MADE)
    with clock.at(MORNING + timedelta(days=9)):
        for person in (ward.office, ward.culture_head):
            assert WARNING not in browser.as_(person).get("/").text


def test_a_backup_that_lacks_files_is_told_of_until_the_next_whole_one(
    ward: Ward, browser: Browser
) -> None:
    words = "Bản sao lưu mới nhất thiếu tệp minh chứng"
    begin_using(AuditAction.BACKUP_MADE_SHORT)
    assert words in browser.as_(ward.administrator).get("/").text
    assert words not in browser.as_(ward.office).get("/").text
    begin_using(AuditAction.BACKUP_MADE)
    assert words not in browser.as_(ward.administrator).get("/").text

"""A new office is led through its first steps; whoever needs help finds a page of their role."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories import make_plan
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward, person
from tracker.accounts.rules import ROLE_WORDS, Role
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core.db import db
from tracker.settings.service import change_setting


def test_an_empty_installation_begins_at_the_beginning(app: Flask, browser: Browser) -> None:
    assert app
    keeper = person("quantri", Role.ADMINISTRATOR)
    db.session.commit()
    page = words_of(browser.as_(keeper).get("/"))
    assert "Các bước đầu tiên 0 trong 5 đã xong" in page
    assert page.index("Đặt tên phường") < page.index("Khai báo các đơn vị")
    assert page.index("Nhập kế hoạch đầu tiên") < page.index("Gửi một thư thử")
    assert "Chưa có máy chủ thư" in page
    assert 'href="/imports"' not in browser.as_(keeper).get("/").text


def test_what_is_done_is_ticked_and_a_finished_list_goes(ward: Ward, browser: Browser) -> None:
    keeper = browser.as_(ward.administrator)
    assert "2 trong 5 đã xong" in words_of(keeper.get("/"))
    assert "Các bước đầu tiên" in words_of(browser.as_(ward.office).get("/"))
    assert "Các bước đầu tiên" not in words_of(browser.as_(ward.leader).get("/"))
    change_setting("ward_name", "UBND phường Mẫu", actor=None)
    make_plan()
    record(AuditAction.MAIL_TESTED, ward.office, name="thử", actor=ward.office)
    db.session.commit()
    assert "Các bước đầu tiên" not in words_of(keeper.get("/"))
    assert "5 trong 5 đã xong" in words_of(keeper.get("/help"))


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_page(ward: Ward, browser: Browser, role: Role) -> None:
    page = words_of(browser.as_(ward.culture_head).get(f"/help/{role.value}"))
    assert f"Hướng dẫn: {ROLE_WORDS[role]}" in page


def test_ones_own_role_comes_first(ward: Ward, browser: Browser) -> None:
    head = browser.as_(ward.culture_head)
    assert "Hướng dẫn: Trưởng đơn vị" in words_of(head.get("/help"))
    assert 'href="/help"' in head.get("/").text
    assert browser.as_(ward.culture_head).get("/help/king").status_code == 404

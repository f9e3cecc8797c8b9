"""A unit head's minute on a phone: few taps, and nothing typed is ever lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.looking import PHONE, assert_accessible, assert_fits_its_width, expect_said
from tests.browser.serving import lose_session, sign_in_on
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import PASSWORD, present_ward
from tests.progress.files import PDF, letter_as_docx
from tracker.core import clock
from tracker.core.db import db, writing
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus

pytestmark = pytest.mark.browser

HEAD = "truong.vanhoa"
TYPED = "Đã số hóa 1.250 hồ sơ, còn thiếu hai hộp."
TROUBLE = "Máy quét hỏng từ thứ Hai."
REASON = "Chờ bàn giao hồ sơ của phường cũ."
MOST_INTERACTIONS = 4
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('draft:'))"


@pytest.fixture
def owed_id(served_app: Flask) -> int:
    """A task of the culture division that was due two days ago."""
    with served_app.app_context(), writing():
        ward, today = present_ward(), clock.today()
        plan = make_plan(year=today.year, issued_on=today - timedelta(days=60))
        due_on = today - timedelta(days=2)
        task = make_task(plan, fixed(due_on), lead=ward.culture, until=today)
        db.session.commit()
        return contribution_of(task, ward.culture).id


class Stopwatch:
    """Counts what a person does with the page: opening, tapping, choosing, typing."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.interactions = 0

    def follow(self, address: str) -> None:
        """Tap a link of a mail."""
        self.interactions += 1
        self.page.goto(address)

    def tap(self, words: str) -> None:
        """Tap what bears the words."""
        self.interactions += 1
        self.page.get_by_text(words, exact=True).click()

    def choose_file(self, path: Path) -> None:
        """Choose a file, or photograph."""
        self.interactions += 1
        self.page.get_by_label("Tệp minh chứng").set_input_files(path)


def status_of(app: Flask, contribution_id: int) -> ContributionStatus:
    with app.app_context():
        return db.session.get_one(Contribution, contribution_id).status


def test_from_the_reminder_to_saved_with_a_file(
    sign_in: SignIn, served_app: Flask, owed_id: int, tmp_path: Path
) -> None:
    with served_app.app_context(), writing():
        owed = db.session.get_one(Contribution, owed_id)
        owed.occurrence.due_on = clock.today() + timedelta(days=3)
        db.session.commit()
    file = tmp_path / "ket-qua.pdf"
    file.write_bytes(PDF)
    hand = Stopwatch(sign_in(HEAD, width=PHONE))
    hand.follow(f"/contributions/{owed_id}")
    assert_fits_its_width(hand.page)
    hand.choose_file(file)
    hand.tap("Đã xong, gửi xác nhận")
    hand.tap("Lưu cập nhật")
    expect_said(hand.page, "Đã gửi kết quả")
    expect(hand.page.get_by_text("Chờ xác nhận").first).to_be_visible()
    assert status_of(served_app, owed_id) is ContributionStatus.SUBMITTED
    assert hand.interactions <= MOST_INTERACTIONS


def type_into_the_row(page: Page) -> None:
    page.goto("/")
    page.locator(".work-item .tick").first.click()
    row = page.locator(".work-item--open")
    row.get_by_label("Kết quả, tiến độ").fill(TYPED)
    row.get_by_label("Vì sao chậm").fill(REASON)
    row.get_by_label("Do đơn vị").check()
    row.get_by_text("Có khó khăn, vướng mắc").click()
    row.get_by_label("Khó khăn, vướng mắc (nếu có)").fill(TROUBLE)


def expect_what_was_typed(page: Page) -> None:
    expect(page.get_by_label("Kết quả, tiến độ")).to_have_value(TYPED)
    expect(page.get_by_label("Vì sao chậm")).to_have_value(REASON)
    expect(page.get_by_label("Khó khăn, vướng mắc (nếu có)")).to_have_value(TROUBLE)
    expect(page.get_by_label("Do đơn vị")).to_be_checked()


def test_typed_words_survive_a_lost_connection_and_an_expired_session(
    sign_in: SignIn, served_app: Flask, owed_id: int
) -> None:
    page = sign_in(HEAD, width=PHONE)
    type_into_the_row(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Lưu cập nhật").click()
    expect(page.get_by_text("mất kết nối")).to_be_visible()
    page.context.set_offline(False)
    # The telephone has thrown the page away meanwhile.
    page.goto("/")
    notice = page.locator("#kept-drafts")
    expect(notice).to_contain_text("Nội dung chưa gửi còn giữ trên máy này")
    assert_accessible(page)
    notice.get_by_role("link").click()
    expect_what_was_typed(page)
    lose_session(page)
    page.get_by_role("button", name="Lưu cập nhật").click()
    page.get_by_label("Tên đăng nhập").fill(HEAD)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_text("chưa gửi được, đã điền lại")).to_be_visible()
    expect_what_was_typed(page)
    assert status_of(served_app, owed_id) is ContributionStatus.NOT_STARTED
    page.get_by_role("button", name="Lưu cập nhật").click()
    expect_said(page, "Đã lưu cập nhật.")
    assert status_of(served_app, owed_id) is ContributionStatus.IN_PROGRESS
    page.goto("/")
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    expect(page.locator("#kept-drafts")).to_have_count(0)


@pytest.mark.usefixtures("owed_id")
def test_signing_out_leaves_nothing_of_what_was_typed(sign_in: SignIn) -> None:
    page = sign_in(HEAD, width=PHONE)
    type_into_the_row(page)
    page.goto("/calendar")
    expect(page.locator("#kept-drafts")).to_be_visible()
    page.get_by_text("Thêm", exact=True).click()
    page.get_by_role("button", name="Đăng xuất").last.click()
    page.wait_for_url("**/login*")
    assert page.evaluate(f"{KEPT}.length") == 0
    sign_in_on(page, HEAD, PASSWORD)
    expect(page.locator("#kept-drafts")).to_have_count(0)


@pytest.mark.usefixtures("owed_id")
def test_the_number_of_a_chosen_document_is_proposed(sign_in: SignIn, tmp_path: Path) -> None:
    file = tmp_path / "bao-cao.docx"
    file.write_bytes(letter_as_docx())
    page = sign_in(HEAD, width=PHONE)
    page.goto("/")
    page.locator(".work-item .tick").first.click()
    row = page.locator(".work-item--open")
    row.get_by_label("Tệp minh chứng").set_input_files(file)
    expect(row.get_by_label("Số, ký hiệu văn bản")).to_have_value("45/BC-UBND")
    expect(row.get_by_label("Ngày văn bản")).to_have_value("03/08/2026")
    assert_accessible(page)
    row.get_by_role("button", name="Bỏ đề xuất").click()
    expect(row.get_by_label("Số, ký hiệu văn bản")).to_have_value("")

"""What pages say of what was sent: of this sending only, and where it is seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SignIn
from tests.browser.looking import PHONE, expect_said
from tests.progress.files import PROGRAM

pytestmark = pytest.mark.browser

HEAD, OFFICE = "truong.vanhoa", "vanphong"
SAVE, NOTE = "Lưu cập nhật", "Kết quả, tiến độ"
SMALLEST_TARGET = 40


def test_saved_is_not_said_above_a_form_that_was_refused(
    sign_in: SignIn, rows: list[int], tmp_path: Path
) -> None:
    """The words of the row before stayed: who read them alone went home with nothing sent."""
    program = tmp_path / "ket-qua.pdf"
    program.write_bytes(PROGRAM)
    page = sign_in(HEAD, width=PHONE)
    page.goto("/")
    for number, files in ((rows[0], []), (rows[1], [program])):
        row = page.locator(f"#contribution-{number}")
        row.locator(".tick").click()
        row.get_by_label("Đang thực hiện").check()
        row.get_by_label("Tệp minh chứng").set_input_files(files)
        row.get_by_role("button", name=SAVE).click()
        if not files:
            expect_said(page, "Đã lưu cập nhật.")
    expect(row.get_by_role("alert")).to_be_visible()
    expect(page.locator("#messages .message")).to_have_count(0)


def test_a_row_that_closes_above_the_reader_comes_into_sight(
    sign_in: SignIn, rows: list[int]
) -> None:
    page = sign_in(HEAD, width=PHONE)
    page.goto("/")
    row = page.locator(f"#contribution-{rows[3]}")
    row.locator(".tick").click()
    row.get_by_label("Đang thực hiện").check()
    folded = row.locator(".disclosure > summary")
    for summary in folded.all():
        assert summary.bounding_box()["height"] >= SMALLEST_TARGET
        summary.click()
    row.get_by_label(NOTE).fill("Đã xong một nửa.")
    row.get_by_role("button", name=SAVE).click()
    expect(page.locator(".work-item--saved")).to_be_in_viewport()


def test_an_answer_on_a_page_of_its_own_leads_back_to_the_queue(
    sign_in: SignIn, rows: list[int]
) -> None:
    head = sign_in(HEAD)
    head.goto(f"/contributions/{rows[0]}/update")
    head.get_by_text("Đã xong, gửi xác nhận").click()
    head.get_by_label(NOTE).fill("Đã trình ký.")
    head.get_by_role("button", name=SAVE).click()
    head.wait_for_url("**/#contribution-*")
    expect_said(head, "Đã gửi kết quả, chờ xác nhận.")
    office = sign_in(OFFICE)
    office.goto(f"/contributions/{rows[0]}/return")
    send = office.get_by_role("button", name="Trả lại đơn vị")
    send.click()
    expect(office.locator("[aria-invalid=true]")).to_be_focused()
    office.locator("textarea").fill("Thiếu chữ ký.")
    send.click()
    office.wait_for_url("**/review")
    expect_said(office, "Đã trả lại đơn vị.")

"""The main job, end to end, in a real browser: from the document to the matrix and the reminder."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from pathlib import Path

import docx
import pdfplumber
import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.conftest import SignIn
from tests.browser.looking import (
    PHONE,
    assert_accessible,
    assert_fits_its_width,
    console_errors,
    expect_said,
    keep_picture,
)
from tests.progress.files import PDF
from tracker.core import clock
from tracker.core.calendar_vn import NATIONAL_CALENDAR
from tracker.core.db import db
from tracker.reminders.models import OutboxMessage
from tracker.reminders.service import run_pass

pytestmark = pytest.mark.browser

TITLE = "Kế hoạch chuyển đổi số của phường Mẫu"
SUBMITTED_TASK = "Số hóa hồ sơ lưu trữ của Bộ phận Một cửa"
OPEN_TASK = "Tổng hợp danh mục dữ liệu dùng chung của phường"
# A misspelling that the ward does not know yet.
UNKNOWN_UNIT = "Phòng VH-XH phường"


def test_from_the_document_to_the_reminder_that_is_not_sent(
    sign_in: SignIn, served_app: Flask, tmp_path: Path
) -> None:
    due_on = NATIONAL_CALENDAR.add_working_days(clock.today() + timedelta(days=20), 1)
    office = sign_in("vanphong")
    complaints = console_errors(office)

    upload(office, write_plan(tmp_path / "ke-hoach.docx", due_on))
    fix_the_unit_name(office)
    confirm(office)

    unit_head = sign_in("truong.vanhoa", width=PHONE)
    complaints_of_the_unit = console_errors(unit_head)
    submit(unit_head, "Đã số hóa 1.250 hồ sơ.", tmp_path)
    give_back(office, "Thiếu danh mục hồ sơ kèm theo.")
    submit_again(unit_head, "Đã bổ sung danh mục hồ sơ.")
    accept(office)

    expect_in_matrix(office)
    assert_pdf_holds_the_task(office, tmp_path)
    assert complaints + complaints_of_the_unit == []
    assert_only_open_work_is_reminded(served_app, due_on)


def write_plan(path: Path, due_on: date) -> Path:
    """A plan of two sections with two tasks due on the same day, and a regular one."""
    document = docx.Document()
    document.add_paragraph("ỦY BAN NHÂN DÂN PHƯỜNG MẪU")
    document.add_paragraph("Số: 31/KH-UBND")
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph(TITLE.removeprefix("Kế hoạch ").capitalize())
    rows = [
        ("TT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn", "Sản phẩm"),
        ("I", "Hạ tầng và dữ liệu", "", "", "", ""),
        ("1", SUBMITTED_TASK, UNKNOWN_UNIT, "", f"Trước {due_on:%d/%m/%Y}", "Kho hồ sơ số"),
        ("2", OPEN_TASK, "Phòng Văn hóa - Xã hội", "", f"Trước {due_on:%d/%m/%Y}", "Danh mục"),
        ("II", "Tuyên truyền", "", "", "", ""),
        (
            "1",
            "Viết tin, bài về dịch vụ công trực tuyến",
            "Trung tâm Phục vụ hành chính công",
            "Các phòng chuyên môn",
            "Thường xuyên",
            "Tin, bài",
        ),
    ]
    table = document.add_table(rows=len(rows), cols=6)
    for line, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def upload(page: Page, file: Path) -> None:
    page.goto("/imports")
    page.get_by_label("Tệp văn bản").set_input_files(file)
    page.get_by_role("button", name="Đọc văn bản").click()
    expect(page.get_by_text("= 3 nhiệm vụ + 2 tiêu đề")).to_be_visible()
    look(page, "nhap-van-ban")


def fix_the_unit_name(page: Page) -> None:
    page.get_by_label(f"“{UNKNOWN_UNIT}” là").select_option(label="Phòng Văn hóa - Xã hội")
    page.get_by_role("button", name="Lưu tên đơn vị").click()
    expect_said(page, "Đã lưu 1 tên đơn vị.")
    expect(page.get_by_text("tên đơn vị chưa có trong danh sách")).to_have_count(0)


def confirm(page: Page) -> None:
    details = page.locator("#details")
    details.get_by_label("Năm").fill(str(clock.today().year))
    details.get_by_role("button", name="Lưu thông tin văn bản").click()
    expect_said(page, "Đã lưu thông tin văn bản.")
    seen = page.get_by_label("ô còn đánh dấu")
    if seen.count():
        seen.check()
    page.get_by_role("button", name="Tạo kế hoạch từ 3 nhiệm vụ").click()
    page.wait_for_url("**/plans/*")
    expect(page.get_by_text(SUBMITTED_TASK)).to_be_visible()


def submit(page: Page, note: str, folder: Path) -> None:
    """From home to saved on a phone, with one file."""
    file = folder / "ket-qua.pdf"
    file.write_bytes(PDF)
    page.goto("/")
    # How often the regular task is asked after by then hangs on the day of the year.
    later = page.locator("#count-later")
    before = int(later.inner_text())
    page.get_by_role("link", name=f"Cập nhật: {SUBMITTED_TASK}").click()
    row = page.locator(".work-item--open")
    row.get_by_text("Đã xong, gửi xác nhận").click()
    row.get_by_label("Kết quả, tiến độ").fill(note)
    row.get_by_label("Tệp minh chứng").set_input_files(file)
    look(page, "cap-nhat-tren-dong")
    row.get_by_role("button", name="Lưu cập nhật").click()
    expect(page.locator(".work-item--saved")).to_contain_text("Chờ xác nhận")
    expect(page.get_by_role("link", name="1 Chờ xác nhận")).to_be_visible()
    expect(later).to_have_text(str(before - 1))


def give_back(page: Page, reason: str) -> None:
    page.goto("/review")
    expect(page.get_by_role("link", name="ket-qua.pdf")).to_be_visible()
    look(page, "cho-xac-nhan")
    page.get_by_role("link", name="Trả lại…").click()
    page.get_by_label("Nói rõ thêm").fill(reason)
    page.get_by_role("button", name="Trả lại đơn vị").click()
    expect(page.locator(".work-item--saved")).to_contain_text("Trả lại")


def submit_again(page: Page, note: str) -> None:
    page.goto("/")
    expect(page.locator(".work-item", has_text=SUBMITTED_TASK)).to_contain_text(
        "Thiếu danh mục hồ sơ kèm theo."
    )
    page.get_by_role("link", name=f"Cập nhật: {SUBMITTED_TASK}").click()
    row = page.locator(".work-item--open")
    row.get_by_text("Đã xong, gửi xác nhận").click()
    row.get_by_label("Kết quả, tiến độ").fill(note)
    row.get_by_role("button", name="Lưu cập nhật").click()
    expect(page.locator(".work-item--saved")).to_contain_text("Chờ xác nhận")


def accept(page: Page) -> None:
    page.goto("/review")
    expect(page.get_by_text("Đã bổ sung danh mục hồ sơ.")).to_be_visible()
    page.get_by_role("button", name="Xác nhận hoàn thành").click()
    expect(page.locator(".work-item--saved")).to_contain_text("Hoàn thành")


def expect_in_matrix(page: Page) -> None:
    page.goto("/plans/1")
    expect(page.get_by_role("row").filter(has_text=SUBMITTED_TASK)).to_contain_text("Hoàn thành")
    look(page, "ma-tran")


def assert_pdf_holds_the_task(page: Page, folder: Path) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    target = folder / "ma-tran.pdf"
    download.value.save_as(target)
    with pdfplumber.open(io.BytesIO(target.read_bytes())) as pdf:
        cells = {
            " ".join(cell.split())
            for sheet in pdf.pages
            for table in sheet.extract_tables()
            for row in table
            for cell in row
            if cell
        }
    assert "Kho hồ sơ số" in cells
    assert any("Hoàn thành" in cell for cell in cells)


def assert_only_open_work_is_reminded(app: Flask, due_on: date) -> None:
    """Three working days before the due day the unit hears of the open task only."""
    morning = datetime.combine(NATIONAL_CALENDAR.add_working_days(due_on, -3), time(7, 30))
    moment = clock.from_vietnam(morning)
    with app.app_context(), clock.at(moment):
        run_pass(moment, dry_run=False)
        texts = db.session.scalars(select(OutboxMessage.text)).all()
    assert any(OPEN_TASK in text for text in texts)
    assert not any(SUBMITTED_TASK in text for text in texts)


def look(page: Page, name: str) -> None:
    """What must hold of every page one passes: accessible, no sideways scroll; keep a picture."""
    assert_accessible(page)
    assert_fits_its_width(page)
    keep_picture(page, f"{name}-{page.viewport_size['width']}")

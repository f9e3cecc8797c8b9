"""The day of each role, from page to page; how each page looks is the matter of another test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import (
    DESKTOP,
    PHONE,
    assert_accessible,
    assert_fits_its_width,
    console_errors,
    expect_said,
    keep_picture,
)
from tests.browser.screenshots import open_signed_in
from tests.browser.serving import lose_session, served, sign_in_with_a_new_phone_on
from tests.conftest import Templates, config_for
from tests.databases import copy_sqlite
from tests.imports.documents import plan_docx
from tests.personas import PASSWORD
from tests.reminders.post_office import PostOffice, open_post_office
from tracker import create_app
from tracker.accounts.rules import Role
from tracker.accounts.service import create_user
from tracker.core.db import write

pytestmark = pytest.mark.browser

# Opens the pages of one account: `as_("vanphong", width=DESKTOP)`.
As = Callable[..., Page]


@pytest.fixture
def as_(chromium_browser: Browser, demo_site: str) -> Iterator[As]:
    """A person's browser; at the day's end nothing was complained of.

    Each day leaves its work behind in the ward, as days do.
    """
    opened: list[tuple[Page, list[str]]] = []

    def open_page(username: str, *, width: dict[str, int]) -> Page:
        page = open_signed_in(chromium_browser, demo_site, username, width)
        opened.append((page, console_errors(page)))
        return page

    yield open_page
    for page, complaints in opened:
        page.context.close()
        assert complaints == []


def look(page: Page, name: str) -> None:
    """Something happened here: still accessible, still as wide as the screen; keep a picture."""
    assert_accessible(page)
    assert_fits_its_width(page)
    keep_picture(page, f"ngay-{name}-{page.viewport_size['width']}")


def test_a_unit_head_on_a_telephone(as_: As) -> None:
    """The leader's word, the office's letter, then several tasks at once."""
    page = as_("truong.vanhoa", width=PHONE)
    page.locator(".message a[href*='/directives/']").click()
    page.get_by_label(re.compile("^Trả lời")).fill("Đã cử người, gửi kết quả trong tuần.")
    page.get_by_role("button", name="Gửi trả lời").click()
    expect_said(page, "Đã gửi trả lời.")
    look(page, "truong-tra-loi-y-kien")
    page.goto("/")
    page.get_by_role("link", name=re.compile(r"^Trả lời \d+ việc")).click()
    page.get_by_label("Tình hình, nguyên nhân").first.fill("Phần mềm đã sửa, đang kết xuất lại.")
    page.get_by_role("button", name="Gửi trả lời").click()
    expect_said(page, "Đã gửi trả lời công văn.")
    look(page, "truong-tra-loi-cong-van")
    page.goto("/")
    page.get_by_role("link", name="Chọn nhiều việc").click()
    boxes = page.locator("#group-later input[name=chosen]")
    for place in range(3):
        boxes.nth(place).check()
    expect(page.locator("[data-count]")).to_have_text(re.compile("^Đã chọn 3 trong"))
    page.get_by_role("button", name="Cập nhật các việc đã chọn").click()
    page.get_by_label("Đang thực hiện").check()
    page.get_by_label("Kết quả, tiến độ").fill("Đã triển khai, chưa có vướng mắc.")
    look(page, "truong-nhieu-viec")
    page.get_by_role("button", name="Lưu cập nhật cho các việc đã chọn").click()
    expect_said(page, "3 việc")


def test_an_officer_on_a_telephone(as_: As) -> None:
    """One's own list, a search without accents, a word to a colleague."""
    page = as_("congchuc.vanhoa", width=PHONE)
    expect(page.get_by_label("Phụ trách")).to_have_value("mine")
    look(page, "congchuc-viec-cua-toi")
    page.get_by_text("Thêm", exact=True).click()
    page.get_by_role("searchbox", name="Tìm kiếm").last.fill("bao cao")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search*")
    expect(page.locator("main a[href*='/tasks/']").first).to_be_visible()
    page.goto("/")
    page.locator(".work-item__title").first.click()
    page.wait_for_url("**/tasks/*")
    page.get_by_label("Nội dung trao đổi").fill("@Trần Thị Thử cho hỏi biểu mẫu của kỳ này.")
    page.get_by_role("button", name="Gửi trao đổi").click()
    expect_said(page, "Đã gửi trao đổi.")
    expect(page.get_by_text("cho hỏi biểu mẫu của kỳ này.").first).to_be_visible()
    look(page, "congchuc-trao-doi")


def test_the_office_in_the_morning_by_keyboard(as_: As) -> None:
    """Accept, give back with a phrase, urge what is late in two presses."""
    page = as_("vanphong", width=DESKTOP)
    page.goto("/review")
    accept = page.get_by_role("button", name="Xác nhận hoàn thành").first
    # Where the first unit names an objective cause for being late, the office judges it too.
    for cause in page.locator("form", has=accept).get_by_label("Xác nhận là khách quan").all():
        cause.focus()
        page.keyboard.press("Space")
    accept.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".work-item--saved").first).to_contain_text("Hoàn thành")
    page.get_by_role("link", name="Trả lại…").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("form[action*='return'] input[type=checkbox]").first).to_be_focused()
    page.keyboard.press("Space")
    look(page, "vanphong-tra-lai")
    page.get_by_role("button", name="Trả lại đơn vị").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".work-item--saved", has_text="Trả lại").first).to_be_visible()
    page.goto("/follow-up")
    page.get_by_role("button", name="Lập công văn đôn đốc").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/urgings/new*")
    page.get_by_role("button", name="Lập và gửi công văn").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/urgings(\?|$)"))
    look(page, "vanphong-cong-van")


def test_a_leader_from_the_overview_to_a_word(as_: As) -> None:
    """What got worse, the rows behind a number, a word on one of them, an extension decided."""
    page = as_("chutich", width=DESKTOP)
    page.goto("/overview")
    page.locator("table a[href*='/follow-up']").first.click()
    page.wait_for_url("**/follow-up*")
    page.locator("a[href*='/tasks/'], a[href*='/contributions/']").first.click()
    page.wait_for_url(re.compile("/(tasks|contributions)/"))
    page.get_by_role("link", name="Cho ý kiến chỉ đạo").click()
    page.get_by_label("Ý kiến chỉ đạo").fill("Trưởng đơn vị báo cáo trực tiếp trong tuần này.")
    page.get_by_role("button", name="Gửi ý kiến chỉ đạo").click()
    expect_said(page, "Đã gửi ý kiến chỉ đạo")
    look(page, "chutich-y-kien")
    page.goto("/extensions")
    page.get_by_role("link", name="Trả lời đề nghị").first.click()
    page.get_by_label("Đồng ý gia hạn").check()
    page.get_by_role("button", name="Gửi trả lời").click()
    expect(page.get_by_role("status").filter(has_text="Đã gia hạn.")).to_be_visible()
    look(page, "chutich-gia-han")


def test_an_observer_sees_all_and_changes_nothing(as_: As) -> None:
    page = as_("giamsat", width=DESKTOP)
    page.get_by_role("link", name="Xem toàn cảnh").click()
    for address in ("/overview", "/follow-up", "/urgings", "/directives", "/briefing", "/plans/2"):
        page.goto(address)
        forms = page.locator("main form[method=post]")
        expect(forms).to_have_count(0)
    look(page, "giamsat-ke-hoach")
    page.goto("/tasks/10")
    expect(page.locator("main .tick")).to_have_count(0)
    expect(page.get_by_role("link", name="Cho ý kiến chỉ đạo")).to_have_count(0)


@pytest.fixture
def first_day(sqlite_templates: Templates, tmp_path: Path) -> Iterator[tuple[str, PostOffice]]:
    """An installation in which there is nothing but its first administrator, and a mail server."""
    config = config_for(copy_sqlite(Path(sqlite_templates.empty), tmp_path), tmp_path)
    with open_post_office() as (office, server):
        app = create_app(replace(config, mail_server=server))
        with app.app_context(), write():
            create_user(
                "quantri",
                full_name="Đỗ Văn Thí Dụ",
                role=Role.ADMINISTRATOR,
                password=PASSWORD,
                email="quantri@phuongmau.example",
                actor=None,
            )
        with served(app) as address:
            yield address, office


def add_account(page: Page, username: str, role: str, unit: str) -> None:
    page.get_by_role("link", name="Thêm tài khoản").first.click()
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label(re.compile("^Mật khẩu")).fill(PASSWORD)
    page.get_by_label("Họ tên").fill(f"Người thử {username}")
    page.get_by_label("Vai trò").select_option(label=role)
    page.get_by_label("Đơn vị").select_option(label=unit)
    page.get_by_role("button", name="Tạo tài khoản").click()
    expect_said(page, username)


def test_an_administrator_on_the_first_day(
    chromium_browser: Browser, first_day: tuple[str, PostOffice], tmp_path: Path
) -> None:
    """Name, units, accounts, a trial mail; then the office, new too, reads the first plan."""
    address, post_office = first_day
    context = chromium_browser.new_context(viewport=DESKTOP, base_url=address, locale="vi-VN")
    page = context.new_page()
    sign_in_with_a_new_phone_on(page, "quantri", PASSWORD)
    steps = page.locator(".first-steps-panel")
    expect(steps).to_contain_text("0 trong 5 đã xong")
    look(page, "quantri-ngay-dau")
    steps.get_by_role("link", name="Đặt tên phường, xã").click()
    page.get_by_label("Tên đơn vị sử dụng").fill("UBND phường Mẫu")
    page.get_by_role("button", name="Lưu").first.click()
    expect_said(page, "Đã lưu")
    page.goto("/units")
    for unit in ("Văn phòng HĐND và UBND", "Phòng Văn hóa - Xã hội"):
        page.get_by_role("link", name="Thêm đơn vị").first.click()
        page.get_by_label("Tên đơn vị").fill(unit)
        page.get_by_role("button", name="Thêm đơn vị").click()
        expect_said(page, unit)
    page.goto("/accounts")
    add_account(page, "vanphong", "Văn phòng", "Văn phòng HĐND và UBND")
    add_account(page, "truong.vanhoa", "Trưởng đơn vị", "Phòng Văn hóa - Xã hội")
    page.goto("/reminders")
    page.get_by_role("button", name="Gửi thư thử cho tôi").click()
    expect(page.get_by_text("Máy chủ thư đã nhận thư thử")).to_be_visible()
    expect(page.locator("main")).to_contain_text("250")
    assert post_office.addressees == ["quantri@phuongmau.example"]
    page.goto("/")
    expect(steps).to_contain_text("4 trong 5 đã xong")
    lose_session(page)
    sign_in_for_the_first_time(page, "vanphong")
    expect(steps).to_contain_text("4 trong 5 đã xong")
    plan = tmp_path / "ke-hoach.docx"
    plan.write_bytes(plan_docx())
    steps.get_by_role("link", name="Nhập kế hoạch đầu tiên").click()
    page.get_by_label("Tệp văn bản").set_input_files(plan)
    page.get_by_role("button", name="Đọc văn bản").click()
    page.wait_for_url(re.compile(r"/imports/\d+"))
    look(page, "vanphong-ke-hoach-dau")
    context.close()


def sign_in_for_the_first_time(page: Page, username: str) -> None:
    """With the temporary password, which has to be changed at once."""
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_label("Mật khẩu hiện tại").fill(PASSWORD)
    page.get_by_label(re.compile("^Mật khẩu mới")).fill("Phuong-moi-2027")
    page.get_by_label("Nhập lại mật khẩu mới").fill("Phuong-moi-2027")
    page.get_by_role("button", name="Đổi mật khẩu").click()
    expect_said(page, "Đã đổi mật khẩu.")
    page.goto("/")

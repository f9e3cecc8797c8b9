"""How pages must feel: one row changes and nothing jumps, waits are told late, nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import func, select

from tests.browser.conftest import SignIn
from tests.browser.looking import (
    PHONE,
    assert_accessible,
    assert_fits_its_width,
    keep_picture,
)
from tests.progress.files import JPEG, PDF, PROGRAM
from tracker.core.db import db
from tracker.progress.models import Evidence, ProgressUpdate

pytestmark = pytest.mark.browser

# A minute of them, twenty milliseconds apart.
MOST_LOOKS = 3_000
HEAD, OFFICER = "truong.vanhoa", "congchuc.vanhoa"
NOTE = "Kết quả, tiến độ"
CHOSEN = "(input) => [...input.files].map((file) => file.name)"
# How long the spinner of a button waits before it may be seen.
DELAY = "(button) => getComputedStyle(button, '::after').animationDelay"
# Ends when the spinner may be seen; the test's own limit is the limit.
SEEN = """async (button) => {
  const isSeen = () => getComputedStyle(button, "::after").opacity === "1";
  while (!isSeen()) await new Promise(requestAnimationFrame);
}"""
BIG = PDF.replace(
    b"trailer",
    b"4 0 obj<</Length 614400>>stream\n" + bytes(614_400) + b"\nendstream endobj\ntrailer",
)


def row_of(page: Page, contribution_id: int) -> Locator:
    return page.locator(f"#contribution-{contribution_id}")


def open_row(page: Page, contribution_id: int) -> Locator:
    """Tick a row, wait for its form."""
    row = row_of(page, contribution_id)
    row.locator(".tick").click()
    expect(row.get_by_label(NOTE)).to_be_visible()
    return row


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def held_back(page: Page, address: str) -> list[Route]:
    """What would change something waits until it is let go: an old line, as long as one likes."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            waiting.append(route)
        else:
            route.continue_()

    page.route(address, hold)
    return waiting


def let_go(page: Page, waiting: list[Route]) -> None:
    """What was sent goes on; the page may show that it sends before it does."""
    for _look in range(MOST_LOOKS):
        if waiting:
            break
        page.wait_for_timeout(20)
    assert len(waiting) == 1
    waiting[0].continue_()


def test_one_row_changes_the_focus_stays_and_nothing_jumps(
    sign_in: SignIn, rows: list[int]
) -> None:
    """All by keyboard: open, choose, write, save."""
    page = sign_in(HEAD)
    page.goto("/?role=lead")
    page.evaluate(
        "document.querySelectorAll('.work-item').forEach((row) => (row.isUntouched = true))"
    )
    row = row_of(page, rows[5])
    row.locator(".tick").focus()
    place, scrolled = row.bounding_box()["y"], page.evaluate("scrollY")
    page.keyboard.press("Enter")
    expect(row.get_by_label("Đang thực hiện")).to_be_focused()
    assert row.bounding_box()["y"] + page.evaluate("scrollY") == place + scrolled
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(row.get_by_label(NOTE)).to_be_focused()
    page.keyboard.type("Đã xong một nửa.")
    row.get_by_role("button", name="Lưu cập nhật").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".work-item--saved")).to_contain_text("Đang thực hiện")
    expect(row.locator(":focus")).to_have_count(1)
    untouched = page.locator(".work-item").evaluate_all("rows => rows.filter((r) => r.isUntouched)")
    assert len(untouched) == len(rows) - 1
    assert page.url.endswith("/?role=lead")


def test_a_wait_shows_after_300_ms_and_a_second_press_sends_nothing(
    sign_in: SignIn, served_app: Flask, rows: list[int]
) -> None:
    page = sign_in(HEAD)
    page.goto("/")
    row = open_row(page, rows[0])
    row.get_by_label("Đang thực hiện").check()
    waiting = held_back(page, "**/contributions/*/update*")
    button = row.get_by_role("button", name="Lưu cập nhật")
    assert button.evaluate(DELAY) == "0s"
    button.dblclick()
    expect(button).to_have_attribute("aria-busy", "true")
    assert button.evaluate(DELAY) == "0.3s, 0.3s"
    button.evaluate(SEEN)
    button.click(force=True)
    let_go(page, waiting)
    expect(page.locator(".work-item--saved")).to_be_visible()
    assert len(waiting) == 1
    assert count(served_app, ProgressUpdate) == 1


def test_what_is_wrong_is_said_in_the_row_and_back_keeps_the_filters(
    sign_in: SignIn, rows: list[int], tmp_path: Path
) -> None:
    program = tmp_path / "ket-qua.pdf"
    program.write_bytes(PROGRAM)
    page = sign_in(HEAD, width=PHONE)
    page.goto("/")
    page.get_by_label("Vai trò").select_option("lead")
    page.get_by_role("button", name="Lọc").click()
    page.wait_for_url("**/?*role=lead*")
    row = open_row(page, rows[2])
    row.get_by_label("Đang thực hiện").check()
    row.get_by_label(NOTE).fill("Nội dung không được mất.")
    row.get_by_label("Tệp minh chứng").set_input_files(program)
    row.get_by_role("button", name="Lưu cập nhật").click()
    alert = row.get_by_role("alert")
    expect(row.locator("[aria-invalid=true]")).to_be_focused()
    expect(row.get_by_label(NOTE)).to_have_value("Nội dung không được mất.")
    assert_accessible(page)
    assert_fits_its_width(page)
    keep_picture(page, "loi-tai-cho-360")
    # The file itself was wrong: it is chosen anew, and nothing is said twice.
    assert row.locator(".file-drop input").evaluate(CHOSEN) == []
    expect(row.locator("[data-not-kept]")).to_have_count(0)
    alert.get_by_role("link").first.click()
    page.get_by_role("link", name="Nhiệm vụ số 2", exact=True).click()
    page.wait_for_url("**/tasks/*")
    page.go_back()
    expect(page.get_by_label("Vai trò")).to_have_value("lead")
    expect(page.locator(".work-item")).to_have_count(len(rows))


@pytest.mark.parametrize("scripted", [True, False])
def test_a_refused_form_keeps_the_files_or_says_that_it_cannot(
    sign_in: SignIn, served_app: Flask, rows: list[int], tmp_path: Path, *, scripted: bool
) -> None:
    paper = tmp_path / "bao-cao-ket-qua.pdf"
    paper.write_bytes(PDF)
    page = sign_in(HEAD, width=PHONE, scripted=scripted)
    page.goto("/")
    row = open_row(page, rows[0])
    row.get_by_label("Đang thực hiện").check()
    row.get_by_label("Tệp minh chứng").set_input_files(paper)
    row.locator("summary", has_text="Thêm văn bản làm minh chứng").click()
    row.get_by_label("Ngày văn bản").fill("hôm qua")
    row.get_by_role("button", name="Lưu cập nhật").click()
    field = row.locator(".file-drop input")
    expect(row.get_by_label("Ngày văn bản")).to_have_attribute("aria-invalid", "true")
    assert_fits_its_width(page)
    keep_picture(page, f"tep-cua-bieu-mau-bi-tra-{'co' if scripted else 'khong'}-js-360")
    if scripted:
        expect(row.locator(".file-drop__names")).to_contain_text("bao-cao-ket-qua.pdf")
        assert field.evaluate(CHOSEN) == ["bao-cao-ket-qua.pdf"]
        expect(row.locator("[data-not-kept]")).to_have_count(0)
    else:
        expect(row.locator("[data-not-kept]")).to_contain_text("Chưa lưu bao-cao-ket-qua.pdf")
        field.set_input_files(paper)
    row.get_by_label("Ngày văn bản").fill("")
    row.get_by_role("button", name="Lưu cập nhật").click()
    expect(row_of(page, rows[0]).get_by_label(NOTE)).to_have_count(0)
    assert count(served_app, Evidence) == 1


def test_two_people_on_one_row_see_both_versions_and_lose_nothing(
    sign_in: SignIn, served_app: Flask, rows: list[int]
) -> None:
    head, officer = sign_in(HEAD), sign_in(OFFICER, width=PHONE)
    for page, words in ((head, "Bản của trưởng phòng."), (officer, "Bản của công chức.")):
        page.goto("/")
        row = open_row(page, rows[0])
        row.get_by_label("Đang thực hiện").check()
        row.get_by_label(NOTE).fill(words)
    head.get_by_role("button", name="Lưu cập nhật").click()
    expect(head.locator(".work-item--saved")).to_be_visible()
    officer.get_by_role("button", name="Lưu cập nhật").click()
    row = row_of(officer, rows[0])
    expect(row).to_contain_text(f"Đã có thay đổi của Người thử {HEAD}")
    expect(row).to_contain_text("Bản của trưởng phòng.")
    expect(row.get_by_label(NOTE)).to_have_value("Bản của công chức.")
    assert_accessible(officer)
    assert_fits_its_width(officer)
    keep_picture(officer, "hai-nguoi-mot-dong-360")
    row.get_by_role("button", name="Lưu cập nhật").click()
    expect(officer.locator(".work-item--saved")).to_be_visible()
    assert count(served_app, ProgressUpdate) == 2


def test_files_are_dropped_photographed_and_their_way_is_shown(
    sign_in: SignIn, served_app: Flask, rows: list[int], tmp_path: Path
) -> None:
    big, photograph = tmp_path / "bao-cao.pdf", tmp_path / "anh.jpg"
    big.write_bytes(BIG)
    photograph.write_bytes(JPEG)
    page = sign_in(HEAD, width=PHONE)
    page.goto("/")
    row = open_row(page, rows[0])
    camera = row.get_by_label("Chụp ảnh văn bản")
    assert camera.get_attribute("capture") == "environment"
    # A drop is what the browser does with a file field under the whole frame.
    frame, field = row.locator(".file-drop"), row.locator(".file-drop input")
    assert field.bounding_box()["height"] >= frame.bounding_box()["height"] - 4
    field.set_input_files(big)
    camera.set_input_files(photograph)
    expect(row.locator(".file-drop__names")).to_contain_text("bao-cao.pdf")
    expect(row.locator(".file-drop__names")).to_contain_text("anh.jpg")
    row.get_by_text("Đã xong, gửi xác nhận").click()
    waiting = held_back(page, "**/contributions/*/update*")
    row.get_by_role("button", name="Lưu cập nhật").click()
    expect(row.get_by_role("progressbar", name="Đang tải tệp lên")).to_be_visible()
    keep_picture(page, "dang-tai-len-360")
    let_go(page, waiting)
    expect(page.locator(".work-item--saved")).to_contain_text("Chờ xác nhận")
    assert count(served_app, Evidence) == 2
    page.unroute_all()
    row = open_row(page, rows[1])
    row.locator("summary", has_text="Dùng lại tệp đã gửi").click()
    row.get_by_label("bao-cao.pdf").check()
    row.get_by_text("Đã xong, gửi xác nhận").click()
    row.get_by_role("button", name="Lưu cập nhật").click()
    saved = page.locator(f"#contribution-{rows[1]}.work-item--saved")
    expect(saved).to_contain_text("1 minh chứng")
    assert count(served_app, Evidence) == 3


def test_nothing_moves_for_those_who_asked_for_that_and_200_percent_loses_nothing(
    sign_in: SignIn, rows: list[int]
) -> None:
    page = sign_in(HEAD)
    page.emulate_media(reduced_motion="reduce")
    # 1,280 px at a zoom of 200 %.
    page.set_viewport_size({"width": 640, "height": 450})
    page.goto("/")
    row = open_row(page, rows[0])
    assert_fits_its_width(page)
    for words in (NOTE, "Tệp minh chứng"):
        field = row.get_by_label(words)
        field.scroll_into_view_if_needed()
        assert field.bounding_box()["width"] > 200
    row.get_by_label("Đang thực hiện").check()
    row.get_by_role("button", name="Lưu cập nhật").click()
    saved = page.locator(".work-item--saved")
    expect(saved).to_be_visible()
    assert saved.evaluate("row => getComputedStyle(row).animationDuration") in (
        "1e-05s",
        "0.00001s",
    )


def test_what_was_said_can_be_closed_with_the_keyboard_too(
    sign_in: SignIn, rows: list[int]
) -> None:
    page = sign_in(HEAD, width=PHONE)
    page.goto("/")
    row = open_row(page, rows[0])
    row.get_by_label("Đang thực hiện").check()
    row.get_by_role("button", name="Lưu cập nhật").click()
    message = page.locator("#messages .message--success")
    close = message.get_by_role("button", name="Đóng thông báo")
    expect(close).to_be_visible()
    assert close.bounding_box()["height"] >= 44
    close.focus()
    page.keyboard.press("Enter")
    expect(message).to_have_count(0)
    expect(page.locator("#content")).to_be_focused()


def test_without_a_script_no_button_is_shown_that_does_nothing(
    sign_in: SignIn, rows: list[int]
) -> None:
    page = sign_in(HEAD, scripted=False)
    page.goto("/")
    row = open_row(page, rows[0])
    row.get_by_label("Đang thực hiện").check()
    row.get_by_role("button", name="Lưu cập nhật").click()
    message = page.locator("#messages .message--success")
    expect(message).to_be_visible()
    expect(message.get_by_role("button")).to_have_count(0)


def test_at_a_zoom_of_400_percent_no_bar_covers_the_rows(sign_in: SignIn, rows: list[int]) -> None:
    page = sign_in(HEAD, width={"width": 320, "height": 256})
    page.goto("/?many=1")
    assert len(rows) > 1
    bar = page.locator(".bulk-bar")
    expect(bar).to_have_css("position", "static")
    assert_fits_its_width(page)
    page.set_viewport_size(PHONE)
    expect(bar).to_have_css("position", "sticky")


def test_high_contrast_shows_where_one_is(sign_in: SignIn, rows: list[int]) -> None:
    """Windows draws no backgrounds there: lines say what colours said."""
    page = sign_in("vanphong")
    assert rows
    page.emulate_media(forced_colors="active")
    page.goto("/follow-up")
    tab = page.locator(".tabs [aria-current=page]")
    expect(tab).to_have_css("outline-style", "solid")
    # The row of tabs can be scrolled and cuts off what reaches over its edges.
    expect(tab).to_have_css("outline-offset", "-2px")
    page.goto("/calendar")
    day = page.locator(".month__day:not([aria-current])").first
    expect(day).to_have_css("border-top-style", "solid")
    page.goto("/account/password")
    field = page.get_by_label("Mật khẩu hiện tại")
    field.focus()
    expect(field).to_have_css("outline-width", "2px")

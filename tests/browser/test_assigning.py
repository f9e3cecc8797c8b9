"""Tasks are given to a unit by dragging; by keyboard the same is reached by ticks and a choice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.looking import PHONE, assert_fits_its_width, console_errors
from tests.factories import fixed, make_plan, make_task
from tests.personas import present_ward
from tracker.core import clock
from tracker.core.db import db, writing
from tracker.tasks.queries import tasks_of_plan

pytestmark = pytest.mark.browser

# What the design asks of whatever a finger presses, in pixels.
FINGER = 44
CENTRE = "Trung tâm Phục vụ hành chính công"


@pytest.fixture
def plan_id(served_app: Flask) -> int:
    """Three tasks of the culture division in a plan that runs."""
    with served_app.app_context(), writing():
        ward, today = present_ward(), clock.today()
        plan = make_plan(year=today.year, issued_on=today - timedelta(days=60))
        due = fixed(today + timedelta(days=10))
        for words in ("Một", "Hai", "Ba"):
            make_task(plan, due, lead=ward.culture, content=f"Việc {words}", until=today)
        db.session.commit()
        return plan.id


def leads(app: Flask, plan_id: int) -> list[str]:
    with app.app_context():
        return [task.leads[0].unit.name for task in tasks_of_plan(plan_id)]


def amend(page: Page, tasks: int) -> None:
    """What is foreseen has the focus; the amendment is written with its reason."""
    preview = page.locator("[data-focus]")
    expect(preview).to_be_focused()
    expect(preview).to_contain_text(f"Sẽ sửa {tasks} nhiệm vụ")
    page.get_by_label("Lý do").fill("Phân công lại")
    page.keyboard.press("Enter")
    page.wait_for_url("**/plans/*")


def test_a_ticked_row_takes_all_that_are_ticked_along(
    sign_in: SignIn, served_app: Flask, plan_id: int
) -> None:
    page = sign_in("vanphong")
    complaints = console_errors(page)
    page.goto(f"/plans/{plan_id}/assign")
    page.get_by_role("checkbox", name="Việc Một").check()
    page.get_by_role("checkbox", name="Việc Hai").check()
    unit = page.locator("[data-drop-unit]", has_text=CENTRE)
    page.locator("tr[data-task]", has_text="Việc Hai").drag_to(unit)
    amend(page, 2)
    names = leads(served_app, plan_id)
    assert names[:2] == [CENTRE, CENTRE]
    assert names[2] != CENTRE
    assert complaints == []


def test_the_keyboard_gives_a_task_without_dragging(
    sign_in: SignIn, served_app: Flask, plan_id: int
) -> None:
    page = sign_in("vanphong")
    page.goto(f"/plans/{plan_id}/assign")
    unit = page.get_by_label("Giao cho")
    unit.focus()
    # Its first letter is enough; of several, one that came a second late would begin a new search.
    page.keyboard.press(CENTRE[0])
    expect(unit.locator("option:checked")).to_have_text(CENTRE)
    for _field in ("Vai trò", "Xem trước", "Bỏ qua", "tất cả", "Việc Một"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="Việc Một")).to_be_checked()
    page.keyboard.press("Enter")
    amend(page, 1)
    assert leads(served_app, plan_id)[0] == CENTRE


def test_on_a_telephone_a_finger_hits_the_box_and_errors_lead_to_the_list(
    sign_in: SignIn, plan_id: int
) -> None:
    page = sign_in("vanphong", width=PHONE)
    page.goto(f"/plans/{plan_id}/assign")
    box = page.get_by_role("checkbox", name="Việc Một")
    room = box.locator("..").bounding_box()
    assert min(room["width"], room["height"]) >= FINGER
    page.mouse.click(room["x"] + 3, room["y"] + 3)
    expect(box).to_be_checked()
    box.uncheck()
    assert_fits_its_width(page)
    page.get_by_role("button", name="Xem trước").first.click()
    page.get_by_role("alert").get_by_role("link", name="Nhiệm vụ").click()
    expect(page.locator("#tasks")).to_be_focused()


def test_without_a_script_no_box_is_shown_that_would_tick_nothing(
    sign_in: SignIn, plan_id: int
) -> None:
    page = sign_in("vanphong", scripted=False)
    page.goto(f"/plans/{plan_id}/assign")
    expect(page.locator("[data-check-all]")).to_be_hidden()
    page.get_by_role("checkbox", name="Việc Một").check()
    page.get_by_label("Giao cho").select_option(label=CENTRE)
    page.get_by_role("button", name="Xem trước").first.click()
    expect(page.locator("#preview-heading")).to_have_text("Sẽ sửa 1 nhiệm vụ")

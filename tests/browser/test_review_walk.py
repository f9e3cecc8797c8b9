"""Reviewing a draft in a real browser: by keyboard through the doubts, the source beside it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.conftest import SignIn
from tests.browser.looking import (
    DESKTOP,
    PHONE,
    assert_accessible,
    assert_fits_its_width,
    console_errors,
    keep_picture,
)
from tests.imports.documents import AMENDED, plan_docx
from tests.imports.reviewing import settle
from tests.reading.pdf_documents import plan_as_pdf
from tracker.accounts.models import User
from tracker.core.db import db, write
from tracker.imports.amendments import set_amended_plan
from tracker.imports.applying import apply_draft
from tracker.imports.service import import_file

pytestmark = pytest.mark.browser


@pytest.fixture
def drafts(served_app: Flask) -> dict[str, int]:
    """A draft from DOCX with two doubtful cells, one from a PDF of several pages."""
    with served_app.app_context(), write():
        office = db.session.scalars(select(User).where(User.username == "vanphong")).one()
        docx = import_file("ke-hoach.docx", plan_docx(), actor=office)
        pdf = import_file("ke-hoach.pdf", plan_as_pdf(height=120), actor=office)
        return {"docx": docx.id, "pdf": pdf.id}


def expect_status(page: Page, words: str) -> None:
    expect(page.locator("#walk-status")).to_contain_text(words)


def test_the_doubts_are_walked_by_keyboard(sign_in: SignIn, drafts: dict[str, int]) -> None:
    page = sign_in("vanphong")
    complaints = console_errors(page)
    page.goto(f"/imports/{drafts['docx']}")

    page.keyboard.press("n")
    expect_status(page, "Ô cần xem 1 trong 2. Phối hợp, dòng 1.1")
    page.keyboard.press("j")
    expect_status(page, "Ô cần xem 2 trong 2. Loại dòng")
    page.keyboard.press("n")
    expect_status(page, "Ô cần xem 1 trong 2")
    page.keyboard.press("p")
    expect_status(page, "Ô cần xem 2 trong 2")
    page.keyboard.press("k")
    page.keyboard.press("Enter")

    field = page.get_by_label("Chữ trong văn bản")
    expect(field).to_be_focused()
    page.keyboard.type("np")
    expect(field).to_have_value(re.compile("np"))
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(page.locator(":focus.cell-edit")).to_have_count(1)
    assert complaints == []


def test_the_keys_can_be_switched_off_and_stay_off(sign_in: SignIn, drafts: dict[str, int]) -> None:
    page = sign_in("vanphong")
    page.goto(f"/imports/{drafts['docx']}")
    page.locator("#walk-keys").uncheck()
    page.reload()
    expect(page.locator("#walk-keys")).not_to_be_checked()
    page.keyboard.press("n")
    expect(page.locator("#walk-status")).to_be_empty()
    page.get_by_role("button", name="Ô cần xem tiếp").click()
    expect_status(page, "Ô cần xem 1 trong 2")


@pytest.mark.parametrize("width", [DESKTOP, PHONE], ids=["1400", "360"])
def test_the_source_opens_beside_the_row_and_closes_again(
    sign_in: SignIn, drafts: dict[str, int], width: dict[str, int]
) -> None:
    page = sign_in("vanphong", width=width)
    complaints = console_errors(page)
    page.goto(f"/imports/{drafts['pdf']}")
    opener = page.get_by_role("link", name="xem bản gốc của dòng").nth(3)
    opener.focus()
    page.keyboard.press("Enter")

    panel = page.locator("#source")
    expect(panel.get_by_role("heading", name="Bản gốc: trang")).to_be_focused()
    expect(panel.locator("[aria-current]")).to_be_visible()
    picture = panel.get_by_role("img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 500
    assert_accessible(page)
    assert_fits_its_width(page)
    panel.locator("rect").first.scroll_into_view_if_needed()
    name = f"ban-goc-{width['width']}"
    keep_picture(page, name)
    page.screenshot(path=f"test-artifacts/{name}-khung.png")

    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(opener).to_be_focused()
    assert complaints == []


@pytest.mark.parametrize("width", [DESKTOP, PHONE], ids=["1400", "360"])
def test_the_comparison_of_an_amended_plan_is_readable(
    sign_in: SignIn, served_app: Flask, width: dict[str, int]
) -> None:
    with served_app.app_context(), write():
        office = db.session.scalars(select(User).where(User.username == "vanphong")).one()
        draft = import_file("ke-hoach.docx", plan_docx(), actor=office)
        settle(draft, actor=office)
        plan = apply_draft(draft, actor=office, doubts_seen=True)
        amended = import_file("sua-doi.docx", plan_docx(AMENDED), actor=office)
        set_amended_plan(amended, plan, actor=office)
        address = f"/imports/{amended.id}#amendment"
    page = sign_in("vanphong", width=width)
    page.goto(address)
    expect(page.get_by_role("heading", name="So với kế hoạch đang thực hiện")).to_be_visible()
    assert_accessible(page)
    assert_fits_its_width(page)
    page.screenshot(path=f"test-artifacts/sua-doi-{width['width']}.png")
    page.get_by_role("link", name="Ghép lại").first.click()
    expect(page.get_by_role("combobox", name="ứng với")).to_be_focused()
    assert_fits_its_width(page)

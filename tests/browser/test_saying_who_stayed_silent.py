"""A lead that chooses "Đã xong" sees at once what it must say of the units that stayed silent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import SignIn
from tests.browser.looking import PHONE
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import present_ward
from tracker.core import clock
from tracker.core.db import db, writing

pytestmark = pytest.mark.browser


@pytest.fixture
def shared(served_app: Flask) -> int:
    """What the culture division leads, the economy division having said nothing."""
    with served_app.app_context(), writing():
        ward, today = present_ward(), clock.today()
        plan = make_plan(year=today.year, issued_on=today - timedelta(days=60))
        due = fixed(today + timedelta(days=10))
        task = make_task(
            plan, due, lead=ward.culture, cooperating=(ward.economy,), until=due.dates[0]
        )
        db.session.commit()
        return contribution_of(task, ward.culture).id


def test_what_the_choice_asks_for_opens_with_it(shared: int, sign_in: SignIn) -> None:
    page = sign_in("truong.vanhoa", width=PHONE)
    page.goto(f"/contributions/{shared}/update")
    why = page.get_by_label("Phòng Kinh tế, Hạ tầng và Đô thị: vì sao chưa gửi")
    page.get_by_text("Đang thực hiện", exact=True).click()
    expect(why).to_be_hidden()
    page.get_by_text("Đã xong, gửi xác nhận").click()
    expect(why).to_be_visible()

"""Lists of ten years: the page of months stays as long as that of the second year."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tracker.core import clock
from tracker.core.db import db
from tracker.late_lists.models import LateList, LateRow

MONTHS = 120


@pytest.fixture
def ten_years(ward: Ward) -> None:
    """A released list a month; every third one has a row that stands and one struck out."""
    plan = make_plan()
    owed = [
        contribution_of(make_task(plan, fixed(date(2026, 7, day)), lead=ward.culture), ward.culture)
        for day in (1, 2)
    ]
    for month in range(MONTHS):
        first = date(2026, 1, 15) + timedelta(days=31 * month)
        rows = [
            LateRow(contribution_id=part.id, position=at, facts={}, struck_reason=reason)
            for at, (part, reason) in enumerate(zip(owed, (None, "Chờ văn bản."), strict=True))
        ]
        db.session.add(
            LateList(
                first_day=first,
                last_day=first + timedelta(days=30),
                name=f"Tháng thứ {month + 1}",
                drawn_up_by=ward.office,
                drawn_up_at=clock.now(),
                released_by=ward.leader,
                released_at=clock.now(),
                rows=rows if month % 3 == 0 else [],
            )
        )
    db.session.commit()


@pytest.mark.usefixtures("ten_years")
def test_the_latest_months_come_first_and_the_others_on_pages(ward: Ward, browser: Browser) -> None:
    client = browser.as_(ward.office)
    first, last = client.get("/late-lists").text, client.get("/late-lists?page=5").text
    assert re.findall(r"Tháng thứ (\d+)", first) == [str(n) for n in range(120, 96, -1)]
    assert re.findall(r"Tháng thứ (\d+)", last) == [str(n) for n in range(24, 0, -1)]
    assert "1–24 trong 120 danh sách" in first


@pytest.mark.usefixtures("ten_years")
def test_each_month_says_how_many_rows_stand(ward: Ward, browser: Browser) -> None:
    page = browser.as_(ward.office).get("/late-lists?page=5").text
    counts = re.findall(r"(\d+) việc chậm", page)
    assert counts == ["1" if (number - 1) % 3 == 0 else "0" for number in range(24, 0, -1)]

"""The office says what a task's product weighs; the inputs for rating show it, or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.factories import fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.tasks.models import Task

AUGUST = "/figures/rating?kind=days&first=01/08/2026&last=31/08/2026"


@pytest.fixture
def task(ward: Ward) -> Task:
    """Two tasks; the first one is to be weighed."""
    plan = make_plan()
    made = make_task(plan, fixed(date(2026, 8, 12)), lead=ward.culture, content="Có trọng số")
    make_task(plan, fixed(date(2026, 8, 20)), lead=ward.economy, content="Chưa có")
    db.session.commit()
    return made


def weigh(client: FlaskClient, task: Task, weight: str, version: int | None = None) -> str:
    form = {"weight": weight, "version": str(version or task.version)}
    return client.post(f"/tasks/{task.id}/weight", data=form, follow_redirects=True).text


def test_the_weight_is_kept_shown_and_exported(ward: Ward, browser: Browser, task: Task) -> None:
    office = browser.as_(ward.office)
    assert "Đã lưu trọng số" in weigh(office, task, "1,50")
    assert task.weight == Decimal("1.50")
    entry = db.session.query(AuditEntry).filter_by(action="task:changed").one()
    assert entry.changes == {"weight": [None, "1.50"]}
    assert 'value="1,5' in office.get(f"/tasks/{task.id}/weight").text
    book = load_workbook(BytesIO(office.post(AUGUST).data))
    rows = list(book["Từng công việc"].iter_rows(min_row=5, values_only=True))
    place = rows[0].index("Trọng số")
    found = {row[rows[0].index("Nhiệm vụ")]: row[place] for row in rows[1:]}
    assert found == {"Có trọng số": 1.5, "Chưa có": None}
    weigh(office, task, "")
    assert task.weight is None


def test_a_wrong_or_outdated_weight_is_told_and_stays_typed(
    ward: Ward, browser: Browser, task: Task
) -> None:
    office = browser.as_(ward.office)
    for typed, sentence in (("-1", "lớn hơn 0"), ("nặng", "nặng"), ("1,2345", "3 chữ số")):
        page = weigh(office, task, typed)
        assert sentence in page
        assert f'value="{typed}"' in page
    outdated = weigh(office, task, "2", version=99)
    assert "Có người vừa sửa" in outdated
    assert 'value="2"' in outdated
    assert task.weight is None

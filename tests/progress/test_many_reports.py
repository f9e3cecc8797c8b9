"""One note for several rows: each is checked and recorded by itself, what could not is named."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import contribution_of, fixed, make_plan, make_task, regular
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tests.progress.files import PDF
from tests.progress.reports import send_report
from tracker.core.db import db
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_of_task
from tracker.progress.rules import ContributionStatus

TODAY = date(2026, 8, 5)
NOTE = "Tháng 8 thực hiện đều, không có phản ánh."


@pytest.fixture
def rows(ward: Ward) -> list[Contribution]:
    """Two check-ins of August and a result that is overdue, all of the culture division."""
    plan = make_plan()
    owed = []
    for content in ("Giữ nền nếp giờ giấc", "Vận hành trang thông tin"):
        task = make_task(plan, regular(), lead=ward.culture, content=content, until=TODAY)
        owed.append(contributions_of_task(task.id)[0])
    late = make_task(plan, fixed(date(2026, 8, 1)), lead=ward.culture, content="Lập danh mục")
    owed.append(contribution_of(late, ward.culture))
    db.session.commit()
    return owed


def send(client: FlaskClient, rows: list[Contribution], **said: Any) -> TestResponse:
    seen = [f"{row.id}:{row.version}" for row in rows]
    form = {"status": "in_progress", "note": NOTE, "request_key": "key", "chosen": seen, **said}
    return client.post("/reports/many", data={"shown": seen, **form})


def test_the_check_ins_of_the_period_are_one_press_away(
    ward: Ward, browser: Browser, rows: list[Contribution]
) -> None:
    unit = browser.as_(ward.culture_head)
    address = f"/reports/many?chosen={rows[0].id}&amp;chosen={rows[1].id}"
    home = unit.get("/").text
    assert "Cập nhật cùng lúc 2 việc" in home
    assert address in home or f"/reports/many?chosen={rows[1].id}&amp;chosen={rows[0].id}" in home
    page = unit.get(address.replace("&amp;", "&")).text
    assert "Cập nhật 2 việc cùng lúc" in page
    assert page.count('name="chosen"') == page.count(" checked>") == 2
    assert send(unit, rows[:2]).location == "/"
    for row in rows[:2]:
        assert (row.status, row.updates[0].note) == (ContributionStatus.IN_PROGRESS, NOTE)
    assert [entry.action for entry in latest_entries()[:2]] == ["contribution:updated"] * 2
    assert "Đã cập nhật 2 việc." in unit.get("/").text


def test_choosing_rows_keeps_the_filters(
    ward: Ward, browser: Browser, rows: list[Contribution]
) -> None:
    unit = browser.as_(ward.culture_head)
    assert "many=1" in unit.get("/?need=check_in&role=lead").text
    page = unit.get("/?need=check_in&role=lead&many=1").text
    assert page.count('form="report-many"') == 2
    assert 'name="many" value="1"' in page
    assert f'value="{rows[2].id}" form=' not in page
    nothing = unit.get("/reports/many")
    assert nothing.location == "/?many=1"
    assert "Chưa chọn việc nào" in unit.get(nothing.location).text


def test_a_row_that_cannot_is_named_and_the_note_stays(
    ward: Ward, browser: Browser, rows: list[Contribution]
) -> None:
    unit = browser.as_(ward.culture_head)
    answer = send(unit, rows, status="submitted")
    assert answer.status_code == 200
    assert "Đã cập nhật 2 việc; còn 1 việc chưa." in answer.text
    assert "hãy ghi vì sao chậm" in answer.text
    assert "Lập danh mục" in answer.text
    assert "Giữ nền nếp" not in answer.text
    assert NOTE in answer.text
    assert [row.status for row in rows] == [
        ContributionStatus.SUBMITTED,
        ContributionStatus.SUBMITTED,
        ContributionStatus.NOT_STARTED,
    ]
    again = send(
        unit, rows[2:], status="submitted", late_reason="Mất điện.", late_cause="objective"
    )
    assert again.status_code == 303
    assert rows[2].lateness is not None


def test_what_changed_meanwhile_is_not_overwritten(
    ward: Ward, browser: Browser, rows: list[Contribution]
) -> None:
    unit = browser.as_(ward.culture_head)
    seen = rows[0].version
    other = {"status": "in_progress", "difficulty": "Thiếu người.", "note": "Việc khác."}
    send_report(browser.as_(ward.culture_officer), rows[0], **other)
    answer = send(unit, rows[:1], chosen=[f"{rows[0].id}:{seen}"])
    assert answer.status_code == 422
    assert "Đã có thay đổi của" in answer.text
    assert len(rows[0].updates) == 1
    assert send(unit, rows[:1]).status_code == 303
    assert rows[0].difficulty == "Thiếu người."


def test_the_same_form_twice_is_one_report_and_a_file_serves_all(
    ward: Ward, browser: Browser, rows: list[Contribution]
) -> None:
    unit = browser.as_(ward.culture_head)
    seen = [f"{row.id}:{row.version}" for row in rows[:2]]
    for _time in range(2):
        files = [(BytesIO(PDF), "anh-chup.pdf")]
        sent = send(unit, rows[:2], chosen=seen, shown=seen, files=files)
        assert sent.status_code == 303
    assert [len(row.updates) for row in rows[:2]] == [1, 1]
    assert len({row.current_evidence[0].sha256 for row in rows[:2]}) == 1


def test_nobody_reports_for_another_unit(
    ward: Ward, browser: Browser, rows: list[Contribution]
) -> None:
    stranger = browser.as_(ward.economy_head)
    assert stranger.get(f"/reports/many?chosen={rows[0].id}").location == "/?many=1"
    assert send(stranger, rows[:1]).status_code == 303
    assert rows[0].updates == []
    assert send(browser.as_(ward.culture_head), [], note=NOTE).status_code == 422

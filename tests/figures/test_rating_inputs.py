"""Inputs of rating officials: who, what, how late, returned why, excused by whom; no score."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.extensions.requests import ask, decide, on, the_request
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.progress.reports import accept, give_back, send_report
from tracker.accounts.models import User
from tracker.audit.models import AuditEntry
from tracker.core import clock
from tracker.core.db import db

AUGUST = "/figures/rating?kind=days&first=01/08/2026&last=31/08/2026"


@pytest.fixture
def august(ward: Ward, browser: Browser) -> None:
    """August: culture was returned once and was in time by the granted day; economy is late."""
    plan = make_plan()
    task = make_task(plan, fixed(date(2026, 8, 12)), lead=ward.culture)
    make_task(plan, fixed(date(2026, 8, 20)), lead=ward.economy, content="=1+1")
    task.leads[0].officer = ward.culture_officer
    db.session.commit()
    owed = contribution_of(task, ward.culture)
    with clock.at(on(date(2026, 8, 5))):
        ask(browser.as_(ward.culture_head), owed, is_objective="1", wanted_due_on="25/08/2026")
    with clock.at(on(date(2026, 8, 6))):
        decide(browser.as_(ward.leader), the_request(), is_cause_confirmed="1")
    with clock.at(on(date(2026, 8, 14))):
        send_report(browser.as_(ward.culture_head), owed)
        give_back(browser.as_(ward.office), owed, "Thiếu phụ lục.")
    with clock.at(on(date(2026, 8, 17))):
        send_report(browser.as_(ward.culture_head), owed)
        accept(browser.as_(ward.office), owed)


def sheet_of(browser: Browser, user: User, name: str, first: int) -> list[dict[str, Any]]:
    with clock.at(datetime(2026, 9, 3, 2, tzinfo=UTC)):
        answer = browser.as_(user).post(AUGUST)
    assert answer.status_code == 200
    table = [
        list(row)
        for row in load_workbook(BytesIO(answer.data))[name].iter_rows(
            min_row=first, values_only=True
        )
    ]
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


@pytest.mark.usefixtures("august")
def test_each_person_has_a_line_and_each_work_what_speaks_for_it(
    ward: Ward, browser: Browser
) -> None:
    people = {row["Đơn vị"]: row for row in sheet_of(browser, ward.office, "Theo người", 6)}
    culture, economy = people[ward.culture.name], people[ward.economy.name]
    assert culture["Người thực hiện"] == ward.culture_officer.full_name
    assert (culture["Hoàn thành đúng hạn"], culture["Số lần chậm theo hạn gốc"]) == (1, 1)
    assert culture["Đúng hạn sau gia hạn vì khách quan được xác nhận"] == 1
    assert culture["Số lần bị trả lại"] == 1
    assert economy["Người thực hiện"] == "Chưa giao người cụ thể"
    assert (economy["Trong đó quá hạn"], economy["Tổng số ngày chậm"]) == (1, 11)
    work = {row["Đơn vị"]: row for row in sheet_of(browser, ward.office, "Từng công việc", 5)}
    done = work[ward.culture.name]
    assert done["Từng lần bị trả lại"] == "14/08/2026: Thiếu phụ lục."
    assert done["Người xác nhận khi gia hạn"] == ward.leader.full_name
    assert done["Ngày gửi kết quả"] == datetime(2026, 8, 17)  # noqa: DTZ001 - a cell's day
    assert work[ward.economy.name]["Nhiệm vụ"] == "=1+1"


@pytest.mark.usefixtures("august")
def test_a_head_gets_their_own_people_and_the_journal_says_who_took_them(
    ward: Ward, browser: Browser
) -> None:
    rows = sheet_of(browser, ward.economy_head, "Theo người", 6)
    assert [row["Đơn vị"] for row in rows] == [ward.economy.name]
    entry = db.session.query(AuditEntry).filter_by(action="figures:exported").one()
    assert entry.user_name == ward.economy_head.full_name
    assert browser.as_(ward.culture_officer).post(AUGUST).status_code == 403

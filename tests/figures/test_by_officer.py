"""Figures by officer: work counts for whom the unit put in charge, before the plan's own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tracker.core import clock
from tracker.core.db import db
from tracker.progress.models import Contribution

JULY = "kind=days&first=01/07/2026&last=31/07/2026&group=officer"


@pytest.fixture
def owed(ward: Ward) -> list[Contribution]:
    """Two pieces of work: the plan names the officer for both."""
    with clock.at(datetime(2026, 6, 15, 1, tzinfo=UTC)):
        plan = make_plan()
        tasks = [make_task(plan, fixed(date(2026, 7, day)), lead=ward.culture) for day in (10, 20)]
        for task in tasks:
            task.leads[0].officer = ward.culture_officer
        db.session.commit()
    return [contribution_of(task, ward.culture) for task in tasks]


def test_work_counts_for_the_person_the_unit_put_in_charge(
    ward: Ward, browser: Browser, owed: list[Contribution]
) -> None:
    chosen = {"chosen": [f"{owed[0].id}:{owed[0].version}"], "officer": ward.culture_head.id}
    named = browser.as_(ward.culture_head).post("/contributions/officer", data=chosen)
    assert named.status_code == 303
    office = browser.as_(ward.office)
    table = office.get(f"/figures?{JULY}").text
    for person in (ward.culture_head, ward.culture_officer):
        assert f"line={person.id}" in table
        behind = office.get(f"/figures/rows?{JULY}&measure=total&line={person.id}").text
        assert "1 phần việc</span>" in behind
        assert f'<span class="cell__note">{person.full_name}</span>' in behind
    book = load_workbook(BytesIO(office.get(f"/figures/xlsx?{JULY}").data))
    counted = {row[0]: row[1] for row in book["Số liệu"].iter_rows(min_row=6, values_only=True)}
    assert counted[ward.culture_head.full_name] == 1
    assert counted[ward.culture_officer.full_name] == 1
    rows = list(book["Danh sách"].iter_rows(min_row=5, values_only=True))
    people = [row[list(rows[0]).index("Người thực hiện")] for row in rows[1:]]
    assert people == [ward.culture_head.full_name, ward.culture_officer.full_name]

"""A rename holds from a day on: reports of the days before show the name of that time."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.factories import fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.units.forms import form_of
from tracker.core import clock
from tracker.core.db import db
from tracker.exports.choice import MatrixKind, SheetChoice
from tracker.exports.service import sheet_of

OLD, NEW = "Phòng Văn hóa - Xã hội", "Phòng Văn hóa, Giáo dục"


def rename(ward: Ward, browser: Browser, since: str, name: str = NEW) -> tuple[int, str]:
    data = form_of(ward.culture, name=name, named_since=since)
    answer = browser.as_(ward.office).post(f"/units/{ward.culture.id}", data=data)
    return answer.status_code, answer.text


def test_the_name_of_a_day_is_the_one_that_held_then(ward: Ward, browser: Browser) -> None:
    assert rename(ward, browser, "01/07/2026")[0] == 303
    assert ward.culture.name_on(date(2026, 6, 30)) == OLD
    assert ward.culture.name_on(date(2026, 7, 1)) == NEW
    status, page = rename(ward, browser, "30/06/2026", "Phòng Thứ Ba")
    assert status == 422
    assert "Tên đang dùng có từ 01/07/2026" in page
    assert rename(ward, browser, "", "Phòng Thứ Ba")[0] == 303
    assert ward.culture.name_on(date(2026, 8, 4)) == NEW
    assert ward.culture.name_on(date(2026, 8, 5)) == "Phòng Thứ Ba"
    page = browser.as_(ward.office).get(f"/units/{ward.culture.id}").text
    assert f"Đến hết ngày 30/06/2026: {OLD}" in page


def test_a_name_of_the_future_waits(ward: Ward, browser: Browser) -> None:
    status, page = rename(ward, browser, "01/09/2026")
    assert status == 422
    assert "ngày không được sau hôm nay" in page
    assert ward.culture.name == OLD


def test_figures_of_a_past_month_name_the_unit_as_it_was(ward: Ward, browser: Browser) -> None:
    with clock.at(datetime(2026, 3, 2, 1, tzinfo=UTC)):
        make_task(make_plan(), fixed(date(2026, 3, 31)), lead=ward.culture)
        db.session.commit()
    assert rename(ward, browser, "01/07/2026")[0] == 303
    office = browser.as_(ward.office)
    past = office.get("/figures?kind=monthly&on=20/03/2026&group=unit").text
    assert OLD in past
    assert NEW not in past
    assert NEW in office.get("/figures?group=unit").text


def test_sheets_of_a_past_day_name_the_unit_as_it_was(ward: Ward, browser: Browser) -> None:
    with clock.at(datetime(2026, 3, 2, 1, tzinfo=UTC)):
        plan = make_plan()
        due = fixed(date(2026, 3, 31))
        make_task(plan, due, lead=ward.culture, cooperating=(ward.economy,))
        ward.culture.short_name = "VHXH"
        db.session.commit()
    data = form_of(ward.culture, name=NEW, short_name="VHGD", named_since="01/07/2026")
    office = browser.as_(ward.office)
    assert office.post(f"/units/{ward.culture.id}", data=data).status_code == 303

    def names(day: date | None) -> list[bool]:
        grid = sheet_of(plan, SheetChoice(MatrixKind.GRID, as_of=day))
        unit = sheet_of(plan, SheetChoice(MatrixKind.UNIT, ward.culture.id, as_of=day))
        headings = [column.heading for column in grid.columns]
        return [name in headings or name in str(unit.kicker) for name in (OLD, "VHGD", NEW)]

    assert names(date(2026, 3, 20)) == [True, False, False]
    assert names(None) == [False, True, True]

"""A sheet as of an earlier day is the one that day gave, to the byte, whatever happened since."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.progress.reports import accept, give_back, send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.evidence.rules import OfficialDocument
from tracker.exports.choice import MatrixKind, SheetChoice
from tracker.exports.service import sheet_of
from tracker.exports.sheet import Sheet
from tracker.plans.grounds_fields import Grounds
from tracker.plans.models import Plan
from tracker.progress import papers, service
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus
from tracker.tasks.amending import drop_task
from tracker.tasks.moving import extend_due_day

KINDS = (MatrixKind.PROGRESS, MatrixKind.UNIT, MatrixKind.GRID)


def at(day: int, hour: int = 2) -> datetime:
    return datetime(2026, 8, day, hour, tzinfo=UTC)


@pytest.fixture
def plan(ward: Ward) -> Plan:
    with clock.at(at(1)):
        plan = make_plan()
        make_task(plan, fixed(date(2026, 8, 12)), lead=ward.culture, cooperating=(ward.economy,))
        db.session.commit()
    return plan


@pytest.fixture
def part(plan: Plan, ward: Ward) -> Contribution:
    assert plan
    return db.session.query(Contribution).filter_by(unit_id=ward.culture.id).one()


def sheets(plan: Plan, ward: Ward, day: date | None) -> list[Sheet]:
    return [sheet_of(plan, SheetChoice(kind, ward.culture.id, as_of=day)) for kind in KINDS]


def rows_of(plan: Plan, ward: Ward, day: date | None) -> list[list[tuple[str, ...]]]:
    return [[row.cells for row in sheet.rows] for sheet in sheets(plan, ward, day)]


def test_each_days_sheets_come_back_after_all_that_followed(
    ward: Ward, browser: Browser, plan: Plan, part: Contribution
) -> None:
    """Reported, returned, extended, handed in anew, accepted: each evening's page is kept."""
    office, head = browser.as_(ward.office), browser.as_(ward.culture_head)
    evenings: dict[date, list[list[tuple[str, ...]]]] = {}

    def evening(day: int) -> None:
        with clock.at(at(day, 16)):
            evenings[date(2026, 8, day)] = rows_of(plan, ward, None)

    evening(2)
    with clock.at(at(3)):
        send_report(head, part, status="in_progress", note="Đang làm.", difficulty="Thiếu số liệu.")
    evening(3)
    with clock.at(at(4)):
        service.difficulties.close(part.difficulties[0], actor=ward.office)
        db.session.commit()
    evening(4)
    with clock.at(at(13)):
        send_report(head, part, note="Đã gửi.")
    evening(13)
    with clock.at(at(14)):
        give_back(office, part, "Thiếu chữ ký.")
    evening(14)
    with clock.at(at(15)):
        extend_due_day(part.occurrence, date(2026, 8, 25))
        paper = OfficialDocument("9/BC-VHXH", date(2026, 8, 15))
        papers.add(part, (), paper, actor=ward.culture_head)
        db.session.commit()
    evening(15)
    with clock.at(at(16)):
        send_report(head, part, note="Đã ký, gửi lại.")
    with clock.at(at(17)):
        accept(office, part)
    evening(17)
    with clock.at(at(30)):
        then = {day: rows_of(plan, ward, day) for day in evenings}
    assert then == evenings
    states = [then[day][0][0][-1] for day in evenings]
    assert len(set(states)) == len(states)


def test_a_row_dropped_since_is_there_and_one_that_came_since_is_not(
    ward: Ward, plan: Plan
) -> None:
    (dropped,) = (task for task in [contribution_of_plan(plan, ward).occurrence.task])
    with clock.at(at(10)):
        drop_task(dropped, grounds=Grounds("Điều chỉnh."), actor=ward.office)
        make_task(plan, fixed(date(2026, 9, 1)), lead=ward.economy, content="Việc mới")
        db.session.commit()
    with clock.at(at(20)):
        before, after = (rows_of(plan, ward, date(2026, 8, day))[0] for day in (9, 10))
        sheet = sheet_of(plan, SheetChoice(as_of=date(2026, 8, 9)))
    assert [cells[1] for cells in before] == [dropped.content]
    assert [cells[1] for cells in after] == ["Việc mới"]
    assert "Lời văn các dòng theo bản đang có hiệu lực" in sheet.foot


def contribution_of_plan(plan: Plan, ward: Ward) -> Contribution:
    tasks = {item.occurrence.task for item in db.session.query(Contribution)}
    (task,) = (task for task in tasks if task.plan_id == plan.id)
    return contribution_of(task, ward.culture)


def test_the_day_is_named_and_gives_the_same_code_on_any_later_day(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    client = browser.as_(ward.office)
    address = f"/plans/{plan.id}/export/docx?as_of=03/08/2026"
    with clock.at(at(10)):
        first = client.get(address)
    with clock.at(at(20, 7)):
        second = client.get(address)
        page = client.get(f"/plans/{plan.id}/print?as_of=03/08/2026").text
    assert first.data == second.data
    assert "20260803.docx" in first.headers["Content-Disposition"]
    assert "Số liệu đến hết ngày 03/08/2026" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31/12/2026", "Ngày 31/12/2026 chưa tới"),
        ("01/01/2026", "Kế hoạch được nhập ngày 01/08/2026"),
        ("hôm qua", "Ngày không đúng"),
    ],
)
def test_a_day_of_which_nothing_is_known_is_refused_in_words(
    ward: Ward, browser: Browser, plan: Plan, typed: str, words: str
) -> None:
    client = browser.as_(ward.office)
    page = client.get(f"/plans/{plan.id}/print", query_string={"as_of": typed}).text
    assert words in page
    assert f'value="{typed}"' in page
    answer = client.get(f"/plans/{plan.id}/export/pdf", query_string={"as_of": typed})
    assert answer.status_code == 422
    assert words in answer.text


def test_within_a_minute_the_same_rows_give_the_same_sheet(ward: Ward, plan: Plan) -> None:
    moments = (datetime(2026, 8, 5, 2, 0, second, tzinfo=UTC) for second in (1, 59))
    found = []
    for moment in moments:
        with clock.at(moment):
            found.append(sheets(plan, ward, None))
    assert found[0] == found[1]
    assert all(sheet.check_code for sheet in found[0])


def test_status_words_of_what_is_waiting_then(
    ward: Ward, browser: Browser, plan: Plan, part: Contribution
) -> None:
    with clock.at(at(5)):
        send_report(browser.as_(ward.culture_head), part, note="Đã gửi.")
    assert part.status is ContributionStatus.SUBMITTED
    with clock.at(at(9)):
        grid = rows_of(plan, ward, date(2026, 8, 4))[2]
        assert grid[0][3:] == ("C", "P")

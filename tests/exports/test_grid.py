"""The responsibility grid: tasks down, units across, C for chủ trì and P for phối hợp."""

from __future__ import annotations

from datetime import date

from tests.conftest import MORNING
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Ward
from tests.progress.reports import reasons_for_silence
from tracker.accounts.models import User
from tracker.exports.choice import MatrixKind, SheetChoice
from tracker.exports.grid import grid_sheet
from tracker.exports.service import everything, owed_in
from tracker.exports.sheet import Orientation, Paper, Sheet
from tracker.plans.models import Plan
from tracker.plans.service import add_section
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus
from tracker.progress.service import Report, accept, report
from tracker.tasks.queries import appendix_rows
from tracker.units.rules import UnitKind
from tracker.units.service import create_unit

LATE, LATER = date(2026, 7, 20), date(2026, 12, 20)


def grid_of(plan: Plan, **paper: object) -> Sheet:
    owed = owed_in(plan, everything)
    return grid_sheet(plan, appendix_rows(plan), owed, as_of=MORNING, **paper)  # type: ignore[arg-type]


def marks_of(sheet: Sheet, number: int) -> dict[str, str]:
    """What stands in a row under each unit's name."""
    columns = [column.heading for column in sheet.columns[3:]]
    return dict(zip(columns, sheet.rows[number].cells[3:], strict=True))


def hand_in(contribution: Contribution, actor: User) -> None:
    said = Report(
        ContributionStatus.SUBMITTED,
        contribution.version,
        str(contribution.id),
        "Xong",
        late_reason="Chờ góp ý",
        late_is_objective=False,
        silence=reasons_for_silence(contribution),
    )
    report(contribution, said, actor=actor)


def test_each_unit_has_its_column_and_its_letter(ward: Ward) -> None:
    plan = make_plan()
    make_task(plan, fixed(LATER), lead=ward.culture, cooperating=(ward.office_unit,))
    sheet = grid_of(plan)
    assert [column.heading for column in sheet.columns] == [
        "TT",
        "Nội dung nhiệm vụ",
        "Thời hạn",
        "Văn phòng",
        "Phòng Văn hóa - Xã hội",
    ]
    assert [column.is_turned for column in sheet.columns] == [False] * 3 + [True] * 2
    assert marks_of(sheet, 0) == {"Văn phòng": "P", "Phòng Văn hóa - Xã hội": "C"}
    assert sheet.rows[0].cells[2] == "20/12/2026"


def test_sign_below_the_letter_is_of_the_unit_itself(ward: Ward) -> None:
    plan = make_plan()
    task = make_task(
        plan, fixed(LATE), lead=ward.culture, cooperating=(ward.economy, ward.office_unit)
    )
    done = contribution_of(task, ward.economy)
    hand_in(done, ward.economy_head)
    accept(done, version=done.version, actor=ward.office)
    waiting = contribution_of(task, ward.culture)
    hand_in(waiting, ward.culture_head)
    assert marks_of(grid_of(plan), 0) == {
        "Văn phòng": "P\n▲",
        "Phòng Văn hóa - Xã hội": "C\n◷",
        "Phòng Kinh tế, Hạ tầng và Đô thị": "P\n✓",
    }


def test_collective_is_shown_by_its_members_and_who_leads_is_not_twice(ward: Ward) -> None:
    plan = make_plan()
    make_task(plan, fixed(LATER), lead=ward.culture, cooperating=(ward.divisions,))
    assert marks_of(grid_of(plan), 0) == {
        "Phòng Văn hóa - Xã hội": "C",
        "Phòng Kinh tế, Hạ tầng và Đô thị": "P",
    }


def test_body_outside_the_ward_has_its_letter_but_never_a_sign(ward: Ward) -> None:
    plan = make_plan()
    make_task(plan, fixed(LATE), lead=ward.city, cooperating=(ward.economy,))
    assert marks_of(grid_of(plan), 0)["UBND thành phố"] == "C"


def test_headings_reach_over_the_grid(ward: Ward) -> None:
    plan = make_plan()
    add_section(plan, "TUYÊN TRUYỀN", label="I", position=1)
    make_task(plan, fixed(LATER), lead=ward.culture)
    sheet = grid_of(plan)
    assert sheet.rows[0].cells[:2] == ("I", "TUYÊN TRUYỀN")
    assert sheet.rows[0].is_heading


def test_thirty_units_fit_on_a_page_and_no_day_breaks(ward: Ward) -> None:
    plan = make_plan()
    others = tuple(
        create_unit(f"Tổ dân phố số {number}", UnitKind.INTERNAL, actor=None)
        for number in range(1, 30)
    )
    make_task(plan, fixed(LATER), lead=ward.culture, cooperating=others)
    for paper in Paper:
        for orientation in Orientation:
            sheet = grid_of(plan, paper=paper, orientation=orientation)
            usable = sheet.size_mm[0] - 45
            assert sum(sheet.widths_mm) <= usable + 0.01
            if orientation is Orientation.LANDSCAPE:
                assert sheet.widths_mm[2] >= 24, "a day in one line"
                assert min(sheet.widths_mm) >= 5


def test_plan_without_tasks_says_that_nobody_is_assigned(ward: Ward) -> None:  # noqa: ARG001
    sheet = grid_of(make_plan())
    assert sheet.legend == "Chưa có đơn vị nào được giao nhiệm vụ."
    assert len(sheet.columns) == 3


def test_choice_in_an_address_comes_back_the_same() -> None:
    choice = SheetChoice(MatrixKind.GRID, 3, paper=Paper.A3, orientation=Orientation.PORTRAIT)
    assert SheetChoice.from_query(choice.as_query) == choice
    assert SheetChoice.from_query({"sheet": "x", "paper": "a9", "unit": "-"}) == SheetChoice()

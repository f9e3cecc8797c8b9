"""A plan as a table: the appendix as issued, and the same with its progress."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task, on_occurrence, regular
from tests.personas import Ward
from tracker.core import clock
from tracker.evidence.rules import OfficialDocument
from tracker.exports.matrix import issued_sheet, progress_sheet
from tracker.exports.service import everything, owed_in
from tracker.exports.sheet import Sheet
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.plans.service import add_section
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus
from tracker.progress.service import Report, accept, give_back, report
from tracker.reading.result import DeadlineReading, Rhythm, RowKind
from tracker.tasks.queries import appendix_rows
from tracker.tasks.rules import TaskRole
from tracker.tasks.service import AssignedUnit, TaskDetails, create_task

MORNING = datetime(2026, 8, 5, 1, 0, tzinfo=UTC)
# A header whose order and words are the document's own.
PRINTED = [
    {"field": "label", "heading": "STT"},
    {"field": "content", "heading": "NỘI DUNG CÔNG VIỆC"},
    {"field": "deadline", "heading": "Thời gian thực hiện"},
    {"field": "lead", "heading": "Cơ quan chủ trì"},
    {"field": "extra", "heading": "Ghi chú"},
    {"field": "product", "heading": "Kết quả"},
]


def add_printed_task(plan: Plan, ward: Ward, position: int, **details: object) -> None:
    """A task that came from a file, with what the file says of it."""
    given = {
        "content": "Niêm yết công khai thủ tục hành chính",
        "deadline": regular(),
        "label": "1.1",
        "lead_text": "Văn phòng HĐND - UBND",
        "deadline_text": "Thường xuyên",
        "product": "Bảng niêm yết",
        "extra": {"Ghi chú": "Làm ngay"},
        "anchor": {"table": 1, "row": position},
    } | details
    create_task(
        plan,
        TaskDetails(**given),  # type: ignore[arg-type]
        position=position,
        section=None,
        assigned=[AssignedUnit(ward.office_unit, TaskRole.LEAD, "Văn phòng HĐND - UBND")],
        actor=None,
    )


def issued(plan: Plan) -> Sheet:
    return issued_sheet(plan, appendix_rows(plan), as_of=MORNING)


def with_progress(plan: Plan, *, with_due_days: bool = False) -> Sheet:
    return progress_sheet(
        plan,
        appendix_rows(plan),
        owed_in(plan, everything),
        as_of=MORNING,
        with_due_days=with_due_days,
    )


def state_of(plan: Plan) -> str:
    return with_progress(plan).rows[0].cells[-1]


def situation_of(plan: Plan) -> str:
    return with_progress(plan).rows[0].cells[-2]


def say(contribution: Contribution, ward: Ward, status: ContributionStatus, **said: object) -> None:
    report(
        contribution,
        Report(
            status=status,
            version=contribution.version,
            request_key=f"{contribution.id}-{contribution.version}",
            late_reason="Chờ số liệu.",
            late_is_objective=False,
            **said,  # type: ignore[arg-type]
        ),
        actor=ward.culture_head,
    )


class TestAsIssued:
    """The paper again."""

    def test_columns_keep_their_printed_order_and_words(self, ward: Ward) -> None:
        plan = make_plan(columns=PRINTED)
        add_printed_task(plan, ward, 1)
        sheet = issued(plan)
        assert [column.heading for column in sheet.columns] == [c["heading"] for c in PRINTED]
        assert sheet.rows[0].cells == (
            "1.1",
            "Niêm yết công khai thủ tục hành chính",
            "Thường xuyên",
            "Văn phòng HĐND - UBND",
            "Làm ngay",
            "Bảng niêm yết",
        )

    def test_headings_and_tasks_come_in_printed_order(self, ward: Ward) -> None:
        plan = make_plan(columns=PRINTED)
        section = add_section(plan, "KIỂM SOÁT THỦ TỤC", label="I", position=1)
        add_section(plan, "Công khai", label="1", position=2, parent=section)
        add_printed_task(plan, ward, 3)
        add_section(plan, "TUYÊN TRUYỀN", label="II", position=4)
        add_printed_task(plan, ward, 5, label="1", content="Phát thanh")
        rows = issued(plan).rows
        kinds = [RowKind.SECTION, RowKind.GROUP, RowKind.TASK, RowKind.SECTION, RowKind.TASK]
        assert [row.kind for row in rows] == kinds
        assert rows[1].cells == ("1", "Công khai", "", "", "", "")
        assert [row.cells[0] for row in rows] == ["I", "1", "1.1", "II", "1"]

    def test_cell_that_was_empty_on_paper_stays_empty(self, ward: Ward) -> None:
        plan = make_plan(columns=PRINTED)
        add_printed_task(plan, ward, 1, lead_text=None, deadline_text=None, extra={}, product=None)
        assert issued(plan).rows[0].cells[2:] == ("", "", "", "")

    def test_words_without_a_column_of_their_own_get_one(self, ward: Ward) -> None:
        plan = make_plan(columns=[column for column in PRINTED if column["field"] != "label"])
        add_printed_task(plan, ward, 1, cooperating_text="Các tổ dân phố")
        sheet = issued(plan)
        assert sheet.columns[0].heading == "TT"
        assert sheet.columns[-1].heading == "Đơn vị phối hợp"
        assert (sheet.rows[0].cells[0], sheet.rows[0].cells[-1]) == ("1.1", "Các tổ dân phố")

    def test_plan_made_by_hand_has_the_usual_columns_filled_from_what_is_known(
        self, ward: Ward
    ) -> None:
        plan = make_plan()
        make_task(plan, fixed(date(2026, 8, 20)), lead=ward.culture, cooperating=(ward.economy,))
        sheet = issued(plan)
        assert [column.heading for column in sheet.columns][:3] == [
            "TT",
            "Nội dung nhiệm vụ",
            "Đơn vị chủ trì",
        ]
        assert sheet.rows[0].cells[2:] == (
            "Phòng Văn hóa - Xã hội",
            "Phòng Kinh tế, Hạ tầng và Đô thị",
            "20/08/2026",
            "Báo cáo",
        )

    @pytest.mark.parametrize(
        ("deadline", "words"),
        [
            (fixed(date(2026, 3, 31), date(2026, 6, 30)), "31/03/2026, 30/06/2026"),
            (regular(Rhythm.MONTHLY, Rhythm.QUARTERLY), "Định kỳ hằng tháng, hằng quý"),
            (regular(), "Thường xuyên"),
            (on_occurrence(5), "Khi phát sinh"),
        ],
    )
    def test_deadline_that_was_never_printed_is_put_into_words(
        self, ward: Ward, deadline: DeadlineReading, words: str
    ) -> None:
        plan = make_plan()
        make_task(plan, deadline, lead=ward.culture)
        assert issued(plan).rows[0].cells[4] == words

    def test_the_line_below_the_title_cites_the_plan(self, ward: Ward) -> None:  # noqa: ARG002
        sheet = issued(make_plan())
        assert sheet.kicker == "Phụ lục"
        assert sheet.attached_to == (
            "(Kèm theo Kế hoạch số 12/KH-UBND ngày 05 tháng 01 năm 2026 của UBND phường Mẫu)"
        )

    def test_the_line_leaves_blanks_where_the_plan_has_them(self, ward: Ward) -> None:  # noqa: ARG002
        sheet = issued(make_plan(number=None, issued_on=None, issuer=None))
        assert sheet.attached_to == ("(Kèm theo Kế hoạch số ……/KH-UBND ngày …… tháng …… năm 2026)")

    def test_the_kind_of_document_follows_its_number(self, ward: Ward) -> None:  # noqa: ARG002
        sheet = issued(make_plan(number="45/QĐ-UBND", issued_on=date(2026, 10, 15)))
        assert sheet.attached_to is not None
        assert sheet.attached_to.startswith(
            "(Kèm theo Quyết định số 45/QĐ-UBND ngày 15 tháng 10 năm 2026 của"
        )

    def test_draft_says_so_at_the_foot(self, ward: Ward) -> None:  # noqa: ARG002
        plan = make_plan()
        assert "Dự thảo" not in issued(plan).foot
        plan.state = PlanState.DRAFT
        assert issued(plan).foot.endswith("· Dự thảo, chưa ban hành")


class TestWithProgress:
    """Words and symbols, never a colour."""

    def test_two_columns_are_added_and_the_moment_is_named(self, ward: Ward) -> None:
        plan = make_plan(columns=PRINTED)
        add_section(plan, "KIỂM SOÁT THỦ TỤC", label="I", position=1)
        add_printed_task(plan, ward, 2, lead_text=None)
        sheet = with_progress(plan)
        headings = [column.heading for column in sheet.columns]
        assert headings[:-2] == [column["heading"] for column in PRINTED]
        assert headings[-2:] == ["Tình hình thực hiện", "Trạng thái"]
        assert sheet.rows[0].cells[-2:] == ("", "")
        assert sheet.rows[1].cells[3] == "Văn phòng HĐND - UBND"
        assert sheet.attached_to is not None
        assert sheet.attached_to.endswith("số liệu đến 08:00 ngày 05/08/2026)")

    @pytest.mark.parametrize(
        ("due_on", "words"),
        [
            (date(2026, 7, 31), "▲ Quá hạn 5 ngày\nChưa thực hiện"),
            (date(2026, 8, 5), "Chưa thực hiện\n◔ Hạn hôm nay"),
            (date(2026, 8, 12), "Chưa thực hiện\n◔ Còn 7 ngày"),
            (date(2026, 8, 13), "Chưa thực hiện\nCòn 8 ngày"),
        ],
    )
    def test_open_task_says_how_far_its_due_day_is(
        self, ward: Ward, due_on: date, words: str
    ) -> None:
        plan = make_plan()
        make_task(plan, fixed(due_on), lead=ward.culture)
        assert state_of(plan) == words

    def test_result_waits_is_returned_and_is_accepted(self, ward: Ward) -> None:
        plan = make_plan()
        task = make_task(plan, fixed(date(2026, 8, 20)), lead=ward.culture)
        contribution = contribution_of(task, ward.culture)
        say(contribution, ward, ContributionStatus.SUBMITTED, note="Đã trình ký")
        assert state_of(plan) == "◷ Chờ xác nhận, đúng hạn"
        give_back(
            contribution, reason="Thiếu chữ ký", version=contribution.version, actor=ward.office
        )
        assert state_of(plan) == "↩ Trả lại\nCòn 15 ngày"
        assert situation_of(plan) == "Đã trình ký; Trả lại: Thiếu chữ ký"
        say(contribution, ward, ContributionStatus.SUBMITTED, note="Đã ban hành")
        accept(contribution, version=contribution.version, actor=ward.office)
        assert state_of(plan) == "✓ Hoàn thành, đúng hạn"
        assert situation_of(plan) == "Đã ban hành"

    def test_late_result_stays_late_when_done(self, ward: Ward) -> None:
        plan = make_plan()
        task = make_task(plan, fixed(date(2026, 7, 31)), lead=ward.culture)
        contribution = contribution_of(task, ward.culture)
        say(contribution, ward, ContributionStatus.SUBMITTED, note="Đã xong")
        assert state_of(plan) == "◷ Chờ xác nhận, chậm 5 ngày"
        accept(contribution, version=contribution.version, actor=ward.office)
        assert state_of(plan) == "✓ Hoàn thành, chậm 5 ngày"

    def test_several_parts_are_counted(self, ward: Ward) -> None:
        plan = make_plan()
        task = make_task(plan, fixed(date(2026, 8, 20), date(2026, 11, 20)), lead=ward.divisions)
        contribution = contribution_of(task, ward.culture)
        say(contribution, ward, ContributionStatus.SUBMITTED, note="Đã xong")
        accept(contribution, version=contribution.version, actor=ward.office)
        assert state_of(plan).endswith("\n1/4 đã xong")

    def test_each_unit_is_named_when_several_speak(self, ward: Ward) -> None:
        plan = make_plan()
        task = make_task(
            plan, fixed(date(2026, 8, 20)), lead=ward.culture, cooperating=(ward.economy,)
        )
        say(
            contribution_of(task, ward.culture),
            ward,
            ContributionStatus.IN_PROGRESS,
            note="Đang lấy ý kiến.",
            difficulty="Thiếu số liệu",
            document=OfficialDocument("7/BC-VHXH", date(2026, 8, 3)),
        )
        say(
            contribution_of(task, ward.economy),
            ward,
            ContributionStatus.IN_PROGRESS,
            note="Đã góp ý",
        )
        assert situation_of(plan).split("\n") == [
            "Phòng Văn hóa - Xã hội: Đang lấy ý kiến; Văn bản số 7/BC-VHXH ngày 03/08/2026; "
            "Khó khăn, vướng mắc: Thiếu số liệu",
            "Phòng Kinh tế, Hạ tầng và Đô thị: Đã góp ý",
        ]

    def test_what_may_not_be_seen_is_left_out(self, ward: Ward) -> None:
        plan = make_plan()
        task = make_task(plan, fixed(date(2026, 8, 20)), lead=ward.culture)
        contribution = contribution_of(task, ward.culture)
        say(contribution, ward, ContributionStatus.IN_PROGRESS, note="Bản nháp của đơn vị")
        sheet = progress_sheet(
            plan,
            appendix_rows(plan),
            owed_in(plan, lambda _contribution: False),
            as_of=MORNING,
        )
        assert sheet.rows[0].cells[-2:] == ("", "Đang thực hiện\nCòn 15 ngày")

    def test_nothing_owed_yet_is_said_in_words(self, ward: Ward) -> None:
        for deadline, lead, words in (
            (on_occurrence(5), ward.culture, "◇ Chưa phát sinh"),
            (fixed(date(2026, 8, 20)), ward.city, "Đơn vị ngoài phường thực hiện"),
            (regular(Rhythm.YEARLY), ward.culture, "Chưa đến kỳ"),
        ):
            plan = make_plan()
            make_task(plan, deadline, lead=lead, until=date(2026, 8, 31))
            assert state_of(plan) == words

    def test_cancelled_work_is_called_so(self, ward: Ward) -> None:
        plan = make_plan()
        task = make_task(plan, fixed(date(2026, 8, 20)), lead=ward.culture)
        contribution_of(task, ward.culture).status = ContributionStatus.CANCELLED
        assert state_of(plan) == "Đã hủy"

    def test_due_days_that_count_now_are_added_on_request(self, ward: Ward) -> None:
        plan = make_plan()
        make_task(plan, fixed(date(2026, 8, 20)), lead=ward.culture)
        sheet = with_progress(plan, with_due_days=True)
        assert sheet.columns[-3].heading == "Đến hạn"
        assert sheet.rows[0].cells[-3] == "20/08/2026"

    def test_timing_is_that_of_the_moment_asked_for(self, ward: Ward) -> None:
        plan = make_plan()
        make_task(plan, fixed(date(2026, 8, 20)), lead=ward.culture)
        late_evening = datetime(2026, 8, 20, 17, 30, tzinfo=UTC)
        sheet = progress_sheet(
            plan,
            appendix_rows(plan),
            owed_in(plan, everything),
            as_of=late_evening,
        )
        assert clock.day_in_vietnam(late_evening) == date(2026, 8, 21)
        assert sheet.rows[0].cells[-1].startswith("▲ Quá hạn 1 ngày")

"""Where another day counts than the one printed in the row, the paper names it.

"Trước 30/8" beside "Còn 3 ngày" on 3 September would read as a mistake.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Ward
from tracker.exports.matrix import progress_sheet
from tracker.exports.service import everything, owed_in
from tracker.plans.models import Plan
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus
from tracker.progress.service import Report, report
from tracker.tasks.moving import extend_due_day, replace_due_day
from tracker.tasks.queries import appendix_rows

MORNING = datetime(2026, 8, 5, 1, 0, tzinfo=UTC)
PRINTED = date(2026, 8, 1)  # a Saturday


@pytest.fixture
def owed(ward: Ward) -> Contribution:
    """What the culture division owes by the printed day."""
    return contribution_of(make_task(make_plan(), fixed(PRINTED), lead=ward.culture), ward.culture)


def state_of(owed: Contribution) -> str:
    plan: Plan = owed.occurrence.task.plan
    sheet = progress_sheet(plan, appendix_rows(plan), owed_in(plan, everything), as_of=MORNING)
    return sheet.rows[0].cells[-1]


def test_the_day_an_extension_gave(owed: Contribution) -> None:
    extend_due_day(owed.occurrence, date(2026, 8, 8))
    assert state_of(owed) == "Chưa thực hiện\n◔ Còn 3 ngày\nGia hạn đến 08/08/2026"
    extend_due_day(owed.occurrence, date(2026, 8, 3))
    assert state_of(owed) == "▲ Quá hạn 2 ngày\nChưa thực hiện\nGia hạn đến 03/08/2026"


def test_the_working_day_that_a_day_off_became(owed: Contribution) -> None:
    owed.occurrence.printed_due_on = PRINTED
    replace_due_day(owed.occurrence, date(2026, 8, 3))
    assert state_of(owed) == "▲ Quá hạn 2 ngày\nChưa thực hiện\nHạn 03/08/2026"


def test_the_printed_day_is_not_said_again(owed: Contribution) -> None:
    owed.occurrence.printed_due_on = PRINTED
    assert state_of(owed) == "▲ Quá hạn 4 ngày\nChưa thực hiện"


def test_a_result_says_by_which_day_it_was_in_time(owed: Contribution, ward: Ward) -> None:
    extend_due_day(owed.occurrence, date(2026, 8, 8))
    said = Report(ContributionStatus.SUBMITTED, owed.version, "key", note="Đã ban hành")
    report(owed, said, actor=ward.culture_head)
    assert state_of(owed) == "◷ Chờ xác nhận, đúng hạn sau gia hạn"

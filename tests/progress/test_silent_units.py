"""A lead hands in when every cooperating unit has answered, or by naming who stayed silent, why."""

from __future__ import annotations

import itertools

import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task, regular
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tests.progress.conftest import DUE
from tests.progress.reports import accept, give_back, report_form, send_report
from tracker.core.db import db
from tracker.progress.closing import silent_parts
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_of_task
from tracker.progress.rules import ContributionStatus, is_silent, waits_for_others
from tracker.tasks.rules import OccurrenceKind, TaskRole

ECONOMY = "Đã nhắc hai lần, chưa có số liệu; dùng số liệu quý trước."
OFFICE = "Văn phòng bận kỳ họp, xin gửi sau."


def reasons(ward: Ward, economy: str = ECONOMY, office: str = OFFICE) -> dict[str, str]:
    """What the form sends about the two cooperating units."""
    return {f"silent_{ward.economy.id}": economy, f"silent_{ward.office_unit.id}": office}


def test_only_a_lead_waits_and_only_for_who_still_owes() -> None:
    waiting = {
        pair for pair in itertools.product(TaskRole, OccurrenceKind) if waits_for_others(*pair)
    }
    assert waiting == {
        (TaskRole.LEAD, kind) for kind in OccurrenceKind if kind is not OccurrenceKind.CHECK_IN
    }
    silent = {pair for pair in itertools.product(TaskRole, ContributionStatus) if is_silent(*pair)}
    assert silent == {
        (TaskRole.COOPERATING, ContributionStatus.NOT_STARTED),
        (TaskRole.COOPERATING, ContributionStatus.IN_PROGRESS),
        (TaskRole.COOPERATING, ContributionStatus.RETURNED),
    }


@pytest.mark.usefixtures("shared", "office_part")
def test_a_result_without_the_reasons_is_refused_and_nothing_is_lost(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    lead = browser.as_(ward.culture_head)
    assert (
        "Đơn vị phối hợp chưa gửi kết quả (2)" in lead.get(f"/contributions/{owed.id}/update").text
    )
    answer = send_report(lead, owed, **reasons(ward, office="  "))
    assert answer.status_code == 422
    assert f'id="silent_{ward.office_unit.id}-{owed.id}-error"' in answer.text
    assert f'id="silent_{ward.economy.id}-{owed.id}-error"' not in answer.text
    assert "Hãy ghi vì sao chưa gửi và phần đó đã xử lý thế nào." in answer.text
    assert ECONOMY in answer.text
    assert "Đã trình ký ban hành." in answer.text
    assert (owed.status, owed.updates) == (ContributionStatus.NOT_STARTED, [])
    under_way = send_report(lead, owed, status="in_progress", **reasons(ward, "", ""))
    assert under_way.status_code == 303


@pytest.mark.usefixtures("shared", "office_part")
def test_who_stayed_silent_and_why_is_kept_and_shown(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    lead = browser.as_(ward.culture_head)
    assert send_report(lead, owed, **reasons(ward)).status_code == 303
    assert owed.updates[0].silent_units == [
        {"unit_id": ward.economy.id, "unit": ward.economy.name, "reason": ECONOMY},
        {"unit_id": ward.office_unit.id, "unit": ward.office_unit.name, "reason": OFFICE},
    ]
    changes = latest_entries()[0].changes
    assert changes["silent_units"][1] == (
        f"{ward.economy.name}: {ECONOMY}; {ward.office_unit.name}: {OFFICE}"
    )
    office = browser.as_(ward.office)
    for page in ("/review", f"/tasks/{owed.occurrence.task_id}"):
        assert ECONOMY in office.get(page).text, page
    audit = browser.as_(ward.administrator).get("/audit").text
    assert "Đơn vị phối hợp chưa gửi kết quả: " in audit
    # The unit that was named can read what was said of it.
    named = browser.as_(ward.economy_head).get(f"/tasks/{owed.occurrence.task_id}").text
    assert ECONOMY in named


def test_who_has_answered_is_not_asked_about(
    ward: Ward,
    browser: Browser,
    owed: Contribution,
    shared: Contribution,
    office_part: Contribution,
) -> None:
    office = browser.as_(ward.leader)
    send_report(browser.as_(ward.economy_head), shared)
    send_report(browser.as_(ward.office), office_part)
    lead = browser.as_(ward.culture_head)
    assert "silent_" not in lead.get(f"/contributions/{owed.id}/update").text
    assert send_report(lead, owed).status_code == 303
    assert owed.silence is None
    # Given back, the cooperating unit owes again; a result confirmed needs no word.
    give_back(office, shared)
    accept(office, office_part)
    assert [part.unit_id for part in silent_parts(owed)] == [ward.economy.id]


@pytest.mark.usefixtures("shared", "office_part")
def test_the_reasons_come_back_after_a_return(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    lead = browser.as_(ward.culture_head)
    send_report(lead, owed, **reasons(ward))
    give_back(browser.as_(ward.office), owed)
    form = lead.get(f"/contributions/{owed.id}/update").text
    assert ECONOMY in form
    assert OFFICE in form


def test_a_unit_that_falls_silent_meanwhile_gets_its_field(
    ward: Ward,
    browser: Browser,
    owed: Contribution,
    shared: Contribution,
    office_part: Contribution,
) -> None:
    send_report(browser.as_(ward.economy_head), shared)
    send_report(browser.as_(ward.office), office_part)
    form = report_form(owed)
    assert not [name for name in form if name.startswith("silent_")]
    give_back(browser.as_(ward.leader), shared)
    answer = browser.as_(ward.culture_head).post(f"/contributions/{owed.id}/update", data=form)
    assert answer.status_code == 422
    assert f'name="silent_{ward.economy.id}"' in answer.text
    assert "Đã trình ký ban hành." in answer.text


def test_cooperating_units_and_check_ins_wait_for_nobody(
    ward: Ward, browser: Browser, shared: Contribution
) -> None:
    assert silent_parts(shared) == []
    regular_task = make_task(
        make_plan("Kế hoạch khác"), regular(), lead=ward.culture, cooperating=(ward.economy,)
    )
    db.session.commit()
    own = [row for row in contributions_of_task(regular_task.id) if row.role is TaskRole.LEAD]
    assert {row.occurrence.kind for row in own} == {OccurrenceKind.CHECK_IN}
    assert silent_parts(own[0]) == []
    assert send_report(browser.as_(ward.culture_head), own[0]).status_code == 303


def test_each_member_of_a_leading_collective_answers_for_itself(ward: Ward) -> None:
    task = make_task(
        make_plan("Kế hoạch khác"), fixed(DUE), lead=ward.divisions, cooperating=(ward.centre,)
    )
    for unit in (ward.culture, ward.economy):
        parts = silent_parts(contribution_of(task, unit))
        assert [part.unit_id for part in parts] == [ward.centre.id]


@pytest.mark.usefixtures("shared", "office_part")
def test_one_note_for_many_rows_cannot_name_the_silent(
    ward: Ward, browser: Browser, owed: Contribution
) -> None:
    alone = make_task(make_plan("Kế hoạch khác"), fixed(DUE), lead=ward.culture)
    db.session.commit()
    rows = [owed, contribution_of(alone, ward.culture)]
    seen = [f"{row.id}:{row.version}" for row in rows]
    lead = browser.as_(ward.culture_head)
    said = {"status": "submitted", "note": "Xong.", "request_key": "key"}
    answer = lead.post("/reports/many", data={"chosen": seen, "shown": seen, **said})
    assert "Đã cập nhật 1 việc; còn 1 việc chưa." in answer.text
    names = f"{ward.economy.name}, {ward.office_unit.name}"
    assert f"Chưa gửi kết quả phối hợp: {names}. Hãy gửi riêng việc này" in answer.text
    assert [row.status for row in rows] == [
        ContributionStatus.NOT_STARTED,
        ContributionStatus.SUBMITTED,
    ]
    said["status"] = "in_progress"
    assert lead.post("/reports/many", data={"chosen": seen[:1], **said}).status_code == 303

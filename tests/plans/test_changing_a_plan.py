"""Number and day are often blank in the copy at hand (R10): the office fills them in later."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import make_plan
from tests.personas import Browser, Ward
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.plans.amendments import amendments_of_plan
from tracker.plans.models import Plan


@pytest.fixture
def plan(ward: Ward) -> Plan:  # noqa: ARG001 - the ward's people change it
    """A plan whose number and day were blank."""
    plan = make_plan(number=None, issued_on=None)
    db.session.commit()
    return plan


def filled(plan: Plan, **changes: object) -> dict[str, object]:
    """The form as it comes back from the page."""
    return {
        "title": plan.title,
        "number": "",
        "issued_on": "",
        "issuer": plan.issuer,
        "signer": "",
        "coordinator": "0",
        "check_in_rhythm": plan.check_in_rhythm.value,
        "data_window": "",
        "version": plan.version,
        **changes,
    }


def test_the_office_fills_in_number_day_and_following_unit(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    form = filled(
        plan, number="31/KH-UBND", issued_on="09/02/2026", coordinator=str(ward.centre.id)
    )
    answer = browser.as_(ward.office).post(f"/plans/{plan.id}/edit", data=form)
    assert answer.status_code == 303
    assert (plan.number, plan.issued_on) == ("31/KH-UBND", date(2026, 2, 9))
    assert plan.coordinator_unit is not None
    assert plan.coordinator_unit.id == ward.centre.id
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "plan:changed")).one()
    assert entry.changes["number"] == [None, "31/KH-UBND"]


def test_after_the_issue_printed_words_change_with_a_reason_only(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    office = browser.as_(ward.office)
    filled_in = filled(plan, number="31/KH-UBND")
    assert office.post(f"/plans/{plan.id}/edit", data=filled_in).status_code == 303
    assert amendments_of_plan(plan.id) == []
    other = filled(plan, number="32/KH-UBND", version=plan.version)
    refused = office.post(f"/plans/{plan.id}/edit", data=other)
    assert refused.status_code == 422
    assert "hãy ghi lý do sửa số, ký hiệu" in refused.text
    assert plan.number == "31/KH-UBND"
    other |= {"reason": "Đính chính", "document_number": "5/UBND-VP", "document_on": "02/03/2026"}
    assert office.post(f"/plans/{plan.id}/edit", data=other).status_code == 303
    (kept,) = amendments_of_plan(plan.id)
    assert kept.changes == [{"field": "Số, ký hiệu", "old": "31/KH-UBND", "new": "32/KH-UBND"}]
    assert (kept.reason, kept.document_number) == ("Đính chính", "5/UBND-VP")
    assert (kept.document_on, kept.user) == (date(2026, 3, 2), ward.office)


def test_two_people_on_one_plan_lose_nothing(ward: Ward, browser: Browser, plan: Plan) -> None:
    office = browser.as_(ward.office)
    first, second = filled(plan, number="1/KH-UBND"), filled(plan, number="2/KH-UBND")
    assert office.post(f"/plans/{plan.id}/edit", data=first).status_code == 303
    answer = office.post(f"/plans/{plan.id}/edit", data=second)
    assert answer.status_code == 409
    assert "2/KH-UBND" in answer.text
    assert plan.number == "1/KH-UBND"


def test_an_impossible_day_gets_its_sentence(ward: Ward, browser: Browser, plan: Plan) -> None:
    answer = browser.as_(ward.office).post(
        f"/plans/{plan.id}/edit", data=filled(plan, issued_on="31/02/2026")
    )
    assert answer.status_code == 422
    assert "Ngày không đúng" in answer.text
    assert plan.issued_on is None


def test_a_unit_head_sees_the_plan_but_may_not_change_it(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    assert browser.as_(ward.culture_head).get(f"/plans/{plan.id}/edit").status_code == 403


def test_basis_and_addressees_are_lines(ward: Ward, browser: Browser, plan: Plan) -> None:
    client = browser.as_(ward.office)
    basis = "98/UBND-VP; 17/07/2025; UBND phường\r\n12/KH-UBND"
    form = filled(plan, basis=basis, addressees="Văn phòng\r\n\r\nTrạm Y tế")
    assert client.post(f"/plans/{plan.id}/edit", data=form).status_code == 303
    assert plan.addressees == ["Văn phòng", "Trạm Y tế"]
    assert plan.basis == [
        {"number": "98/UBND-VP", "issued_on": "2025-07-17", "issuer": "UBND phường"},
        {"number": "12/KH-UBND", "issued_on": None, "issuer": None},
    ]
    assert "98/UBND-VP; 17/07/2025; UBND phường" in client.get(f"/plans/{plan.id}/edit").text
    wrong = client.post(f"/plans/{plan.id}/edit", data=filled(plan, basis="1/KH; 31/02/2025"))
    assert wrong.status_code == 422
    assert "Ngày không đúng ở dòng" in wrong.text
    assert "1/KH; 31/02/2025" in wrong.text

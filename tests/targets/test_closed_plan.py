"""A closed plan's targets are history, as its tasks are; reopened, they may be changed again."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.factories import make_plan
from tests.personas import Browser, Ward
from tests.targets.factories import make_measurement, make_target
from tests.targets.forms import form_of
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.plan_life.amending import refuse_closed
from tracker.plans.rules import PlanState
from tracker.targets.models import Target
from tracker.targets.service import drop_target

SENTENCE = "Kế hoạch đã kết thúc: hãy mở lại kế hoạch trước khi sửa chỉ tiêu."


@pytest.fixture
def target(ward: Ward) -> Target:
    """With a figure, of a plan that has ended."""
    target = make_target(make_plan(), ward.culture)
    make_measurement(target, ward.culture_head)
    target.plan.state = PlanState.CLOSED
    db.session.commit()
    return target


@pytest.fixture
def office(ward: Ward, browser: Browser) -> FlaskClient:
    return browser.as_(ward.office)


def addresses(target: Target) -> tuple[str, ...]:
    return (
        f"/plans/{target.plan_id}/targets/new",
        f"/targets/{target.id}/edit",
        f"/targets/{target.id}/drop",
    )


def test_no_form_opens_and_none_is_taken(office: FlaskClient, target: Target) -> None:
    sent = form_of(version=str(target.version), value="50", reason="Không còn giao")
    for address in addresses(target):
        for answer in (office.get(address), office.post(address, data=sent)):
            assert answer.status_code == 422, address
            assert SENTENCE in answer.text
    assert db.session.query(Target).count() == 1
    assert (target.value, target.dropped_on) == (95, None)


def test_it_is_the_sentence_that_tasks_use(target: Target) -> None:
    with pytest.raises(RuleError) as refused:
        refuse_closed(target.plan)
    assert refused.value.message.replace("nhiệm vụ", "chỉ tiêu") == SENTENCE


def test_nothing_is_offered_and_all_is_read(office: FlaskClient, target: Target) -> None:
    pages = ("/targets", f"/targets/{target.id}", f"/plans/{target.plan_id}")
    for page in pages:
        text = office.get(page).text
        assert target.indicator in text
        assert "Thêm chỉ tiêu" not in text
        assert "Sửa chỉ tiêu" not in text


def test_reopened_it_is_changed_as_before(office: FlaskClient, target: Target) -> None:
    target.plan.state = PlanState.ISSUED
    db.session.commit()
    assert "Sửa chỉ tiêu" in office.get(f"/targets/{target.id}").text
    sent = form_of(version=str(target.version), value="50")
    assert office.post(f"/targets/{target.id}/edit", data=sent).status_code == 303
    assert target.value == 50


def test_a_target_that_no_longer_holds_is_not_changed(
    ward: Ward, office: FlaskClient, target: Target
) -> None:
    target.plan.state = PlanState.ISSUED
    drop_target(target, reason="Cấp trên giao mức khác", actor=ward.office)
    db.session.commit()
    edit = f"/targets/{target.id}/edit"
    for answer in (office.get(edit), office.post(edit, data=form_of(value="50"))):
        assert answer.status_code == 422
        assert "Chỉ tiêu đã bỏ: không sửa nữa" in answer.text

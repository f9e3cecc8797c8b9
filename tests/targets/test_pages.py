"""The list, the page of one target, the plan's page; setting targets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.targets.factories import JULY, JUNE, make_measurement, make_target
from tests.targets.forms import form_of
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.plans.models import Plan
from tracker.reading.result import Comparator, Rhythm
from tracker.targets.models import Target


@pytest.fixture
def plan(ward: Ward) -> Plan:
    """A whole with a part, one to strive for, one not measured."""
    plan = make_plan()
    whole = make_target(plan, ward.culture, indicator="mức độ hài lòng của người dân")
    make_target(
        plan, ward.culture, indicator="mức độ hài lòng về đất đai", value="90", parent=whole
    )
    striving = make_target(
        plan, ward.centre, indicator="hồ sơ trực tuyến", value="80", is_striving=True
    )
    make_measurement(whole, ward.culture_head, "94", JUNE)
    make_measurement(whole, ward.culture_head, "96", JULY)
    make_measurement(striving, ward.centre_head, "70")
    db.session.commit()
    return plan


def create(client: FlaskClient, plan: Plan, **changes: Any) -> TestResponse:
    return client.post(f"/plans/{plan.id}/targets/new", data=form_of(**changes))


@pytest.mark.usefixtures("plan")
def test_the_list_and_its_filters(ward: Ward, browser: Browser) -> None:
    client = browser.as_(ward.observer)
    page = client.get("/targets").text
    assert "3 chỉ tiêu" in page
    assert "Chưa đạt mức phấn đấu" in page
    assert "Vượt 1 điểm %" in page
    assert "Trong đó: " in page
    met = client.get("/targets?state=met").text
    assert "1 trong 3 chỉ tiêu" in met
    assert "hồ sơ trực tuyến" not in met
    assert "2 trong 3 chỉ tiêu" in client.get(f"/targets?unit={ward.culture.id}").text
    assert "2 trong 3 chỉ tiêu" in client.get("/targets?words=hai long").text
    assert "Không có chỉ tiêu nào khớp" in client.get("/targets?plan=999").text


def test_the_plans_page_lists_its_targets(ward: Ward, browser: Browser, plan: Plan) -> None:
    page = browser.as_(ward.economy_head).get(f"/plans/{plan.id}").text
    assert page.index("mức độ hài lòng của người dân") < page.index("mức độ hài lòng về đất đai")
    assert "Thêm chỉ tiêu" not in page
    assert "Thêm chỉ tiêu" in browser.as_(ward.office).get(f"/plans/{plan.id}").text


def test_the_chart_says_in_words_what_it_draws(ward: Ward, browser: Browser, plan: Plan) -> None:
    target = db.session.query(Target).order_by(Target.id).first()
    assert target is not None
    page = browser.as_(ward.observer).get(f"/targets/{target.id}").text
    assert "Chỉ tiêu ≥ 95%. Tháng 6/2026: 94%; Tháng 7/2026: 96%." in page
    assert page.count('<polyline class="chart__line"') == 2
    assert "Nhập số liệu" not in page
    assert plan.title


def test_the_office_adds_and_changes_a_target(ward: Ward, browser: Browser, plan: Plan) -> None:
    client = browser.as_(ward.office)
    for _ in range(2):
        answer = create(client, plan, units=[str(ward.culture.id), str(ward.economy.id)])
        assert answer.status_code == 303
    made = db.session.query(Target).filter_by(indicator="hồ sơ thanh toán trực tuyến").one()
    assert (made.value, made.comparator) == (Decimal("62.5"), Comparator.AT_LEAST)
    assert made.units == [ward.culture, ward.economy]
    assert made.rhythm is Rhythm.MONTHLY
    old = str(made.version)
    edit = f"/targets/{made.id}/edit"
    assert 'value="62,5"' in client.get(edit).text
    changed = form_of(value="65", version=old, base_year="2024", change="increase")
    assert client.post(edit, data=changed).status_code == 303
    assert made.base_words == "so với năm 2024"
    late = client.post(edit, data=form_of(value="70", version=old))
    assert late.status_code == 409
    assert 'value="70"' in late.text
    entry = db.session.query(AuditEntry).filter_by(action="target:changed").one()
    assert entry.changes["level"] == ["≥ 62,5%", "≥ 65%"]


def test_a_target_made_of_a_tasks_words(ward: Ward, browser: Browser, plan: Plan) -> None:
    task = make_task(plan, fixed(date(2026, 12, 14)), lead=ward.culture, content="Trả đúng hạn")
    task.extra = {"Chỉ tiêu": "100%"}
    db.session.commit()
    client = browser.as_(ward.office)
    page = client.get(f"/plans/{plan.id}/targets/new?task={task.id}").text
    assert "Trả đúng hạn" in page
    assert 'value="14/12/2026"' in page
    client.post(f"/plans/{plan.id}/targets/new?task={task.id}", data=form_of())
    assert db.session.query(Target).filter_by(task_id=task.id).count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"indicator": ""}, "Hãy ghi chỉ tiêu đo việc gì."),
        ({"value": "cao"}, "Số không đúng"),
        ({"measure": ""}, "Hãy ghi đơn vị tính"),
        ({"base_value": "0"}, "Số liệu năm gốc phải lớn hơn 0."),
        ({"evaluated_on": "31/02/2026"}, "Ngày không đúng"),
    ],
)
def test_bad_input_loses_nothing(
    ward: Ward, browser: Browser, plan: Plan, changes: dict[str, str], sentence: str
) -> None:
    answer = create(browser.as_(ward.office), plan, scope="lĩnh vực đất đai", **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "lĩnh vực đất đai" in answer.text


def test_no_target_is_a_part_of_itself(ward: Ward, browser: Browser, plan: Plan) -> None:
    whole = db.session.query(Target).order_by(Target.id).first()
    assert whole is not None
    part = whole.parts[0]
    sent = form_of(parent=str(part.id), version=str(whole.version))
    answer = browser.as_(ward.office).post(f"/targets/{whole.id}/edit", data=sent)
    assert answer.status_code == 422
    assert "không thể là một phần của chính nó" in answer.text
    assert plan.title


def test_a_dropped_target_leaves_its_parts_and_its_figures(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    whole = db.session.query(Target).order_by(Target.id).first()
    assert whole is not None
    client = browser.as_(ward.office)
    assert client.post(f"/targets/{whole.id}/drop", data={"reason": ""}).status_code == 422
    client.post(f"/targets/{whole.id}/drop", data={"reason": "Thành phố đã bỏ"})
    assert "2 chỉ tiêu" in client.get("/targets").text
    page = client.get(f"/targets/{whole.id}").text
    assert "Đã bỏ từ ngày 05/08/2026" in page
    assert "96%" in page
    assert plan.title

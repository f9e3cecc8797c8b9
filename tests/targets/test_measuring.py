"""Entering figures and correcting them: nothing is lost, nobody overwrites another."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import make_plan
from tests.personas import Browser, Ward
from tests.progress.files import PDF, PROGRAM
from tests.targets.factories import JULY, JUNE, make_measurement, make_target
from tracker.audit.models import AuditEntry
from tracker.core import clock
from tracker.core.db import db
from tracker.targets.models import Measurement, MeasurementEvidence, Target
from tracker.targets.queries import targets_of_plan
from tracker.targets.rules import Change, TargetState
from tracker.targets.service import drop_target
from tracker.targets.standing import in_force


@pytest.fixture
def target(ward: Ward) -> Target:
    """The culture division's."""
    target = make_target(make_plan(), ward.culture)
    db.session.commit()
    return target


def send(client: FlaskClient, target: Target, **changes: Any) -> TestResponse:
    """The form with the figure of July."""
    form = {
        "period": "2026-07-01/2026-07-31",
        "numerator": "1.900",
        "denominator": "2.000",
        "source": "Cổng Dịch vụ công",
        "taken_on": "03/08/2026",
        "request_key": "one",
        **changes,
    }
    return client.post(f"/targets/{target.id}/measurements", data=form)


def correction(client: FlaskClient, measurement: Measurement, **changes: str) -> TestResponse:
    form = {"value": "96,5", "reason": "Đếm thiếu hồ sơ", "request_key": "fix", **changes}
    return client.post(f"/measurements/{measurement.id}/correct", data=form)


def test_a_rate_by_its_parts_with_evidence(ward: Ward, browser: Browser, target: Target) -> None:
    client = browser.as_(ward.culture_officer)
    answer = send(client, target, files=(BytesIO(PDF), "so-lieu.pdf"), document_number="9/BC")
    assert answer.status_code == 303
    (kept,) = target.measurements
    assert (kept.numerator, kept.denominator, kept.value) == (Decimal(1900), Decimal(2000), None)
    assert kept.entered_by == ward.culture_officer
    page = client.get(f"/targets/{target.id}").text
    for words in (
        "95%",
        "1.900 / 2.000",
        "Đúng bằng chỉ tiêu",
        "so-lieu.pdf",
        "9/BC",
        "Tháng 7/2026",
    ):
        assert words in page
    paper = db.session.query(MeasurementEvidence).filter_by(kind="file").one()
    assert (
        browser.as_(ward.economy_head).get(f"/measurement-evidence/{paper.id}").status_code == 404
    )
    with client.get(f"/measurement-evidence/{paper.id}") as file:
        assert file.data == PDF


def test_the_same_form_twice_is_one_figure(ward: Ward, browser: Browser, target: Target) -> None:
    for _ in range(2):
        assert send(browser.as_(ward.culture_head), target).status_code == 303
    assert len(target.measurements) == 1


def test_the_second_person_is_told_of_the_first(
    ward: Ward, browser: Browser, target: Target
) -> None:
    send(browser.as_(ward.culture_head), target)
    late = send(browser.as_(ward.culture_officer), target, request_key="two", numerator="1.850")
    assert late.status_code == 409
    assert "đã có số liệu 95% do Người thử truong.vanhoa nhập" in late.text
    assert 'value="1.850"' in late.text
    assert len(target.measurements) == 1


def test_a_correction_keeps_the_old_figure(ward: Ward, browser: Browser, target: Target) -> None:
    wrong = make_measurement(target, ward.culture_head)
    db.session.commit()
    client = browser.as_(ward.office)
    assert "92,5" in client.get(f"/measurements/{wrong.id}/correct").text
    assert correction(client, wrong, reason="").status_code == 422
    assert correction(client, wrong).status_code == 303
    assert correction(client, wrong).status_code == 303
    assert correction(client, wrong, request_key="late").status_code == 409
    assert [m.value for m in target.measurements] == [Decimal("92.5"), Decimal("96.5")]
    (standing,) = targets_of_plan(target.plan_id)
    assert standing.figure_words == "96,5%"
    assert standing.state is TargetState.MET
    page = client.get(f"/targets/{target.id}").text
    assert "<s>92,5%</s>" in page
    assert "Đếm thiếu hồ sơ" in page
    told = db.session.query(AuditEntry).filter_by(action="measurement:corrected").one()
    assert told.changes["Tháng 7/2026"] == ["92,5%", "96,5%"]


def test_a_figure_of_the_wrong_period_is_withdrawn(
    ward: Ward, browser: Browser, target: Target
) -> None:
    wrong = make_measurement(target, ward.culture_head)
    db.session.commit()
    correction(browser.as_(ward.culture_head), wrong, is_withdrawn="y")
    assert in_force(target.measurements) == []
    assert send(browser.as_(ward.culture_head), target).status_code == 303
    assert [m.revision for m in target.measurements] == [1, 2, 3]


def test_a_correction_on_a_later_day_leaves_the_figures_of_before(
    ward: Ward, target: Target
) -> None:
    make_measurement(target, ward.culture_head, "90", JUNE)
    with clock.at(datetime(2026, 8, 20, 2, 0, tzinfo=UTC)):
        make_measurement(target, ward.culture_head, "97", JULY)
    (then,) = targets_of_plan(target.plan_id, as_of=date(2026, 8, 10))
    (now,) = targets_of_plan(target.plan_id)
    assert (then.figure_words, now.figure_words) == ("90%", "97%")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"numerator": "", "denominator": ""}, "Hãy nhập số liệu của kỳ."),
        ({"denominator": ""}, "Nhập đủ tử số và mẫu số"),
        ({"denominator": "0"}, "Mẫu số phải lớn hơn 0."),
        ({"numerator": "nhiều"}, "Số không đúng"),
        ({"value": "50"}, "Tỷ lệ không khớp"),
        ({"period": "other"}, "Hãy nhập ngày đầu và ngày cuối của kỳ."),
        ({"period": "2026-08-01/2026-08-31"}, "Kỳ số liệu chưa kết thúc"),
        ({"period_start": "14/07/2026", "period_end": "15/06/2026"}, "Ngày cuối kỳ phải sau"),
        ({"taken_on": "06/08/2026"}, "Ngày lấy số liệu không thể sau hôm nay."),
        ({"file": PROGRAM}, "không thuộc loại được nhận"),
        ({"document_issuer": "Sở"}, "Hãy nhập số, ký hiệu của văn bản."),
    ],
)
def test_bad_input_is_told_and_loses_nothing(
    ward: Ward, browser: Browser, target: Target, changes: dict[str, Any], sentence: str
) -> None:
    form = dict(changes)
    if content := form.pop("file", None):
        form["files"] = (BytesIO(content), "so-lieu.pdf")
    answer = send(browser.as_(ward.culture_head), target, note="Đã đối chiếu", **form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Đã đối chiếu" in answer.text
    assert target.measurements == []


def test_against_a_base_year_the_level_of_the_period_is_enough(
    ward: Ward, browser: Browser
) -> None:
    target = make_target(
        make_plan(),
        ward.culture,
        value="50",
        comparator="=",
        indicator="cắt giảm thời gian giải quyết",
        change=Change.DECREASE,
        base_year=2024,
        base_value=Decimal(30),
        base_unit="ngày",
    )
    db.session.commit()
    client = browser.as_(ward.culture_head)
    form = {"period": "2026-07-01/2026-07-31", "level": "18", "request_key": "base"}
    assert client.post(f"/targets/{target.id}/measurements", data=form).status_code == 303
    page = client.get(f"/targets/{target.id}").text
    assert "trong kỳ 18 ngày" in page
    assert "Còn thiếu 10 điểm %" in page


def test_a_dropped_target_takes_no_figure_and_keeps_those_it_has(
    ward: Ward, browser: Browser, target: Target
) -> None:
    kept = make_measurement(target, ward.culture_head, period=JUNE)
    drop_target(target, reason="Thành phố giao mức khác", actor=ward.office)
    db.session.commit()
    for client in (browser.as_(ward.culture_head), browser.as_(ward.office)):
        for answer in (
            send(client, target),
            correction(client, kept),
            correction(client, kept, is_withdrawn="y"),
        ):
            assert answer.status_code == 422
            assert "Chỉ tiêu đã bỏ: không nhập, không sửa số liệu nữa." in answer.text
    assert target.measurements == [kept]

"""A month of Phường Mẫu: done in time and late, overdue with and without a reason, hindered."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient

from tests.factories import contribution_of, fixed, make_plan, make_task, regular
from tests.personas import Browser, Ward
from tests.progress.reports import accept, give_back, send_report
from tests.targets.factories import JUNE, make_measurement, make_target
from tracker.core import clock
from tracker.core.db import db
from tracker.reports.models import Report
from tracker.settings.service import change_setting

JULY = "kind=monthly&by=calendar&on=31/07/2026"


@pytest.fixture
def july(ward: Ward, browser: Browser) -> None:
    """What happened up to the end of July 2026."""
    change_setting("ward_name", "UBND phường Mẫu", actor=None)
    change_setting("letter_signer", "Lê Văn Ví Dụ", actor=None)
    with clock.at(datetime(2026, 6, 15, 1, tzinfo=UTC)):
        plan = make_plan()
        made = [
            make_task(plan, fixed(date(2026, 7, 10)), lead=ward.culture, content="Rà soát"),
            make_task(plan, fixed(date(2026, 7, 20)), lead=ward.economy, content="Cấp phép"),
            make_task(plan, fixed(date(2026, 7, 24)), lead=ward.centre, content="Số hóa"),
            make_task(plan, fixed(date(2026, 7, 29)), lead=ward.culture, content="Tập huấn"),
            make_task(plan, fixed(date(2026, 8, 4)), lead=ward.economy, content="Kiểm tra"),
            make_task(plan, regular(), lead=ward.culture, until=date(2026, 8, 31)),
        ]
        target = make_target(plan, ward.culture, evaluated_on=date(2026, 12, 15))
        db.session.commit()
    done, late, slow = (
        contribution_of(task, unit)
        for task, unit in zip(made, (ward.culture, ward.economy, ward.centre), strict=False)
    )
    with clock.at(datetime(2026, 7, 10, 2, tzinfo=UTC)):
        send_report(browser.as_(ward.culture_head), done)
        accept(browser.as_(ward.office), done)
        make_measurement(target, ward.culture_head, period=JUNE)
        db.session.commit()
    with clock.at(datetime(2026, 7, 24, 2, tzinfo=UTC)):
        send_report(browser.as_(ward.economy_head), late)
        accept(browser.as_(ward.office), late)
    with clock.at(datetime(2026, 7, 28, 2, tzinfo=UTC)):
        send_report(browser.as_(ward.centre_head), slow, late_reason="Máy quét hỏng.")
        give_back(browser.as_(ward.office), slow)
    with clock.at(datetime(2026, 7, 30, 2, tzinfo=UTC)):
        hindered = contribution_of(made[4], ward.economy)
        send_report(
            browser.as_(ward.economy_head),
            hindered,
            status="in_progress",
            difficulty="Thiếu người ghi biên bản.",
        )


def made_by(client: FlaskClient, kind: str = "chairman", key: str = "one") -> Report:
    """Press "Lập báo cáo này" below the look at July."""
    answer = client.post(f"/reports/new/{kind}?{JULY}", data={"request_key": key})
    assert answer.status_code == 303
    return db.session.get_one(Report, int(answer.location.rpartition("/")[2]))

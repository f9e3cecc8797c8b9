"""From a kind and some days to a report that is saved, taken anew, put away; nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.imports.reviewing import words_of
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tests.progress.reports import accept, send_report
from tests.reports.conftest import JULY, made_by
from tests.reports.papers import docx_words
from tracker.core import clock
from tracker.core.db import db
from tracker.figures.models import SealedFigures
from tracker.plans.rules import PlanState
from tracker.plans.service import change_state
from tracker.progress.models import Contribution
from tracker.progress.rules import ContributionStatus
from tracker.reports.models import Report

pytestmark = pytest.mark.usefixtures("july")


def save(client: FlaskClient, report: Report, **changes: str) -> TestResponse:
    """Press "Lưu báo cáo" with every part wanted on paper."""
    form = {f"print-{part.key}": "on" for part in report.taken.parts}
    form |= {
        "number": "15",
        "code": "BC-VP",
        "issued_on": "05/08/2026",
        "place": "Mẫu",
        "superior": "Ủy ban nhân dân\nphường Mẫu",
        "issuer": "Văn phòng HĐND và UBND",
        "addressee": "Kính gửi: Chủ tịch UBND phường Mẫu.",
        "signing": "CHÁNH VĂN PHÒNG",
        "signer": "Lê Văn Ví Dụ",
        "recipients": "Như trên;\nLưu: VT.",
        "version": str(report.version),
        **changes,
    }
    return client.post(f"/reports/{report.id}", data={k: v for k, v in form.items() if v != "-"})


def test_a_look_shows_the_parts_and_changes_nothing(ward: Ward, browser: Browser) -> None:
    page = words_of(browser.as_(ward.office).get(f"/reports/new/chairman?{JULY}"))
    assert "Đã hoàn thành 02 phần việc (01 đúng hạn, 01 quá hạn), đạt 40 % tổng số." in page
    assert "Máy quét hỏng (do đơn vị)" in page
    assert db.session.query(Report).count() == 0


def test_soon_after_a_month_its_report_is_offered(ward: Ward, browser: Browser) -> None:
    office = browser.as_(ward.office)
    assert "15/07/2026 – 14/08/2026" in office.get("/reports/new/chairman").text
    with clock.at(datetime(2026, 8, 18, 2, tzinfo=UTC)):
        assert "15/07/2026 – 14/08/2026" in office.get("/reports/new/chairman").text
        assert "17/08/2026 – 23/08/2026" in office.get("/reports/new/briefing").text


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_the_offices_words_are_kept_and_printed(ward: Ward, browser: Browser) -> None:
    office = browser.as_(ward.office)
    report = made_by(office)
    assert made_by(office).id == report.id
    answer = save(
        office,
        report,
        **{"words-proposals": "Đề nghị bổ sung máy quét.\n\nHết.", "print-changes": "-"},
    )
    assert answer.status_code == 303
    printed = docx_words(office.get(f"/reports/{report.id}/docx").data)
    assert "KIẾN NGHỊ, ĐỀ XUẤT\nĐề nghị bổ sung máy quét.\nHết.\n" in printed
    assert "THAY ĐỔI" not in printed
    assert "Số: 15/BC-VP" in printed
    assert "Mẫu, ngày 05 tháng 8 năm 2026" in printed
    entry = latest_entries()[0]
    assert entry.action == "report:changed"
    words = [None, "Đề nghị bổ sung máy quét.\n\nHết."]
    assert entry.changes["Kiến nghị, đề xuất"] == words
    assert entry.changes["left_out"] == [[], ["Thay đổi so với kỳ trước"]]
    following = made_by(office, key="two")
    assert (following.recipients, following.number) == ("Như trên;\nLưu: VT.", "")


def test_two_people_write_and_neither_loses_a_word(ward: Ward, browser: Browser) -> None:
    office = browser.as_(ward.office)
    report = made_by(office)
    seen = report.version
    assert save(office, report, **{"words-problems": "Của người thứ nhất."}).status_code == 303
    second = save(office, report, version=str(seen), **{"words-problems": "Của người thứ hai."})
    assert second.status_code == 409
    page = words_of(second)
    assert "đã lưu báo cáo này lúc" in page
    assert "Của người thứ hai." in page
    assert "Của người thứ nhất." in page
    db.session.refresh(report)
    assert report.words == {"problems": "Của người thứ nhất."}


def test_what_is_wrong_is_said_and_everything_stays(ward: Ward, browser: Browser) -> None:
    office = browser.as_(ward.office)
    report = made_by(office)
    answer = save(
        office, report, issued_on="31/02/2026", **{"words-problems": "x" * 20_001, "code": ""}
    )
    assert answer.status_code == 422
    page = words_of(answer)
    assert "Tối đa 20.000 ký tự." in page
    assert "Hãy nhập ký hiệu." in page
    assert "31/02/2026" in answer.text
    assert "x" * 20_001 in answer.text


def test_data_are_taken_anew_and_the_words_stay(ward: Ward, browser: Browser) -> None:
    office = browser.as_(ward.office)
    answer = office.post(
        "/reports/new/overdue?kind=days&first=01/07/2026&last=31/08/2026", data={"request_key": "a"}
    )
    report = db.session.query(Report).one()
    assert answer.headers["Location"] == f"/reports/{report.id}"
    save(office, report, **{"words-measures": "Đôn đốc."})
    before, kept = report.as_of, office.get(f"/reports/{report.id}/docx").data
    with clock.at(datetime(2026, 8, 7, 2, tzinfo=UTC)):
        assert office.get(f"/reports/{report.id}/docx").data == kept
        stale = office.post(f"/reports/{report.id}/data", data={"version": "1"})
        assert stale.status_code == 409
        anew = office.post(f"/reports/{report.id}/data", data={"version": str(report.version)})
    assert anew.status_code == 303
    db.session.refresh(report)
    assert report.as_of > before
    printed = docx_words(office.get(f"/reports/{report.id}/docx").data)
    assert "Đôn đốc." in printed
    assert "Kiểm tra" in printed


def test_a_report_of_days_to_come_is_refused(ward: Ward, browser: Browser) -> None:
    url = "/reports/new/chairman?kind=monthly&by=calendar&on=30/09/2026"
    office = browser.as_(ward.office)
    assert "chưa bắt đầu" in words_of(office.get(url))
    assert office.post(url, data={"request_key": "x"}).status_code == 422


def test_a_leader_reads_and_loads_but_writes_nothing(ward: Ward, browser: Browser) -> None:
    report = made_by(browser.as_(ward.office))
    leader = browser.as_(ward.leader)
    page = leader.get(f"/reports/{report.id}").text
    assert "Kết quả chung" in page
    assert "<textarea" not in page
    assert leader.get(f"/reports/{report.id}/pdf").data.startswith(b"%PDF")
    assert save(leader, report).status_code == 403
    assert browser.as_(ward.culture_head).get("/reports").status_code == 403


def test_put_away_leaves_the_list_and_takes_no_more_words(ward: Ward, browser: Browser) -> None:
    office = browser.as_(ward.office)
    report = made_by(office)
    assert words_of(office.get("/reports")).count("1 báo cáo") == 1
    away = office.post(f"/reports/{report.id}/put-away", data={"version": str(report.version)})
    assert away.status_code == 303
    assert "Chưa có báo cáo nào" in words_of(office.get("/reports"))
    assert save(office, report, version="2").status_code == 409


def test_sealed_figures_are_reported_as_they_were_sealed(ward: Ward, browser: Browser) -> None:
    office = browser.as_(ward.office)
    office.post(f"/figures/seal?{JULY}", data={"request_key": "seal"})
    report = made_by(office)
    assert (
        "(đã chốt, số liệu từ ngày 01/07/2026 đến hết ngày 31/07/2026)" in report.taken.opening[0]
    )
    kept = next(row for row in db.session.query(SealedFigures).one().rows if "current" in row)
    db.session.get_one(Contribution, kept["contribution_id"]).unit = ward.office_unit
    db.session.commit()
    again = {"reason": "Nhầm đơn vị.", "edition": "1", "request_key": "again"}
    assert office.post(f"/figures/seal-again?{JULY}", data=again).status_code == 303
    page = words_of(office.get(f"/reports/{report.id}"))
    assert "chốt lại lần 2" in page
    assert "Lý do chốt lại: Nhầm đơn vị. Báo cáo vẫn ghi số liệu đã lấy" in page
    newer = made_by(office, key="second")
    assert "chốt lại lần 2" not in words_of(office.get(f"/reports/{newer.id}"))
    opening = newer.taken.opening[0]
    assert "(đã chốt lần 2 ngày 05/08/2026, số liệu từ ngày 01/07/2026" in opening


def test_a_month_is_reported_as_it_ended_whatever_came_since(ward: Ward, browser: Browser) -> None:
    office = browser.as_(ward.office)
    slow = next(
        item
        for item in db.session.query(Contribution)
        if item.status is ContributionStatus.RETURNED
    )
    with clock.at(datetime(2026, 8, 3, 2, tzinfo=UTC)):
        send_report(browser.as_(ward.centre_head), slow, late_reason="Máy quét hỏng.")
        accept(browser.as_(ward.office), slow)
        change_state(slow.occurrence.task.plan, PlanState.CLOSED, actor=ward.office)
        db.session.commit()
    briefing, whole = made_by(office, "briefing"), made_by(office, "chairman", key="second")
    returned = next(part for part in briefing.taken.parts if part.key == "returned")
    assert returned.table is not None
    assert returned.table.rows[0].cells[-1] == "Thiếu số liệu quý II."
    targets = next(part for part in whole.taken.parts if part.key == "targets")
    assert "Có 01 chỉ tiêu" in targets.paragraphs[0]

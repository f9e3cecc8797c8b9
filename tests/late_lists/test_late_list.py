"""The month's list of who was late: drawn up, weighed, released, never changed afterwards."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import docx
import pytest
from flask.testing import FlaskClient

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.follow_up.urgings import answer, urge
from tests.imports.reviewing import words_of
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tests.progress.reports import accept, send_report
from tracker.accounts.rules import Role
from tracker.core import clock
from tracker.core.db import db
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import ExtensionState
from tracker.follow_up.models import UrgingLetter
from tracker.late_lists.models import LateList, LateRow
from tracker.progress.models import Contribution


def on(day: int, month: int) -> datetime:
    return datetime(2026, month, day, 1, tzinfo=UTC)


@pytest.fixture
def late(ward: Ward, browser: Browser) -> list[Contribution]:
    """In the month of reports until 14 July: culture handed one in late, economy owes one."""
    with clock.at(on(5, 1)):
        plan = make_plan()
        tasks = [
            make_task(plan, fixed(date(2026, 7, 1)), lead=ward.culture, content="Nộp muộn"),
            make_task(plan, fixed(date(2026, 7, 8)), lead=ward.economy, content="Còn nợ"),
            make_task(plan, fixed(date(2026, 8, 20)), lead=ward.culture, content="Còn hạn"),
        ]
        db.session.commit()
    owed = [
        contribution_of(task, unit)
        for task, unit in zip(tasks, (ward.culture, ward.economy, ward.culture), strict=True)
    ]
    with clock.at(on(6, 7)):
        head, office = browser.as_(ward.culture_head), browser.as_(ward.office)
        assert send_report(head, owed[0], late_reason="Chờ số liệu.").status_code == 303
        assert accept(office, owed[0]).status_code == 303
    return owed


def draw_up(client: FlaskClient) -> LateList:
    answer = client.post("/late-lists/new", data={"day": "14/07/2026"})
    assert answer.status_code == 303
    return db.session.query(LateList).one()


def release(client: FlaskClient, late_list: LateList) -> int:
    url = f"/late-lists/{late_list.id}/release"
    return client.post(url, data={"version": str(late_list.version)}).status_code


def row_about(words: str) -> LateRow:
    rows = db.session.query(LateRow).all()
    return next(row for row in rows if words in row.facts["task"])


def judge(client: FlaskClient, row: LateRow, **form: str) -> int:
    data = {"version": str(row.version), **form}
    return client.post(f"/late-lists/rows/{row.id}", data=data).status_code


@pytest.mark.usefixtures("late")
def test_a_draft_names_who_was_late_and_why_and_others_do_not_see_it(
    ward: Ward, browser: Browser
) -> None:
    office = browser.as_(ward.office)
    assert "Tháng 7" in words_of(office.get("/late-lists"))
    late_list = draw_up(office)
    page = words_of(office.get(f"/late-lists/{late_list.id}"))
    for words in (
        "Nộp muộn",
        "Hoàn thành, chậm 5 ngày",
        "Chờ số liệu.",
        "Do đơn vị",
        "Người thử truong.kinhte (trưởng đơn vị)",
        "Chưa xong, quá hạn 6 ngày",
        "Đơn vị chưa nêu",
    ):
        assert words in page, words
    assert "Còn hạn" not in page
    for stranger in (ward.culture_head, ward.observer):
        assert browser.as_(stranger).get(f"/late-lists/{late_list.id}").status_code == 404
        assert "Tháng 7" not in words_of(browser.as_(stranger).get("/late-lists"))
    assert release(office, late_list) == 403
    assert draw_up(office).id == late_list.id


@pytest.mark.usefixtures("late")
def test_rows_are_struck_with_a_reason_then_a_leader_releases(ward: Ward, browser: Browser) -> None:
    office, leader = browser.as_(ward.office), browser.as_(ward.leader)
    late_list = draw_up(office)
    owed, done = row_about("Còn nợ"), row_about("Nộp muộn")
    assert judge(office, owed, is_struck="y", struck_reason=" ") == 422
    assert judge(office, owed, struck_reason="Chờ văn bản cấp trên.") == 422
    seen = late_list.version
    assert judge(office, owed, is_struck="y", struck_reason="Chờ văn bản cấp trên.") == 303
    assert judge(office, done, added_words="Đã kiểm điểm.", version="0") == 422
    assert judge(office, done, added_words="Đã kiểm điểm.") == 303
    assert judge(browser.as_(ward.leader), done, added_words="x") == 403
    outdated = leader.post(f"/late-lists/{late_list.id}/release", data={"version": str(seen)})
    assert outdated.status_code == 409
    assert release(leader, late_list) == 303
    page = words_of(browser.as_(ward.culture_head).get(f"/late-lists/{late_list.id}"))
    assert "Nộp muộn" in page
    assert "Đã kiểm điểm." in page
    assert "Còn nợ" not in page
    assert "Chờ văn bản cấp trên." in words_of(leader.get(f"/late-lists/{late_list.id}"))
    judge(office, done, added_words="Sửa sau.")
    assert done.added_words == "Đã kiểm điểm."
    assert [entry.action for entry in latest_entries()[:1]] == ["late_list:released"]


def test_a_released_list_stays_and_later_corrections_are_shown(
    ward: Ward, browser: Browser, late: list[Contribution]
) -> None:
    office, leader = browser.as_(ward.office), browser.as_(ward.leader)
    late_list = draw_up(office)
    late[0].officer = ward.culture_officer
    db.session.commit()
    assert "phải tính lại rồi mới công bố được" in words_of(
        leader.get(f"/late-lists/{late_list.id}")
    )
    assert release(leader, late_list) == 409
    assert office.post(f"/late-lists/{late_list.id}/anew").status_code == 303
    assert release(leader, late_list) == 303
    late[0].officer = None
    db.session.commit()
    page = words_of(browser.as_(ward.economy_head).get(f"/late-lists/{late_list.id}"))
    assert "Đính chính sau khi công bố (1)" in page
    assert "Người thử congchuc.vanhoa → Người thử truong.vanhoa (trưởng đơn vị)" in page
    assert row_about("Nộp muộn").facts["person"] == "Người thử congchuc.vanhoa"
    assert office.post(f"/late-lists/{late_list.id}/anew").status_code == 409


@pytest.mark.usefixtures("late")
def test_the_list_is_printed_with_the_letterhead(ward: Ward, browser: Browser) -> None:
    office, leader = browser.as_(ward.office), browser.as_(ward.leader)
    late_list = draw_up(office)
    url = f"/late-lists/{late_list.id}"
    assert "du-thao" in office.get(f"{url}/docx").headers["Content-Disposition"]
    assert release(leader, late_list) == 303
    document = docx.Document(BytesIO(leader.get(f"{url}/docx").data))
    cells = "\n".join(c.text for t in document.tables for r in t.rows for c in r.cells)
    words = cells + "\n".join(paragraph.text for paragraph in document.paragraphs)
    for expected in ("CỘNG HÒA XÃ HỘI", "DANH SÁCH", "Nộp muộn", "Người thử chutich"):
        assert expected in words, expected
    assert "DỰ THẢO" not in words
    assert leader.get(f"{url}/pdf").data.startswith(b"%PDF")


@pytest.mark.usefixtures("late")
def test_a_month_that_runs_has_no_list_yet(ward: Ward, browser: Browser) -> None:
    answer = browser.as_(ward.office).post("/late-lists/new", data={"day": "05/08/2026"})
    assert answer.status_code == 422
    assert "mới lập được danh sách" in answer.text
    assert db.session.query(LateList).count() == 0


def test_nobody_is_named_for_work_that_was_another_units_or_another_heads(
    ward: Ward, browser: Browser, late: list[Contribution]
) -> None:
    late[1].officer = ward.culture_officer
    db.session.commit()
    office = browser.as_(ward.office)
    late_list = draw_up(office)
    assert row_about("Còn nợ").facts["person"] == "Người thử truong.kinhte (trưởng đơn vị)"
    assert release(browser.as_(ward.leader), late_list) == 303
    ward.economy_head.is_enabled = False
    ward.culture_officer.unit, ward.culture_officer.role = ward.economy, Role.UNIT_HEAD
    late[1].officer = None
    db.session.commit()
    assert "Đính chính" not in words_of(office.get(f"/late-lists/{late_list.id}"))


def test_what_a_unit_said_and_what_was_confirmed_stand_apart(
    ward: Ward, browser: Browser, late: list[Contribution]
) -> None:
    office = browser.as_(ward.office)
    for key, words in (("first", "Chờ góp ý."), ("second", None)):
        urge(office, [late[1]], request_key=key, first_number="1" if words else "2")
        if words:
            letter = db.session.query(UrgingLetter).one()
            name = f"answer-{letter.items[0].id}"
            answer(browser.as_(ward.economy_head), letter, **{name: words})
    moment = clock.now()
    db.session.add(
        ExtensionRequest(
            occurrence=late[0].occurrence,
            contribution=late[0],
            state=ExtensionState.GRANTED,
            due_on=date(2026, 6, 20),
            wanted_due_on=date(2026, 7, 1),
            granted_due_on=date(2026, 7, 1),
            reason="Chờ cấp trên.",
            is_objective=True,
            is_cause_confirmed=True,
            prepared_by=ward.culture_head,
            prepared_at=moment,
            ended_by=ward.office,
            ended_at=moment,
            request_key="asked",
        )
    )
    db.session.commit()
    draw_up(office)
    assert row_about("Còn nợ").facts["reason"] == "Chờ góp ý."
    granted = f"Gia hạn đến 01/07/2026 do khách quan, {ward.office.full_name} xác nhận ngày "
    cause = row_about("Nộp muộn").facts["cause"]
    assert cause.startswith(granted)
    assert cause.endswith("; Do đơn vị")

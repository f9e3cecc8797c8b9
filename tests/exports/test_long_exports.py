"""Long files are made after the answer: in pieces, once, for their asker, for a day."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from werkzeug.test import TestResponse

from tests.conftest import MORNING
from tests.exports.sheets import section, task
from tests.factories import fixed, make_plan, make_task
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward, present_ward
from tests.reports.papers import pdf_words
from tracker.accounts.rules import Role
from tracker.accounts.service import AccountDetails, change_user
from tracker.core import clock
from tracker.core.db import db
from tracker.exports import jobs, service
from tracker.exports.long_pdf import ROWS_OF_A_PART, parts_of, render_long_pdf
from tracker.exports.models import ExportJob
from tracker.exports.service import LONG_ROWS, is_long
from tracker.exports.sheet import Sheet
from tracker.plans.models import Plan


@pytest.fixture
def plan(ward: Ward) -> Plan:
    """A plan of one row: how a file is asked for does not hang on how long it is."""
    plan = make_plan()
    make_task(plan, fixed(date(2026, 8, 20)), lead=ward.culture)
    db.session.commit()
    return plan


def ask(client: FlaskClient, plan: Plan, key: str = "one", sheet: str = "progress") -> TestResponse:
    return client.post(f"/plans/{plan.id}/export/pdf?sheet={sheet}", data={"request_key": key})


def only_job() -> ExportJob:
    db.session.expire_all()
    return db.session.query(ExportJob).one()


def test_a_long_sheet_is_joined_from_pieces_and_counted_through(long_sheet: Sheet) -> None:
    rows = [task(str(number), f"mã{number}x") for number in range(1, ROWS_OF_A_PART + 200)]
    rows.insert(ROWS_OF_A_PART - 20, section("II", "Phần hai"))
    sheet = replace(long_sheet, rows=tuple(rows))
    told: list[tuple[int, int]] = []
    first = render_long_pdf(sheet, lambda done, total: told.append((done, total)))
    assert told == [(ROWS_OF_A_PART - 20, len(rows)), (len(rows), len(rows))]
    printed = pdf_words(first)
    assert re.findall(r"mã(\d+)x", printed) == [str(n) for n in range(1, ROWS_OF_A_PART + 200)]
    assert printed.count(sheet.check_code) == printed.count("Số liệu đến")
    pages = printed.count("Số liệu đến")
    assert re.findall(r"[A-Z2-7]{4}-[A-Z2-7]{4} (\d+) TT", printed) == [
        str(number) for number in range(2, pages + 1)
    ]
    assert printed.count("Phụ lục PHÂN CÔNG") == 1
    assert render_long_pdf(sheet, lambda _done, _total: None) == first


def test_parts_hold_every_row_once() -> None:
    rows = tuple(task(str(number), "Họp") for number in range(2 * ROWS_OF_A_PART + 1))
    parts = list(parts_of(rows))
    assert [row for part in parts for row in part] == list(rows)
    assert [len(part) for part in parts] == [ROWS_OF_A_PART, ROWS_OF_A_PART, 1]
    assert list(parts_of(())) == [()]


def test_only_long_pdfs_wait() -> None:
    assert is_long(LONG_ROWS + 1, "pdf")
    assert not is_long(LONG_ROWS, "pdf")
    assert not is_long(LONG_ROWS + 1, "docx")


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_the_file_is_made_shown_and_fetched(ward: Ward, browser: Browser, plan: Plan) -> None:
    office = browser.as_(ward.office)
    answer = ask(office, plan)
    number = only_job().id
    assert answer.headers["Location"] == f"/exports/{number}"
    waiting = office.get(f"/exports/{number}").text
    assert 'hx-trigger="every 2s"' in waiting
    assert "Đã lập 0 trong 1 dòng" in waiting
    assert office.get(f"/exports/{number}/file").status_code == 422
    assert jobs.make_claimed(number)
    assert not jobs.make_claimed(number)
    part = office.get(f"/exports/{number}", headers={"HX-Request": "true"}).text
    assert "Đã lập xong tệp 1 dòng" in part
    assert "hx-trigger" not in part
    file = office.get(f"/exports/{number}/file")
    assert file.data.startswith(b"%PDF")
    assert "tien-do-" in file.headers["Content-Disposition"]


@contextmanager
def others_writing() -> Iterator[None]:
    """Somebody saves something every few milliseconds."""
    has_ended = threading.Event()

    def save(engine: Engine) -> None:
        while not has_ended.wait(0.005):
            with engine.begin() as connection:
                connection.execute(update(Plan).values(title=Plan.title + "."))

    thread = threading.Thread(target=save, args=(db.engine,))
    thread.start()
    try:
        yield
    finally:
        has_ended.set()
        thread.join()


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_a_long_file_is_made_while_others_write(
    app: Flask, ward: Ward, browser: Browser, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One row stands for a long sheet: it too is made in pieces, each reported to the row."""
    monkeypatch.setattr(service, "LONG_ROWS", 0)
    ask(browser.as_(ward.office), plan)
    number = only_job().id
    db.session.rollback()
    with others_writing():
        jobs.start(app, number).join()
    assert only_job().problem is None
    assert only_job().is_ready


def test_asking_again_makes_no_second_file(ward: Ward, browser: Browser, plan: Plan) -> None:
    office = browser.as_(ward.office)
    for key in ("one", "one", "two"):
        ask(office, plan, key)
    only_job()
    ask(office, plan, "three", sheet="issued")
    ask(browser.as_(ward.leader), plan, "four")
    assert db.session.query(ExportJob).count() == 3


def test_nobody_but_the_asker_sees_it(ward: Ward, browser: Browser, plan: Plan) -> None:
    ask(browser.as_(ward.office), plan)
    number, leader = only_job().id, browser.as_(ward.leader)
    jobs.make_claimed(number)
    assert leader.get(f"/exports/{number}").status_code == 404
    assert leader.get(f"/exports/{number}/file").status_code == 404


def test_a_file_is_not_had_with_the_rights_of_another_day(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    """What the Office saw is no observer's; a new job title takes no right away."""
    office = browser.as_(ward.office)
    ask(office, plan)
    number = only_job().id
    jobs.make_claimed(number)
    change_office(Role.OFFICE, job_title="Chuyên viên")
    assert office.get(f"/exports/{number}/file").status_code == 200

    change_office(Role.OBSERVER)
    page = words_of(office.get(f"/exports/{number}"))
    assert "Vai trò hoặc đơn vị của bạn đã đổi" in page
    assert "Tải tệp" not in page
    assert office.get(f"/exports/{number}/file").status_code == 422
    with clock.at(MORNING + timedelta(minutes=1)):
        anew = ask(office, db.session.query(Plan).one(), "anew").headers["Location"]
        jobs.make_waiting_files()
        assert office.get(f"{anew}/file").status_code == 200


def change_office(role: Role, job_title: str = "") -> None:
    """As the administrator does."""
    ward = present_ward()
    details = AccountDetails("Người thử", role, ward.office_unit, job_title=job_title)
    change_user(ward.office, details, version=ward.office.version, actor=ward.administrator)
    db.session.commit()


def test_a_failure_is_told_and_tried_again(ward: Ward, browser: Browser, plan: Plan) -> None:
    office = browser.as_(ward.office)
    ask(office, plan)
    only_job().choice = {"sheet": "unit"}
    db.session.commit()
    number = only_job().id
    assert jobs.make_claimed(number)
    page = words_of(office.get(f"/exports/{number}"))
    assert "Hãy chọn đơn vị cần trích nhiệm vụ." in page
    assert "Lập lại" in page
    only_job().choice = {"sheet": "issued"}
    db.session.commit()
    assert office.post(f"/exports/{number}").status_code == 303
    assert jobs.make_waiting_files() == 1
    assert only_job().is_ready


def test_what_a_dead_process_left_is_taken_up_and_old_files_go(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    office = browser.as_(ward.office)
    ask(office, plan)
    job = only_job()
    number, job.claim, job.attempts = job.id, "dead", 1
    db.session.commit()
    assert jobs.make_waiting_files() == 0
    with clock.at(MORNING + timedelta(minutes=6)):
        assert "đã dừng ở dòng 0" in words_of(office.get(f"/exports/{number}"))
        assert jobs.make_waiting_files() == 1
        jobs.forget_old_files()
        assert only_job().is_ready
    with clock.at(MORNING + timedelta(hours=25)):
        jobs.forget_old_files()
    assert db.session.query(ExportJob).count() == 0

"""Months of reports before this one: sealed figures, a signed report, lists of the late."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.accounts.models import User
from tracker.core.db import db
from tracker.exports.choice import MatrixKind, SheetChoice
from tracker.exports.jobs import ask
from tracker.figures.service import seal
from tracker.figures.windows import before, window_holding
from tracker.late_lists.service import Judgement, draw_up, judge, release
from tracker.plans.models import Plan
from tracker.reading.result import Rhythm
from tracker.reports.models import HEADING_FIELDS
from tracker.reports.rules import ReportKind
from tracker.reports.service import Draft, make_report, save_draft
from tracker.settings.queries import ward_settings
from tracker.tasks.queries import appendix_rows

SIGNER = "Trần Thị Minh Họa"
WORDS = {
    "problems": (
        "Một số đơn vị cập nhật kết quả chậm, minh chứng chưa kèm số, ngày văn bản nên phải trả "
        "lại.\nViệc có nhiều đơn vị phối hợp thường chờ số liệu của nhau đến sát hạn."
    ),
    "proposals": (
        "Đề nghị Chủ tịch UBND phường giao các đơn vị có việc quá hạn báo cáo nguyên nhân, thời "
        "gian hoàn thành trước kỳ giao ban tới."
    ),
}
STRUCK_REASON = "Chậm do chờ biểu mẫu của sở, đã có công văn xác nhận."


def seal_last_month(today: date, *, actor: User) -> None:
    """Seal the month that ended before the day's own."""
    running = window_holding(Rhythm.MONTHLY, today, ward_settings().data_window)
    seal(before(running), request_key="demo", actor=actor)


def report_last_month(today: date, *, actor: User) -> None:
    """The report of that month as it went to the Chairman; the running one's is still a draft."""
    running = window_holding(Rhythm.MONTHLY, today, ward_settings().data_window)
    signed = make_report(ReportKind.CHAIRMAN, before(running), request_key="demo:last", actor=actor)
    heading = {name: getattr(signed, name) for name in HEADING_FIELDS}
    heading |= {"number": "27", "issued_on": today, "signer": SIGNER}
    save_draft(signed, Draft(WORDS, (), heading), version=signed.version, actor=actor)
    make_report(ReportKind.CHAIRMAN, running, request_key="demo:running", actor=actor)
    week = window_holding(Rhythm.WEEKLY, today, ward_settings().data_window)
    make_report(ReportKind.BRIEFING, week, request_key="demo:week", actor=actor)


def list_the_late(today: date, *, office: User, leader: User) -> None:
    """One month's list is released with a row struck out; the last month's waits as a draft."""
    last = before(window_holding(Rhythm.MONTHLY, today, ward_settings().data_window))
    released = draw_up(before(last), actor=office)
    if len(released.rows) > 1:
        row = released.rows[-1]
        judgement = Judgement("", is_struck=True, struck_reason=STRUCK_REASON)
        judge(row, judgement, version=row.version, actor=office)
    release(released, version=released.version, actor=leader)
    draw_up(last, actor=office)


def ask_for_long_file(number: str, *, actor: User) -> None:
    """A file that is made in the background: waiting at first, ready when the scheduler ran."""
    plan = db.session.scalars(select(Plan).where(Plan.number == number)).one()
    rows = len(appendix_rows(plan))
    choice = SheetChoice(MatrixKind.PROGRESS)
    ask(plan, choice, "pdf", rows=rows, request_key="demo", actor=actor)

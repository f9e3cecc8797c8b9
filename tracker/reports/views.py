"""Reports: the list, a look at what one would say, completing it, the files."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, TrackerError
from tracker.core.paging import one_page_of
from tracker.core.request_keys import new_request_key, sent_key
from tracker.core.web import go_to, render
from tracker.exports.cells import cells_of
from tracker.exports.sending import send_exported
from tracker.figures.forms import FiguresForm, address_of
from tracker.figures.rules import Basis, Grouping
from tracker.figures.windows import ONE_DAY, Window, after, before, window_holding
from tracker.reports import files, queries, service
from tracker.reports.facts import facts_of
from tracker.reports.forms import PartWords, ReportForm, VersionForm
from tracker.reports.models import Report
from tracker.reports.rules import KIND_WORDS, USUAL_WINDOW, ReportKind
from tracker.reports.writing import content_of
from tracker.settings.queries import ward_settings

blueprint = Blueprint("reports", __name__, url_prefix="/reports")

REPORTS_PER_PAGE = 50
# So long after a window has ended its report is still the one that is wanted.
_REPORTED_WITHIN = timedelta(days=10)


@blueprint.get("")
def index() -> Response:
    """The reports made, the latest first, and the kinds to choose from."""
    policy.require("report:see")
    pages = one_page_of(queries.reports(), per_page=REPORTS_PER_PAGE)
    return render("reports/index.html", pages=pages, kind_words=KIND_WORDS)


@blueprint.route("/new/<any(chairman, briefing, overdue, difficulties):about>")
def new(about: str) -> Response:
    """What the report would say: changes nothing."""
    policy.require("report:write")
    wanted = ReportKind(about)
    form = _window_form(wanted)
    window, now = form.window, clock.now()
    facts = facts_of(window, now)
    return render(
        "reports/new.html",
        kind=wanted,
        kind_words=KIND_WORDS,
        form=form,
        window=window,
        former=_address(before(window)),
        following=_address(after(window)) if after(window).has_begun(now) else None,
        address=_address(window),
        content=content_of(wanted, facts),
        as_of=facts.as_of,
        has_begun=window.has_begun(now),
        request_key=new_request_key(),
        cells_of=cells_of,
    )


@blueprint.post("/new/<any(chairman, briefing, overdue, difficulties):about>")
def make(about: str) -> BaseResponse:
    """Make the report of the days in the address."""
    policy.require("report:write")
    wanted = ReportKind(about)
    report = service.make_report(
        wanted,
        _window_form(wanted).window,
        request_key=sent_key(),
        actor=current_user,
    )
    words = "Đã lập báo cáo. Hãy bổ sung nội dung rồi tải tệp để trình ký."
    return go_to(url_for("reports.show", report_id=report.id), words)


@blueprint.get("/<int:report_id>")
def show(report_id: int) -> Response:
    """The report with its parts; for the office the boxes for its words."""
    report = _report(report_id)
    form = ReportForm(data={"version": report.version})
    form.show(report)
    return _page(report, form, PartWords(report))


@blueprint.post("/<int:report_id>")
def save(report_id: int) -> BaseResponse:
    """Keep what the office typed."""
    report, form = _report(report_id), ReportForm()
    policy.require("report:write")
    words = PartWords(report, request.form)
    if not form.validate() or words.errors:
        return _page(report, form, words, status=422)
    try:
        draft = words.draft(form.heading())
        service.save_draft(report, draft, version=form.version.data or 0, actor=current_user)
    except TrackerError as error:
        db.session.rollback()
        report = _report(report_id)
        if isinstance(error, ConflictError):
            form.version.raw_data, form.version.data = None, report.version
        form.form_errors.append(error.message)
        return _page(report, form, PartWords(report, request.form), status=error.status_code)
    return go_to(url_for("reports.show", report_id=report.id), "Đã lưu báo cáo.")


@blueprint.post("/<int:report_id>/data")
def take_anew(report_id: int) -> BaseResponse:
    """Take the data as they are now."""
    report = _report(report_id)
    policy.require("report:write")
    service.take_anew(report, version=VersionForm().version.data or 0, actor=current_user)
    words = "Đã lấy lại số liệu; nội dung Văn phòng bổ sung giữ nguyên."
    return go_to(url_for("reports.show", report_id=report.id), words)


@blueprint.post("/<int:report_id>/put-away")
def put_away(report_id: int) -> BaseResponse:
    """Take the report off the list."""
    report = _report(report_id)
    policy.require("report:write")
    service.put_away(report, version=VersionForm().version.data or 0, actor=current_user)
    return go_to(url_for("reports.index"), "Đã bỏ báo cáo khỏi danh sách.")


@blueprint.get("/<int:report_id>/<any(pdf, docx):format>")
def download(report_id: int, format: str) -> Response:  # noqa: A002 - the word in the address
    """The report as it was last saved, to print and sign or to go on editing."""
    return send_exported(files.file_of(_report(report_id), format))


def _report(report_id: int) -> Report:
    policy.require("report:see")
    return db.session.get(Report, report_id) or abort(404)


def _page(report: Report, form: ReportForm, words: PartWords, *, status: int = 200) -> Response:
    return render(
        "reports/show.html",
        report=report,
        taken=report.taken,
        sealed_again=queries.sealed_again_since(report),
        form=form,
        words=words,
        may_write=policy.may(current_user, "report:write") and report.put_away_at is None,
        kind_words=KIND_WORDS,
        cells_of=cells_of,
        status=status,
    )


def _window_form(kind: ReportKind) -> FiguresForm:
    """The days asked for; else those that a report of the kind is usually made of."""
    today, by = clock.today(), ward_settings().data_window
    return FiguresForm.of_this_page(today=_usual_day(kind, today), by=by, usual=USUAL_WINDOW[kind])


def _usual_day(kind: ReportKind, today: date) -> date:
    """A day in the window that is to be reported: the last one, soon after it has ended."""
    running = window_holding(USUAL_WINDOW[kind], today, ward_settings().data_window)
    ended = running.first - ONE_DAY
    is_report_time = kind is not ReportKind.BRIEFING and today - ended <= _REPORTED_WITHIN
    return ended if is_report_time else today


def _address(window: Window) -> dict[str, str]:
    asked = address_of(window, basis=Basis.CURRENT, grouping=Grouping.UNIT)
    return {name: value for name, value in asked.items() if name not in {"basis", "group"}}

"""The unit's report in its row, evidence, the office's answer, opened events."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, Response, abort, jsonify, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.accounts.signing_in import next_page
from tracker.core import clock
from tracker.core.db import SAFE_METHODS, db
from tracker.core.errors import ConflictError, RuleError, TrackerError
from tracker.core.request_keys import new_request_key, sent_key
from tracker.core.requests import content_of
from tracker.core.web import go_to, goes_on_in_place, render, wants_part
from tracker.evidence.answering import file_answer, picture_answer
from tracker.evidence.classifying import classified
from tracker.evidence.proposing import proposed
from tracker.progress import guards, papers, queries, service
from tracker.progress.closing import silent_parts
from tracker.progress.counting import changed_to
from tracker.progress.dropping import restore_dropped
from tracker.progress.forms import AcceptForm, EventForm, ReportForm, ReturnForm
from tracker.progress.lines import line_of
from tracker.progress.models import Contribution, Evidence
from tracker.progress.moment import Moment
from tracker.progress.oversight import overseen_unit
from tracker.progress.rules import ContributionStatus
from tracker.progress.sent_before import reusable_evidence
from tracker.progress.unit_work import WorkFilter, count_by_need
from tracker.progress.work_groups import work_groups
from tracker.settings.queries import ward_settings
from tracker.tasks.making import horizon
from tracker.tasks.models import Task

blueprint = Blueprint("progress", __name__)


@blueprint.route("/contributions/<int:contribution_id>/update", methods=["GET", "POST"])
def update(contribution_id: int) -> BaseResponse:
    """The form in the row; after saving the row comes back, or the page it stood on."""
    contribution = _contribution(contribution_id, "contribution:update")
    form = _report_form(contribution)
    if request.method == "GET":
        form.show(contribution)
        return _form_page(contribution, form)
    if not form.validate():
        return _form_page(contribution, form, status=422)
    try:
        service.report(contribution, form.report(), actor=current_user)
    except TrackerError as error:
        return _refused(contribution_id, error)
    return _saved(contribution, form)


@blueprint.get("/contributions/<int:contribution_id>/row")
def row(contribution_id: int) -> BaseResponse:
    """The closed row: what "Đóng" brings back."""
    contribution = _contribution(contribution_id, "contribution:update")
    if not wants_part():
        return go_to(_back_to(contribution))
    return render("progress/_items.html", lines=[line_of(contribution, today=clock.today())])


@blueprint.post("/contributions/<int:contribution_id>/accept")
def accept(contribution_id: int) -> BaseResponse:
    """The office confirms a submitted result."""
    contribution = _contribution(contribution_id, "contribution:review")
    form = AcceptForm()
    if not form.validate():
        return _accept_page(contribution, form)
    version, ruling = form.version.data or 0, form.taken()
    try:
        service.accept(contribution, version=version, actor=current_user, ruling=ruling)
    except RuleError as error:
        if error.field not in form:
            raise
        db.session.rollback()
        form[error.field].errors = [error.message]
        return _accept_page(_contribution(contribution_id, "contribution:review"), form)
    return _answered(contribution, "Đã xác nhận hoàn thành.")


def _accept_page(contribution: Contribution, form: AcceptForm) -> Response:
    form.tell_apart(contribution)
    return render(
        "progress/accept.html",
        "form",
        contribution=contribution,
        form=form,
        back_to=_back_to(contribution, default=url_for("follow_up.review")),
        status=422,
    )


@blueprint.route("/contributions/<int:contribution_id>/return", methods=["GET", "POST"])
def give_back(contribution_id: int) -> BaseResponse:
    """The office returns a submitted result with a reason."""
    contribution = _contribution(contribution_id, "contribution:review")
    form = ReturnForm(data={"version": contribution.version} if request.method == "GET" else None)
    form.offer(contribution, ward_settings().return_phrases)
    if not form.validate_on_submit():
        return _return_page(contribution, form, status=422 if form.is_submitted() else 200)
    try:
        service.give_back(
            contribution,
            reason=form.whole_reason(),
            version=form.version.data or 0,
            actor=current_user,
        )
    except TrackerError as error:
        db.session.rollback()
        form.reason.errors = [error.message]
        return _return_page(contribution, form, status=error.status_code)
    return _answered(contribution, "Đã trả lại đơn vị.")


def _return_page(contribution: Contribution, form: ReturnForm, *, status: int) -> Response:
    return render(
        "progress/return.html",
        "form",
        contribution=contribution,
        form=form,
        back_to=_back_to(contribution, default=url_for("follow_up.review")),
        status=status,
    )


@blueprint.get("/evidence/<int:evidence_id>")
def download(evidence_id: int) -> BaseResponse:
    """An evidence file, for those who may see its papers; never shown as a page of ours."""
    return file_answer(_file_to_open(evidence_id))


@blueprint.get("/evidence/<int:evidence_id>/preview")
def preview(evidence_id: int) -> BaseResponse:
    """The first page of a PDF as a picture, or the picture itself; 404 where none can be drawn."""
    return picture_answer(_file_to_open(evidence_id))


def _file_to_open(evidence_id: int) -> Evidence:
    evidence = queries.evidence_by_id(evidence_id)
    if evidence is None or not evidence.may_be_opened:
        abort(404)
    if not policy.may_see_paper(current_user, evidence):
        abort(404)
    return evidence


@blueprint.post("/evidence/<int:evidence_id>/class")
def classify(evidence_id: int) -> BaseResponse:
    """Change whom a paper is for."""
    evidence = db.session.get(Evidence, evidence_id) or abort(404)
    contribution = evidence.contribution
    if not policy.may_see_paper(current_user, evidence):
        abort(404)
    policy.require("contribution:classify_papers", contribution)
    message = classified(evidence, plan_id=contribution.occurrence.task.plan_id)
    task = url_for("workspace.task", task_id=contribution.occurrence.task_id)
    return go_to(_back_to(contribution, default=task), message)


@blueprint.post("/evidence/read")
def read_document() -> Response:
    """What the first page of a chosen file says of itself, to be proposed; nothing is kept."""
    # The person is known; reading must not hold up whoever writes meanwhile.
    db.session.rollback()
    upload = request.files.get("file")
    found = proposed(content_of(upload), today=clock.today()) if upload else None
    if found is None:
        return jsonify({})
    return jsonify(
        number=found.number, date=f"{found.issued_on:%d/%m/%Y}", issuer=found.issuer or ""
    )


@blueprint.post("/evidence/<int:evidence_id>/remove")
def remove_evidence(evidence_id: int) -> BaseResponse:
    """The unit takes back a piece of evidence it has not yet submitted."""
    evidence = db.session.get(Evidence, evidence_id) or abort(404)
    policy.require("contribution:see_papers", evidence.contribution, visible=False)
    policy.require("contribution:update", evidence.contribution)
    papers.remove_evidence(evidence, actor=current_user)
    return go_to(_back_to(evidence.contribution), "Đã gỡ minh chứng.")


@blueprint.route("/tasks/<int:task_id>/events/new", methods=["GET", "POST"])
def open_event(task_id: int) -> BaseResponse:
    """Open work for something that happened."""
    task = db.session.get(Task, task_id) or abort(404)
    policy.require("plan:see", task, visible=False)
    policy.require("occurrence:open", task)
    form = EventForm(
        data={
            "request_key": new_request_key(),
            "happened_on": clock.today(),
            "term_days": task.days_after_event,
            "term_counts_working_days": task.counts_working_days,
        }
        if request.method == "GET"
        else None
    )
    if form.validate_on_submit():
        try:
            service.open_event(task, form.event(), actor=current_user, request_key=sent_key())
        except RuleError as error:
            form.show_refusal(error)
        else:
            return go_to(url_for("workspace.task", task_id=task.id), "Đã mở việc phát sinh.")
    status = 422 if form.is_submitted() else 200
    return render("progress/event.html", task=task, form=form, status=status)


@blueprint.post("/tasks/<int:task_id>/restore")
def restore(task_id: int) -> BaseResponse:
    """Put a task that an amendment dropped back into its plan; a second time changes nothing."""
    task = db.session.get(Task, task_id) or abort(404)
    policy.require("plan:see", task, visible=False)
    policy.require("plan:change", task)
    today = clock.today()
    until = horizon(today, ward_settings().horizon_days)
    count = restore_dropped(task, today=today, until=until, actor=current_user)
    words = (
        f"Đã khôi phục nhiệm vụ, {count} phần việc mở lại." if count else "Đã khôi phục nhiệm vụ."
    )
    return go_to(url_for("workspace.task", task_id=task.id), words)


def _contribution(contribution_id: int, action: str) -> Contribution:
    """Fetch and check in one: 404 for what one must not see, 403 for what one may not change."""
    only_looks = request.method in SAFE_METHODS
    find = queries.contribution_by_id if only_looks else guards.locked_contribution
    contribution = find(contribution_id) or abort(404)
    policy.require("plan:see", contribution, visible=False)
    policy.require(action, contribution)
    return contribution


def _report_form(contribution: Contribution) -> ReportForm:
    """The form with what the row may take now; filled in from the request where it was sent."""
    form_class = ReportForm.of_lead(silent_parts(contribution))
    made = None
    if request.method == "GET":
        made = {"version": contribution.version, "request_key": new_request_key()}
    form = form_class(data=made)
    form.offer(contribution)
    if form.reused_evidence.raw_data:
        _offer_sent_before(form, contribution)
    return form


def _offer_sent_before(form: ReportForm, contribution: Contribution) -> None:
    form.offer_again(reusable_evidence(contribution.unit_id, besides=contribution.id))


def _form_page(
    contribution: Contribution, form: ReportForm, *, status: int = 200, conflict: str | None = None
) -> Response:
    _offer_sent_before(form, contribution)
    return render(
        "progress/update.html",
        "row",
        contribution=contribution,
        form=form,
        line=line_of(contribution, today=clock.today()),
        back_to=_back_to(contribution),
        conflict=conflict,
        max_megabytes=ward_settings().evidence_max_megabytes,
        status=status,
    )


def _refused(contribution_id: int, error: TrackerError) -> Response:
    """Show the form again with what was typed; nothing of the attempt stays in the database."""
    db.session.rollback()
    contribution = _contribution(contribution_id, "contribution:see_papers")
    form = _report_form(contribution)
    if isinstance(error, ConflictError):
        form.version.raw_data = None
        form.version.data = contribution.version
        return _form_page(contribution, form, status=409, conflict=error.message)
    form.show_refusal(error)
    return _form_page(contribution, form, status=422)


def _saved(contribution: Contribution, form: ReportForm) -> BaseResponse:
    submitted = form.status.data == ContributionStatus.SUBMITTED.value
    told = "Đã gửi kết quả, chờ xác nhận." if submitted else "Đã lưu cập nhật."
    message = form.with_renamed(told)
    if not goes_on_in_place():
        return go_to(_back_to(contribution), message)
    # All is written but the journal's entry, which is written with its seal at the end.
    with db.session.no_autoflush:
        return _row_and_numbers(contribution, message)


def _row_and_numbers(contribution: Contribution, message: str) -> Response:
    wanted = WorkFilter.from_query(_query_around(), current_user)
    moment = Moment.of(clock.now())
    unit_id, changed = contribution.unit_id, (changed_to(contribution, moment),)
    own = count_by_need(unit_id, wanted.officer_only, moment, changed=changed)
    groups = shown = work_groups(own)
    if wanted != wanted.officer_only:
        shown = work_groups(count_by_need(unit_id, wanted, moment))
    return render(
        "progress/saved.html",
        lines=[line_of(contribution, today=moment.today)],
        message=message,
        need_groups=groups,
        groups=shown,
    )


def _query_around() -> dict[str, str]:
    """What the page that htmx swaps into was asked for."""
    address = request.headers.get("HX-Current-URL", "")
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))


def _answered(contribution: Contribution, message: str) -> BaseResponse:
    if not goes_on_in_place():
        return go_to(_back_to(contribution, default=url_for("follow_up.review")), message)
    return render(
        "progress/answered.html",
        contribution=contribution,
        message=message,
        waiting=queries.count_waiting_for_review(
            coordinated_by=overseen_unit(current_user, "review:see")
        ),
    )


def _back_to(contribution: Contribution, default: str | None = None) -> str:
    """The page the row stood on: only ever one of ours."""
    target = request.values.get("next")
    if target:
        return next_page(target)
    if default:
        return default
    anchor = f"contribution-{contribution.id}"
    return url_for("workspace.home", _anchor=anchor)

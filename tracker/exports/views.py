"""Handing a plan out: on a page to look at and print, and as a file."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from flask import Blueprint, Flask, Response, abort, current_app, request, send_file, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.core.request_keys import new_request_key, sent_key
from tracker.core.web import go_to, render
from tracker.exports import jobs
from tracker.exports.bearers import in_order, units_in
from tracker.exports.cells import cells_by_row
from tracker.exports.choice import (
    FORM_WORDS,
    KIND_WORDS,
    ORIENTATION_WORDS,
    PAPER_WORDS,
    MatrixKind,
    SheetChoice,
)
from tracker.exports.forms import SheetForm
from tracker.exports.models import ExportJob
from tracker.exports.queries import merged_units_of_plan
from tracker.exports.scanned import square_of
from tracker.exports.sending import send_exported
from tracker.exports.service import MEDIA_TYPES, USUAL, FileFormat, export_plan, is_long, sheet_of
from tracker.exports.sheet import COUNTRY, MOTTO, Style, cleaned
from tracker.plans.models import Plan
from tracker.tasks.queries import appendix_rows

blueprint = Blueprint("exports", __name__)


@blueprint.get("/plans/<int:plan_id>/print")
def show(plan_id: int) -> Response:
    """The chosen sheet as it will be printed, with the choices and the files above it."""
    plan = _exported_plan(plan_id)
    form = SheetForm(request.args)
    choice = _choice()
    units = {*units_in(appendix_rows(plan)), *merged_units_of_plan(plan_id)}
    sheet, problem = None, form.problem
    if not problem:
        try:
            sheet = cleaned(sheet_of(plan, choice, jobs.sees_papers(current_user)))
        except RuleError as error:
            problem = str(error)
    return render(
        "exports/print.html",
        plan=plan,
        choice=choice,
        form=form,
        usual=USUAL,
        sheet=sheet,
        problem=problem,
        unit_options=[("", "Chọn đơn vị"), *((unit.id, unit.name) for unit in in_order(units))],
        kind_words=KIND_WORDS,
        form_words=FORM_WORDS,
        paper_words=PAPER_WORDS,
        orientation_words=ORIENTATION_WORDS,
        country=COUNTRY,
        motto=MOTTO,
        italic=Style.ITALIC,
        cells_by_row=cells_by_row,
        zip=zip,
        is_long=is_long,
        request_key=new_request_key(),
        square_of=square_of,
    )


@blueprint.get("/plans/<int:plan_id>/export/<any(pdf, docx, xlsx):format>")
def export(plan_id: int, format: str) -> Response:  # noqa: A002 - the word in the address
    """The chosen sheet as a file; the appendix with its progress when nothing is chosen."""
    plan = _exported_plan(plan_id)
    if problem := SheetForm(request.args).problem:
        raise RuleError(problem)
    file = export_plan(plan.id, format, choice=_choice(), may_see=jobs.sees_papers(current_user))
    return send_exported(file)


def _exported_plan(plan_id: int) -> Plan:
    plan = db.session.get(Plan, plan_id) or abort(404)
    policy.require("plan:see", plan, visible=False)
    policy.require("plan:export", plan)
    return plan


def _choice() -> SheetChoice:
    """What the address asks for; an extract is of one's own unit unless another is named."""
    asked = SheetChoice.from_query(request.args)
    choice = replace(asked, as_of=SheetForm(request.args).as_of.data)
    if choice.kind is MatrixKind.UNIT and choice.unit_id is None:
        return replace(choice, unit_id=current_user.unit_id)
    return choice


@blueprint.post("/plans/<int:plan_id>/export/<any(pdf, docx, xlsx):format>")
def ask(plan_id: int, format: str) -> BaseResponse:  # noqa: A002 - the word in the address
    """Have a long file made; the page that follows shows how far it is."""
    plan = _exported_plan(plan_id)
    if problem := SheetForm(request.args).problem:
        raise RuleError(problem)
    rows = len(appendix_rows(plan))
    choice = _choice()
    job = jobs.ask(plan, choice, format, rows=rows, request_key=sent_key(), actor=current_user)
    return _started(job)


@blueprint.get("/exports/<int:job_id>")
def job(job_id: int) -> Response:
    """How far the file is, and the file when it is ready."""
    found = _job(job_id)
    return render(
        "exports/job.html",
        "progress",
        job=found,
        has_stopped=found.has_stopped(clock.now()),
        outdated=jobs.outdated_problem(found),
    )


@blueprint.post("/exports/<int:job_id>")
def again(job_id: int) -> BaseResponse:
    """Make a file anew that could not be made."""
    found = _job(job_id)
    jobs.ask_again(found)
    return _started(found)


@blueprint.get("/exports/<int:job_id>/file")
def fetch(job_id: int) -> Response:
    """The finished file, for whoever asked for it."""
    found = _job(job_id)
    policy.require("plan:export", found.plan)
    if problem := jobs.outdated_problem(found):
        raise RuleError(problem)
    if found.content is None:
        raise RuleError("Tệp chưa lập xong: hãy đợi đến khi trang báo đã xong.")
    return send_file(
        BytesIO(found.content),
        mimetype=MEDIA_TYPES[FileFormat(found.file_format)],
        as_attachment=True,
        download_name=found.file_name,
    )


def _job(job_id: int) -> ExportJob:
    """Fetch and check in one: a file is only its asker's."""
    found = db.session.get(ExportJob, job_id) or abort(404)
    policy.require("export_job:see", found, visible=False)
    return found


def _started(found: ExportJob) -> BaseResponse:
    """Go to the file's page; it is begun once the answer, and so the row itself, is out."""
    response = go_to(url_for("exports.job", job_id=found.id))
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    job_id = found.id
    if not found.is_ready:
        response.call_on_close(lambda: jobs.start(app, job_id))
    return response

"""Targets: the list, one target with its figures, entering and correcting figures, setting them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.accounts.signing_in import next_page
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, TrackerError
from tracker.core.numbers import whole_number
from tracker.core.request_keys import new_request_key, sent_key
from tracker.core.web import go_to, render
from tracker.evidence.answering import file_answer
from tracker.evidence.classifying import classified
from tracker.plans.models import Plan
from tracker.plans.queries import all_plans
from tracker.settings.queries import ward_settings
from tracker.targets import guards, queries, service
from tracker.targets.filters import TargetFilter, filtered
from tracker.targets.forms import (
    CorrectionForm,
    DropForm,
    MeasurementForm,
    TargetForm,
)
from tracker.targets.models import Measurement, Target
from tracker.targets.page import charts_of, history_of, standing_of
from tracker.targets.rules import TargetState
from tracker.tasks.models import Task
from tracker.units.models import Unit
from tracker.units.queries import all_units

blueprint = Blueprint("targets", __name__)


@blueprint.get("/targets")
def index() -> Response:
    """The targets of all plans that may be seen, by plan, with their latest figures."""
    plans = all_plans(with_drafts=policy.may(current_user, "plan:change"))
    chosen = TargetFilter.from_query(request.args)
    found = queries.targets_of_plans([plan.id for plan in plans])
    shown = filtered(found, chosen)
    with_targets = [plan for plan in plans if any(s.target.plan_id == plan.id for s in found)]
    return render(
        "targets/index.html",
        "list",
        plans=[plan for plan in plans if any(s.target.plan_id == plan.id for s in shown)],
        shown=shown,
        total=len(found),
        counts={state: sum(s.state is state for s in found) for state in TargetState},
        chosen=chosen,
        plan_options=[("", "Tất cả"), *((plan.id, plan.title) for plan in with_targets)],
        unit_options=[("", "Tất cả"), *((unit.id, unit.name) for unit in all_units())],
    )


@blueprint.get("/targets/<int:target_id>")
def show(target_id: int) -> Response:
    """One target: what it asks for, the chart, every figure, the form for a new one."""
    return _page(_target(target_id))


@blueprint.post("/targets/<int:target_id>/measurements")
def measure(target_id: int) -> BaseResponse:
    """Enter the figure of a period."""
    target = _target(target_id, "target:measure")
    form = _measurement_form(target, is_sent=True)
    is_valid = form.validate()
    if not (form.validate_parts() and form.validate_period_choice() and is_valid):
        return _page(target, form, status=422)
    try:
        service.add_measurement(target, form.entry(), actor=current_user)
    except TrackerError as error:
        db.session.rollback()
        form.show_refusal(error)
        return _page(_target(target_id), form, status=error.status_code)
    return go_to(_back_to(target), form.with_renamed("Đã lưu số liệu."))


@blueprint.route("/measurements/<int:measurement_id>/correct", methods=["GET", "POST"])
def correct(measurement_id: int) -> BaseResponse:
    """Put another figure in the place of one, or withdraw it."""
    measurement = db.session.get(Measurement, measurement_id) or abort(404)
    target = _target(measurement.target_id, "target:measure")
    form = CorrectionForm(data={"request_key": new_request_key()} if _is_get() else None)
    form.ask_for(target)
    if _is_get():
        form.show(measurement)
        return _correction_page(measurement, form)
    is_valid = form.validate()
    if not (form.validate_parts() and is_valid):
        return _correction_page(measurement, form, status=422)
    try:
        service.correct_measurement(measurement, form.entry(measurement.period), actor=current_user)
    except TrackerError as error:
        db.session.rollback()
        form.show_refusal(error)
        present = db.session.get_one(Measurement, measurement_id)
        return _correction_page(present, form, status=error.status_code)
    return go_to(_back_to(target), "Đã sửa số liệu; số liệu cũ vẫn giữ trong quá trình.")


@blueprint.get("/measurement-evidence/<int:paper_id>")
def download(paper_id: int) -> BaseResponse:
    """A file that shows where a figure comes from."""
    evidence = queries.evidence_by_id(paper_id) or abort(404)
    if not policy.may_see_paper(current_user, evidence):
        abort(404)
    return file_answer(evidence)


@blueprint.post("/measurement-evidence/<int:paper_id>/class")
def classify(paper_id: int) -> BaseResponse:
    """Change whom a paper is for."""
    evidence = queries.evidence_by_id(paper_id) or abort(404)
    target = evidence.measurement.target
    if not policy.may_see_paper(current_user, evidence):
        abort(404)
    policy.require("target:classify_papers", target)
    return go_to(_back_to(target), classified(evidence, plan_id=target.plan_id))


@blueprint.route("/plans/<int:plan_id>/targets/new", methods=["GET", "POST"])
def new(plan_id: int) -> BaseResponse:
    """Add a target by hand, perhaps out of a task's printed words."""
    plan = db.session.get(Plan, plan_id) or abort(404)
    policy.require("plan:see", plan, visible=False)
    policy.require("target:change", plan)
    guards.refuse_history(plan)
    task = _task_of(plan)
    form = TargetForm(data=_first_words(task) if _is_get() else None)
    choices = _offer(form, plan)
    if not form.validate_on_submit():
        return _form_page(plan, form, task=task)
    try:
        target = service.add_target(
            plan,
            form.details(choices.units, choices.targets, None),
            actor=current_user,
            task=task,
            request_key=sent_key(),
        )
    except TrackerError as error:
        db.session.rollback()
        form.show_refusal(error)
        return _form_page(plan, form, task=task, status=error.status_code)
    return go_to(url_for("targets.show", target_id=target.id), "Đã thêm chỉ tiêu.")


@blueprint.route("/targets/<int:target_id>/edit", methods=["GET", "POST"])
def edit(target_id: int) -> BaseResponse:
    """Correct what a target asks for."""
    target = _target(target_id, "target:change")
    guards.refuse_unchangeable(target)
    form = TargetForm()
    choices = _offer(form, target.plan, target)
    if _is_get():
        form.show(target)
    if not form.validate_on_submit():
        return _form_page(target.plan, form, target=target)
    details = form.details(choices.units, choices.targets, target)
    try:
        service.change_target(target, details, version=form.version.data or 0, actor=current_user)
    except TrackerError as error:
        db.session.rollback()
        target = _target(target_id)
        if isinstance(error, ConflictError):
            form.version.raw_data, form.version.data = None, target.version
        form.show_refusal(error)
        return _form_page(target.plan, form, target=target, status=error.status_code)
    return go_to(url_for("targets.show", target_id=target_id), "Đã lưu chỉ tiêu.")


@blueprint.route("/targets/<int:target_id>/drop", methods=["GET", "POST"])
def drop(target_id: int) -> BaseResponse:
    """The target no longer holds."""
    target = _target(target_id, "target:change")
    guards.refuse_history(target.plan)
    form = DropForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render("targets/drop.html", target=target, form=form, status=status)
    service.drop_target(target, reason=form.reason.data, actor=current_user)
    url = url_for("workspace.plan", plan_id=target.plan_id)
    return go_to(url, "Đã bỏ chỉ tiêu; số liệu cũ vẫn giữ.")


@dataclass(frozen=True, slots=True)
class _Choices:
    units: list[Unit]
    targets: list[Target]


def _target(target_id: int, action: str | None = None) -> Target:
    """Fetch and check in one: 404 for what one must not see, 403 for what one may not do."""
    target = db.session.get(Target, target_id) or abort(404)
    policy.require("plan:see", target, visible=False)
    if action is not None:
        policy.require(action, target)
    return target


def _is_get() -> bool:
    return request.method == "GET"


def _measurement_form(target: Target, *, is_sent: bool) -> MeasurementForm:
    form = (
        MeasurementForm()
        if is_sent
        else MeasurementForm(formdata=None, data={"request_key": new_request_key()})
    )
    form.ask_for(target)
    standing = standing_of(target)
    taken = {measurement.period for measurement in standing.measurements}
    form.offer(target, taken=taken, today=clock.today())
    return form


def _page(target: Target, form: MeasurementForm | None = None, *, status: int = 200) -> Response:
    may_measure = policy.may(current_user, "target:measure", target) and not target.dropped_on
    if form is None and may_measure:
        form = _measurement_form(target, is_sent=False)
    return render(
        "targets/show.html",
        target=target,
        standing=standing_of(target),
        parts=[standing_of(part) for part in target.parts if part.dropped_on is None],
        charts=charts_of(target),
        history=history_of(target),
        form=form,
        max_megabytes=ward_settings().evidence_max_megabytes,
        today=clock.today(),
        status=status,
    )


def _correction_page(
    measurement: Measurement, form: CorrectionForm, *, status: int = 200
) -> Response:
    return render(
        "targets/correct.html",
        measurement=measurement,
        target=measurement.target,
        form=form,
        max_megabytes=ward_settings().evidence_max_megabytes,
        status=status,
    )


def _form_page(
    plan: Plan,
    form: TargetForm,
    *,
    target: Target | None = None,
    task: Task | None = None,
    status: int | None = None,
) -> Response:
    sent = 422 if form.is_submitted() else 200
    return render(
        "targets/edit.html", plan=plan, target=target, task=task, form=form, status=status or sent
    )


def _offer(form: TargetForm, plan: Plan, target: Target | None = None) -> _Choices:
    """Every active unit, those of the target whatever became of them; the plan's other targets."""
    units = list(all_units())
    units += [unit for unit in (target.units if target else []) if unit not in units]
    others = [
        standing.target
        for standing in queries.targets_of_plan(plan.id)
        if target is None or standing.target.id != target.id
    ]
    form.offer(units, others)
    return _Choices(units, others)


def _task_of(plan: Plan) -> Task | None:
    """The task whose printed words the new target is made of."""
    number = whole_number(request.args.get("task", ""))
    task = db.session.get(Task, number) if number else None
    return task if task is not None and task.plan_id == plan.id else None


def _first_words(task: Task | None) -> dict[str, object]:
    """What the form begins with: for a task its words, units and last day."""
    first: dict[str, object] = {"request_key": new_request_key(), "measure": "%", "parent": 0}
    if task is None:
        return first
    return first | {
        "label": task.label,
        "indicator": task.content,
        "printed_text": task.content,
        "units": [assignment.unit_id for assignment in task.leads],
        "evaluated_on": max(task.deadline.due_dates, default=None),
    }


def _back_to(target: Target) -> str:
    """The page the form stood on: only ever one of ours."""
    sent_from = request.values.get("next")
    return next_page(sent_from) if sent_from else url_for("targets.show", target_id=target.id)

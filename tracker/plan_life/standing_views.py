"""Issuing, closing, reopening a plan, and carrying it on to another year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError, TrackerError
from tracker.core.request_keys import new_request_key
from tracker.core.web import go_to, render
from tracker.plan_life import standing
from tracker.plan_life.copying import carried_tasks, copy_plan
from tracker.plan_life.standing_forms import (
    CopyForm,
    DaysForm,
    IssueForm,
    StandingForm,
    proposed_days,
    sent_days,
)
from tracker.plan_life.views import blueprint
from tracker.plans.models import Plan
from tracker.tasks.deadline_fields import days_in
from tracker.tasks.queries import tasks_of_plan


@blueprint.route("/plans/<int:plan_id>/close", methods=["GET", "POST"])
def close(plan_id: int) -> BaseResponse:
    """End a plan; what is still open is named first."""

    def act(plan: Plan, form: StandingForm) -> str:
        standing.close(plan, form.grounds(), version=form.version.data, actor=current_user)
        return "Đã kết thúc kế hoạch."

    plan = plan_to_change(plan_id)
    matters = standing.open_matters(plan, today=clock.today())
    return _standing("plan_life/close.html", plan, standing.refuse_unclosable, act, matters=matters)


@blueprint.route("/plans/<int:plan_id>/reopen", methods=["GET", "POST"])
def reopen(plan_id: int) -> BaseResponse:
    """Put a closed plan in force again, with the reason."""

    def act(plan: Plan, form: StandingForm) -> str:
        standing.reopen(
            plan,
            form.grounds(),
            version=form.version.data,
            today=clock.today(),
            actor=current_user,
        )
        return "Đã mở lại kế hoạch: việc còn mở được nhắc và cập nhật như trước."

    plan = plan_to_change(plan_id)
    matters = standing.open_matters(plan, today=clock.today())
    return _standing(
        "plan_life/reopen.html", plan, standing.refuse_unopenable, act, matters=matters
    )


@blueprint.route("/plans/<int:plan_id>/issue", methods=["GET", "POST"])
def issue(plan_id: int) -> BaseResponse:
    """Make a draft binding; what is missing is named first."""
    plan, today = plan_to_change(plan_id), clock.today()
    form = IssueForm(data={"tracked_from": plan.tracked_from, "version": plan.version})
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            made = standing.issue(
                plan,
                tracked_from=form.tracked_from.data or today,
                version=form.version.data,
                today=today,
                actor=current_user,
            )
            words = f"Đã ban hành kế hoạch: {made} kỳ, mốc đã mở cho các đơn vị."
            return go_to(url_for("workspace.plan", plan_id=plan_id), words)
        except TrackerError as error:
            status = _refused(form, plan_id, error)
            plan = plan_to_change(plan_id)
    return render(
        "plan_life/issue.html",
        plan=plan,
        form=form,
        total=len(tasks_of_plan(plan_id)),
        missing=standing.hindrances(plan),
        status=status,
    )


@blueprint.route("/plans/<int:plan_id>/copy", methods=["GET", "POST"])
def copy(plan_id: int) -> BaseResponse:
    """The plan's rows in another year: old and new days side by side, each to be changed."""
    plan = plan_to_change(plan_id)
    form = CopyForm() if request.method == "POST" else CopyForm.of(plan, new_request_key())
    if not form.is_submitted():
        return _copy_page(plan, form)
    if not form.validate():
        return _copy_page(plan, form, status=422)
    tasks = carried_tasks(plan, form.year.data)
    if form.proposed_for.data != str(form.year.data):
        form.follow_year(plan)
        return _copy_page(plan, form)
    lines = sent_days(tasks)
    wrong = [line for line in lines.values() if not line.validate()]
    if wrong:
        return _copy_page(plan, form, lines, status=422)
    days = {number: days_in(line.days.data) for number, line in lines.items()}
    try:
        made = copy_plan(plan, form.order(days), actor=current_user)
    except TrackerError as error:
        db.session.rollback()
        form[error.field or "title"].errors = [error.message]
        return _copy_page(plan_to_change(plan_id), form, lines, status=error.status_code)
    words = "Đã chép thành dự thảo: sửa từng nhiệm vụ nếu cần, rồi ban hành."
    return go_to(url_for("workspace.plan", plan_id=made.id), words)


def _copy_page(
    plan: Plan, form: CopyForm, lines: dict[int, DaysForm] | None = None, *, status: int = 200
) -> Response:
    year = form.year.data or plan.year + 1
    tasks = carried_tasks(plan, year)
    form.proposed_for.data, form.proposed_for.raw_data = str(year), None
    return render(
        "plan_life/copy.html",
        plan=plan,
        form=form,
        tasks=tasks,
        year=year,
        lines=lines if lines is not None else proposed_days(tasks),
        moved=sum(1 for item in tasks if item.notes),
        gone=[item for item in tasks if item.gone],
        status=status,
    )


def _standing(
    template: str,
    plan: Plan,
    refuse: Callable[[Plan], None],
    act: Callable[[Plan, StandingForm], str],
    **context: Any,
) -> BaseResponse:
    """The form and what it does; nobody fills in one that must be refused."""
    form = StandingForm(data={"version": plan.version})
    if not form.is_submitted():
        try:
            refuse(plan)
        except RuleError as error:
            flash(error.message, "warning")
            return redirect(url_for("workspace.plan", plan_id=plan.id), code=303)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            return go_to(url_for("workspace.plan", plan_id=plan.id), act(plan, form))
        except TrackerError as error:
            status = _refused(form, plan.id, error)
            plan = plan_to_change(plan.id)
    return render(template, plan=plan, form=form, status=status, **context)


def _refused(form: StandingForm | IssueForm, plan_id: int, error: TrackerError) -> int:
    db.session.rollback()
    form.form_errors.append(error.message)
    if isinstance(error, ConflictError):
        form.version.data, form.version.raw_data = plan_to_change(plan_id).version, None
    return error.status_code


def plan_to_change(plan_id: int) -> Plan:
    """The plan, for whoever may change it."""
    plan = db.session.get(Plan, plan_id) or abort(404)
    policy.require("plan:see", plan, visible=False)
    policy.require("plan:change", plan)
    return plan

"""Amending a task, and the list of everything amended of a plan."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import TrackerError
from tracker.core.web import go_to, render
from tracker.plan_life.amend_form import TaskForm
from tracker.plan_life.amending import AmendmentPreview, amend_task, preview, refuse_unamendable
from tracker.plan_life.weighing import WeightForm, weigh
from tracker.plans.amendments import amendments_of_plan
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.tasks.models import Task

blueprint = Blueprint("plan_life", __name__)


@blueprint.route("/tasks/<int:task_id>/amend", methods=["GET", "POST"])
def amend(task_id: int) -> BaseResponse:
    """Words, units, deadline of a task; what follows is shown before it is kept."""
    task = db.session.get(Task, task_id) or abort(404)
    policy.require("plan:see", task, visible=False)
    policy.require("plan:change", task)
    refuse_unamendable(task)
    form, today = TaskForm.of(task), clock.today()
    if not form.is_submitted():
        return _page(task, form)
    if not form.validate():
        return _page(task, form, status=422)
    amendment = form.amendment()
    if form.seen.data != amendment.mark:
        form.seen.data, form.seen.raw_data = amendment.mark, None
        return _page(task, form, foreseen=preview(task, amendment, today=today))
    try:
        amend_task(
            task,
            amendment,
            form.grounds(),
            version=form.version.data,
            today=today,
            actor=current_user,
        )
    except TrackerError as error:
        db.session.rollback()
        form.form_errors.append(error.message)
        task = db.session.get_one(Task, task_id)
        form.version.data, form.version.raw_data = task.version, None
        return _page(task, form, status=error.status_code)
    is_draft = task.plan.state is PlanState.DRAFT
    words = "Đã sửa nhiệm vụ." if is_draft else "Đã ghi sửa đổi; đơn vị liên quan được báo."
    return go_to(url_for("workspace.task", task_id=task_id), words)


@blueprint.route("/tasks/<int:task_id>/weight", methods=["GET", "POST"])
def weigh_product(task_id: int) -> BaseResponse:
    """What the product weighs when officials are rated."""
    task = db.session.get(Task, task_id) or abort(404)
    policy.require("plan:see", task, visible=False)
    policy.require("plan:change", task)
    form = WeightForm()
    status = 200
    if not form.is_submitted():
        form.show(task)
    elif not form.validate():
        status = 422
    else:
        try:
            weigh(task, form.weight.data, version=form.version.data, actor=current_user)
        except TrackerError as error:
            db.session.rollback()
            task, status = db.session.get_one(Task, task_id), error.status_code
            form.form_errors.append(error.message)
            form.version.data, form.version.raw_data = task.version, None
        else:
            return go_to(url_for("workspace.task", task_id=task_id), "Đã lưu trọng số sản phẩm.")
    return render("plan_life/weigh.html", task=task, form=form, status=status)


@blueprint.get("/plans/<int:plan_id>/amendments")
def amendments(plan_id: int) -> Response:
    """Everything amended of the plan since its issue, to be read and printed."""
    plan = db.session.get(Plan, plan_id) or abort(404)
    policy.require("plan:see", plan, visible=False)
    return render("plan_life/amendments.html", plan=plan, amendments=amendments_of_plan(plan_id))


def _page(
    task: Task, form: TaskForm, *, foreseen: AmendmentPreview | None = None, status: int = 200
) -> Response:
    return render(
        "plan_life/amend.html",
        task=task,
        form=form,
        foreseen=foreseen,
        is_draft=task.plan.state is PlanState.DRAFT,
        status=status,
    )

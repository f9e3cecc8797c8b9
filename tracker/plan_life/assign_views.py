"""Several tasks to one unit: ticked in the list or dragged, shown, then kept."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import TrackerError
from tracker.core.web import go_to, render
from tracker.plan_life.amending import refuse_closed
from tracker.plan_life.assign_form import AssignForm
from tracker.plan_life.assigning import Handing, HandingRow, foresee_handing, hand_over
from tracker.plan_life.standing_views import plan_to_change
from tracker.plan_life.views import blueprint
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.tasks.queries import appendix_rows, tasks_of_plan
from tracker.units.models import Unit
from tracker.units.queries import all_units


@blueprint.route("/plans/<int:plan_id>/assign", methods=["GET", "POST"])
def assign(plan_id: int) -> BaseResponse:
    """Tick tasks, choose a unit; what changes in each is shown before it is kept."""
    plan, today = plan_to_change(plan_id), clock.today()
    refuse_closed(plan)
    tasks = tasks_of_plan(plan_id)
    form = AssignForm.of(plan, tasks)
    if not form.is_submitted():
        return _page(plan, form)
    if not form.validate():
        return _page(plan, form, _foreseen(form, plan), status=422)
    handing = _handing(form, plan)
    if form.seen.data != handing.mark:
        form.seen.data, form.seen.raw_data = handing.mark, None
        return _page(plan, form, foresee_handing(handing, today=today))
    try:
        changed = hand_over(handing, form.grounds(), today=today, actor=current_user)
    except TrackerError as error:
        db.session.rollback()
        form.form_errors.append(error.message)
        return _page(plan_to_change(plan_id), form, status=error.status_code)
    return go_to(url_for("workspace.plan", plan_id=plan_id), f"Đã giao lại {changed} nhiệm vụ.")


def _handing(form: AssignForm, plan: Plan) -> Handing:
    ticked = set(form.tasks.data or ())
    tasks = [task for task in tasks_of_plan(plan.id) if task.id in ticked]
    return Handing(tasks, db.session.get_one(Unit, form.unit.data), form.chosen_part)


def _foreseen(form: AssignForm, plan: Plan) -> Sequence[HandingRow] | None:
    """The preview again where only its reason is missing."""
    if not form.seen.data or form.tasks.errors or form.unit.errors or form.part.errors:
        form.seen.data, form.seen.raw_data = "", None
        return None
    return foresee_handing(_handing(form, plan), today=clock.today())


def _page(
    plan: Plan, form: AssignForm, foreseen: Sequence[HandingRow] | None = None, *, status: int = 200
) -> Response:
    is_draft = plan.state is PlanState.DRAFT
    form.reason.flags.required = foreseen is not None and not is_draft
    return render(
        "plan_life/assign.html",
        plan=plan,
        form=form,
        foreseen=foreseen,
        rows=appendix_rows(plan),
        units=all_units(),
        is_draft=is_draft,
        status=status,
    )

"""Leaders' directives as pages: given on a task, listed, answered by the unit, closed."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse
from wtforms import SelectChoice

from tracker import policy
from tracker.accounts.queries import enabled_people
from tracker.accounts.rules import Role
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, TrackerError
from tracker.core.request_keys import new_request_key
from tracker.core.web import go_to, render
from tracker.follow_up import directives
from tracker.follow_up.directive_forms import (
    DirectiveAnswerForm,
    DirectiveForm,
    EnteredDirectiveForm,
)
from tracker.follow_up.models import Directive
from tracker.follow_up.tabs import office_tabs
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskRole
from tracker.units.models import Unit

blueprint = Blueprint("directives", __name__)


@blueprint.get("/directives")
def index() -> Response:
    """What leaders said, the latest first, and what became of it."""
    policy.require("directive:list")
    only_open = request.args.get("show") != "all"
    return render(
        "follow_up/directives.html",
        found=directives.directive_list(only_open=only_open),
        only_open=only_open,
        tabs=office_tabs("directives.index"),
        today=clock.today(),
    )


@blueprint.route("/tasks/<int:task_id>/directives/new", methods=["GET", "POST"])
def new(task_id: int) -> BaseResponse:
    """The leader's word on a task; the Office writes down what a leader said elsewhere."""
    task = db.session.get(Task, task_id) or abort(404)
    policy.require("plan:see", task, visible=False)
    is_own = policy.may(current_user, "directive:give", task)
    if not is_own:
        policy.require("directive:enter", task)
    parts = directives.parts_by_unit(task)
    data = {"request_key": new_request_key(), "units": _leading(task, list(parts))}
    proposed = data if request.method == "GET" else None
    form = (
        DirectiveForm(data=proposed)
        if is_own
        else EnteredDirectiveForm(enabled_people(Role.LEADER), data=proposed)
    )
    form.units.choices = [SelectChoice(unit.id, unit.name) for unit in parts]
    if form.validate_on_submit():
        chosen = [unit for unit in parts if unit.id in (form.units.data or ())]
        try:
            given = directives.give(task, chosen, form.word(), actor=current_user)
        except TrackerError as error:
            db.session.rollback()
            form[error.field or "words"].errors = [error.message]
        else:
            names = "; ".join(directive.unit.name for directive in given)
            url = url_for("workspace.task", task_id=task_id, _anchor="directives")
            return go_to(url, f"Đã gửi ý kiến chỉ đạo đến {names}.")
    status = 422 if form.is_submitted() else 200
    return render("follow_up/direct.html", task=task, form=form, status=status)


@blueprint.get("/directives/<int:directive_id>")
def show(directive_id: int) -> Response:
    """One directive, with the form to answer for the unit it went to."""
    directive = _directive(directive_id)
    data = {"answer": directive.answer, "version": directive.version}
    return _page(directive, DirectiveAnswerForm(data=data))


@blueprint.post("/directives/<int:directive_id>/answer")
def answer(directive_id: int) -> BaseResponse:
    """The unit's answer."""
    directive, form = _directive(directive_id), DirectiveAnswerForm()
    policy.require("directive:answer", directive)
    if not form.validate():
        return _page(directive, form, status=422)
    try:
        version = form.version.data or 0
        directives.answer(directive, form.answer.data, version=version, actor=current_user)
    except TrackerError as error:
        db.session.rollback()
        directive = _directive(directive_id)
        if isinstance(error, ConflictError):
            form.version.raw_data, form.version.data = None, directive.version
        form.answer.errors = [error.message]
        return _page(directive, form, status=error.status_code)
    return go_to(url_for("directives.show", directive_id=directive_id), "Đã gửi trả lời.")


@blueprint.post("/directives/<int:directive_id>/close")
def close(directive_id: int) -> BaseResponse:
    """The leader takes it as done."""
    directive = _directive(directive_id)
    policy.require("directive:close", directive)
    directives.close(directive, actor=current_user)
    return go_to(url_for("directives.show", directive_id=directive_id), "Đã khép ý kiến chỉ đạo.")


def _directive(directive_id: int) -> Directive:
    """Fetch and check in one: units know of directives to themselves only."""
    directive = db.session.get(Directive, directive_id) or abort(404)
    policy.require("directive:see", directive, visible=False)
    return directive


def _page(directive: Directive, form: DirectiveAnswerForm, *, status: int = 200) -> Response:
    return render(
        "follow_up/directive.html",
        directive=directive,
        form=form,
        today=clock.today(),
        status=status,
    )


def _leading(task: Task, units: list[Unit]) -> list[int]:
    """The accountable unit is the one a leader mostly means."""
    leading = {
        member.id
        for assignment in task.assignments
        if assignment.role is TaskRole.LEAD
        for member in assignment.unit.members
    }
    return [unit.id for unit in units if unit.id in leading]

"""The office changes a task's deadline; the next due days are shown before they are kept."""

from __future__ import annotations

from flask import abort, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import policy
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import TrackerError
from tracker.core.web import go_to, render
from tracker.due_dates.deadline_form import DeadlineForm
from tracker.due_dates.deadlines import change_deadline, coming
from tracker.due_dates.views import blueprint
from tracker.tasks.models import Task
from tracker.tasks.rules import WantedOccurrence


@blueprint.route("/tasks/<int:task_id>/deadline", methods=["GET", "POST"])
def deadline(task_id: int) -> Response:
    """Kind, dates, rhythms, day and hour, with a preview of the due days to come."""
    task = db.session.get(Task, task_id) or abort(404)
    policy.require("plan:see", task, visible=False)
    policy.require("plan:change", task)
    form = DeadlineForm()
    if not form.is_submitted():
        form.show(task)
        form.version.data = task.version
        return _page(task, form)
    if not form.validate():
        return _page(task, form, status=422)
    change, today = form.change(), clock.today()
    if form.seen.data != repr(change):
        form.seen.data, form.seen.raw_data = repr(change), None
        return _page(task, form, next_ones=coming(task, change, today=today))
    try:
        change_deadline(task, change, version=form.version.data, today=today, actor=current_user)
    except TrackerError as error:
        db.session.rollback()
        form.form_errors.append(error.message)
        task = db.session.get_one(Task, task_id)
        form.version.data, form.version.raw_data = task.version, None
        return _page(task, form, status=error.status_code)
    return go_to(url_for("workspace.task", task_id=task_id), "Đã sửa thời hạn của nhiệm vụ.")


def _page(
    task: Task,
    form: DeadlineForm,
    *,
    next_ones: list[WantedOccurrence] | None = None,
    status: int = 200,
) -> Response:
    return render(
        "due_dates/deadline.html", task=task, form=form, next_ones=next_ones, status=status
    )

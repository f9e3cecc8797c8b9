"""The conversation on a task's page, and the way from the bell to it."""

from __future__ import annotations

from flask import Blueprint, abort, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import policy
from tracker.conversations import queries, service
from tracker.conversations.forms import RemarkForm
from tracker.conversations.models import Mention
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.core.request_keys import new_request_key, sent_key
from tracker.core.web import go_to, render
from tracker.tasks.models import Task

blueprint = Blueprint("conversations", __name__)


@blueprint.route("/tasks/<int:task_id>/conversation", methods=["GET", "POST"])
def talk(task_id: int) -> Response:
    """What was said, and the form; on the task's page htmx swaps the same region."""
    task = db.session.get(Task, task_id) or abort(404)
    policy.require("plan:see", task, visible=False)
    policy.require("conversation:see", task)
    form = RemarkForm()
    if form.is_submitted():
        policy.require("conversation:join", task)
    if not form.validate_on_submit():
        return _page(task, form, status=422 if form.is_submitted() else 200)
    try:
        remark = service.say(task, form.words.data, request_key=sent_key(), actor=current_user)
    except RuleError as error:
        form.words.errors = [error.message]
        return _page(task, form, status=422)
    anchor = f"remark-{remark.id}"
    return go_to(url_for("workspace.task", task_id=task.id, _anchor=anchor), "Đã gửi trao đổi.")


@blueprint.get("/mentions/<int:mention_id>")
def mention(mention_id: int) -> Response:
    """Where a mail leads: the place of the call (a page of its own: signing in drops anchors)."""
    found = db.session.get(Mention, mention_id) or abort(404)
    if found.user_id != current_user.id:
        abort(404)
    anchor = f"remark-{found.remark_id}"
    return go_to(url_for("workspace.task", task_id=found.remark.task_id, _anchor=anchor))


@blueprint.post("/mentions/<int:mention_id>/open")
def open_mention(mention_id: int) -> Response:
    """Go to where one was called; the other calls about the task are read with it."""
    found = db.session.get(Mention, mention_id) or abort(404)
    if found.user_id != current_user.id:
        abort(404)
    remark = found.remark
    service.mark_read(current_user, task_id=remark.task_id)
    anchor = f"remark-{remark.id}"
    return go_to(url_for("workspace.task", task_id=remark.task_id, _anchor=anchor))


@blueprint.app_template_global("conversation_about")
def conversation_about(task: Task) -> dict[str, object]:
    """What the task's page shows of the conversation; asked for only after the right to see it."""
    return {
        "remarks": queries.remarks_on(task.id),
        "people": queries.names_around(task),
        "request_key": new_request_key(),
    }


def _page(task: Task, form: RemarkForm, *, status: int) -> Response:
    return render("conversations/talk.html", task=task, form=form, status=status)

"""One's own notices: the list behind the bell, marking them read, how to be told."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import policy
from tracker.conversations import service as conversations
from tracker.conversations.queries import count_unread_mentions, mentions_of
from tracker.core.db import db
from tracker.core.paging import one_page_of
from tracker.core.web import go_to, render
from tracker.reminders import notice_queries, notices
from tracker.reminders.by_hand import page_of
from tracker.reminders.choices import Delivery
from tracker.reminders.extension_steps import request_id_of
from tracker.reminders.forms import DeliveryForm
from tracker.reminders.models import Reminder
from tracker.reminders.rules import EXTENSION_ASKED

blueprint = Blueprint("notices", __name__, url_prefix="/notices")

NOTICES_PER_PAGE = 30


@blueprint.get("")
def index() -> Response:
    """My notices, the latest first."""
    policy.require("notice:see")
    only_unread = request.args.get("show") == "unread"
    shows_read = not only_unread
    mine = notice_queries.notices_of(current_user.id, only_unread=only_unread)
    pages = one_page_of(mine, per_page=NOTICES_PER_PAGE)
    return render(
        "reminders/notices.html",
        pages=pages,
        only_unread=only_unread,
        mentions=[item for item in mentions_of(current_user.id) if shows_read or not item.read_at],
        unread=notice_queries.count_unread(current_user.id),
        unread_mentions=count_unread_mentions(current_user.id),
    )


@blueprint.post("/<int:reminder_id>/open")
def open_notice(reminder_id: int) -> Response:
    """Go to the row a notice speaks of; whatever else it said of the row is read with it."""
    reminder = db.session.get(Reminder, reminder_id) or abort(404)
    policy.require("notice:see", reminder, visible=False)
    notices.mark_read(current_user, contribution_id=reminder.contribution_id)
    if reminder.step.startswith(EXTENSION_ASKED):
        return go_to(url_for("extensions.decide", request_id=request_id_of(reminder.step)))
    url = url_for("workspace.contribution", contribution_id=reminder.contribution_id)
    return go_to(page_of([reminder.step]) or url)


@blueprint.post("/read")
def read_all() -> Response:
    """Mark all my notices as read."""
    policy.require("notice:see")
    notices.mark_read(current_user)
    conversations.mark_read(current_user)
    return go_to(url_for("notices.index"), "Đã đánh dấu tất cả là đã đọc.")


@blueprint.route("/choice", methods=["GET", "POST"])
def choice() -> Response:
    """How I want to be told."""
    policy.require("notice:see")
    form = DeliveryForm()
    if form.validate_on_submit():
        delivery = Delivery(form.delivery.data)
        notices.choose_delivery(current_user, delivery, version=form.made_from)
        return go_to(url_for("notices.index"), "Đã lưu cách nhận thông báo.")
    if not form.is_submitted():
        form.show(notice_queries.choice_of(current_user))
    return render(
        "reminders/choice.html",
        form=form,
        has_mail_server=current_app.config["TRACKER"].mail_server is not None,
        status=422 if form.is_submitted() else 200,
    )

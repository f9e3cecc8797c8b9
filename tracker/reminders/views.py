"""The outbox as the office sees it: who was told what, when, and what the mail server said."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, current_app, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import policy
from tracker.core import clock
from tracker.core.db import db
from tracker.core.paging import one_page_of
from tracker.core.web import go_to, render
from tracker.reminders import outbox, queries
from tracker.reminders.models import OutboxMessage
from tracker.reminders.rules import OUTBOX_STATE_WORDS, OutboxState

blueprint = Blueprint("reminders", __name__)

MAILS_PER_PAGE, STEPS_PER_PAGE = 50, 100
DAYS_LOOKED_BACK = 30


@blueprint.get("/reminders")
def index() -> Response:
    """The mails, the latest first, and the people whom no mail can reach."""
    policy.require("reminder:see")
    state = _chosen_state()
    counts = queries.count_by_state()
    pages = one_page_of(queries.outbox_list(state), per_page=MAILS_PER_PAGE)
    since = clock.now() - timedelta(days=DAYS_LOOKED_BACK)
    return render(
        "reminders/index.html",
        pages=pages,
        steps=queries.count_steps([message.id for message in pages]),
        total=sum(counts.values()),
        state=state.value if state else "",
        state_options=[("", "Tất cả"), *_state_options(counts)],
        state_words=OUTBOX_STATE_WORDS,
        without_address=queries.people_without_address(since),
        has_mail_server=current_app.config["TRACKER"].mail_server is not None,
    )


@blueprint.get("/reminders/<int:message_id>")
def mail(message_id: int) -> Response:
    """One mail: its words, the steps it tells, the server's answer."""
    policy.require("reminder:see")
    message = db.session.get(OutboxMessage, message_id) or abort(404)
    return render(
        "reminders/mail.html",
        message=message,
        pages=one_page_of(queries.steps_of_mail(message_id), per_page=STEPS_PER_PAGE),
        state_words=OUTBOX_STATE_WORDS,
    )


@blueprint.post("/reminders/<int:message_id>/resend")
def resend(message_id: int) -> Response:
    """Send a refused mail again."""
    policy.require("reminder:see")
    message = db.session.get(OutboxMessage, message_id) or abort(404)
    outbox.resend(message, actor=current_user)
    name = message.recipient.full_name
    return go_to(url_for("reminders.index"), f"Thư cho {name} đã xếp hàng, sẽ gửi trong ít phút.")


def _chosen_state() -> OutboxState | None:
    value = request.args.get("state", "")
    return OutboxState(value) if value in set(OutboxState) else None


def _state_options(counts: dict[OutboxState, int]) -> list[tuple[str, str]]:
    return [
        (state.value, f"{OUTBOX_STATE_WORDS[state]} ({count})") for state, count in counts.items()
    ]

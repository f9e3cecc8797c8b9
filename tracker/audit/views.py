"""The journal as a page."""

from __future__ import annotations

from flask import Blueprint, Response, request

from tracker import policy
from tracker.audit.queries import PAGE_SIZE, latest_entries
from tracker.audit.rules import ACTION_WORDS
from tracker.core.numbers import whole_number
from tracker.core.web import render

blueprint = Blueprint("audit", __name__)


@blueprint.get("/audit")
def index() -> Response:
    """The newest entries first, page by page."""
    policy.require("audit:see")
    entries = latest_entries(before_id=whole_number(request.args.get("before", "")))
    return render(
        "audit/index.html",
        entries=entries,
        older_than=entries[-1].id if len(entries) == PAGE_SIZE else None,
        action_words={action.value: words for action, words in ACTION_WORDS.items()},
    )

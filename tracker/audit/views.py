"""The journal as a page."""

from __future__ import annotations

from flask import Blueprint, Response, request

from tracker import policy
from tracker.audit.queries import PAGE_SIZE, latest_entries
from tracker.audit.rules import ACTION_WORDS
from tracker.core.web import render

blueprint = Blueprint("audit", __name__)


@blueprint.get("/audit")
def index() -> Response:
    """The newest entries first, page by page."""
    policy.require("audit:see")
    before = request.args.get("before", "")
    entries = latest_entries(before_id=int(before) if before.isdigit() else None)
    return render(
        "audit/index.html",
        entries=entries,
        older_than=entries[-1].id if len(entries) == PAGE_SIZE else None,
        action_words={action.value: words for action, words in ACTION_WORDS.items()},
    )

"""The journal as a page."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, request, send_file
from flask_login import current_user

from tracker import policy
from tracker.audit import exporting
from tracker.audit.queries import PAGE_SIZE, latest_entries
from tracker.audit.rules import ACTION_WORDS, AuditAction
from tracker.audit.service import record
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


@blueprint.post("/audit/export")
def export() -> Response:
    """The whole journal for inspectors, with its checker; that it was taken is noted."""
    policy.require("audit:see")
    content = exporting.export_journal()
    name = current_user.full_name
    record(AuditAction.JOURNAL_EXPORTED, current_user, name=name, actor=current_user)
    return send_file(
        BytesIO(content),
        mimetype="application/zip",
        as_attachment=True,
        download_name=exporting.FILE_NAME,
    )

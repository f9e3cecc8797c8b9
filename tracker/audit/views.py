"""The journal as a page."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, send_file
from flask_login import current_user

from tracker import policy
from tracker.audit import exporting, queries
from tracker.audit.forms import JournalForm
from tracker.audit.rules import ACTION_WORDS, AuditAction
from tracker.audit.service import record
from tracker.core.paging import one_page_of
from tracker.core.web import render

blueprint = Blueprint("audit", __name__)


@blueprint.get("/audit")
def index() -> Response:
    """The newest entries first, by person, kind, plan and day, page by page."""
    policy.require("audit:see")
    form = JournalForm.of_this_page(queries.people_in_journal(), queries.plans_in_journal())
    chosen = form.chosen
    pages = one_page_of(queries.journal(chosen), per_page=queries.PAGE_SIZE, error_out=False)
    return render(
        "audit/index.html",
        form=form,
        pages=pages,
        total=queries.count_entries(),
        is_filtered=chosen != queries.JournalFilter(),
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

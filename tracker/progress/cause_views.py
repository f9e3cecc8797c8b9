"""The objective causes that units name for being late: waiting for a verdict, judged."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.accounts.signing_in import next_page
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import TrackerError
from tracker.core.request_keys import new_request_key
from tracker.core.web import go_to, render
from tracker.progress import causes
from tracker.progress.forms import JudgeForm
from tracker.progress.models import ProgressUpdate
from tracker.progress.oversight import require_oversight

blueprint = Blueprint("causes", __name__, url_prefix="/causes")


@blueprint.get("")
def index() -> Response:
    """What nobody has judged, or what was judged; the latest accepted work first."""
    unit_overseen = require_oversight(current_user, "cause:judge")
    is_judged = request.args.get("state") == "judged"
    return render(
        "progress/causes.html",
        found=causes.claims(is_judged=is_judged, coordinated_by=unit_overseen),
        state="judged" if is_judged else "waiting",
        today=clock.today(),
    )


@blueprint.route("/<int:update_id>", methods=["GET", "POST"])
def judge(update_id: int) -> BaseResponse:
    """Confirm the objective cause, or not; with who confirms, and on which day."""
    report = _report(update_id)
    made = {"seen": len(report.verdicts), "request_key": new_request_key()}
    form = JudgeForm(data=made if request.method == "GET" else None)
    if not form.validate_on_submit():
        return _page(report, form, status=422 if form.is_submitted() else 200)
    try:
        causes.judge(report, form.taken(), actor=current_user)
    except TrackerError as error:
        db.session.rollback()
        report = _report(update_id)
        form.form_errors.append(error.message)
        form.seen.raw_data, form.seen.data = None, len(report.verdicts)
        return _page(report, form, status=error.status_code)
    return go_to(_back(), "Đã lưu trả lời về nguyên nhân khách quan.")


def _report(update_id: int) -> ProgressUpdate:
    """Fetch and check in one; what was never named has no page."""
    report = db.session.get(ProgressUpdate, update_id)
    if report is None or not report.late_is_objective:
        abort(404)
    policy.require("contribution:see_papers", report.contribution, visible=False)
    policy.require("cause:judge", report.contribution)
    return report


def _page(report: ProgressUpdate, form: JudgeForm, *, status: int) -> Response:
    template = "progress/judge.html"
    return render(template, report=report, form=form, back_to=_back(), status=status)


def _back() -> str:
    return next_page(request.values.get("next") or url_for("causes.index"))

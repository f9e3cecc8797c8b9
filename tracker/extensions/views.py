"""The request in its row, its withdrawal, the queue of those who decide, their answer."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.accounts.signing_in import next_page
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, TrackerError
from tracker.core.numbers import whole_number
from tracker.core.templating import date_vn
from tracker.core.web import go_to, goes_on_in_place, render
from tracker.evidence.answering import file_answer
from tracker.extensions import queries, revoking, service
from tracker.extensions.forms import AskForm, DecideForm, RevokeForm
from tracker.extensions.models import ExtensionRequest
from tracker.extensions.rules import OPEN_STATES, ExtensionState, last_day_to_ask
from tracker.progress.lines import line_of
from tracker.progress.models import Contribution
from tracker.progress.oversight import require_oversight
from tracker.settings.queries import ward_settings
from tracker.working_calendar.queries import ward_calendar

blueprint = Blueprint("extensions", __name__)


@blueprint.app_template_global("extension_of")
def extension_of(occurrence_id: int) -> queries.ExtensionMark | None:
    """The latest request for an instance that is still owed: every row of it shows it."""
    if "extensions_of_open_work" not in g:
        g.extensions_of_open_work = queries.latest_of_open_work()
    found: queries.ExtensionMark | None = g.extensions_of_open_work.get(occurrence_id)
    return found


@blueprint.app_template_global("extension_mark")
def extension_mark(occurrence_id: int) -> tuple[str, str, str] | None:
    """Symbol, tone and words of that request; what a unit prepares or is refused is its own."""
    found = extension_of(occurrence_id)
    if found is None:
        return None
    is_own = found.unit_id == current_user.unit_id
    if found.state is ExtensionState.ASKED:
        return "state-waiting", "waiting", f"Xin gia hạn đến {date_vn(found.wanted_due_on)}"
    if found.state is ExtensionState.PREPARED and is_own:
        return "state-open", "", f"Dự thảo xin gia hạn đến {date_vn(found.wanted_due_on)}"
    if found.state is ExtensionState.REFUSED and is_own:
        return "x", "", "Không gia hạn"
    if found.state is ExtensionState.REVOKED:
        return "undo-2", "", "Đã thu hồi gia hạn"
    return None


@blueprint.app_template_global("extension_offer")
def extension_offer(contribution: Contribution) -> tuple[str, str]:
    """The words of the link to the request, or else why there is none, in the opened row."""
    found = extension_of(contribution.occurrence_id)
    if found and found.state in OPEN_STATES and found.contribution_id == contribution.id:
        return "Đề nghị gia hạn…", ""
    problem = service.problem_with_asking(contribution, clock.today())
    return ("", problem) if problem else ("Xin gia hạn…", "")


@blueprint.route("/contributions/<int:contribution_id>/extension", methods=["GET", "POST"])
def ask(contribution_id: int) -> BaseResponse:
    """The form in the row; a head finds in it what an officer prepared."""
    contribution = _contribution(contribution_id)
    form = AskForm()
    if not form.is_submitted():
        form.show(queries.open_request(contribution.occurrence_id))
        return _ask_page(contribution, form)
    if not form.validate():
        return _ask_page(contribution, form, status=422)
    try:
        service.ask(contribution, form.asked(), actor=current_user)
    except TrackerError as error:
        return _ask_refused(contribution_id, form, error)
    sent = service.sends_at_once(contribution, actor=current_user)
    message = "Đã gửi đề nghị gia hạn." if sent else "Đã lập dự thảo; trưởng đơn vị xem và gửi."
    return _row_again(contribution, message)


@blueprint.post("/extensions/<int:request_id>/withdraw")
def withdraw(request_id: int) -> BaseResponse:
    """The unit takes its request back."""
    found = db.session.get(ExtensionRequest, request_id) or abort(404)
    contribution = _contribution(found.contribution_id)
    version = whole_number(request.form.get("version", "")) or 0
    service.withdraw(found, version=version, actor=current_user)
    return _row_again(contribution, "Đã rút đề nghị gia hạn.")


@blueprint.get("/extensions")
def index() -> Response:
    """What units have asked, the nearest due day first; below it what was granted."""
    unit_overseen = require_oversight(current_user, "extension:see")
    return render(
        "extensions/index.html",
        requests=queries.waiting_for_decision(coordinated_by=unit_overseen),
        granted=queries.granted_and_open(coordinated_by=unit_overseen),
        today=clock.today(),
    )


@blueprint.route("/extensions/<int:request_id>/decide", methods=["GET", "POST"])
def decide(request_id: int) -> BaseResponse:
    """The answer, in the row of the queue."""
    found = _request(request_id)
    form = DecideForm()
    if not form.is_submitted():
        form.show(found)
        return _decide_page(found, form)
    if not form.validate():
        return _decide_page(found, form, status=422)
    try:
        service.decide(found, form.answer(), actor=current_user)
    except TrackerError as error:
        db.session.rollback()
        form.show_refusal(error)
        return _decide_page(_request(request_id), form, status=error.status_code)
    message = "Đã gia hạn." if found.granted_due_on else "Đã trả lời không gia hạn."
    if not goes_on_in_place():
        return go_to(url_for("extensions.index"), message)
    unit_overseen = require_oversight(current_user, "extension:see")
    waiting = queries.count_waiting_for_decision(coordinated_by=unit_overseen)
    return render("extensions/decided.html", found=found, message=message, waiting=waiting)


@blueprint.route("/extensions/<int:request_id>/revoke", methods=["GET", "POST"])
def revoke(request_id: int) -> BaseResponse:
    """Take back a grant that was a mistake."""
    found = _request(request_id, "extension:revoke")
    form = RevokeForm()
    if not form.is_submitted():
        form.show(found, revoking.offered_day(found, today=clock.today()))
        return _revoke_page(found, form)
    if not form.validate():
        return _revoke_page(found, form, status=422)
    try:
        revoking.revoke(found, form.revocation(), actor=current_user)
    except TrackerError as error:
        return _revoke_refused(request_id, form, error)
    message = f"Đã thu hồi gia hạn; hạn nay là {found.revoked_due_on:%d/%m/%Y}."
    return go_to(url_for("extensions.index"), message)


@blueprint.get("/extensions/<int:request_id>/paper")
def paper(request_id: int) -> Response:
    """The document that came with the request; never shown as a page of ours."""
    found = db.session.get(ExtensionRequest, request_id) or abort(404)
    policy.require("contribution:see_papers", found.contribution, visible=False)
    return file_answer(found)


def _contribution(contribution_id: int) -> Contribution:
    found = db.session.get(Contribution, contribution_id) or abort(404)
    policy.require("plan:see", found, visible=False)
    policy.require("extension:ask", found)
    return found


def _request(request_id: int, action: str = "extension:decide") -> ExtensionRequest:
    """One that the unit has sent; what it still prepares is its own."""
    found = db.session.get(ExtensionRequest, request_id) or abort(404)
    policy.require("plan:see", found.contribution, visible=False)
    policy.require(action, found.contribution)
    if found.state is ExtensionState.PREPARED:
        abort(404)
    return found


def _ask_page(
    contribution: Contribution, form: AskForm, *, status: int = 200, conflict: str | None = None
) -> Response:
    due_on, limits = contribution.judged_due_on, service.limits()
    return render(
        "extensions/ask.html",
        "row",
        contribution=contribution,
        line=line_of(contribution, today=clock.today()),
        form=form,
        present=queries.open_request(contribution.occurrence_id),
        problem=service.problem_with_asking(contribution, clock.today()),
        conflict=conflict,
        last_day=last_day_to_ask(due_on, limits, ward_calendar()) if due_on else None,
        units=queries.contributions_of_occurrence(contribution.occurrence_id),
        sends=service.sends_at_once(contribution, actor=current_user),
        max_megabytes=ward_settings().evidence_max_megabytes,
        back_to=_back_to(contribution),
        today=clock.today(),
        status=status,
    )


def _ask_refused(contribution_id: int, form: AskForm, error: TrackerError) -> Response:
    """Show the form again with what was typed; nothing of the attempt stays in the database."""
    db.session.rollback()
    contribution = _contribution(contribution_id)
    if isinstance(error, ConflictError):
        present = queries.open_request(contribution.occurrence_id)
        form.version.raw_data = None
        form.version.data = present.version if present else 0
        return _ask_page(contribution, form, status=409, conflict=error.message)
    if error.field in form:
        form[error.field].errors = [error.message]
    else:
        form.file.errors = [error.message]
    return _ask_page(contribution, form, status=422)


def _decide_page(found: ExtensionRequest, form: DecideForm, *, status: int = 200) -> Response:
    form.tell_apart(found)
    return render(
        "extensions/decide.html",
        "form",
        found=found,
        form=form,
        units=queries.contributions_of_occurrence(found.occurrence_id),
        today=clock.today(),
        status=status,
    )


def _revoke_page(found: ExtensionRequest, form: RevokeForm, *, status: int = 200) -> Response:
    today = clock.today()
    return render(
        "extensions/revoke.html",
        found=found,
        form=form,
        problem=revoking.problem_with_revoking(found, today=today),
        day_before=revoking.day_before(found),
        first_day=revoking.first_day(found, today=today),
        units=queries.contributions_of_occurrence(found.occurrence_id),
        status=status,
    )


def _revoke_refused(request_id: int, form: RevokeForm, error: TrackerError) -> Response:
    db.session.rollback()
    form.show_refusal(error)
    return _revoke_page(_request(request_id, "extension:revoke"), form, status=error.status_code)


def _row_again(contribution: Contribution, message: str) -> BaseResponse:
    """The closed row with its new mark, or the page it stood on."""
    g.pop("extensions_of_open_work", None)
    if not goes_on_in_place():
        return go_to(_back_to(contribution), message)
    line = line_of(contribution, today=clock.today())
    return render("extensions/asked.html", lines=[line], message=message)


def _back_to(contribution: Contribution) -> str:
    target = request.values.get("next")
    if target:
        return next_page(target)
    return url_for("workspace.home", _anchor=f"contribution-{contribution.id}")

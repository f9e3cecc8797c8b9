"""Reporting on several rows at once: the form with the rows ticked, the rows that could not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, abort, flash, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.accounts.models import User
from tracker.accounts.signing_in import next_page
from tracker.core import clock
from tracker.core.db import db
from tracker.core.numbers import whole_number
from tracker.core.request_keys import new_request_key
from tracker.core.web import go_to, render
from tracker.progress.forms import ManyReportsForm
from tracker.progress.in_charge import changed_since, colleagues_of, name_officer, why_changed
from tracker.progress.many import ManyReports, Seen, report_many
from tracker.progress.models import Contribution
from tracker.progress.queries import contributions_by_id
from tracker.progress.rules import ContributionStatus, TimingClass, timing_class, unit_choices
from tracker.settings.queries import ward_settings

blueprint = Blueprint("many_reports", __name__)

NOTHING_CHOSEN = "Chưa chọn việc nào: hãy đánh dấu các việc cần cập nhật."


@blueprint.route("/reports/many", methods=["GET", "POST"])
def report() -> BaseResponse:
    """One note for every ticked row; each is checked and recorded by itself."""
    if request.method == "GET":
        rows = _rows(whole_number(value) for value in request.args.getlist("chosen"))
        if not rows:
            flash(NOTHING_CHOSEN, "warning")
            return go_to(url_for("workspace.home", many=1))
        form = ManyReportsForm(
            data={
                "request_key": new_request_key(),
                "status": ContributionStatus.IN_PROGRESS.value,
            }
        )
        return _page(rows, form)
    seen = Seen.from_values(request.form.getlist("chosen"))
    form = ManyReportsForm()
    if not form.validate() or not seen:
        if not seen:
            form.form_errors.append(NOTHING_CHOSEN)
        shown = Seen.from_values(request.form.getlist("shown"))
        return _page(_rows(item.contribution_id for item in shown), form, seen=seen, status=422)
    return _answer(report_many(seen, form.report(), actor=current_user), form)


@blueprint.post("/contributions/officer")
def name_officers() -> BaseResponse:
    """The head puts one colleague in charge of every ticked row, or takes it back."""
    seen = Seen.from_values(request.form.getlist("chosen"))
    chosen = request.form.get("officer", "")
    officer = db.session.get(User, whole_number(chosen) or 0)
    if chosen and officer is None:
        abort(404)
    rows = contributions_by_id([item.contribution_id for item in seen])
    for row in rows:
        policy.require("plan:see", row, visible=False)
        policy.require("contribution:name_officer", row)
    target = request.form.get("next")
    back = next_page(target) if target else url_for("workspace.home")
    if not rows:
        flash(NOTHING_CHOSEN, "warning")
        return go_to(back)
    changed = changed_since(seen, officer)
    if changed:
        return _choose_again(rows, seen, {row.id: why_changed(row) for row in changed}, officer)
    for row in rows:
        name_officer(row, officer, actor=current_user)
    whom = f"giao {officer.full_name} phụ trách" if officer else "thôi giao người phụ trách"
    return go_to(back, f"Đã {whom} {len(rows)} việc.")


def _choose_again(
    rows: Sequence[Contribution], seen: Sequence[Seen], why: dict[int, str], officer: User | None
) -> Response:
    """Nothing was done: some row is another by now; the choice stands, and what else was typed."""
    present = officer.id if officer else None
    if request.form.get("next") is None:
        form = ManyReportsForm()
        return _page(rows, form, seen=seen, why=why, present=present, status=409)
    return render(
        "progress/name_officers.html",
        rows=rows,
        why=why,
        colleagues=colleagues_of(current_user.unit_id),
        present=present,
        back_to=next_page(request.form["next"]),
        today=clock.today(),
        status=409,
    )


def _answer(outcome: ManyReports, form: ManyReportsForm) -> BaseResponse:
    if not outcome.refused:
        message = form.with_renamed(f"Đã cập nhật {outcome.taken} việc.") if outcome.taken else None
        return go_to(url_for("workspace.home"), message)
    if outcome.taken:
        flash(f"Đã cập nhật {outcome.taken} việc; còn {len(outcome.refused)} việc chưa.", "success")
    rows = [contribution for contribution, _why in outcome.refused]
    why = {contribution.id: words for contribution, words in outcome.refused}
    return _page(rows, form, why=why, status=200 if outcome.taken else 422)


def _rows(ids: Iterable[int | None]) -> list[Contribution]:
    """Those of the person's own unit that still take a report; others were never offered."""
    found = contributions_by_id([number for number in ids if number is not None])
    return [
        item
        for item in found
        if policy.may(current_user, "contribution:update", item) and unit_choices(item.status)
    ]


def _page(
    rows: Sequence[Contribution],
    form: ManyReportsForm,
    *,
    seen: Sequence[Seen] | None = None,
    why: dict[int, str] | None = None,
    present: int | None = None,
    status: int = 200,
) -> Response:
    form.offer()
    today = clock.today()
    ticked = {item.contribution_id for item in seen} if seen is not None else None
    late = [row for row in rows if timing_class(row.facts, today) is TimingClass.OPEN_OVERDUE]
    return render(
        "progress/many.html",
        rows=rows,
        form=form,
        ticked=ticked,
        why=why or {},
        has_late=bool(late),
        colleagues=colleagues_of(current_user.unit_id) if _may_name(rows) else [],
        present=present,
        max_megabytes=ward_settings().evidence_max_megabytes,
        today=today,
        status=status,
    )


def _may_name(rows: Sequence[Contribution]) -> bool:
    return any(policy.may(current_user, "contribution:name_officer", row) for row in rows)

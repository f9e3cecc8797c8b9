"""Corrections of the draft as a whole: what touches more than one cell, and taking it back."""

from __future__ import annotations

from flask import Blueprint, abort, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker.core.db import db
from tracker.core.errors import ConflictError
from tracker.core.numbers import whole_number
from tracker.core.web import go_to, render, wants_part
from tracker.imports import queries
from tracker.imports.accepting import accept_certain
from tracker.imports.amendments import Comparison, compare, pair_by_hand, set_amended_plan
from tracker.imports.changes import undo_change
from tracker.imports.fetching import fetch_draft, fetch_row
from tracker.imports.models import DraftRow, ImportDraft
from tracker.imports.rules import DraftState
from tracker.imports.without_deadline import make_regular
from tracker.units.queries import unit_directory

corrections = Blueprint("corrections", __name__)

PAIR = "/imports/<int:draft_id>/rows/<int:row_id>/pair"


@corrections.post("/imports/<int:draft_id>/accept")
def accept(draft_id: int) -> BaseResponse:
    """Accept all cells that were understood beyond doubt."""
    draft = fetch_draft(draft_id)
    mark = request.form.get("state_mark", "")
    count = accept_certain(draft, state_mark=mark, actor=current_user)
    return _back(draft, f"Đã chấp nhận {count} ô." if count else None)


@corrections.post("/imports/<int:draft_id>/regular")
def regular(draft_id: int) -> BaseResponse:
    """Let all tasks without a printed time be regular work."""
    draft = fetch_draft(draft_id)
    mark = request.form.get("state_mark", "")
    count = make_regular(draft, state_mark=mark, actor=current_user)
    return _back(draft, f"Đã coi {count} nhiệm vụ là thường xuyên." if count else None)


@corrections.post("/imports/<int:draft_id>/undo")
def undo(draft_id: int) -> BaseResponse:
    """Take back the last correction."""
    draft = fetch_draft(draft_id)
    change_id = whole_number(request.form.get("change", "")) or 0
    undone = undo_change(draft, change_id, actor=current_user)
    return _back(draft, " ".join([f"Đã hoàn tác: {undone.change.what}.", *undone.stays]))


@corrections.post("/imports/<int:draft_id>/amends")
def amends(draft_id: int) -> BaseResponse:
    """Say which plan in force the draft amends; none makes it a plan of its own."""
    draft = fetch_draft(draft_id)
    plan_id = whole_number(request.form.get("plan", "")) or 0
    plans = {plan.id: plan for plan in queries.plans_that_may_be_amended()}
    if plan_id and plan_id not in plans:
        abort(404)
    seen = whole_number(request.form.get("seen", "")) or 0
    set_amended_plan(draft, plans.get(plan_id), seen=seen, actor=current_user)
    return go_to(url_for("imports.show", draft_id=draft.id, _anchor="amendment"))


@corrections.get(PAIR)
def pairing(draft_id: int, row_id: int) -> BaseResponse:
    """The tasks that a row may continue."""
    draft = fetch_draft(draft_id)
    row = fetch_row(draft_id, row_id)
    compared = compare(draft, unit_directory())
    if compared is None or draft.state is not DraftState.REVIEWING:
        return go_to(url_for("imports.show", draft_id=draft.id))
    return _pair_page(row, compared)


@corrections.post(PAIR)
def pair(draft_id: int, row_id: int) -> BaseResponse:
    """Say which task of the plan a row continues."""
    draft = fetch_draft(draft_id)
    row = fetch_row(draft_id, row_id)
    task_id = whole_number(request.form.get("task", "")) or 0
    seen = whole_number(request.form.get("seen", "")) or 0
    try:
        pair_by_hand(row, task_id, seen=seen, actor=current_user)
    except ConflictError as error:
        return _pair_again(draft_id, row_id, task_id, error)
    return go_to(url_for("imports.show", draft_id=draft.id, _anchor=f"pair-{row.id}"), "Đã ghép.")


def _pair_again(draft_id: int, row_id: int, task_id: int, error: ConflictError) -> BaseResponse:
    """Somebody was faster: the row as it is paired now, and the choice that was not taken."""
    db.session.rollback()
    draft = fetch_draft(draft_id)
    row = fetch_row(draft_id, row_id)
    compared = compare(draft, unit_directory())
    if compared is None:
        raise error
    return _pair_page(row, compared, chosen=task_id, conflict=error)


def _pair_page(
    row: DraftRow,
    compared: Comparison,
    *,
    chosen: int | None = None,
    conflict: ConflictError | None = None,
) -> BaseResponse:
    """The tasks, the present one chosen unless the person chose another."""
    now = compared.task_of(row)
    seen = now.id if now else 0
    return render(
        "imports/_pair_form.html" if wants_part() else "imports/pair.html",
        draft=row.draft,
        row=row,
        tasks=compared.tasks,
        chosen=seen if chosen is None else chosen,
        seen=seen,
        conflict=conflict.message if conflict else None,
        status=conflict.status_code if conflict else 200,
    )


def _back(draft: ImportDraft, message: str | None = None) -> BaseResponse:
    return go_to(url_for("imports.show", draft_id=draft.id, _anchor="rows"), message)

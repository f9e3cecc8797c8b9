"""One cell of a draft at a time: its form in its place, its correction, its confirmation."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError, TrackerError
from tracker.core.web import go_to, render, wants_part
from tracker.imports import service
from tracker.imports.cells import mark_of
from tracker.imports.fetching import fetch_row
from tracker.imports.forms import CellForm, SplitForm
from tracker.imports.models import DraftRow, ImportDraft
from tracker.imports.page import (
    apply_form,
    cell_form,
    names_unknown_in,
    review_page,
    split_form,
)
from tracker.imports.reshaping import merge_into_above, split_row
from tracker.imports.rules import CellField, DraftRowKind, DraftState, fields_of
from tracker.imports.targets import target_rows
from tracker.imports.unit_forms import unit_forms

rows = Blueprint("rows", __name__)

ROW = "/imports/<int:draft_id>/rows/<int:row_id>"
CELL = f"{ROW}/<field>"


@rows.get(CELL)
def edit(draft_id: int, row_id: int, field: str) -> BaseResponse:
    """The cell's form, or with ?closed=1 the cell as it is."""
    row, cell = _cell(draft_id, row_id, field)
    if request.args.get("closed"):
        if not wants_part():
            return go_to(_back_to(row))
        return _part(row, cell, None)
    return _form_page(row, cell, cell_form(row, cell, is_sent=False))


@rows.post(CELL)
def change(draft_id: int, row_id: int, field: str) -> BaseResponse:
    """Save one cell."""
    row, cell = _cell(draft_id, row_id, field)
    names_before = names_unknown_in(row.draft)
    form = cell_form(row, cell, is_sent=True)
    if not form.validate():
        return _form_page(row, cell, form, status=422)
    try:
        service.change_cell(
            row, cell, form.correction(), seen=form.seen.data or "", actor=current_user
        )
    except TrackerError as error:
        return _refused(draft_id, row_id, cell, form, error)
    return _saved(row, cell, names_before)


@rows.post(f"{CELL}/confirm")
def confirm(draft_id: int, row_id: int, field: str) -> BaseResponse:
    """Say that the cell was understood rightly."""
    row, cell = _cell(draft_id, row_id, field)
    names_before = names_unknown_in(row.draft)
    try:
        service.confirm_cell(row, cell, seen=request.form.get("seen", ""), actor=current_user)
    except TrackerError as error:
        db.session.rollback()
        row, cell = _cell(draft_id, row_id, field)
        form = cell_form(row, cell, is_sent=False)
        return _refused(draft_id, row_id, cell, form, error)
    return _saved(row, cell, names_before)


@rows.get(f"{ROW}/split")
def split(draft_id: int, row_id: int) -> BaseResponse:
    """Where the row may be cut in two."""
    row = fetch_row(draft_id, row_id)
    return _split_page(row, split_form(row, is_sent=False))


@rows.post(f"{ROW}/split")
def split_in_two(draft_id: int, row_id: int) -> BaseResponse:
    """Cut the row in two."""
    row = fetch_row(draft_id, row_id)
    form = split_form(row, is_sent=True)
    if not form.validate():
        return _split_page(row, form, status=422)
    try:
        new = split_row(row, form.at.data or 0, seen=form.seen.data or "", actor=current_user)
    except RuleError as error:
        form.at.errors = [error.message]
        return _split_page(row, form, status=422)
    return go_to(_back_to(new), "Đã tách thành hai dòng: hãy xem các ô đánh dấu của dòng mới.")


@rows.post(f"{ROW}/merge")
def merge(draft_id: int, row_id: int) -> BaseResponse:
    """Make the row part of the row above."""
    row = fetch_row(draft_id, row_id)
    above = merge_into_above(row, seen=request.form.get("seen", ""), actor=current_user)
    return go_to(_back_to(above), "Đã gộp vào dòng trên.")


def _split_page(row: DraftRow, form: SplitForm, *, status: int = 200) -> BaseResponse:
    if row.draft.state is not DraftState.REVIEWING or row.kind is DraftRowKind.MERGED:
        return go_to(url_for("imports.show", draft_id=row.draft_id))
    return render("imports/split.html", row=row, form=form, status=status)


def _cell(draft_id: int, row_id: int, field: str) -> tuple[DraftRow, CellField]:
    """The row and which of its cells; 404 for one that such a row has not."""
    row = fetch_row(draft_id, row_id)
    if field not in set(CellField) or CellField(field) not in fields_of(row.kind):
        abort(404)
    return row, CellField(field)


def _back_to(row: DraftRow) -> str:
    return url_for("imports.show", draft_id=row.draft_id, _anchor=f"row-{row.id}")


def _form_page(
    row: DraftRow, cell: CellField, form: CellForm, *, status: int = 200
) -> BaseResponse:
    if row.draft.state is DraftState.REVIEWING:
        return _part(row, cell, form, status=status)
    url = url_for("imports.show", draft_id=row.draft_id)
    if not wants_part():
        return go_to(url)
    response = Response(status=200)
    response.headers["HX-Redirect"] = url
    return response


def _part(
    row: DraftRow, cell: CellField, form: CellForm | None, *, status: int = 200
) -> BaseResponse:
    """The cell alone for htmx, a page around its form for browsers without scripts."""
    template = "imports/_cell.html" if wants_part() else "imports/cell.html"
    view = review_page(row.draft)
    return render(template, view=view, row=row, cell=cell, form=form, status=status)


def _refused(
    draft_id: int, row_id: int, cell: CellField, form: CellForm, error: TrackerError
) -> BaseResponse:
    """The form again with what was typed; nothing of the attempt stays in the database."""
    db.session.rollback()
    row, cell = _cell(draft_id, row_id, cell.value)
    if isinstance(error, ConflictError):
        form.seen.raw_data = None
        form.seen.data = mark_of(row, cell)
    if isinstance(error, RuleError) and error.field in form:
        form[error.field].errors = [error.message]
    else:
        form.form_errors.append(error.message)
    # Whatever became of the draft meanwhile, what was typed is shown again.
    return _part(row, cell, form, status=error.status_code)


def _saved(row: DraftRow, cell: CellField, names_before: list[str]) -> BaseResponse:
    if not wants_part():
        return go_to(_back_to(row), "Đã lưu.")
    draft: ImportDraft = row.draft
    page = review_page(draft)
    return render(
        "imports/saved.html",
        view=page,
        draft=draft,
        row=row,
        cell=cell,
        units=unit_forms(page.review, page.directory),
        with_units=names_before != [unknown.name for unknown in page.review.unknown],
        apply_form=apply_form(draft),
        target_rows=target_rows(draft),
        problem=None,
    )

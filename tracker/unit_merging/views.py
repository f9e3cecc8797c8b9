"""Merging two units: chosen, shown, confirmed."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse
from wtforms import HiddenField, SelectChoice, SelectField

from tracker import policy
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, TrackerError
from tracker.core.forms import VersionField, VietnameseForm
from tracker.core.web import go_to, render
from tracker.plans.grounds_fields import GroundsFields, reason_field
from tracker.unit_merging.merging import WhatMoves, merge, refuse_unmergeable, what_moves
from tracker.units.models import Unit
from tracker.units.queries import all_units
from tracker.units.rules import owes_work

blueprint = Blueprint("unit_merging", __name__)
NO_UNIT = 0


class MergeForm(GroundsFields, VietnameseForm):
    """Into which unit, why, by which decision; `seen` is the heir whose preview was seen."""

    heir = SelectField("Hợp nhất vào", coerce=int, default=NO_UNIT)
    reason = reason_field("Lý do hợp nhất")
    version = VersionField()
    seen = HiddenField()


@blueprint.route("/units/<int:unit_id>/merge", methods=["GET", "POST"])
def merge_unit(unit_id: int) -> BaseResponse:
    """What goes to the other unit is shown first; then it goes, all of it."""
    policy.require("unit:administer")
    unit = db.session.get(Unit, unit_id) or abort(404)
    form, today = _form(unit), clock.today()
    heir = db.session.get(Unit, form.heir.data or NO_UNIT)
    if not form.is_submitted():
        return _page(unit, form)
    if heir is None:
        form.heir.errors = ["Hãy chọn đơn vị nhận."]
        return _page(unit, form, status=422)
    try:
        refuse_unmergeable(unit, heir)
        if form.seen.data != str(heir.id):
            form.seen.data, form.seen.raw_data = str(heir.id), None
            return _page(unit, form, what_moves(unit, heir, today=today), heir)
        if not form.validate():
            return _page(unit, form, what_moves(unit, heir, today=today), heir, status=422)
        merge(
            unit,
            heir,
            form.grounds(),
            version=form.version.data,
            today=today,
            actor=current_user,
        )
    except TrackerError as error:
        return _refused(unit_id, form, error)
    return go_to(url_for("units.index"), f"Đã hợp nhất “{unit.name}” vào “{heir.name}”.")


def _form(unit: Unit) -> MergeForm:
    form = MergeForm(data={"version": unit.version})
    others = [other for other in all_units() if owes_work(other.kind) and other is not unit]
    form.heir.choices = [
        SelectChoice(NO_UNIT, "— Chọn đơn vị nhận —"),
        *(SelectChoice(other.id, other.name) for other in others),
    ]
    return form


def _refused(unit_id: int, form: MergeForm, error: TrackerError) -> Response:
    db.session.rollback()
    unit = db.session.get_one(Unit, unit_id)
    if isinstance(error, ConflictError):
        form.version.data, form.version.raw_data = unit.version, None
        form.form_errors.append(error.message)
    else:
        form.heir.errors = [error.message]
    form.seen.data, form.seen.raw_data = "", None
    return _page(unit, form, status=error.status_code)


def _page(
    unit: Unit,
    form: MergeForm,
    moves: WhatMoves | None = None,
    heir: Unit | None = None,
    *,
    status: int = 200,
) -> Response:
    return render(
        "unit_merging/merge.html", unit=unit, form=form, moves=moves, heir=heir, status=status
    )

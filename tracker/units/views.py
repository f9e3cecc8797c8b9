"""The ward's units as pages."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse
from wtforms import SelectChoice

from tracker import policy
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError, TrackerError
from tracker.core.web import go_to, render
from tracker.units import service
from tracker.units.forms import UnitForm
from tracker.units.models import Unit
from tracker.units.queries import all_units
from tracker.units.rules import UNIT_KIND_WORDS, UnitKind, owes_work

blueprint = Blueprint("units", __name__)


@blueprint.get("/units")
def index() -> Response:
    """All units."""
    policy.require("unit:administer")
    return render(
        "units/index.html", units=all_units(active_only=False), kind_words=UNIT_KIND_WORDS
    )


@blueprint.route("/units/new", methods=["GET", "POST"])
def new() -> BaseResponse:
    """Add a unit."""
    policy.require("unit:administer")
    form = UnitForm()
    form.members.choices = _member_choices()
    if form.validate_on_submit():
        try:
            unit = service.create_unit(
                form.name.data,
                UnitKind(form.kind.data),
                short_name=form.short_name.data or None,
                aliases=form.alias_lines(),
                members=_members(form),
                actor=current_user,
            )
        except RuleError as error:
            return _refused(form, None, error)
        return go_to(url_for("units.index"), f"Đã thêm “{unit.name}”.")
    return _page(form, None)


@blueprint.route("/units/<int:unit_id>", methods=["GET", "POST"])
def edit(unit_id: int) -> BaseResponse:
    """Change a unit; its old name goes on being recognised."""
    policy.require("unit:administer")
    unit = db.session.get(Unit, unit_id) or abort(404)
    form = UnitForm(data=_as_shown(unit))
    form.members.choices = _member_choices(unit)
    if form.validate_on_submit():
        try:
            version = form.version.data or 0
            service.change_unit(unit, _details(form), version=version, actor=current_user)
        except TrackerError as error:
            return _refused(form, unit_id, error)
        return go_to(url_for("units.index"), f"Đã lưu “{unit.name}”.")
    return _page(form, unit)


def _as_shown(unit: Unit) -> dict[str, object]:
    return {
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind.value,
        "aliases": "\n".join(alias.name for alias in unit.aliases),
        "members": [membership.member_id for membership in unit.memberships],
        "is_active": unit.is_active,
        "version": unit.version,
    }


def _details(form: UnitForm) -> service.UnitDetails:
    return service.UnitDetails(
        name=form.name.data,
        kind=UnitKind(form.kind.data),
        short_name=form.short_name.data or None,
        aliases=form.alias_lines(),
        members=_members(form),
        is_active=form.is_active.data,
        named_since=form.named_since.data,
    )


def _refused(form: UnitForm, unit_id: int | None, error: TrackerError) -> Response:
    """The form again with what was typed; nothing of the attempt stays."""
    db.session.rollback()
    unit = db.session.get(Unit, unit_id) if unit_id else None
    if unit is not None and isinstance(error, ConflictError):
        form.form_errors.append(error.message)
        form.version.raw_data, form.version.data = None, unit.version
        return _page(form, unit, status=409)
    form[error.field or "name"].errors = [error.message]
    return _page(form, unit)


def _page(form: UnitForm, unit: Unit | None, status: int | None = None) -> Response:
    status = status or (422 if form.is_submitted() else 200)
    return render("units/edit.html", form=form, unit=unit, status=status)


def _member_choices(collective: Unit | None = None) -> list[SelectChoice]:
    """Units that may belong to a collective, and those that already do."""
    members = {m.member_id for m in collective.memberships} if collective else set()
    units = [u for u in all_units(active_only=False) if u.is_active or u.id in members]
    return [SelectChoice(unit.id, unit.name) for unit in units if owes_work(unit.kind)]


def _members(form: UnitForm) -> list[Unit]:
    if form.kind.data != UnitKind.COLLECTIVE.value:
        return []
    chosen = set(form.members.data or ())
    return [unit for unit in all_units(active_only=False) if unit.id in chosen]

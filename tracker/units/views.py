"""The ward's units as pages."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from tracker import policy
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.core.web import go_to, render
from tracker.units import service
from tracker.units.forms import UnitForm
from tracker.units.models import Unit
from tracker.units.queries import all_units
from tracker.units.rules import UNIT_KIND_WORDS, UnitKind

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
    form = UnitForm(
        data={
            "name": unit.name,
            "short_name": unit.short_name,
            "kind": unit.kind.value,
            "aliases": "\n".join(alias.name for alias in unit.aliases),
            "members": [membership.member_id for membership in unit.memberships],
            "is_active": unit.is_active,
        }
    )
    form.members.choices = _member_choices()
    if form.validate_on_submit():
        try:
            _change(unit, form)
        except RuleError as error:
            return _refused(form, unit_id, error)
        return go_to(url_for("units.index"), f"Đã lưu “{unit.name}”.")
    return _page(form, unit)


def _change(unit: Unit, form: UnitForm) -> None:
    service.change_unit(
        unit,
        actor=current_user,
        name=form.name.data,
        short_name=form.short_name.data or None,
        kind=UnitKind(form.kind.data),
        is_active=form.is_active.data,
    )
    for alias in form.alias_lines():
        service.add_alias(unit, alias, actor=current_user)
    service.set_members(unit, _members(form))


def _refused(form: UnitForm, unit_id: int | None, error: RuleError) -> Response:
    db.session.rollback()
    field = "aliases" if error.field == "alias" else error.field or "name"
    form[field].errors = [error.message]
    return _page(form, db.session.get(Unit, unit_id) if unit_id else None)


def _page(form: UnitForm, unit: Unit | None) -> Response:
    status = 422 if form.is_submitted() else 200
    return render("units/edit.html", form=form, unit=unit, status=status)


def _member_choices() -> list[tuple[int, str]]:
    kinds = {UnitKind.INTERNAL, UnitKind.LEADERSHIP}
    return [(unit.id, unit.name) for unit in all_units() if unit.kind in kinds]


def _members(form: UnitForm) -> list[Unit]:
    if form.kind.data != UnitKind.COLLECTIVE.value:
        return []
    chosen = set(form.members.data or ())
    return [unit for unit in all_units() if unit.id in chosen]

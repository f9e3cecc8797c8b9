"""Changing what a plan says of itself."""

from __future__ import annotations

from flask import Blueprint, abort, url_for
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from tracker import policy
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.core.web import go_to, render
from tracker.plans import service
from tracker.plans.document_fields import document_lines
from tracker.plans.forms import NO_UNIT, PlanForm
from tracker.plans.models import Plan
from tracker.reading.result import Rhythm
from tracker.settings.rules import DataWindow
from tracker.units.models import Unit
from tracker.units.queries import all_units
from tracker.units.rules import UnitKind

blueprint = Blueprint("plans", __name__)

PRINTED = ("title", "number", "issued_on", "issuer", "signer")


@blueprint.route("/plans/<int:plan_id>/edit", methods=["GET", "POST"])
def edit(plan_id: int) -> Response:
    """Fill in number and day, name the following unit; once issued, changes want a reason."""
    plan = db.session.get(Plan, plan_id) or abort(404)
    policy.require("plan:see", plan, visible=False)
    policy.require("plan:change", plan)
    form = PlanForm(
        data={
            **{name: getattr(plan, name) for name in PRINTED},
            **document_lines(plan.addressees, plan.basis),
            "check_in_rhythm": plan.check_in_rhythm.value,
            "data_window": plan.data_window.value if plan.data_window else "",
            "coordinator": plan.coordinator_unit_id or NO_UNIT,
            "version": plan.version,
        },
    )
    form.coordinator.choices = _unit_choices()
    if form.validate_on_submit():
        try:
            service.change_plan(
                plan,
                _details(form),
                actor=current_user,
                version=form.version.data,
                grounds=form.grounds(),
            )
        except (RuleError, ConflictError) as error:
            db.session.rollback()
            form.show_refusal(error)
            form.version.data = _present(plan_id).version
            return _page(_present(plan_id), form, status=error.status_code)
        return go_to(url_for("workspace.plan", plan_id=plan_id), "Đã lưu thông tin kế hoạch.")
    return _page(plan, form, status=422 if form.is_submitted() else 200)


def _page(plan: Plan, form: PlanForm, *, status: int) -> Response:
    return render("plans/edit.html", plan=plan, form=form, status=status)


def _present(plan_id: int) -> Plan:
    return db.session.get_one(Plan, plan_id)


def _details(form: PlanForm) -> service.PlanChange:
    chosen = form.coordinator.data
    return service.PlanChange(
        title=form.title.data,
        number=form.number.data or None,
        issued_on=form.issued_on.data,
        issuer=form.issuer.data or None,
        signer=form.signer.data or None,
        coordinator_unit=db.session.get(Unit, chosen) if chosen != NO_UNIT else None,
        check_in_rhythm=Rhythm(form.check_in_rhythm.data),
        data_window=DataWindow(form.data_window.data) if form.data_window.data else None,
        addressees=form.addressees_typed(),
        basis=form.basis_typed(),
    )


def _unit_choices() -> list[SelectChoice]:
    internal = [unit for unit in all_units() if unit.kind is UnitKind.INTERNAL]
    return [
        SelectChoice(NO_UNIT, "— Văn phòng HĐND và UBND —"),
        *(SelectChoice(unit.id, unit.name) for unit in internal),
    ]

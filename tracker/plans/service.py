"""Creating and changing plans."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tracker.audit.rules import AuditAction, field_changes
from tracker.audit.service import Actor, record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.plans.models import Plan, Section
from tracker.plans.rules import PlanState
from tracker.reading.result import Rhythm
from tracker.settings.queries import ward_settings
from tracker.settings.rules import DataWindow
from tracker.units.models import Unit


@dataclass(frozen=True, slots=True)
class PlanDetails:
    """What a plan is, apart from its rows; `columns` is the printed header in order."""

    title: str
    year: int
    number: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    signer: str | None = None
    tracked_from: date | None = None
    columns: list[dict[str, Any]] = field(default_factory=list)
    source_name: str | None = None
    source_sha256: str | None = None
    addressees: list[str] = field(default_factory=list)
    basis: list[dict[str, Any]] = field(default_factory=list)


def create_plan(
    details: PlanDetails,
    *,
    actor: Actor | None,
    coordinator_unit: Unit | None = None,
    state: PlanState = PlanState.ISSUED,
) -> Plan:
    """Add a plan without rows. It is in force from its signing day (R10), else from today."""
    if not details.title.strip():
        raise RuleError("Hãy nhập tên kế hoạch.", field="title")
    plan = Plan(
        title=details.title.strip(),
        year=details.year,
        number=details.number,
        issued_on=details.issued_on,
        issuer=details.issuer,
        signer=details.signer,
        tracked_from=details.tracked_from or details.issued_on or clock.today(),
        columns=details.columns,
        source_name=details.source_name,
        source_sha256=details.source_sha256,
        check_in_rhythm=ward_settings().check_in_rhythm,
        addressees=details.addressees,
        basis=details.basis,
        coordinator_unit=coordinator_unit,
        state=state,
        created_at=clock.now(),
    )
    db.session.add(plan)
    db.session.flush()
    record(AuditAction.PLAN_CREATED, plan, name=plan.title, actor=actor, plan_id=plan.id)
    return plan


def add_section(
    plan: Plan, title: str, *, label: str, position: int, parent: Section | None = None
) -> Section:
    """Add a heading row."""
    section = Section(
        plan=plan,
        parent=parent,
        title=title,
        label=label,
        position=position,
        level=parent.level + 1 if parent else 0,
    )
    db.session.add(section)
    db.session.flush()
    return section


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What a plan shall say of itself from now on."""

    title: str
    number: str | None
    issued_on: date | None
    issuer: str | None
    signer: str | None
    coordinator_unit: Unit | None
    state: PlanState
    check_in_rhythm: Rhythm = Rhythm.MONTHLY
    data_window: DataWindow | None = None
    addressees: list[str] = field(default_factory=list)
    basis: list[dict[str, Any]] = field(default_factory=list)


def change_plan(plan: Plan, change: PlanChange, *, actor: Actor, version: int | None) -> None:
    """Fill in or change a plan's details; ConflictError when someone else was faster."""
    if version != plan.version:
        raise ConflictError(
            "Có người vừa sửa kế hoạch này. Nội dung bạn nhập vẫn còn ở dưới: "
            "hãy xem lại rồi lưu lần nữa."
        )
    if not change.title.strip():
        raise RuleError("Hãy nhập tên kế hoạch.", field="title")
    before = _facts(plan)
    plan.title, plan.number, plan.issued_on = change.title.strip(), change.number, change.issued_on
    plan.issuer, plan.signer = change.issuer, change.signer
    plan.coordinator_unit, plan.state = change.coordinator_unit, change.state
    plan.check_in_rhythm, plan.data_window = change.check_in_rhythm, change.data_window
    plan.addressees, plan.basis = change.addressees, change.basis
    db.session.flush()
    changes = field_changes(before, _facts(plan))
    if changes:
        record(
            AuditAction.PLAN_CHANGED,
            plan,
            name=plan.title,
            actor=actor,
            plan_id=plan.id,
            changes=changes,
        )


def amend_plan(plan: Plan, details: PlanDetails, *, actor: Actor | None) -> None:
    """Take over the number, day, title and columns of the amending document.

    The day tracking began stays: what is past remains past. Headings go; they are made anew.
    """
    names = ("title", "number", "issued_on", "issuer", "signer", "source_name", "source_sha256")
    before = {name: getattr(plan, name) for name in names}
    after = {name: getattr(details, name) or before[name] for name in names}
    for name, value in after.items():
        setattr(plan, name, value)
    plan.columns = details.columns or plan.columns
    plan.addressees = details.addressees or plan.addressees
    plan.basis = details.basis or plan.basis
    for section in plan.sections:
        section.parent = None
    db.session.flush()
    plan.sections.clear()
    db.session.flush()
    record(
        AuditAction.PLAN_CHANGED,
        plan,
        name=plan.title,
        actor=actor,
        plan_id=plan.id,
        changes=field_changes(before, after),
    )


def change_state(plan: Plan, state: PlanState, *, actor: Actor) -> None:
    """Issue, close or reopen a plan."""
    change_plan(plan, replace(_as_change(plan), state=state), actor=actor, version=plan.version)


def _as_change(plan: Plan) -> PlanChange:
    return PlanChange(
        title=plan.title,
        number=plan.number,
        issued_on=plan.issued_on,
        issuer=plan.issuer,
        signer=plan.signer,
        coordinator_unit=plan.coordinator_unit,
        state=plan.state,
        check_in_rhythm=plan.check_in_rhythm,
        data_window=plan.data_window,
        addressees=plan.addressees,
        basis=plan.basis,
    )


def _facts(plan: Plan) -> dict[str, object]:
    unit = plan.coordinator_unit
    return {
        "title": plan.title,
        "number": plan.number,
        "issued_on": plan.issued_on,
        "issuer": plan.issuer,
        "signer": plan.signer,
        "coordinator_unit": unit.name if unit else None,
        "state": plan.state,
        "check_in_rhythm": plan.check_in_rhythm,
        "data_window": plan.data_window,
        "addressees": plan.addressees,
        "basis": plan.basis,
    }

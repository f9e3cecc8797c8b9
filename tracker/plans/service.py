"""Creating and changing plans."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.audit.rules import AuditAction
from tracker.audit.service import Actor, record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.plans.models import Plan, Section
from tracker.plans.rules import PlanState
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


def change_state(plan: Plan, state: PlanState, *, actor: Actor) -> None:
    """Issue, close or reopen a plan."""
    before, plan.state = plan.state, state
    db.session.flush()
    if before is not state:
        record(
            AuditAction.PLAN_CHANGED,
            plan,
            name=plan.title,
            actor=actor,
            plan_id=plan.id,
            changes={"state": (before, state)},
        )

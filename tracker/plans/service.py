"""Creating and changing plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.audit.rules import AuditAction, field_changes
from tracker.audit.service import Actor, record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.plans.amendments import Grounds, amended_fields, keep_amendment
from tracker.plans.models import AmendedField, Plan, Section
from tracker.plans.rules import PLAN_STATE_WORDS, PlanState, basis_lines
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
    plan: Plan,
    title: str,
    *,
    label: str,
    position: int,
    parent: Section | None = None,
    is_wide: bool = False,
    extra: Mapping[str, str] | None = None,
) -> Section:
    """Add a heading row; `extra` is what its other cells say, by the heading of their column."""
    section = Section(
        plan=plan,
        parent=parent,
        title=title,
        label=label,
        position=position,
        level=parent.level + 1 if parent else 0,
        is_wide=is_wide,
        extra=dict(extra or {}),
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
    check_in_rhythm: Rhythm = Rhythm.MONTHLY
    data_window: DataWindow | None = None
    addressees: list[str] = field(default_factory=list)
    basis: list[dict[str, Any]] = field(default_factory=list)


def change_plan(
    plan: Plan,
    change: PlanChange,
    *,
    actor: Actor,
    version: int | None,
    grounds: Grounds | None = None,
) -> None:
    """Fill in or change a plan's details; ConflictError when someone else was faster.

    After the issue, words that stood there are changed with grounds only, and those are kept; what
    was blank in the copy at hand is filled in without.
    """
    if version != plan.version:
        raise ConflictError(
            "Có người vừa sửa kế hoạch này. Nội dung bạn nhập vẫn còn ở dưới: "
            "hãy xem lại rồi lưu lần nữa."
        )
    if not change.title.strip():
        raise RuleError("Hãy nhập tên kế hoạch.", field="title")
    before, words = _facts(plan), printed_words(plan)
    plan.title, plan.number, plan.issued_on = change.title.strip(), change.number, change.issued_on
    plan.issuer, plan.signer = change.issuer, change.signer
    plan.coordinator_unit = change.coordinator_unit
    plan.check_in_rhythm, plan.data_window = change.check_in_rhythm, change.data_window
    plan.addressees, plan.basis = change.addressees, change.basis
    db.session.flush()
    _keep_overwritten(plan, words, grounds, actor)
    changes = field_changes(before, _facts(plan))
    if changes:
        _record(plan, {**changes, **(grounds.told if grounds and grounds.reason else {})}, actor)


def overwritten(before: Mapping[str, str], after: Mapping[str, str]) -> list[AmendedField]:
    """Which words that stood there read otherwise now."""
    return [field for field in amended_fields(before, after) if field["old"]]


def amend_plan(plan: Plan, details: PlanDetails, *, grounds: Grounds, actor: Actor | None) -> None:
    """Take over the number, day, title and columns of the amending document.

    The day tracking began stays: what is past remains past. Headings go; they are made anew.
    """
    names = ("title", "number", "issued_on", "issuer", "signer", "source_name", "source_sha256")
    before, words = {name: getattr(plan, name) for name in names}, printed_words(plan)
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
    _record(plan, field_changes(before, after), actor)
    keep_amendment(plan, amended_fields(words, printed_words(plan)), grounds, actor=actor)


def change_state(
    plan: Plan, state: PlanState, *, actor: Actor, grounds: Grounds | None = None
) -> None:
    """Issue, close or reopen a plan; what follows on the issue is kept among the amendments."""
    before = plan.state
    if before is state:
        return
    plan.state = state
    db.session.flush()
    _record(plan, {"state": (before, state), **(grounds.told if grounds else {})}, actor)
    if grounds is not None and before is not PlanState.DRAFT:
        standing = AmendedField(
            field="Trạng thái", old=PLAN_STATE_WORDS[before], new=PLAN_STATE_WORDS[state]
        )
        keep_amendment(plan, [standing], grounds, actor=actor)


def hand_coordination_on(plan: Plan, unit: Unit, grounds: Grounds, *, actor: Actor) -> None:
    """Another unit follows the plan up from now on."""
    before, words = _facts(plan), printed_words(plan)
    plan.coordinator_unit = unit
    db.session.flush()
    _record(plan, {**field_changes(before, _facts(plan)), **grounds.told}, actor)
    keep_amendment(plan, amended_fields(words, printed_words(plan)), grounds, actor=actor)


def refuse_closed(plan: Plan, *, changing: str) -> None:
    """A closed plan is history: whoever would change something of it puts it in force first."""
    if plan.state is PlanState.CLOSED:
        raise RuleError(f"Kế hoạch đã kết thúc: hãy mở lại kế hoạch trước khi sửa {changing}.")


def printed_words(plan: Plan) -> dict[str, str]:
    """What the document says of itself, and who follows it up, in words."""
    unit = plan.coordinator_unit
    return {
        "Tên kế hoạch": plan.title,
        "Số, ký hiệu": plan.number or "",
        "Ngày ban hành": f"{plan.issued_on:%d/%m/%Y}" if plan.issued_on else "",
        "Cơ quan ban hành": plan.issuer or "",
        "Người ký": plan.signer or "",
        "Đơn vị theo dõi": unit.name if unit else "",
        "Kính gửi": "; ".join(plan.addressees),
        "Căn cứ": " · ".join(basis_lines(plan.basis).splitlines()),
    }


def _keep_overwritten(
    plan: Plan, words: Mapping[str, str], grounds: Grounds | None, actor: Actor
) -> None:
    changed = overwritten(words, printed_words(plan))
    if plan.state is PlanState.DRAFT or not changed:
        return
    if grounds is None or not grounds.reason:
        names = ", ".join(field["field"].lower() for field in changed)
        raise RuleError(f"Kế hoạch đã ban hành: hãy ghi lý do sửa {names}.", field="reason")
    keep_amendment(plan, changed, grounds, actor=actor)


def _record(plan: Plan, changes: Mapping[str, tuple[object, object]], actor: Actor | None) -> None:
    record(
        AuditAction.PLAN_CHANGED,
        plan,
        name=plan.title,
        actor=actor,
        plan_id=plan.id,
        changes=changes,
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
        "check_in_rhythm": plan.check_in_rhythm,
        "data_window": plan.data_window,
        "addressees": plan.addressees,
        "basis": plan.basis,
    }

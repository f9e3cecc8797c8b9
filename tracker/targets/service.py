"""Setting targets and entering what was measured of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy.exc import IntegrityError

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction, field_changes
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.core.text_vn import fold, one_line
from tracker.evidence.rules import OfficialDocument, UploadedFile
from tracker.evidence.service import taken_in
from tracker.plans.models import Plan
from tracker.reading.result import Comparator, Rhythm
from tracker.targets import queries
from tracker.targets.guards import lock, lock_in_force, refuse_history, refuse_unchangeable
from tracker.targets.models import Measurement, MeasurementEvidence, Target, TargetUnit
from tracker.targets.rules import Change, Entered, figure_of, level_words, span_words
from tracker.targets.standing import words_in
from tracker.tasks.models import Task
from tracker.tasks.rules import Period
from tracker.units.models import Unit

CHANGED_MEANWHILE = (
    "Có người vừa sửa chỉ tiêu này. Nội dung bạn nhập vẫn còn ở dưới: hãy xem lại rồi lưu lần nữa."
)


@dataclass(frozen=True, slots=True)
class TargetDetails:
    """What a target asks for; `units` are those that owe its figures."""

    indicator: str
    comparator: Comparator
    value: Decimal
    measure: str
    units: tuple[Unit, ...] = ()
    scope: str | None = None
    exception: str | None = None
    base_words: str | None = None
    base_year: int | None = None
    base_value: Decimal | None = None
    base_unit: str | None = None
    change: Change | None = None
    is_striving: bool = False
    evaluated_on: date | None = None
    rhythm: Rhythm | None = None
    parent: Target | None = None
    label: str = ""
    printed_text: str | None = None


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """A figure of a period with where it comes from."""

    period: Period
    entered: Entered
    source: str | None = None
    taken_on: date | None = None
    note: str | None = None
    files: tuple[UploadedFile, ...] = ()
    document: OfficialDocument | None = None
    request_key: str | None = None
    # Said of a correction: why the earlier figure was wrong.
    reason: str | None = None
    is_withdrawn: bool = field(default=False)


def add_target(
    plan: Plan,
    details: TargetDetails,
    *,
    actor: User | None,
    task: Task | None = None,
    is_from_document: bool = False,
    request_key: str | None = None,
) -> Target:
    """Add a target to a plan; the same form sent twice adds one."""
    made = queries.target_of_request(request_key)
    if made is not None:
        return made
    refuse_history(plan)
    _require_sound(details, plan)
    target = Target(
        plan=plan,
        task=task,
        position=queries.next_position(plan.id),
        is_from_document=is_from_document,
        request_key=request_key or None,
        created_at=clock.now(),
    )
    _write(target, details)
    db.session.add(target)
    db.session.flush()
    _record(AuditAction.TARGET_CREATED, target, actor, changes=field_changes({}, _facts(target)))
    return target


def change_target(
    target: Target, details: TargetDetails, *, version: int | None, actor: User | None
) -> None:
    """Correct what a target asks for; ConflictError when someone else was faster."""
    lock(target)
    refuse_unchangeable(target)
    if version is not None and version != target.version:
        raise ConflictError(CHANGED_MEANWHILE)
    _require_sound(details, target.plan, target)
    before = _facts(target)
    _write(target, details)
    db.session.flush()
    changes = field_changes(before, _facts(target))
    if changes:
        _record(AuditAction.TARGET_CHANGED, target, actor, changes=changes)


def hand_target_on(owner: TargetUnit, heir: Unit, *, actor: User | None) -> None:
    """The unit that owes the target's figures has gone: its heir owes them, once."""
    target = owner.target
    before = _facts(target)
    if any(other.unit_id == heir.id for other in target.owners):
        target.owners.remove(owner)
    else:
        owner.unit = heir
    db.session.flush()
    _record(
        AuditAction.TARGET_CHANGED, target, actor, changes=field_changes(before, _facts(target))
    )


def drop_target(target: Target, *, reason: str, actor: User | None) -> None:
    """The target no longer holds; its figures stay on record."""
    if not reason.strip():
        raise RuleError("Hãy ghi lý do bỏ chỉ tiêu.", field="reason")
    lock(target)
    refuse_history(target.plan)
    if target.dropped_on is not None:
        return
    target.dropped_on = clock.today()
    for part in target.parts:
        part.parent = target.parent
    db.session.flush()
    _record(AuditAction.TARGET_DROPPED, target, actor, changes={"reason": (None, reason.strip())})


def add_measurement(target: Target, entry: FigureEntry, *, actor: User) -> Measurement:
    """Enter the figure of a period; the same form sent twice enters one.

    ConflictError when the period has a figure by now: that one wants a correction with a reason.
    """
    lock_in_force(target)
    made = queries.measurement_of_request(_key(target, entry))
    if made is not None:
        return made
    _require_usable(target, entry)
    present = queries.measurement_of_period(target, entry.period)
    if present is not None and not present.is_withdrawn:
        who = present.entered_by.full_name if present.entered_by else "Hệ thống"
        raise ConflictError(
            f"{span_words(entry.period)} đã có số liệu {words_in(present)} do {who} nhập lúc "
            f"{clock.in_vietnam(present.entered_at):%H:%M %d/%m/%Y}. "
            "Nội dung bạn nhập vẫn còn ở dưới; muốn thay, hãy bấm “Sửa” ở dòng số liệu đó."
        )
    revision = present.revision + 1 if present else 1
    measurement = _keep(target, entry, revision=revision, actor=actor)
    told = {span_words(entry.period): (None, words_in(measurement))}
    _record(AuditAction.MEASUREMENT_ADDED, target, actor, changes=told)
    return measurement


def correct_measurement(wrong: Measurement, entry: FigureEntry, *, actor: User) -> Measurement:
    """Put another figure in the place of one, or withdraw it; the earlier one stays in the history.

    The correction is of the same period. Only the figure in force can be corrected.
    """
    target = wrong.target
    lock_in_force(target)
    made = queries.measurement_of_request(_key(target, entry))
    if made is not None:
        return made
    if not (entry.reason or "").strip():
        raise RuleError("Hãy ghi lý do sửa số liệu.", field="reason")
    present = queries.measurement_of_period(target, wrong.period)
    if present is None or present.id != wrong.id:
        raise ConflictError(
            "Người khác vừa sửa số liệu của kỳ này. Nội dung bạn nhập vẫn còn ở dưới: "
            "hãy mở lại trang chỉ tiêu để xem số liệu mới."
        )
    if not entry.is_withdrawn:
        _require_usable(target, entry)
    before = words_in(wrong)
    right = _keep(target, entry, revision=wrong.revision + 1, actor=actor)
    after = "(bỏ)" if right.is_withdrawn else words_in(right)
    told = {span_words(wrong.period): (before, after), "reason": (None, right.reason)}
    _record(AuditAction.MEASUREMENT_CORRECTED, target, actor, changes=told)
    return right


def _keep(target: Target, entry: FigureEntry, *, revision: int, actor: User) -> Measurement:
    entered = Entered() if entry.is_withdrawn else entry.entered
    evidence = taken_in(MeasurementEvidence, entry.files, entry.document, actor=actor)
    measurement = Measurement(
        period_start=entry.period.start,
        period_end=entry.period.end,
        revision=revision,
        value=entered.value,
        numerator=entered.numerator,
        denominator=entered.denominator,
        level=entered.level,
        taken_on=entry.taken_on,
        source=entry.source,
        note=entry.note,
        reason=(entry.reason or "").strip() or None,
        is_withdrawn=entry.is_withdrawn,
        entered_by=actor,
        entered_at=clock.now(),
        request_key=_key(target, entry),
        evidence=evidence,
    )
    target.measurements.append(measurement)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise ConflictError(CHANGED_MEANWHILE) from error
    for item in evidence:
        record(
            AuditAction.EVIDENCE_ADDED,
            item,
            name=item.journal_name,
            actor=actor,
            plan_id=target.plan_id,
            changes={"sha256": (None, item.sha256)} if item.sha256 else None,
        )
    return measurement


def _key(target: Target, entry: FigureEntry) -> str | None:
    """Tied to the target: a key seen elsewhere stops nobody's figure."""
    return f"{target.id}:{entry.request_key}" if entry.request_key else None


def _require_usable(target: Target, entry: FigureEntry) -> None:
    period = entry.period
    if period.end < period.start:
        raise RuleError("Ngày cuối kỳ phải sau ngày đầu kỳ.", field="period_end")
    if period.end > clock.today():
        raise RuleError("Kỳ số liệu chưa kết thúc: chọn ngày cuối kỳ đến hôm nay.", field="period")
    if entry.taken_on is not None and entry.taken_on > clock.today():
        raise RuleError("Ngày lấy số liệu không thể sau hôm nay.", field="taken_on")
    entered = entry.entered
    if entered.denominator is not None and entered.denominator <= 0:
        raise RuleError("Mẫu số phải lớn hơn 0.", field="denominator")
    numbers = (entered.value, entered.numerator, entered.level)
    if target.base is None and any(number is not None and number < 0 for number in numbers):
        raise RuleError("Số liệu không thể nhỏ hơn 0.", field="value")
    if entered.level is not None and target.base_value is None:
        raise RuleError(
            "Chỉ tiêu chưa có số liệu năm gốc: nhập thẳng mức tăng, giảm, "
            "hoặc đề nghị Văn phòng bổ sung số liệu năm gốc.",
            field="level",
        )
    if figure_of(entered, target.measure, target.base) is None:
        raise RuleError("Hãy nhập số liệu của kỳ.", field="value")


def _require_sound(details: TargetDetails, plan: Plan, target: Target | None = None) -> None:
    if not details.indicator.strip():
        raise RuleError("Hãy ghi chỉ tiêu đo việc gì.", field="indicator")
    if details.base_value is not None and details.base_value <= 0:
        raise RuleError("Số liệu năm gốc phải lớn hơn 0.", field="base_value")
    above = details.parent
    if above is not None and above.plan_id != plan.id:
        raise RuleError("Chỉ tiêu cha phải cùng kế hoạch.", field="parent")
    while above is not None:
        if target is not None and above.id == target.id:
            raise RuleError("Chỉ tiêu không thể là một phần của chính nó.", field="parent")
        above = above.parent


def _write(target: Target, details: TargetDetails) -> None:
    target.indicator = one_line(details.indicator)
    target.comparator, target.value = details.comparator, details.value
    target.measure = one_line(details.measure)
    target.scope, target.exception = details.scope, details.exception
    target.base_words, target.base_year = details.base_words, details.base_year
    target.base_value, target.base_unit = details.base_value, details.base_unit
    target.change, target.is_striving = details.change, details.is_striving
    target.evaluated_on, target.rhythm = details.evaluated_on, details.rhythm
    target.parent, target.label = details.parent, details.label
    target.printed_text = details.printed_text
    words = (details.label, details.indicator, details.scope, details.exception)
    target.search_key = fold(" ".join(word for word in words if word))
    _own(target, details.units)


def _own(target: Target, units: Sequence[Unit]) -> None:
    present = {owner.unit_id: owner for owner in target.owners}
    wanted = list(dict.fromkeys(units))
    target.owners = [
        present.get(unit.id) or TargetUnit(unit=unit, unit_id=unit.id, position=at)
        for at, unit in enumerate(wanted)
    ]
    for at, owner in enumerate(target.owners):
        owner.position = at


def _facts(target: Target) -> dict[str, object]:
    return {
        "indicator": target.indicator,
        "level": level_words(target.level),
        "scope": target.printed_scope,
        "base_year": target.base_year,
        "base_value": str(target.base_value) if target.base_value is not None else None,
        "change": target.change,
        "is_striving": target.is_striving,
        "evaluated_on": target.evaluated_on,
        "rhythm": target.rhythm,
        "parent": target.parent.indicator if target.parent else None,
        "units": "; ".join(unit.name for unit in target.units),
    }


def _record(
    action: AuditAction,
    target: Target,
    actor: User | None,
    *,
    changes: Mapping[str, tuple[object, object]],
) -> None:
    name = f"{target.label} {target.indicator}".strip()[:200]
    record(action, target, name=name, actor=actor, plan_id=target.plan_id, changes=changes)

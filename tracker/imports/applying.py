"""A reviewed draft becomes a plan, with everything or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core import clock
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.imports.amendments import Comparison, Fate
from tracker.imports.guards import flush
from tracker.imports.models import DraftRow, ImportDraft
from tracker.imports.nesting import headings_above
from tracker.imports.review import review_of
from tracker.imports.rules import HEADINGS, LEFT_OUT, DraftState
from tracker.imports.targets import make_targets
from tracker.imports.words_beside import words_beside
from tracker.plans.amendments import Grounds
from tracker.plans.models import Plan, Section
from tracker.plans.rules import PlanState
from tracker.plans.service import PlanDetails, add_section, amend_plan, create_plan
from tracker.progress.amending import follow_amendments
from tracker.progress.dropping import DROPPED_BY, cancel_open
from tracker.progress.instances import make_instances_of_tasks
from tracker.settings.queries import ward_settings
from tracker.tasks.amending import change_tasks, drop_task
from tracker.tasks.making import horizon
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskRole
from tracker.tasks.service import AssignedUnit, PlacedTask, TaskDetails, create_tasks
from tracker.units.queries import UnitDirectory, unit_directory
from tracker.working_calendar.queries import due_day_rule

DOUBTS_FIELD = "doubts_seen"


def apply_draft(
    draft: ImportDraft,
    *,
    actor: User | None,
    state_mark: str | None = None,
    doubts_seen: bool = False,
) -> Plan:
    """Make the plan with its sections, tasks, assignments and instances; twice gives the same plan.

    `state_mark` is that of the draft the person saw: a change since is a conflict. Doubts that
    remain must have been seen. The caller's transaction holds it all.
    """
    _hold(draft)
    if draft.plan is not None:
        return draft.plan
    if draft.state is DraftState.DISCARDED:
        raise RuleError("Bản nháp đã bỏ: hãy tải văn bản lên lại.")
    if draft.state is DraftState.READING:
        raise RuleError("Văn bản đang được đọc: hãy đợi đọc xong.")
    directory = unit_directory()
    compared = _require_ready(draft, directory, state_mark=state_mark, doubts_seen=doubts_seen)
    if compared is None:
        unit = draft.coordinator_unit
        plan = create_plan(_plan_details(draft), actor=actor, coordinator_unit=unit)
    else:
        plan = _make_way(compared, draft, actor)
    made = _add_rows(plan, draft, directory, compared, actor)
    make_targets(plan, draft, made, directory, actor)
    draft.plan = plan
    draft.state = DraftState.APPLIED
    flush()
    record(AuditAction.IMPORT_APPLIED, draft, name=draft.name, actor=actor, plan_id=plan.id)
    return plan


def _hold(draft: ImportDraft) -> None:
    """Nobody else applies or corrects the draft now; its rows as they stand at this moment."""
    # "of": PostgreSQL cannot lock the uploader, whom the draft may be without.
    db.session.refresh(draft, with_for_update={"of": ImportDraft})
    rows = select(DraftRow).where(DraftRow.draft_id == draft.id)
    db.session.scalars(rows.execution_options(populate_existing=True)).all()


def _require_ready(
    draft: ImportDraft, directory: UnitDirectory, *, state_mark: str | None, doubts_seen: bool
) -> Comparison | None:
    """What the draft is against the plan it amends, where nothing keeps it from being applied."""
    if state_mark is not None and state_mark != draft.state_mark:
        raise ConflictError(
            "Bản nháp vừa được sửa thêm: hãy xem lại các số bên dưới rồi xác nhận lần nữa."
        )
    review = review_of(draft, directory)
    if review.blockers:
        reasons = " ".join(blocker.message for blocker in review.blockers)
        undone = "áp dụng được bản sửa đổi" if review.compared else "tạo được kế hoạch"
        raise RuleError(f"Chưa {undone}. {reasons}")
    if review.to_be_seen and not doubts_seen:
        raise RuleError(
            f"Còn {review.to_be_seen}: hãy xem rồi đánh dấu vào ô này.",
            field=DOUBTS_FIELD,
        )
    return review.compared


def _plan_details(draft: ImportDraft) -> PlanDetails:
    return PlanDetails(
        title=draft.title or "",
        year=draft.year or 0,
        number=draft.number,
        issued_on=draft.issued_on,
        issuer=draft.issuer,
        signer=draft.signer,
        tracked_from=draft.tracked_from_on(clock.today()),
        columns=draft.columns,
        source_name=draft.file_name,
        source_sha256=draft.sha256,
        addressees=draft.addressees,
        basis=draft.basis,
    )


def _make_way(compared: Comparison, draft: ImportDraft, actor: User | None) -> Plan:
    """The plan under its amended title, without headings and without the tasks it drops."""
    plan = compared.plan
    db.session.refresh(plan, with_for_update={"of": Plan})
    if plan.state is not PlanState.ISSUED:
        raise RuleError("Kế hoạch được sửa đổi không còn thực hiện: hãy chọn kế hoạch khác.")
    grounds = _grounds(draft, DROPPED_BY)
    for task in compared.tasks:
        task.section = None
    flush()
    for pair in compared.pairs:
        if pair.fate is Fate.DROPPED and pair.task is not None:
            drop_task(pair.task, grounds=grounds, actor=actor)
            cancel_open(pair.task, reason=grounds.reason, actor=actor)
    amend_plan(plan, _plan_details(draft), grounds=_grounds(draft), actor=actor)
    return plan


def _add_rows(
    plan: Plan,
    draft: ImportDraft,
    directory: UnitDirectory,
    compared: Comparison | None,
    actor: User | None,
) -> dict[int, Task]:
    """The headings and tasks; gives the task of each row."""
    rows = [row for row in draft.rows if row.kind not in LEFT_OUT]
    above = headings_above([(row.kind, row.label) for row in rows])
    sections = _add_headings(plan, rows, above)
    until = horizon(clock.today(), ward_settings().horizon_days)
    made = compared.kept if compared is not None else {}
    new: dict[int, PlacedTask] = {}
    changed: list[tuple[Task, PlacedTask]] = []
    for at, row in enumerate(rows):
        if row.kind in HEADINGS:
            continue
        heading = above[at]
        section = sections[heading] if heading is not None else None
        placed = PlacedTask(_task_details(row), at + 1, section, _assigned(row, directory))
        if row.id in made:
            changed.append((made[row.id], _as_office_chose(placed, made[row.id])))
        else:
            new[row.id] = placed
    kept = [task for task, _ in changed]
    change_tasks(plan, changed, actor=actor, grounds=_grounds(draft))
    follow_amendments(kept, today=clock.today(), until=until, actor=actor)
    tasks = create_tasks(plan, list(new.values()), actor=actor)
    make_instances_of_tasks(tasks, until=until, due_days=due_day_rule())
    return {**made, **dict(zip(new, tasks, strict=True))}


def _add_headings(
    plan: Plan, rows: Sequence[DraftRow], above: Sequence[int | None]
) -> dict[int, Section]:
    """The headings by their place among the rows; one stands before what is below it."""
    sections: dict[int, Section] = {}
    for at, row in enumerate(rows):
        if row.kind not in HEADINGS:
            continue
        heading = above[at]
        sections[at] = add_section(
            plan,
            row.content,
            label=row.label,
            position=at + 1,
            parent=sections[heading] if heading is not None else None,
            is_wide=bool(row.anchor.get("wide")),
            extra=words_beside(row),
        )
    return sections


def _as_office_chose(placed: PlacedTask, task: Task) -> PlacedTask:
    """With what no document says: of which days a report's figures are."""
    return replace(placed, details=replace(placed.details, data_window=task.data_window))


def _grounds(draft: ImportDraft, verb: str = "Sửa theo văn bản") -> Grounds:
    return Grounds(
        f"{verb} “{draft.name}”.", document_number=draft.number, document_on=draft.issued_on
    )


def _task_details(row: DraftRow) -> TaskDetails:
    reading = row.deadline_reading
    if reading is None:
        raise RuleError(f"Dòng {row.position} chưa rõ thời hạn.")
    return TaskDetails(
        content=row.content,
        deadline=reading,
        label=row.label,
        product=row.product,
        lead_text=row.lead_text,
        cooperating_text=row.cooperating_text,
        deadline_text=row.deadline_text,
        extra=dict(row.extra),
        anchor=dict(row.anchor),
    )


def _assigned(row: DraftRow, directory: UnitDirectory) -> list[AssignedUnit]:
    named = [(TaskRole.LEAD, name) for name in row.lead]
    named += [(TaskRole.COOPERATING, name) for name in row.cooperating]
    found = [(role, name, directory.find(name)) for role, name in named]
    return [AssignedUnit(unit, role, name) for role, name, unit in found if unit is not None]

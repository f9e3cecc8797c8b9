"""A draft that amends a plan in force: what it adds, changes, drops, and applying that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core.errors import ConflictError, RuleError
from tracker.core.text_vn import fold, one_line
from tracker.imports import queries
from tracker.imports.changes import note_change, row_words, states_of
from tracker.imports.guards import flush, require_reviewing
from tracker.imports.models import DraftRow, ImportDraft
from tracker.imports.nesting import headings_above
from tracker.imports.pairing import Side, matches
from tracker.imports.rules import CELL_WORDS, LEFT_OUT, CellField, DraftRowKind
from tracker.plans.models import Plan, Section
from tracker.progress.foreseeing import foresee_change, foresee_drop, foresight
from tracker.tasks.deadline_words import deadline_words
from tracker.tasks.models import Task
from tracker.tasks.queries import tasks_of_plan
from tracker.tasks.rules import TaskRole, facts_of
from tracker.units.queries import UnitDirectory, unit_directory


class Fate(StrEnum):
    """What the amendment does to a row."""

    ADDED = "added"
    CHANGED = "changed"
    DROPPED = "dropped"
    UNCHANGED = "unchanged"


FATE_WORDS: dict[Fate, str] = {
    Fate.ADDED: "Thêm mới",
    Fate.CHANGED: "Thay đổi",
    Fate.DROPPED: "Bỏ",
    Fate.UNCHANGED: "Giữ nguyên",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the draft beside the task it continues; one of them is missing at the ends."""

    row: DraftRow | None
    task: Task | None
    changes: Sequence[tuple[str, str, str]] = ()
    is_doubtful: bool = False

    @property
    def fate(self) -> Fate:
        """What happens when the amendment is applied."""
        if self.task is None:
            return Fate.ADDED
        if self.row is None:
            return Fate.DROPPED
        return Fate.CHANGED if self.changes else Fate.UNCHANGED


@dataclass(frozen=True, slots=True)
class Comparison:
    """The draft row by row in its order, then the tasks it no longer has."""

    plan: Plan
    pairs: Sequence[Pair]
    tasks: Sequence[Task]

    def count(self, fate: Fate) -> int:
        """How many rows meet the fate."""
        return sum(pair.fate is fate for pair in self.pairs)

    @property
    def doubtful(self) -> int:
        """How many pairs want a look."""
        return sum(pair.is_doubtful for pair in self.pairs)

    @property
    def kept(self) -> dict[int, Task]:
        """The tasks that go on, by the number of the row that continues each."""
        return {pair.row.id: pair.task for pair in self.pairs if pair.row and pair.task}

    def task_of(self, row: DraftRow) -> Task | None:
        """The task that the row continues."""
        return next((pair.task for pair in self.pairs if pair.row is row), None)


def compare(draft: ImportDraft, directory: UnitDirectory) -> Comparison | None:
    """The draft against the plan it amends; None when it amends none."""
    plan = draft.amends_plan
    if plan is None:
        return None
    tasks = tasks_of_plan(plan.id)
    rows = [row for row in draft.rows if row.kind is DraftRowKind.TASK]
    paired = _pairs_of(draft, rows, tasks)
    by_id = {task.id: task for task in tasks}
    pairs = []
    for row in rows:
        task_id, is_doubtful = paired.get(row.id, (0, False))
        task = by_id.get(task_id)
        changes = _changes(row, task, directory) if task is not None else []
        pairs.append(Pair(row, task, changes, is_doubtful))
    kept = {pair.task.id for pair in pairs if pair.task is not None}
    dropped = [Pair(None, task) for task in tasks if task.id not in kept]
    return Comparison(plan, [*pairs, *dropped], tasks)


def foreseen(
    compared: Comparison, directory: UnitDirectory, *, today: date, until: date
) -> dict[int, list[str]]:
    """What the amendment will do to the work of each task it changes or drops."""
    found: dict[int, list[str]] = {}
    touched = [pair for pair in compared.pairs if pair.fate in {Fate.CHANGED, Fate.DROPPED}]
    seen = foresight([p.task.id for p in touched if p.task], today=today, until=until)
    for pair in touched:
        if pair.task is None:
            continue
        facts = facts_of(pair.row.deadline_reading) if pair.row is not None else None
        if pair.row is None:
            found[pair.task.id] = foresee_drop(pair.task, seen)
        elif facts is not None:
            named = [directory.find(name) for name in (*pair.row.lead, *pair.row.cooperating)]
            units = {member.id for unit in named if unit for member in unit.members}
            found[pair.task.id] = foresee_change(pair.task, facts, units, seen)
    return found


def set_amended_plan(draft: ImportDraft, plan: Plan | None, *, seen: int = 0, actor: User) -> None:
    """Say which plan the draft amends, or that it is a plan of its own.

    `seen` is the plan that the page named when it was chosen, 0 for none.
    """
    require_reviewing(draft)
    before = draft.amends_plan
    if before is plan:
        return
    if seen != (draft.amends_plan_id or 0):
        now = f"bản sửa đổi của “{before.title}”" if before else "một kế hoạch mới"
        raise ConflictError(
            f"Người khác vừa chọn văn bản này là {now}: hãy tải lại trang rồi chọn lại."
        )
    states = states_of(draft.rows, draft)
    draft.amends_plan = plan
    for row in draft.rows:
        row.paired_task_id, row.is_paired_by_hand = None, False
    flush()
    what = "chọn kế hoạch được sửa đổi"
    note_change(draft, states, states_of(draft.rows, draft), what=what, actor=actor)
    words: dict[str, tuple[object, object]] = {
        "Bản sửa đổi của": (before.title if before else None, plan.title if plan else None)
    }
    record(AuditAction.IMPORT_CHANGED, draft, name=draft.name, actor=actor, changes=words)


def pair_by_hand(row: DraftRow, task_id: int, *, seen: int, actor: User) -> None:
    """Say which task the row continues; 0 for none. A task taken from another row leaves it.

    `seen` is the task that the page had beside the row when it was chosen.
    """
    draft = row.draft
    require_reviewing(draft)
    compared = compare(draft, unit_directory())
    tasks = {task.id: task for task in compared.tasks} if compared is not None else {}
    if task_id and task_id not in tasks:
        raise RuleError("Hãy chọn một nhiệm vụ đang có của kế hoạch, hoặc “Nhiệm vụ mới”.")
    now = compared.task_of(row) if compared is not None else None
    if (now.id if now else 0) not in {seen, task_id}:
        beside = f"“{now.label} {now.content}”" if now else "nhiệm vụ mới"
        raise ConflictError(f"Dòng này vừa được ghép với {beside}: hãy xem lại rồi ghép lại.")
    before, states = row.paired_task_id, states_of(draft.rows)
    for other in draft.rows:
        if task_id and other is not row and other.paired_task_id == task_id:
            other.paired_task_id, other.is_paired_by_hand = None, False
    row.paired_task_id, row.is_paired_by_hand = task_id or None, True
    flush()
    what = f"ghép {row_words(row)}"
    note_change(draft, states, states_of(draft.rows), what=what, actor=actor)
    words: dict[str, tuple[object, object]] = {
        f"Dòng {row.position} · ứng với nhiệm vụ": (before, task_id or "mới")
    }
    record(AuditAction.IMPORT_CHANGED, draft, name=draft.name, actor=actor, changes=words)


def plan_probably_amended(draft: ImportDraft) -> Plan | None:
    """A plan in force of the same number or title, to be offered."""
    number, title = fold(draft.number or ""), fold(draft.title or "")
    for plan in queries.plans_that_may_be_amended():
        if number and fold(plan.number or "") == number:
            return plan
        if title and fold(plan.title) == title:
            return plan
    return None


def _pairs_of(
    draft: ImportDraft, rows: Sequence[DraftRow], tasks: Sequence[Task]
) -> dict[int, tuple[int, bool]]:
    by_hand = {row.id: (row.paired_task_id or 0, False) for row in rows if row.is_paired_by_hand}
    taken = {task_id for task_id, _ in by_hand.values()}
    paths = _row_paths(draft)
    plan = draft.amends_plan
    sections = {section.id: section for section in plan.sections} if plan is not None else {}
    found = matches(
        [Side(row.id, paths[row.id], row.content) for row in rows if row.id not in by_hand],
        [Side(t.id, _task_path(t, sections), t.content) for t in tasks if t.id not in taken],
    )
    return {**{m.row_id: (m.task_id, m.is_doubtful) for m in found}, **by_hand}


def _row_paths(draft: ImportDraft) -> dict[int, tuple[str, ...]]:
    rows = [row for row in draft.rows if row.kind not in LEFT_OUT]
    above = headings_above([(row.kind, row.label) for row in rows])
    paths: list[tuple[str, ...]] = []
    for row, heading in zip(rows, above, strict=True):
        paths.append(((*paths[heading],) if heading is not None else ()) + (row.label,))
    return {row.id: path for row, path in zip(rows, paths, strict=True)}


def _task_path(task: Task, sections: Mapping[int, Section]) -> tuple[str, ...]:
    labels = [task.label]
    section = sections.get(task.section_id or 0)
    while section is not None:
        labels.append(section.label)
        section = sections.get(section.parent_id or 0)
    return tuple(reversed(labels))


def _changes(row: DraftRow, task: Task, directory: UnitDirectory) -> list[tuple[str, str, str]]:
    found = []
    due_now, due = deadline_words(task.deadline_reading), deadline_words(row.deadline_reading)
    for cell, old, new in (
        (CellField.LABEL, task.label, row.label),
        (CellField.CONTENT, task.content, row.content),
        (CellField.LEAD, _unit_words(task, TaskRole.LEAD), _named(row, CellField.LEAD, directory)),
        (
            CellField.COOPERATING,
            _unit_words(task, TaskRole.COOPERATING),
            _named(row, CellField.COOPERATING, directory),
        ),
        (CellField.DEADLINE, due_now, due),
        (CellField.PRODUCT, task.product or "", row.product or ""),
    ):
        if one_line(old) != one_line(new):
            found.append((CELL_WORDS[cell], old, new))
    return found


def _unit_words(task: Task, role: TaskRole) -> str:
    return "; ".join(a.unit.name for a in task.assignments if a.role is role)


def _named(row: DraftRow, cell: CellField, directory: UnitDirectory) -> str:
    """The units as they will be assigned: each once, and one that leads does not cooperate."""
    seen = [] if cell is CellField.LEAD else _names(row.lead, directory)
    names = [name for name in _names(getattr(row, cell.value), directory) if name not in seen]
    return "; ".join(names)


def _names(names: Sequence[str], directory: UnitDirectory) -> list[str]:
    units = [(name, directory.find(name)) for name in names]
    return list(dict.fromkeys(unit.name if unit else name for name, unit in units))

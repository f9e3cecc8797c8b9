"""The targets of a draft: as read, as corrected, as they become targets of the plan."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.accounts.models import User
from tracker.audit.rules import AuditAction
from tracker.audit.service import record
from tracker.core.errors import ConflictError
from tracker.core.text_vn import fold
from tracker.imports.changes import note_change, row_words, states_of
from tracker.imports.guards import flush, require_reviewing
from tracker.imports.models import DraftRow, ImportDraft
from tracker.imports.rules import LEFT_OUT, DraftRowKind
from tracker.plans.models import Plan
from tracker.reading.result import Comparator, DeadlineKind, ReadRow, ReadTarget, Rhythm
from tracker.targets.amending import WantedTarget, follow_document
from tracker.targets.rules import Level, change_of, level_words, narrowing_of
from tracker.targets.service import TargetDetails
from tracker.tasks.models import Task
from tracker.units.models import Unit
from tracker.units.queries import UnitDirectory

# The reader's name for doubts about numbers (`reading.directives.rows`).
FINDINGS_FIELD = "targets"
_WITHOUT_TARGETS = LEFT_OUT | {DraftRowKind.UNREAD}


@dataclass(frozen=True, slots=True)
class DraftTarget:
    """A number that a row asks for; `part_of` names another target's indicator."""

    indicator: str
    comparator: Comparator
    value: Decimal
    measure: str
    scope: str | None = None
    is_striving: bool = False
    part_of: str | None = None
    evaluated_on: date | None = None
    rhythm: Rhythm | None = None
    is_left_out: bool = False

    @property
    def words(self) -> str:
        """The level in words."""
        return level_words(Level(self.comparator, self.value, self.measure))


def targets_as_read(row: ReadRow) -> list[dict[str, Any]]:
    """What the reader found; the row's last printed day is the day of evaluation."""
    deadline = row.deadline
    is_fixed = deadline is not None and deadline.kind is DeadlineKind.FIXED
    last_day = max(deadline.dates, default=None) if deadline is not None and is_fixed else None
    return [target_to_json(_from_reading(target, last_day)) for target in row.targets]


def target_to_json(target: DraftTarget) -> dict[str, Any]:
    """Plain values; the number as its digits."""
    return asdict(target) | {
        "comparator": target.comparator.value,
        "value": f"{target.value:f}",
        "evaluated_on": target.evaluated_on.isoformat() if target.evaluated_on else None,
        "rhythm": target.rhythm.value if target.rhythm else None,
    }


def targets_in(row: DraftRow) -> list[DraftTarget]:
    """The targets of a row of the draft."""
    return [_from_json(value) for value in row.targets]


def rows_with_targets(draft: ImportDraft) -> list[DraftRow]:
    """The rows that ask for numbers, in order; rows that are left out ask for none."""
    return [row for row in draft.rows if row.targets and row.kind not in _WITHOUT_TARGETS]


def target_rows(draft: ImportDraft) -> list[dict[str, Any]]:
    """What the review shows of each row that has targets: the row, its targets, the doubts."""
    return [
        {"row": row, "targets": targets_in(row), "doubts": doubts_about(row)}
        for row in rows_with_targets(draft)
    ]


def doubts_about(row: DraftRow) -> list[str]:
    """What the reader doubts about the row's numbers."""
    return [found["message"] for found in row.findings if found["field"] == FINDINGS_FIELD]


def targets_mark(row: DraftRow) -> str:
    """Changes with the row's targets: what a form speaks of."""
    text = json.dumps(row.targets, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def change_targets(
    row: DraftRow, targets: Sequence[DraftTarget], *, seen: str, actor: User
) -> None:
    """Correct the targets of a row; ConflictError when another has changed them since."""
    require_reviewing(row.draft)
    after = [target_to_json(target) for target in targets]
    if after == row.targets:
        return
    if seen != targets_mark(row):
        raise ConflictError(
            "Người khác vừa sửa chỉ tiêu của dòng này. Nội dung bạn nhập vẫn còn ở dưới: "
            "hãy xem lại rồi bấm Lưu lần nữa."
        )
    before, state = _words(targets_in(row)), states_of([row])
    row.targets = after
    flush()
    draft = row.draft
    changes: Mapping[str, tuple[object, object]] = {
        f"Dòng {row.position} · Chỉ tiêu": (before, _words(targets))
    }
    record(AuditAction.IMPORT_CHANGED, draft, name=draft.name, actor=actor, changes=changes)
    what = f"sửa chỉ tiêu {row_words(row)}"
    note_change(draft, state, states_of([row]), what=what, actor=actor)


def divide_targets(row: DraftRow, below: DraftRow) -> None:
    """After a row was split each target stays with the words that name it."""
    head, tail = fold(row.content), fold(below.content)

    def is_below(value: dict[str, Any]) -> bool:
        words = fold(value["indicator"])
        return words not in head and words in tail

    below.targets = [value for value in row.targets if is_below(value)]
    row.targets = [value for value in row.targets if not is_below(value)]


def make_targets(
    plan: Plan,
    draft: ImportDraft,
    tasks: Mapping[int, Task],
    directory: UnitDirectory,
    actor: User | None,
) -> None:
    """The draft's targets become those of the plan, in printed order."""
    wanted = wanted_targets(draft, directory, tasks)
    reason = f"Bỏ theo bản sửa đổi “{draft.name}”."
    follow_document(plan, wanted, reason=reason, actor=actor)


def wanted_targets(
    draft: ImportDraft, directory: UnitDirectory, tasks: Mapping[int, Task] | None = None
) -> list[WantedTarget]:
    """What the draft asks of the plan's targets; `tasks` are those made of its rows."""
    return [
        WantedTarget(
            details=_details(target, row, _owners(row, directory)),
            task=(tasks or {}).get(row.id),
            part_of=target.part_of,
            group=row.id,
        )
        for row in rows_with_targets(draft)
        for target in targets_in(row)
        if not target.is_left_out
    ]


def _details(target: DraftTarget, row: DraftRow, units: tuple[Unit, ...]) -> TargetDetails:
    narrowing = narrowing_of(target.scope)
    return TargetDetails(
        indicator=target.indicator,
        comparator=target.comparator,
        value=target.value,
        measure=target.measure,
        units=units,
        scope=narrowing.scope,
        exception=narrowing.exception,
        base_words=narrowing.base_words,
        base_year=narrowing.base_year,
        change=change_of(target.indicator) if narrowing.base_year else None,
        is_striving=target.is_striving,
        evaluated_on=target.evaluated_on,
        rhythm=target.rhythm,
        label=row.label,
        printed_text=row.content,
    )


def _owners(row: DraftRow, directory: UnitDirectory) -> tuple[Unit, ...]:
    """The leading units; where a directive only asks to cooperate, those that do."""
    found = (directory.find(name) for name in row.lead or row.cooperating)
    return tuple(unit for unit in found if unit is not None)


def _from_reading(target: ReadTarget, last_day: date | None) -> DraftTarget:
    return DraftTarget(
        indicator=target.indicator,
        comparator=target.comparator,
        value=target.value,
        measure=target.unit,
        scope=target.scope,
        is_striving=target.is_striving,
        part_of=target.part_of,
        evaluated_on=last_day,
    )


def _from_json(value: dict[str, Any]) -> DraftTarget:
    day, rhythm = value["evaluated_on"], value["rhythm"]
    typed: dict[str, Any] = {
        "comparator": Comparator(value["comparator"]),
        "value": Decimal(value["value"]),
        "evaluated_on": date.fromisoformat(day) if day else None,
        "rhythm": Rhythm(rhythm) if rhythm else None,
    }
    return DraftTarget(**{**value, **typed})


def _words(targets: Sequence[DraftTarget]) -> str:
    return "; ".join(f"{t.words} {t.indicator}" for t in targets if not t.is_left_out)

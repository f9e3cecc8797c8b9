"""What the tasks of the large ward leave in the tables, numbered by hand, a thousand at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, text

from tracker.audit.chain import FIRST_SEAL, seal
from tracker.audit.models import AuditEntry
from tracker.audit.rules import AuditAction
from tracker.core import clock
from tracker.core.db import Model, db
from tracker.core.text_vn import fold, search_key
from tracker.evidence.rules import EvidenceKind
from tracker.progress.models import Contribution, Evidence, ProgressUpdate
from tracker.progress.rules import ContributionStatus
from tracker.reading.result import DeadlineKind, Rhythm
from tracker.settings.rules import WardSettings
from tracker.tasks.models import Assignment, Occurrence, Task
from tracker.tasks.rules import OccurrenceKind, TaskRole, period_of

UNITS, PEOPLE_PER_UNIT = 10, 5
TASKS_PER_PLAN, TASKS_PER_SECTION = 200, 25
DAY = timedelta(days=1)
DONE_AFTER_DAYS = 3
# Of ten fixed or quarterly rows: so many overdue, done in time, done late, ahead, being checked.
TURNS = "OOOOODDDLAOOOODDDDAS"
VERBS = ("Rà soát", "Xây dựng", "Tổng hợp", "Kiểm tra", "Niêm yết", "Công khai", "Cập nhật")
THINGS = (
    "thủ tục hành chính thuộc thẩm quyền giải quyết của Ủy ban nhân dân phường",
    "kế hoạch số hóa hồ sơ, kết quả giải quyết thủ tục hành chính",
    "quy trình nội bộ giải quyết hồ sơ đất đai, xây dựng",
    "danh mục thủ tục hành chính cung cấp dịch vụ công trực tuyến toàn trình",
    "kết quả khảo sát mức độ hài lòng của người dân, doanh nghiệp",
    "công tác tuyên truyền đề án hỗ trợ hộ nghèo, hộ cận nghèo",
    "báo cáo chỉ số cải cách hành chính của các đơn vị trên địa bàn",
)
PRODUCTS = ("Báo cáo", "Kế hoạch", "Quyết định", "Văn bản chỉ đạo", "Danh mục được công khai")
UNIT_NAMES = (
    "Văn phòng HĐND và UBND",
    "Phòng Kinh tế, Hạ tầng và Đô thị",
    "Phòng Văn hóa - Xã hội",
    "Trung tâm Phục vụ hành chính công",
    "Ban Chỉ huy Quân sự phường",
    "Công an phường",
    "Trạm Y tế phường",
    "Trường Tiểu học Phường Mẫu",
    "Trung tâm Văn hóa - Thể thao",
    "Ban Quản lý chợ Phường Mẫu",
)


def plan_of(task: int) -> int:
    return (task - 1) // TASKS_PER_PLAN + 1


def section_of(task: int) -> int:
    return (task - 1) // TASKS_PER_SECTION + 1


def tracked_from(today: date) -> date:
    """The first of the month before: check-ins are made for each month since."""
    return period_of(Rhythm.MONTHLY, period_of(Rhythm.MONTHLY, today).start - DAY).start


Row = dict[str, Any]
HORIZON = WardSettings().horizon_days * DAY
_ACTIONS = {
    ContributionStatus.IN_PROGRESS: AuditAction.CONTRIBUTION_UPDATED,
    ContributionStatus.SUBMITTED: AuditAction.CONTRIBUTION_SUBMITTED,
    ContributionStatus.ACCEPTED: AuditAction.CONTRIBUTION_ACCEPTED,
}


@dataclass
class Rows:
    """What is to be inserted, parents first."""

    tasks: list[Row] = field(default_factory=list)
    assignments: list[Row] = field(default_factory=list)
    occurrences: list[Row] = field(default_factory=list)
    contributions: list[Row] = field(default_factory=list)
    updates: list[Row] = field(default_factory=list)
    evidence: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[type[Model], Sequence[Row]]]:
        return iter(
            (
                (Task, self.tasks),
                (Assignment, self.assignments),
                (Occurrence, self.occurrences),
                (Contribution, self.contributions),
                (ProgressUpdate, self.updates),
                (Evidence, self.evidence),
                (AuditEntry, self.entries),
            )
        )


def add_rows(rows: Rows) -> None:
    for model, found in rows:
        if found:
            db.session.execute(insert(model.__table__), found)


class RowCounter:
    """Numbers that no two rows share, and what has been counted on the way."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.plans: set[int] = set()
        self.sections: set[int] = set()
        self.occurrence_id = 0
        self.contribution_id = 0
        self.overdue = 0
        number, self.seal = _journal_end()
        self.entry_number = number

    def rows_of(self, numbers: range) -> Rows:
        """The rows of some tasks."""
        rows = Rows()
        for number in numbers:
            self._add_task(rows, number)
        return rows

    def _add_task(self, rows: Rows, number: int) -> None:
        kind = _kind_of(number)
        content = f"{VERBS[number % 7]} {THINGS[number // 7 % 7]} (đợt {number})"
        product, lead = PRODUCTS[number % 5], number % UNITS + 1
        turn = TURNS[number // 20 % 20]
        due_on = self._due_day(number, turn)
        rows.tasks.append(
            {
                "id": number,
                "plan_id": plan_of(number),
                "section_id": section_of(number),
                "position": section_of(number) * 1000 + number,
                "level": 1,
                "label": str((number - 1) % TASKS_PER_SECTION + 1),
                "content": content,
                "product": product,
                "lead_text": UNIT_NAMES[lead - 1],
                "deadline_text": _printed(kind, due_on),
                "deadline_kind": _deadline_kind(kind),
                "due_dates": [due_on.isoformat()] if kind == "fixed" else [],
                "rhythms": [Rhythm.QUARTERLY.value] if kind == "quarterly" else [],
                "months": [],
                "extra": {},
                "anchor": {},
                "days_after_event": 10 if kind == "event" else None,
                "search_key": fold(f"{content} {product} {UNIT_NAMES[lead - 1]}"),
            }
        )
        units = [(lead, TaskRole.LEAD)]
        if number % 2:
            units.append(((lead + number // 20) % (UNITS - 1) + 1, TaskRole.COOPERATING))
        units = units[:1] if len(units) > 1 and units[1][0] == lead else units
        for place, (unit, role) in enumerate(units):
            rows.assignments.append(
                {
                    "id": number * 2 + place,
                    "task_id": number,
                    "unit_id": unit,
                    "role": role,
                    "is_accountable": place == 0,
                    "position": place,
                    "printed_name": UNIT_NAMES[unit - 1],
                }
            )
        for instance in self._instances(kind, number, due_on, turn):
            self._add_instance(rows, number, units, *instance)

    def _due_day(self, number: int, turn: str) -> date:
        """Before today for what is over, after it for what lies ahead; spread over months."""
        spread = number % 97
        if turn in "AS":
            return self.today + (1 + spread) * DAY
        return self.today - (1 + spread * 2) * DAY

    def _instances(
        self, kind: str, number: int, due_on: date, turn: str
    ) -> Iterator[tuple[Row, str]]:
        """Each instance with how it turned out."""
        if kind == "fixed":
            yield self._due(due_on.isoformat(), OccurrenceKind.DUE_DATE, due_on), turn
        elif kind == "event":
            if number % 3 == 0:
                yield self._due(f"event:{number}", OccurrenceKind.EVENT, due_on), turn
        elif kind == "quarterly":
            quarter = period_of(Rhythm.QUARTERLY, self.today)
            former = period_of(Rhythm.QUARTERLY, quarter.start - DAY)
            for period, word in ((former, "O" if turn == "O" else "D"), (quarter, "A")):
                row = self._due(
                    f"quarterly:{period.start.isoformat()}", OccurrenceKind.PERIOD, period.end
                )
                yield {**row, "period_start": period.start, "period_end": period.end}, word
        else:
            period = period_of(Rhythm.MONTHLY, tracked_from(self.today))
            while period.start <= min(self.today + HORIZON, date(self.today.year, 12, 31)):
                row = self._due(f"check_in:{period.start:%Y-%m}", OccurrenceKind.CHECK_IN, None)
                spans = {"period_start": period.start, "period_end": period.end}
                told = "C" if number % 4 else "A"
                yield {**row, **spans}, "F" if period.start > self.today else told
                period = period_of(Rhythm.MONTHLY, period.end + DAY)

    def _due(self, key: str, kind: OccurrenceKind, due_on: date | None) -> Row:
        return {
            "key": key,
            "kind": kind,
            "due_on": due_on,
            "original_due_on": due_on,
            "printed_due_on": due_on,
            "period_start": None,
            "period_end": None,
            "event_title": "Có văn bản yêu cầu" if kind is OccurrenceKind.EVENT else None,
        }

    def _add_instance(
        self,
        rows: Rows,
        task: int,
        units: Sequence[tuple[int, TaskRole]],
        instance: Row,
        turn: str,
    ) -> None:
        self.occurrence_id += 1
        due_on = instance["due_on"] or instance["period_end"]
        created_at = self._at(due_on - timedelta(days=200))
        rows.occurrences.append(
            {**instance, "id": self.occurrence_id, "task_id": task, "created_at": created_at}
        )
        for place, (unit, _role) in enumerate(units):
            word = "D" if turn == "O" and place else turn
            self.overdue += word == "O"
            self._add_contribution(rows, task, place, unit, units[place][1], due_on, word)

    def _add_contribution(
        self,
        rows: Rows,
        task: int,
        place: int,
        unit: int,
        role: TaskRole,
        due_on: date,
        turn: str,
    ) -> None:
        self.contribution_id += 1
        number = self.contribution_id
        status = _status_of(turn, number)
        reported = min(
            due_on + (DONE_AFTER_DAYS if turn == "L" else -DONE_AFTER_DAYS) * DAY,
            self.today - DAY,
        )
        at = self._at(reported)
        handed_in = status in {ContributionStatus.SUBMITTED, ContributionStatus.ACCEPTED}
        accepted = status is ContributionStatus.ACCEPTED
        rows.contributions.append(
            {
                "id": number,
                "occurrence_id": self.occurrence_id,
                "assignment_id": task * 2 + place,
                "unit_id": unit,
                "role": role,
                "due_on": rows.occurrences[-1]["due_on"],
                "status": status,
                "submitted_at": at if handed_in else None,
                "accepted_at": at if accepted else None,
                "last_updated_at": at if status is not ContributionStatus.NOT_STARTED else None,
                "created_at": None,
            }
        )
        if status is ContributionStatus.NOT_STARTED:
            return
        self._add_history(rows, task, unit, status, at)

    def _add_history(
        self, rows: Rows, task: int, unit: int, status: ContributionStatus, at: datetime
    ) -> None:
        number = self.contribution_id
        before = ContributionStatus.NOT_STARTED
        steps = [ContributionStatus.IN_PROGRESS]
        if status is not ContributionStatus.IN_PROGRESS:
            steps.append(ContributionStatus.SUBMITTED)
            self._add_paper(rows, task, at)
        if status is ContributionStatus.ACCEPTED:
            steps.append(ContributionStatus.ACCEPTED)
        for hour, after in enumerate(steps):
            moment = at - timedelta(hours=len(steps) - 1 - hour)
            rows.updates.append(
                {
                    "contribution_id": number,
                    "user_id": None,
                    "at": moment,
                    "status_before": before,
                    "status_after": after,
                    "note": "Đã rà soát xong các thủ tục, đang hoàn thiện báo cáo gửi Văn phòng.",
                }
            )
            self._add_entry(rows, task, unit, before, after, moment)
            before = after

    def _add_paper(self, rows: Rows, task: int, at: datetime) -> None:
        document, summary = f"{task}/BC-UBND", f"Báo cáo kết quả thực hiện đợt {task}"
        rows.evidence.append(
            {
                "contribution_id": self.contribution_id,
                "kind": EvidenceKind.DOCUMENT,
                "document_number": document,
                "document_summary": summary,
                "added_at": at,
                "search_key": search_key(document, summary),
            }
        )

    def _add_entry(
        self,
        rows: Rows,
        task: int,
        unit: int,
        before: ContributionStatus,
        after: ContributionStatus,
        at: datetime,
    ) -> None:
        self.entry_number += 1
        entry = {
            "number": self.entry_number,
            "at": at.isoformat(timespec="microseconds"),
            "action": _ACTIONS[after].value,
            "user_id": None,
            "user_name": f"Người Thử Số {unit}.1",
            "subject_type": Contribution.__tablename__,
            "subject_id": self.contribution_id,
            "subject_name": f"Nhiệm vụ {task}",
            "plan_id": plan_of(task),
            "changes": {"status": [before.value, after.value]},
            "remote_address": None,
        }
        self.seal = seal(self.seal, entry)
        rows.entries.append({**entry, "at": at, "seal": self.seal})

    def _at(self, day: date) -> datetime:
        return clock.from_vietnam(datetime.combine(day, time(14, 30)))


def _kind_of(number: int) -> str:
    """Half fixed, three in ten regular, two in ten when something happens."""
    return (
        ("fixed", "quarterly", "fixed", "fixed", "event")[number % 5]
        if number % 10 != 6
        else "check_in"
    )


def _deadline_kind(kind: str) -> DeadlineKind:
    if kind == "fixed":
        return DeadlineKind.FIXED
    return DeadlineKind.ON_OCCURRENCE if kind == "event" else DeadlineKind.REGULAR


def _printed(kind: str, due_on: date) -> str:
    words = {"quarterly": "Hằng quý", "event": "Khi phát sinh", "check_in": "Thường xuyên"}
    return words.get(kind, f"Trước ngày {due_on:%d/%m/%Y}")


def _status_of(turn: str, number: int) -> ContributionStatus:
    if turn in "DL":
        return ContributionStatus.ACCEPTED
    if turn == "S":
        return ContributionStatus.SUBMITTED
    if turn == "C":
        return ContributionStatus.IN_PROGRESS
    if turn == "F":
        return ContributionStatus.NOT_STARTED
    return ContributionStatus.NOT_STARTED if number % 2 else ContributionStatus.IN_PROGRESS


def _journal_end() -> tuple[int, str]:
    found = db.session.execute(
        text("SELECT number, seal FROM audit_entry ORDER BY number DESC LIMIT 1")
    ).first()
    db.session.remove()
    return (found[0], found[1]) if found else (0, FIRST_SEAL)

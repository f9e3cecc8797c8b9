"""What a draft's rows are, what is doubtful in them, what keeps them from becoming a plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.reading.result import DeadlineKind, DeadlineReading, Finding


class DraftState(StrEnum):
    """A draft is reviewed until it becomes a plan or is put aside; long PDFs are read before."""

    READING = "reading"
    REVIEWING = "reviewing"
    APPLIED = "applied"
    DISCARDED = "discarded"


class DraftRowKind(StrEnum):
    """What a row of the file is; one not understood stays until somebody says what it is."""

    SECTION = "section"
    GROUP = "group"
    TASK = "task"
    UNREAD = "unread"
    NOT_A_TASK = "not_a_task"
    MERGED = "merged"


class CellField(StrEnum):
    """The parts of a row that are corrected one at a time; the values name a finding's field."""

    LABEL = "label"
    CONTENT = "content"
    LEAD = "lead"
    COOPERATING = "cooperating"
    DEADLINE = "deadline"
    PRODUCT = "product"
    KIND = "kind"


HEADINGS = frozenset({DraftRowKind.SECTION, DraftRowKind.GROUP})
# Rows of the file that are no rows of the plan.
LEFT_OUT = frozenset({DraftRowKind.NOT_A_TASK, DraftRowKind.MERGED})
TASK_FIELDS = tuple(CellField)
HEADING_FIELDS = (CellField.LABEL, CellField.CONTENT, CellField.KIND)
UNIT_FIELDS = (CellField.LEAD, CellField.COOPERATING)

ROW_KIND_WORDS: dict[DraftRowKind, str] = {
    DraftRowKind.TASK: "Nhiệm vụ",
    DraftRowKind.SECTION: "Mục lớn",
    DraftRowKind.GROUP: "Nhóm nhiệm vụ",
    DraftRowKind.UNREAD: "Chưa đọc được",
    DraftRowKind.NOT_A_TASK: "Không phải nhiệm vụ",
    DraftRowKind.MERGED: "Đã gộp vào dòng trên",
}
CELL_WORDS: dict[CellField, str] = {
    CellField.LABEL: "Số thứ tự",
    CellField.CONTENT: "Nội dung",
    CellField.LEAD: "Chủ trì",
    CellField.COOPERATING: "Phối hợp",
    CellField.DEADLINE: "Thời hạn",
    CellField.PRODUCT: "Sản phẩm",
    CellField.KIND: "Loại dòng",
}
_CLAUSE_END = re.compile(r"\n+|(?<=[;.:])\s+|\s+(?=[-–+•]\s|[a-zđ]\)\s|\d{1,2}\)\s)")
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
# The reader's sentences (`reading.outline`, `reading.understanding`) about a cell whose value is
# printed and understood: it stands in a merged cell, or a time is also named elsewhere.
MILD_SENTENCES = (
    "Ô trộn dọc: ",
    "Số thứ tự lấy từ ô trộn",
    "Ô này có nhắc thời gian ",
)


@dataclass(frozen=True, slots=True)
class RowFacts:
    """A draft row as the rules see it; `confirmed` are the cells a person has looked at."""

    kind: DraftRowKind
    content: str
    lead: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    deadline: DeadlineReading | None = None
    findings: tuple[Finding, ...] = ()
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a cell wants a look; one that blocks must be mended, the others may be confirmed."""

    field: CellField
    message: str
    blocks: bool = False

    @property
    def is_mild(self) -> bool:
        """Whether the cell was understood all the same and a glance is enough."""
        return not self.blocks and self.message.startswith(MILD_SENTENCES)


@dataclass(frozen=True, slots=True)
class Balance:
    """Where every row of the file has gone; `split_off` were added by hand, `merged` taken in."""

    rows_in_file: int
    tasks: int
    headings: int
    unread: int
    not_tasks: int
    merged: int = 0
    split_off: int = 0

    @property
    def agrees(self) -> bool:
        """Whether no row is missing and none was added but those split off."""
        rows = self.tasks + self.headings + self.unread + self.not_tasks + self.merged
        return self.rows_in_file == rows - self.split_off


@dataclass(frozen=True, slots=True)
class Blocker:
    """Why the draft cannot be confirmed yet, and the place on the page (an id) to mend it."""

    message: str
    place: str


def fields_of(kind: DraftRowKind) -> tuple[CellField, ...]:
    """The cells that a row of the kind has."""
    if kind is DraftRowKind.TASK:
        return TASK_FIELDS
    if kind is DraftRowKind.MERGED:
        return ()
    return HEADING_FIELDS if kind in HEADINGS else (CellField.CONTENT, CellField.KIND)


def doubts_of(row: RowFacts, is_known: Callable[[str], bool]) -> list[Doubt]:
    """All doubts of a row that nobody has settled, in the order of the cells."""
    if row.kind in LEFT_OUT:
        return []
    if row.kind is DraftRowKind.UNREAD:
        reasons = [finding.message for finding in row.findings] or ["Chưa hiểu dòng này."]
        return [Doubt(CellField.KIND, " ".join(reasons), blocks=True)]
    return [doubt for field in fields_of(row.kind) for doubt in _cell_doubts(row, field, is_known)]


def certain_cells(row: RowFacts, doubts: Sequence[Doubt]) -> list[CellField]:
    """The marked cells of a row that may be accepted unseen: nothing but mild doubts in them.

    A deadline that was not surely understood never is, whatever its doubts say.
    """
    cells = dict.fromkeys(doubt.field for doubt in doubts)
    mild = [cell for cell in cells if all(doubt.is_mild for doubt in doubts if doubt.field is cell)]
    sure = row.deadline is not None and row.deadline.certain
    return [cell for cell in mild if cell is not CellField.DEADLINE or sure]


def unknown_names(row: RowFacts, is_known: Callable[[str], bool]) -> list[str]:
    """The unit names of a task that stand for no known unit."""
    if row.kind is not DraftRowKind.TASK:
        return []
    return [name for name in dict.fromkeys((*row.lead, *row.cooperating)) if not is_known(name)]


def split_points(content: str) -> list[int]:
    """Where a second row may begin: at a line, a clause, a dash or a letter; else at any word."""
    found = [match.end() for match in _CLAUSE_END.finditer(content)]
    if not found:
        found = [match.end() for match in re.finditer(r"\s+", content)]
    return [at for at in found if all(parts_at(content, at))]


def parts_at(content: str, at: int) -> tuple[str, str]:
    """The words before and after the place, without what only joined them."""
    return content[:at].strip().rstrip("-–+").strip(), content[at:].strip().lstrip("-–+").strip()


def balance(
    kinds: Sequence[DraftRowKind], *, rows_in_file: int, split_off: Sequence[DraftRowKind] = ()
) -> Balance:
    """Count the rows of a draft by what they are; `split_off` are the kinds of those added by hand.

    A row split off and merged again is counted nowhere: the file has no such row.
    """
    merged_again = sum(kind is DraftRowKind.MERGED for kind in split_off)
    return Balance(
        rows_in_file=rows_in_file,
        tasks=sum(kind is DraftRowKind.TASK for kind in kinds),
        headings=sum(kind in HEADINGS for kind in kinds),
        unread=sum(kind is DraftRowKind.UNREAD for kind in kinds),
        not_tasks=sum(kind is DraftRowKind.NOT_A_TASK for kind in kinds),
        merged=sum(kind is DraftRowKind.MERGED for kind in kinds) - merged_again,
        split_off=len(split_off) - merged_again,
    )


def document_blockers(title: str | None, year: int | None, *, tasks: int) -> list[Blocker]:
    """What the document's own details still lack."""
    blockers = []
    if not (title or "").strip():
        blockers.append(Blocker("Chưa có tên kế hoạch.", "details"))
    if year is None or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        blockers.append(Blocker("Chưa có năm của kế hoạch.", "details"))
    if tasks == 0:
        blockers.append(Blocker("Bản nháp không có nhiệm vụ nào.", "rows"))
    return blockers


def _cell_doubts(row: RowFacts, field: CellField, is_known: Callable[[str], bool]) -> list[Doubt]:
    problem = _problem(row, field, is_known)
    reasons = [] if field in row.confirmed else _reasons(row, field)
    if problem is None:
        return [Doubt(field, reason) for reason in reasons]
    # The reader's own reason says more than ours, where it has given one.
    if field in UNIT_FIELDS:
        reasons.append(problem)
    return [Doubt(field, reason, blocks=True) for reason in reasons or [problem]]


def _problem(row: RowFacts, field: CellField, is_known: Callable[[str], bool]) -> str | None:
    """What makes the cell unusable, so that a look alone is not enough."""
    if field is CellField.CONTENT and not row.content.strip():
        return "Chưa có nội dung."
    if field is CellField.DEADLINE:
        return _deadline_problem(row.deadline)
    if field in UNIT_FIELDS:
        names = _names(row, field)
        return _unknown_words([name for name in names if not is_known(name)], of=len(names))
    return None


def _deadline_problem(deadline: DeadlineReading | None) -> str | None:
    if deadline is None or deadline.kind is None:
        return "Chưa rõ loại thời hạn: hãy chọn."
    if deadline.kind is DeadlineKind.FIXED and not deadline.dates:
        return "Chưa có ngày của thời hạn: hãy nhập."
    return None


def _reasons(row: RowFacts, field: CellField) -> list[str]:
    found = [finding.message for finding in row.findings if _field_of(finding) is field]
    if field is CellField.LEAD and not row.lead and not found:
        found.append("Chưa có đơn vị chủ trì: sẽ không ai được giao việc này.")
    deadline = row.deadline
    if field is CellField.DEADLINE and deadline and not deadline.certain and not found:
        found.append(deadline.explanation or "Chưa chắc đã hiểu đúng thời hạn.")
    return list(dict.fromkeys(found))


def _field_of(finding: Finding) -> CellField:
    """A finding about the whole row is shown at its content."""
    try:
        return CellField(finding.field or CellField.CONTENT)
    except ValueError:
        return CellField.CONTENT


def _names(row: RowFacts, field: CellField) -> tuple[str, ...]:
    return row.lead if field is CellField.LEAD else row.cooperating


def _unknown_words(names: Sequence[str], *, of: int) -> str | None:
    if not names:
        return None
    quoted = "" if len(names) == of else ": " + ", ".join(f"“{name}”" for name in names)
    return f"Chưa có trong danh sách đơn vị{quoted}."

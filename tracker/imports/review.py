"""A draft looked at as a whole: what is doubtful, what is missing, what a confirmation would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.imports.amendments import Comparison, Fate, compare
from tracker.imports.models import DraftRow, ImportDraft
from tracker.imports.rules import (
    Balance,
    Blocker,
    CellField,
    Doubt,
    DraftRowKind,
    balance,
    certain_cells,
    document_blockers,
    doubts_of,
    unknown_names,
)
from tracker.tasks.rules import facts_of, wanted_occurrences
from tracker.units.queries import UnitDirectory


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A printed unit name that stands for no known unit, with the tasks that bear it."""

    name: str
    rows: Sequence[DraftRow]


@dataclass(frozen=True, slots=True)
class Review:
    """Everything the review page says about a draft, but the rows themselves."""

    balance: Balance
    doubts: dict[int, list[Doubt]]
    unknown: list[UnknownName]
    certain: dict[int, list[CellField]] = field(default_factory=dict)
    compared: Comparison | None = None
    blockers: list[Blocker] = field(default_factory=list)

    @property
    def acceptable_cells(self) -> int:
        """How many of them were understood all the same and can be accepted together."""
        return sum(len(cells) for cells in self.certain.values())

    @property
    def doubtful_cells(self) -> int:
        """How many cells want a look."""
        return sum(len({doubt.field for doubt in doubts}) for doubts in self.doubts.values())

    @property
    def doubtful_pairs(self) -> int:
        """How many rows may continue another task than they seem to."""
        return self.compared.doubtful if self.compared is not None else 0

    @property
    def doubtful_fields(self) -> list[tuple[CellField, int, int]]:
        """Each column in which cells want a look: how many there are, and the row of the first."""
        rows: dict[CellField, list[int]] = {}
        for row_id, doubts in self.doubts.items():
            for cell in {doubt.field for doubt in doubts}:
                rows.setdefault(cell, []).append(row_id)
        return [(cell, len(rows[cell]), rows[cell][0]) for cell in CellField if cell in rows]

    @property
    def to_be_seen(self) -> str:
        """What a person must have seen before confirming; "" when nothing is left."""
        cells = f"{self.doubtful_cells} ô còn đánh dấu" if self.doubtful_cells else ""
        rows = "" if self.balance.agrees else "số dòng không khớp với tệp"
        pairs = f"{self.doubtful_pairs} dòng ghép chưa chắc" if self.doubtful_pairs else ""
        return " và ".join(words for words in (cells, rows, pairs) if words)

    def doubts_at(self, row: DraftRow, cell: CellField) -> list[Doubt]:
        """The doubts about one cell."""
        return [doubt for doubt in self.doubts.get(row.id, []) if doubt.field is cell]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a confirmation would make: instances already late, ahead, and left out as past."""

    tasks: int
    headings: int
    late: int
    ahead: int
    before_tracking: int
    tracked_from: date


def review_of(draft: ImportDraft, directory: UnitDirectory) -> Review:
    """Look at all rows of the draft with the units known now."""

    def is_known(name: str) -> bool:
        return directory.find(name) is not None

    doubts = {row.id: doubts_of(row.facts, is_known) for row in draft.rows}
    counted = balance(
        [row.kind for row in draft.rows],
        rows_in_file=draft.rows_in_file,
        split_off=[row.kind for row in draft.rows if row.is_split_off],
    )
    review = Review(
        balance=counted,
        doubts={row_id: found for row_id, found in doubts.items() if found},
        certain={row.id: certain_cells(row.facts, doubts[row.id]) for row in draft.rows},
        unknown=unknown_in(draft, directory),
        compared=compare(draft, directory),
    )
    review.blockers.extend(document_blockers(draft.title, draft.year, tasks=counted.tasks))
    review.blockers.extend(_row_blockers(draft, review))
    return review


def unknown_in(draft: ImportDraft, directory: UnitDirectory) -> list[UnknownName]:
    """The unit names of the draft that nobody has decided, in the order they are printed."""
    found: dict[str, list[DraftRow]] = {}
    for row in draft.rows:
        for name in unknown_names(row.facts, lambda name: directory.find(name) is not None):
            found.setdefault(name, []).append(row)
    return [UnknownName(name, bearing) for name, bearing in found.items()]


def forecast(
    draft: ImportDraft,
    directory: UnitDirectory,
    compared: Comparison | None = None,
    *,
    today: date,
    until: date,
) -> Forecast:
    """Count the due instances of the draft's tasks that some unit of the ward would owe.

    An amendment brings those of the tasks it adds, from the day its plan is tracked; what it does
    to the others is said row by row (`amendments.foreseen`).
    """
    tasks = new = [row for row in draft.rows if row.kind is DraftRowKind.TASK]
    year, tracked_from = draft.year or today.year, draft.tracked_from_on(today)
    if compared is not None:
        new = [pair.row for pair in compared.pairs if pair.row and pair.fate is Fate.ADDED]
        year, tracked_from = compared.plan.year, compared.plan.tracked_from
    late = ahead = before = 0
    for row in new:
        facts = facts_of(row.deadline_reading)
        if facts is None or not _somebody_owes(row, directory):
            continue
        before += sum(due_on < tracked_from for due_on in facts.due_dates)
        wanted = wanted_occurrences(
            facts, tracked_from=tracked_from, tracked_until=until, year=year
        )
        due = [instance.due_on for instance in wanted if instance.due_on is not None]
        late += sum(due_on < today for due_on in due)
        ahead += sum(due_on >= today for due_on in due)
    headings = sum(row.kind in {DraftRowKind.SECTION, DraftRowKind.GROUP} for row in draft.rows)
    return Forecast(len(tasks), headings, late, ahead, before, tracked_from)


def _row_blockers(draft: ImportDraft, review: Review) -> list[Blocker]:
    blockers = []
    if review.unknown:
        words = f"{len(review.unknown)} tên đơn vị chưa rõ là đơn vị nào."
        blockers.append(Blocker(words, "units"))
    for cell, words in (
        (CellField.KIND, "dòng chưa đọc được: chọn nhiệm vụ, nhóm hay không phải nhiệm vụ."),
        (CellField.CONTENT, "dòng chưa có nội dung."),
        (CellField.DEADLINE, "nhiệm vụ chưa rõ thời hạn."),
    ):
        rows = [row for row in draft.rows if _is_blocked(review, row, cell)]
        if rows:
            blockers.append(Blocker(f"{len(rows)} {words}", f"row-{rows[0].id}"))
    return blockers


def _is_blocked(review: Review, row: DraftRow, cell: CellField) -> bool:
    return any(doubt.blocks for doubt in review.doubts_at(row, cell))


def _somebody_owes(row: DraftRow, directory: UnitDirectory) -> bool:
    units = (directory.find(name) for name in (*row.lead, *row.cooperating))
    return any(unit.members for unit in units if unit is not None)

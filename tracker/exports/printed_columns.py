"""The columns of an appendix as they were printed, and the words of its rows in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.exports.sheet import Align, Column, ColumnKind
from tracker.plans.models import Plan, Section
from tracker.reading.result import Column as Field
from tracker.reading.result import DeadlineKind
from tracker.tasks.models import Assignment, Task
from tracker.tasks.queries import AppendixRow
from tracker.tasks.rules import DEADLINE_KIND_WORDS, RHYTHM_WORDS, DeadlineFacts

_WIDTHS: dict[Field | None, float] = {
    Field.LABEL: 1.2,
    Field.CONTENT: 7,
    Field.LEAD: 3.2,
    Field.COOPERATING: 3.4,
    Field.DEADLINE: 3.2,
    Field.PRODUCT: 3.4,
    None: 3,
}
# "1.10", "HĐND&UBND" and "25/12/2026" in one line.
_LEAST_MM: dict[Field | None, float] = {
    Field.LABEL: 11,
    Field.LEAD: 30.5,
    Field.COOPERATING: 30.5,
    Field.DEADLINE: 23,
}
_CENTERED = frozenset({Field.LABEL, Field.DEADLINE, Field.LEAD, Field.COOPERATING})
# Letters in a usual cell; a column of longer words is wider, up to a limit.
_USUAL_LETTERS: dict[Field | None, int] = {Field.CONTENT: 110, Field.PRODUCT: 40, None: 30}
_NARROWEST, _WIDEST = 0.9, 1.4


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """What a column holds (None: words the tracker only keeps) and its printed heading."""

    field: Field | None
    heading: str

    def as_sheet_column(self, rows: Sequence[AppendixRow] = ()) -> Column:
        """The column with a width and a look that suit what it holds in these rows."""
        return Column(
            self.heading,
            _WIDTHS[self.field] * self._stretch(rows),
            Align.CENTER if self.field in _CENTERED else Align.LEFT,
            ColumnKind.DATE if self.field is Field.DEADLINE else ColumnKind.TEXT,
            least_mm=_LEAST_MM.get(self.field, 0),
        )

    def _stretch(self, rows: Sequence[AppendixRow]) -> float:
        """How much wider than usual: lines grow in number with the root of the letters."""
        lengths = [len(_printed_words(row, self)) for row in rows if isinstance(row, Task)]
        said = [length for length in lengths if length]
        if self.field not in _USUAL_LETTERS or not said:
            return 1.0
        mean = sum(said) / len(said)
        return float(min(max((mean / _USUAL_LETTERS[self.field]) ** 0.5, _NARROWEST), _WIDEST))


# For a plan that no document was read for, and for words its document had no column for.
_USUAL_COLUMNS = (
    PrintedColumn(Field.LABEL, "TT"),
    PrintedColumn(Field.CONTENT, "Nội dung nhiệm vụ"),
    PrintedColumn(Field.LEAD, "Đơn vị chủ trì"),
    PrintedColumn(Field.COOPERATING, "Đơn vị phối hợp"),
    PrintedColumn(Field.DEADLINE, "Thời hạn hoàn thành"),
    PrintedColumn(Field.PRODUCT, "Sản phẩm, kết quả"),
)


def printed_columns(plan: Plan, rows: Sequence[AppendixRow]) -> list[PrintedColumn]:
    """The plan's columns in printed order; one is added where its words would have no place."""
    printed = [_printed_column(column) for column in plan.columns]
    if not printed:
        return list(_USUAL_COLUMNS)
    known = {column.field for column in printed}
    missing = [
        column
        for column in _USUAL_COLUMNS
        if column.field not in known and any(_printed_words(row, column) for row in rows)
    ]
    first = [column for column in missing if column.field is Field.LABEL]
    columns = [*first, *printed, *(column for column in missing if column not in first)]
    return [*columns, *_columns_kept_apart(columns, rows)]


def _columns_kept_apart(
    known: Sequence[PrintedColumn], rows: Sequence[AppendixRow]
) -> list[PrintedColumn]:
    """Columns for words that no printed one takes: beyond the header, or of another table's."""
    of_headings = {column.heading for column in known}
    of_tasks = {column.heading for column in known if column.field is None}
    apart = [
        heading
        for row in rows
        for heading in row.extra or ()  # a row not saved yet has none
        if heading not in (of_headings if isinstance(row, Section) else of_tasks)
    ]
    return [PrintedColumn(None, heading) for heading in dict.fromkeys(apart)]


def cells_of_heading(section: Section, columns: Sequence[PrintedColumn]) -> tuple[str, ...]:
    """A heading's label and name, each in its column."""
    return tuple(_printed_words(section, column) for column in columns)


def cells_of_task(
    task: Task, columns: Sequence[PrintedColumn], *, fill_gaps: bool
) -> tuple[str, ...]:
    """A task's words as printed; `fill_gaps` puts what was confirmed where nothing was printed."""
    return tuple(
        _printed_words(task, column) or (_confirmed_words(task, column.field) if fill_gaps else "")
        for column in columns
    )


def _printed_column(column: dict[str, str]) -> PrintedColumn:
    field = column["field"]
    return PrintedColumn(Field(field) if field in set(Field) else None, column["heading"])


def _printed_words(row: AppendixRow, column: PrintedColumn) -> str:
    if isinstance(row, Section):
        words = {Field.LABEL: row.label, Field.CONTENT: row.title}
        own = words.get(column.field) if column.field else None
        return (row.extra or {}).get(column.heading, "") if own is None else own
    if column.field is None:
        return row.extra.get(column.heading, "")
    by_field: dict[Field, str | None] = {
        Field.LABEL: row.label,
        Field.CONTENT: row.content,
        Field.LEAD: row.lead_text,
        Field.COOPERATING: row.cooperating_text,
        Field.DEADLINE: row.deadline_text,
        Field.PRODUCT: row.product,
    }
    return by_field[column.field] or ""


def _confirmed_words(task: Task, field: Field | None) -> str:
    match field:
        case Field.LEAD:
            return _names(task.leads)
        case Field.COOPERATING:
            return _names(task.cooperators)
        case Field.DEADLINE:
            return _deadline_words(task.deadline)
        case _:
            return ""


def deadline_as_printed(task: Task) -> str:
    """The printed words of the deadline, or what was confirmed where nothing was printed."""
    return task.deadline_text or _deadline_words(task.deadline)


def _names(assignments: Sequence[Assignment]) -> str:
    return ", ".join(assignment.printed_name for assignment in assignments)


def _deadline_words(deadline: DeadlineFacts) -> str:
    if deadline.kind is DeadlineKind.FIXED and deadline.due_dates:
        return ", ".join(f"{due_on:%d/%m/%Y}" for due_on in deadline.due_dates)
    if deadline.rhythms:
        return f"Định kỳ {', '.join(RHYTHM_WORDS[rhythm] for rhythm in deadline.rhythms)}"
    return DEADLINE_KIND_WORDS[deadline.kind]

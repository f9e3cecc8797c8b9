"""What a reading gives back: plain values that every reader and every caller share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum


class DeadlineKind(StrEnum):
    """The three kinds of deadline a printed plan knows."""

    REGULAR = "regular"
    ON_OCCURRENCE = "on_occurrence"
    FIXED = "fixed"


class Rhythm(StrEnum):
    """How often a regular task falls due."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


class WorkingDayOfMonth(StrEnum):
    """A due day that is no number: the month's first or last working day."""

    FIRST = "first"
    LAST = "last"


MONTHS_OF: dict[Rhythm, int] = {
    Rhythm.MONTHLY: 1,
    Rhythm.QUARTERLY: 3,
    Rhythm.HALF_YEARLY: 6,
    Rhythm.YEARLY: 12,
}


class Comparator(StrEnum):
    """How a measured value must stand to the number of a target."""

    AT_LEAST = "≥"
    ABOVE = ">"
    EXACTLY = "="
    AT_MOST = "≤"
    BELOW = "<"


class Column(StrEnum):
    """What a column of the task table holds; the values name the fields of findings."""

    LABEL = "label"
    CONTENT = "content"
    LEAD = "lead"
    COOPERATING = "cooperating"
    DEADLINE = "deadline"
    PRODUCT = "product"


class RowKind(StrEnum):
    """What a printed row is: a Roman heading, a heading without lead or deadline, or a task."""

    SECTION = "section"
    GROUP = "group"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class DeadlineReading:
    """One printed deadline as understood; `kind` is None when nothing could be understood.

    `dates` are the last permitted days, ascending. `recurrence` is None for a task without rhythm.
    The remaining fields refine a rhythm (`due_day` of the month or its first or last `working_day`,
    ISO `weekday` 1–7, `due_time`; `months` name those of a monthly one ("Tháng 3, 6, 9, 12");
    `due_month_shift` counts months from the period's last one: 1 is "tháng đầu quý sau")
    or an event's own clock (`days_after_event`, counted in working days when `working_days`).
    `explanation` is one Vietnamese sentence; `certain` is False when a person must confirm.
    """

    kind: DeadlineKind | None
    dates: tuple[date, ...] = ()
    recurrence: tuple[Rhythm, ...] | None = None
    certain: bool = True
    explanation: str = ""
    starts_on: date | None = None
    due_day: int | None = None
    due_month_shift: int = 0
    weekday: int | None = None
    due_time: time | None = None
    days_after_event: int | None = None
    working_days: bool = False
    months: tuple[int, ...] = ()
    working_day: WorkingDayOfMonth | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt about one field of a row (or of the document), said in one Vietnamese sentence."""

    field: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page, in shares of the page's width and height from its top left corner.

    `ratio` is the page's height by its width.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a row stands in its source, counted from 1; only what the format knows is set.

    A row of a PDF knows its areas, several where a page cuts it. `merged` names the columns whose
    cell began in a row above; the label of a `wide` row shares one cell with its content, and the
    content of a `bold` one is printed bold.
    """

    page: int | None = None
    table: int | None = None
    row: int | None = None
    line: int | None = None
    areas: tuple[Area, ...] = ()
    merged: tuple[str, ...] = ()
    wide: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class ReadTarget:
    """A number a row asks for: "Tối thiểu 60% hồ sơ được nộp trực tuyến".

    `indicator` is what is measured, in the printed words. `scope` narrows it: a field, a territory,
    an exception, a baseline ("so với năm 2024"). `is_striving` marks "phấn đấu", no duty. A target
    printed as part of another ("trong đó …") names that one's indicator in `part_of`.
    """

    indicator: str
    comparator: Comparator
    value: Decimal
    unit: str
    scope: str | None = None
    is_striving: bool = False
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class BasisDocument:
    """A document a directive is based on, as its opening cites it."""

    number: str
    issued_on: date | None = None
    issuer: str | None = None


@dataclass(slots=True)
class ReadRow:
    """One printed row: the words as printed beside what was understood of them."""

    label: str
    kind: RowKind
    content: str
    lead: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    lead_text: str | None = None
    cooperating_text: str | None = None
    deadline_text: str | None = None
    deadline: DeadlineReading | None = None
    product: str | None = None
    extra: dict[str, str] = field(default_factory=dict)
    anchor: Anchor = field(default_factory=Anchor)
    findings: list[Finding] = field(default_factory=list)
    targets: tuple[ReadTarget, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row of the task table or a paragraph of a directive not understood; never dropped."""

    text: str
    anchor: Anchor
    reason: str


@dataclass(slots=True)
class ReadDocument:
    """A whole document as read. `rows_in_file` = tasks + headings + unread rows, always.

    `column_meanings` says which of the printed `columns` were taken for what.
    `addressees` and `basis` are known for a directive, a document that assigns without a table.
    """

    title: str | None = None
    number: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    signer: str | None = None
    year: int | None = None
    columns: list[str] = field(default_factory=list)
    column_meanings: dict[str, str] = field(default_factory=dict)
    rows: list[ReadRow] = field(default_factory=list)
    unread: list[UnreadRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows_in_file: int = 0
    addressees: tuple[str, ...] = ()
    basis: tuple[BasisDocument, ...] = ()


class UnreadableDocumentError(Exception):
    """The document cannot be read at all; the message is a Vietnamese sentence for the user."""


def add_words(extra: dict[str, str], title: str, words: str, *, between: str = " ") -> None:
    """Add to what stands under the title already: several cells or values may be under one."""
    extra[title] = between.join(filter(None, (extra.get(title), words)))

"""Understands the cells of a task row (units, deadline) and says what a person must look at."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tracker.core.text_vn import normalise, one_line
from tracker.reading.columns import Column
from tracker.reading.deadlines import find_time_phrases, read_deadline
from tracker.reading.ditto import RowAbove, is_ditto
from tracker.reading.header_words import is_period, meaning_of
from tracker.reading.raw import as_printed, is_tick
from tracker.reading.result import DeadlineReading, Finding, ReadRow, RowKind
from tracker.reading.table import PlainRow
from tracker.reading.unit_names import SplitUnits, split_units
from tracker.reading.unit_roles import Roles, split_roles

# A heading such as "Tháng 9/2026" or "Quý I", as programmes by months have.
_NAMES_A_TIME = re.compile(r"(tháng|quý|tuần|học kỳ|đợt|năm) ?\W?[\dIVX].{0,40}$", re.IGNORECASE)

# Whether words are a time does not depend on the year.
_ANY_YEAR, _LONGEST_TIME = 2000, 60
# "3", "6, 12", "II; IV" below "Tháng thực hiện" or "Quý"; "1-12" may be each month of them.
_BARE_PERIODS = re.compile(r"(?:\d{1,2}|[IV]{1,3})(?:\s*[,;]\s*(?:\d{1,2}|[IV]{1,3}))*")
_YEAR = re.compile(r"\b20\d\d\b")


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What the words of a document are understood with."""

    year: int | None = None
    plan_date: date | None = None
    known_units: Collection[str] = ()
    before_means_day_before: bool = False
    shared_lead_and_cooperating: bool = False
    period_of_deadlines: str = ""


class Neighbours:
    """The last lead and deadline printed under the same heading: what a merged cell would hold."""

    def __init__(self) -> None:
        self._printed: dict[Column, tuple[str, str]] = {}
        self._heading = ""
        self.row = RowAbove()

    def hint(self, column: Column) -> str:
        """A sentence that offers the value above for a cell left empty."""
        if column is Column.DEADLINE and self._heading:
            return f" Dòng này đứng dưới tiêu đề “{self._heading}”."
        if column not in self._printed:
            return ""
        label, text = self._printed[column]
        return f" Nếu ô này trộn với dòng {label or 'trên'} thì là “{text}”."

    def pass_by(self, row: ReadRow) -> None:
        if row.kind is not RowKind.TASK:
            self._printed.clear()
            self._heading = row.content if _NAMES_A_TIME.match(row.content) else ""
        for column, text in ((Column.LEAD, row.lead_text), (Column.DEADLINE, row.deadline_text)):
            if text and not is_ditto(text):
                self._printed[column] = (row.label, text)
        self.row.pass_by(row, is_task=row.kind is RowKind.TASK)


def understand(row: ReadRow, plain: PlainRow, context: ReadingContext, above: Neighbours) -> None:
    """Fills units and deadline of a task from its printed words; headings stay as they are."""
    if row.kind is not RowKind.TASK:
        return
    lead = _as_above(row, Column.LEAD, plain.value(Column.LEAD).text, above.row)
    helping = _as_above(row, Column.COOPERATING, plain.value(Column.COOPERATING).text, above.row)
    roles = split_roles(normalise(lead))
    if roles is not None:
        lead, helping = roles.lead, f"{roles.cooperating}\n{helping}".strip("\n")
    row.lead = _units(row, lead, Column.LEAD, context)
    row.cooperating = _units(row, helping, Column.COOPERATING, context)
    _flag_roles(row, roles)
    _read_deadline(row, context, above.row)
    _flag_second_time(row)
    _flag_missing(row, above)
    _flag_shared_column(row, context)
    _suggest_hidden_times(row)


def _as_above(row: ReadRow, column: Column, text: str, above: RowAbove) -> str:
    words = above.words(column, text)
    if words != text:
        message = f"Ô ghi “{as_printed(text)}”, lấy như {above.origin()}: “{one_line(words)[:80]}”."
        row.findings.append(Finding(column, message))
    return words


def _units(row: ReadRow, text: str, column: Column, context: ReadingContext) -> tuple[str, ...]:
    if not as_printed(text):
        return ()
    split = _split(text, tuple(context.known_units))
    if not split.certain:
        message = split.message or "Chưa chắc ô này ghi những đơn vị nào."
        row.findings.append(Finding(column, message))
    return split.names


def _flag_roles(row: ReadRow, roles: Roles | None) -> None:
    if roles is None:
        return
    if row.cooperating_text and roles.cooperating:
        message = "Đơn vị phối hợp ghi ở cả hai cột, đã gộp lại; hãy xem lại."
        row.findings.append(Finding(Column.COOPERATING, message))
    if not roles.certain:
        message = "Trong ô có đơn vị không ghi rõ chủ trì hay phối hợp, tạm hiểu là phối hợp."
        row.findings.append(Finding(Column.COOPERATING, message))


def _read_deadline(row: ReadRow, context: ReadingContext, above: RowAbove) -> None:
    if row.deadline_text is None:
        return
    words = _as_above(row, Column.DEADLINE, row.deadline_text, above)
    if context.period_of_deadlines and _BARE_PERIODS.fullmatch(words):
        words = f"{context.period_of_deadlines} {words}"
    row.deadline = _deadline(
        words, context.year, context.plan_date, context.before_means_day_before
    )
    if row.deadline.kind is None or not row.deadline.certain:
        message = row.deadline.explanation or "Chưa hiểu thời gian này."
        row.findings.append(Finding(Column.DEADLINE, message))


@lru_cache(maxsize=4096)
def _split(cell: str, known_units: tuple[str, ...]) -> SplitUnits:
    """A plan repeats few unit cells many times."""
    return split_units(cell, known_units)


@lru_cache(maxsize=4096)
def _deadline(
    phrase: str, year: int | None, plan_date: date | None, before_means_day_before: bool
) -> DeadlineReading:
    return read_deadline(
        phrase, year=year, plan_date=plan_date, before_means_day_before=before_means_day_before
    )


def _flag_missing(row: ReadRow, above: Neighbours) -> None:
    if row.lead_text is None:
        message = f"Không thấy đơn vị chủ trì ở dòng này.{above.hint(Column.LEAD)}"
        row.findings.append(Finding(Column.LEAD, message))
    if row.deadline_text is None:
        hint = _ticked(row) or _other_column(row) or above.hint(Column.DEADLINE)
        message = f"Không thấy thời gian ở dòng này.{hint}"
        row.findings.append(Finding(Column.DEADLINE, message))


def _ticked(row: ReadRow) -> str:
    """A road map marks the time with a tick below a year or a month: offered, not taken over."""
    columns = [title for title, words in row.extra.items() if is_tick(words) and is_period(title)]
    named = ", ".join(f"“{title}”" for title in columns)
    return f" Thời gian được đánh dấu ở cột {named}; hãy nhập thời hạn." if columns else ""


def _other_column(row: ReadRow) -> str:
    """Times below titles that do not say so ("Trình BTV"): offered, not taken over."""
    times = [(title, words) for title, words in row.extra.items() if _is_time(words)]
    named = ", ".join(f"“{words}” ở cột “{title}”" for title, words in times)
    return f" Dòng này có {named}; hãy xem có phải thời hạn không." if times else ""


def _flag_second_time(row: ReadRow) -> None:
    """Of two columns of times one was taken; which of them binds, only a person knows."""
    if row.deadline_text is None:
        return
    for title, words in row.extra.items():
        meaning = meaning_of(title)
        if meaning and meaning[0] is Column.DEADLINE and _is_time(words):
            message = f"Cột “{title}” ghi “{words}”; hãy xem cột nào là thời hạn."
            row.findings.append(Finding(Column.DEADLINE, message))


def _is_time(words: str) -> bool:
    """Whether a cell holds a date, a month or the like and nothing else; "2000" may be money."""
    if words.isdigit() or len(words) > _LONGEST_TIME:
        return False
    year = None if _YEAR.search(words) else _ANY_YEAR
    found = _deadline(words, year, None, before_means_day_before=False)
    return found.certain and bool(found.dates)


def _flag_shared_column(row: ReadRow, context: ReadingContext) -> None:
    if context.shared_lead_and_cooperating and len(row.lead) > 1:
        message = "Cột này ghi chung chủ trì và phối hợp; hãy tách đơn vị phối hợp."
        row.findings.append(Finding(Column.LEAD, message))


def _suggest_hidden_times(row: ReadRow) -> None:
    """A date in another cell may be the real deadline: shown, never taken over."""
    for column, text in ((Column.CONTENT, row.content), (Column.PRODUCT, row.product or "")):
        phrases = [phrase for phrase in find_time_phrases(text) if phrase != row.deadline_text]
        if phrases:
            named = "; ".join(f"“{phrase}”" for phrase in phrases)
            row.findings.append(
                Finding(column, f"Ô này có nhắc thời gian {named}; hãy xem có phải thời hạn không.")
            )

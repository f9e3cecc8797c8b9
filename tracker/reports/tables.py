"""The tables of reports. Pure: facts in, rows out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

from tracker.core.clock import day_in_vietnam
from tracker.exports import targets_sheet
from tracker.exports.sheet import Align, Column, SheetRow
from tracker.figures.grouping import Line
from tracker.figures.rules import CLASS_MEASURES, Figures, Measure, share_words
from tracker.progress.models import Contribution, Difficulty
from tracker.progress.rules import STATUS_WORDS, ContributionFacts
from tracker.reading.result import RowKind
from tracker.reports.content import Table
from tracker.reports.facts import LateWork
from tracker.reports.rules import counted
from tracker.targets.standing import Standing

_NUMBER = Column("TT", 1, Align.CENTER, least_mm=10)
_DUE = Column("Thời hạn", 2.2, Align.CENTER, least_mm=24)
_UNIT_COLUMNS = (
    _NUMBER,
    Column("Đơn vị", 4, least_mm=34),
    Column("Tổng số", 1.2, Align.CENTER, least_mm=12),
    *(
        Column(words, 1.4, Align.CENTER, least_mm=15)
        for words in (
            "Hoàn thành đúng hạn",
            "Hoàn thành quá hạn",
            "Hoàn thành, không hạn",
            "Đang thực hiện, trong hạn",
            "Đang thực hiện, quá hạn",
            "Đang thực hiện, không hạn",
        )
    ),
    Column("Đúng hạn / có hạn", 1.7, Align.CENTER, least_mm=18),
)
_LATE_COLUMNS = (
    _NUMBER,
    Column("Nội dung nhiệm vụ", 6),
    _DUE,
    Column("Quá hạn (ngày)", 1.4, Align.CENTER, least_mm=16),
    Column("Nguyên nhân", 4.6),
)
_WORK_COLUMNS = (
    _NUMBER,
    Column("Nội dung nhiệm vụ", 6),
    Column("Đơn vị", 3.2, least_mm=30.5),
    _DUE,
    Column("Tình trạng", 2.6),
)
_DIFFICULTY_COLUMNS = (
    _NUMBER,
    Column("Nhiệm vụ", 4.4),
    Column("Khó khăn, vướng mắc", 4.6),
    Column("Ngày báo", 2.2, Align.CENTER, least_mm=24),
    Column("Trả lời", 3.6),
)
# The bands of days late, the longest last.
BANDS = ((1, 6, "dưới 7 ngày"), (7, 14, "7–14 ngày"), (15, 29, "15–29 ngày"))
_BAND_COLUMNS = (
    _NUMBER,
    Column("Đơn vị", 4, least_mm=34),
    Column("Tổng số quá hạn", 1.6, Align.CENTER),
    *(Column(f"Quá hạn {words}", 1.5, Align.CENTER) for _first, _last, words in BANDS),
    Column("Quá hạn từ 30 ngày", 1.6, Align.CENTER),
    Column("Chưa báo cáo nguyên nhân", 1.8, Align.CENTER),
)


def units_table(lines: Sequence[Line], total: Figures) -> Table:
    """The six classes by unit, and their sum."""
    rows = [
        _row(str(place), line.name, *_classes(line.figures))
        for place, line in enumerate(lines, start=1)
    ]
    rows.append(SheetRow(RowKind.GROUP, 1, ("", "Tổng cộng", *_classes(total))))
    return Table(_UNIT_COLUMNS, tuple(rows))


def overdue_table(items: Sequence[LateWork]) -> Table | None:
    """What is overdue, unit by unit, with the reasons."""
    rows: list[SheetRow] = []
    for unit, found in groupby(items, key=lambda item: item.contribution.unit):
        owed = list(found)
        name = f"{unit.name} ({counted(len(owed), 'phần việc')})"
        rows.append(SheetRow(RowKind.GROUP, 1, ("", name, "", "", "")))
        rows += [
            _row(
                str(place),
                work_words(item.contribution),
                _day(item.due_on),
                str(item.days) if item.days else "trong ngày",
                item.reason,
            )
            for place, item in enumerate(owed, start=1)
        ]
    return Table(_LATE_COLUMNS, tuple(rows)) if rows else None


def bands_table(items: Sequence[LateWork]) -> Table | None:
    """How long each unit's work is overdue, and how much of it nobody has explained."""
    if not items:
        return None
    rows = []
    for place, (unit, found) in enumerate(
        groupby(items, key=lambda item: item.contribution.unit), start=1
    ):
        rows.append(_row(str(place), unit.name, *_banded(list(found))))
    rows.append(SheetRow(RowKind.GROUP, 1, ("", "Tổng cộng", *_banded(items))))
    return Table(_BAND_COLUMNS, tuple(rows))


def work_table(items: Iterable[tuple[Contribution, ContributionFacts]]) -> Table | None:
    """Work that is still to do, with what stands in the way."""
    rows = [
        _row(
            str(place),
            work_words(item),
            item.unit.name,
            _day(facts.due_on),
            STATUS_WORDS[facts.status],
        )
        for place, (item, facts) in enumerate(items, start=1)
    ]
    return Table(_WORK_COLUMNS, tuple(rows)) if rows else None


def answered_table(items: Iterable[tuple[Contribution, date | None, str]]) -> Table | None:
    """Work that was done or given back, with what became of it."""
    rows = [
        _row(str(place), work_words(item), item.unit.name, _day(due_on), words)
        for place, (item, due_on, words) in enumerate(items, start=1)
    ]
    return Table(_WORK_COLUMNS, tuple(rows)) if rows else None


def difficulties_table(items: Sequence[Difficulty], as_of: datetime) -> Table | None:
    """What stands in the way, unit by unit, with the answers given by the moment."""
    by_unit = sorted(
        items, key=lambda d: (d.contribution.unit.position, d.contribution.unit_id, d.raised_at)
    )
    rows: list[SheetRow] = []
    for unit, found in groupby(by_unit, key=lambda item: item.contribution.unit):
        rows.append(SheetRow(RowKind.GROUP, 1, ("", unit.name, "", "", "")))
        rows += [
            _row(
                str(place),
                work_words(item.contribution),
                item.words,
                _day(day_in_vietnam(item.raised_at)),
                _answer(item, as_of),
            )
            for place, item in enumerate(found, start=1)
        ]
    return Table(_DIFFICULTY_COLUMNS, tuple(rows)) if rows else None


def targets_table(standings: Sequence[Standing], day: date) -> Table | None:
    """The targets of running plans, plan by plan, without the column of sources."""
    rows: list[SheetRow] = []
    columns = tuple(c for c in targets_sheet.COLUMNS if c.heading not in _LEFT_OUT)
    kept = [targets_sheet.COLUMNS.index(column) for column in columns]
    for plan, found in groupby(standings, key=lambda standing: standing.target.plan):
        name = plan.number or plan.title
        rows.append(SheetRow(RowKind.GROUP, 1, ("", name, *[""] * (len(columns) - 2))))
        for standing in found:
            cells = targets_sheet.target_row(standing, day, with_papers=False).cells
            rows.append(_row(*(cells[place] for place in kept)))
    return Table(columns, tuple(rows)) if rows else None


_LEFT_OUT = frozenset({"Ngày đánh giá", "Nguồn, ghi chú"})


def work_words(item: Contribution) -> str:
    """The task as printed, which instance of it, and of which plan."""
    occurrence, task = item.occurrence, item.occurrence.task
    name = occurrence.name if occurrence.name and occurrence.kind.value != "due_date" else ""
    plan = task.plan.number or task.plan.title
    words = f"{task.content} ({name})" if name else task.content
    place = f"{plan}, mục {task.label}" if task.label else plan
    return f"{words}\n[{place}]"


def _classes(figures: Figures) -> tuple[str, ...]:
    share = share_words(figures.share(Measure.DONE_ON_TIME, Measure.WITH_DEADLINE))
    return (
        str(figures[Measure.TOTAL]),
        *(str(figures[measure]) for measure in CLASS_MEASURES),
        share,
    )


def _answer(item: Difficulty, as_of: datetime) -> str:
    is_answered = item.answered_at is not None and item.answered_at <= as_of
    return (item.answer or "" if is_answered else "") or "Chưa trả lời"


def _banded(items: Sequence[LateWork]) -> tuple[str, ...]:
    bands = Counter(_band(item.days) for item in items)
    silent = sum(not item.is_explained for item in items)
    counts = (bands[place] for place in range(len(BANDS) + 1))
    return (str(len(items)), *(str(number) for number in counts), str(silent))


def _band(days: int) -> int:
    """Which band; work late by hours only is in the first."""
    return next((n for n, (_first, last, _words) in enumerate(BANDS) if days <= last), len(BANDS))


def _row(*cells: str) -> SheetRow:
    return SheetRow(RowKind.TASK, 1, cells)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""

"""What a briefing goes through, list by list: numbers of all of it, rows of what is read.

A ward may have thousands of rows late, and a list that was kept for a year names all it has done:
of each list only so much is read as a page shows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import select

from tracker.core import clock
from tracker.core.paging import Pages
from tracker.core.plain_rows import plain_rows
from tracker.follow_up.overview import overview
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.lines import standing_difficulty
from tracker.progress.models import Contribution, ProgressUpdate, columns_of_facts, facts_of
from tracker.progress.queries import as_printed, contributions_by_id, is_past_due_at
from tracker.progress.rules import (
    OPEN_STATUSES,
    SOON_DAYS,
    UNIT_OWES_STATUSES,
    ContributionFacts,
    ContributionStatus,
    TimingClass,
    days_late,
    is_due_soon,
    timing_class,
)
from tracker.tasks.models import Occurrence, Task

# Of each list where all stand on one page, and of one that was asked for.
FIRST_SHOWN = 50
ROWS_PER_PAGE = 200


class Topic(StrEnum):
    """The lists, in the order of the meeting."""

    LATE = "late"
    AT_RISK = "at-risk"
    WORSE = "worse"
    FINISHED = "finished"
    RETURNED = "returned"


TITLES: dict[Topic, str] = {
    Topic.LATE: "Quá hạn",
    Topic.AT_RISK: "Có nguy cơ chậm",
    Topic.WORSE: "Mới quá hạn từ lần trước",
    Topic.FINISHED: "Đã hoàn thành từ lần trước",
    Topic.RETURNED: "Bị trả lại từ lần trước",
}
NONE_OF: dict[Topic, str] = {
    Topic.LATE: "Không có việc nào quá hạn.",
    Topic.AT_RISK: "Không có việc nào sắp đến hạn mà chưa làm hoặc còn vướng mắc.",
    Topic.WORSE: "Không có việc nào mới quá hạn.",
    Topic.FINISHED: "Chưa có kết quả nào được xác nhận.",
    Topic.RETURNED: "Không có kết quả nào bị trả lại.",
}


@dataclass(frozen=True, slots=True)
class BriefingList:
    """One of the lists: how long it is, and the rows that are shown of it."""

    topic: Topic
    total: int
    rows: Sequence[Contribution]

    @property
    def title(self) -> str:
        """What it is called."""
        return TITLES[self.topic]

    @property
    def shown_first(self) -> str:
        """Which rows are shown where not all are."""
        return "chậm lâu nhất" if self.topic in {Topic.LATE, Topic.WORSE} else "hạn sớm nhất"

    @property
    def if_empty(self) -> str:
        """The sentence in the place of no rows."""
        return NONE_OF[self.topic]


def first_rows(topic: Topic, since: date) -> BriefingList:
    """The list as it stands among the others."""
    if topic is Topic.WORSE:
        found = overview(since=min(since, clock.today()), most=FIRST_SHOWN)
        return BriefingList(topic, found.worse_count, [row.contribution for row in found.worse])
    if topic is Topic.LATE:
        late = _late()
        return BriefingList(topic, len(late), rows_of(_longest_late(late)))
    numbers = _NUMBERS[topic](since)
    return BriefingList(topic, len(numbers), rows_of(numbers[:FIRST_SHOWN]))


def pages_of(topic: Topic, since: date) -> Pages:
    """The page of one list that the address asks for."""
    if topic is Topic.WORSE:
        found = overview(since=min(since, clock.today())).worse
        return Pages.of([row.contribution for row in found], per_page=ROWS_PER_PAGE)
    numbers = _NUMBERS[topic](since)
    return Pages(
        lambda first: rows_of(numbers[first : first + ROWS_PER_PAGE]),
        total=len(numbers),
        per_page=ROWS_PER_PAGE,
    )


def rows_of(numbers: Sequence[int]) -> list[Contribution]:
    """What bears these numbers, in their order."""
    found = {item.id: item for item in contributions_by_id(numbers)}
    return [found[number] for number in numbers]


def late_numbers(_since: date) -> list[int]:
    """What is really late now, unit by unit; what was sent in time and waits is none of it."""
    return [number for number, _days in _late()]


def _longest_late(late: Sequence[tuple[int, int]]) -> list[int]:
    """As many as are shown at first, in their order: the first of all would be one unit's alone."""
    longest = sorted(late, key=lambda item: -item[1])[:FIRST_SHOWN]
    chosen = {number for number, _days in longest}
    return [number for number, _days in late if number in chosen]


def _late() -> list[tuple[int, int]]:
    """Each with how many days."""
    today, at = clock.today(), clock.in_vietnam(clock.now()).time()
    statement = (
        select(Contribution.id, *columns_of_facts())
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .where(
            Contribution.status.in_(OPEN_STATUSES),
            is_past_due_at(today, at),
            Plan.state == PlanState.ISSUED,
        )
        .order_by(Contribution.unit_id, Occurrence.due_on, *as_printed())
    )
    found = ((row.id, facts_of(row, row)) for row in plain_rows(statement))
    return [
        (number, days_late(facts, today))
        for number, facts in found
        if timing_class(facts, today) is TimingClass.OPEN_OVERDUE
    ]


def numbers_at_risk(_since: date) -> list[int]:
    """What is due within days and not even begun, or hindered; the nearest first."""
    today = clock.today()
    statement = (
        select(
            Contribution.id,
            *columns_of_facts(),
            standing_difficulty().is_not(None).label("hindered"),
        )
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .join(Task.plan)
        .where(
            Contribution.status.in_(UNIT_OWES_STATUSES),
            Contribution.due_on.between(today, today + timedelta(days=SOON_DAYS)),
            Plan.state == PlanState.ISSUED,
        )
        .order_by(Contribution.due_on, Contribution.unit_id, *as_printed())
    )
    return [
        row.id
        for row in plain_rows(statement)
        if is_at_risk(facts_of(row, row), today, is_hindered=row.hindered)
    ]


def is_at_risk(facts: ContributionFacts, today: date, *, is_hindered: bool) -> bool:
    """Due within days and not even begun, or hindered."""
    not_begun = facts.status is ContributionStatus.NOT_STARTED
    return is_due_soon(facts, today) and (not_begun or is_hindered)


def finished_numbers(since: date) -> list[int]:
    """What was confirmed after that day."""
    return numbers_touched(_day_after(since), (ContributionStatus.ACCEPTED,))


def returned_numbers(since: date) -> list[int]:
    """What was given back after that day and not sent again."""
    return numbers_touched(_day_after(since), (ContributionStatus.RETURNED,))


def numbers_touched(moment: datetime, statuses: Collection[ContributionStatus]) -> list[int]:
    """What was reported or answered since then and stands so now, the nearest due day first."""
    touched = select(ProgressUpdate.contribution_id).where(ProgressUpdate.at >= moment)
    statement = (
        select(Contribution.id)
        .join(Contribution.occurrence)
        .join(Occurrence.task)
        .where(Contribution.id.in_(touched), Contribution.status.in_(statuses))
        .order_by(Occurrence.due_on.is_(None), Occurrence.due_on, *as_printed())
    )
    return [number for (number,) in plain_rows(statement)]


_NUMBERS: dict[Topic, Callable[[date], list[int]]] = {
    Topic.LATE: late_numbers,
    Topic.AT_RISK: numbers_at_risk,
    Topic.FINISHED: finished_numbers,
    Topic.RETURNED: returned_numbers,
}


def _day_after(day: date) -> datetime:
    return clock.from_vietnam(datetime.combine(day + timedelta(days=1), time()))

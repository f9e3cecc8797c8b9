"""Filters of the plan page: rows and an address in, rows out."""

from __future__ import annotations

import pytest

from tracker.plans.models import Section
from tracker.progress.rules import TimingClass
from tracker.progress.summary import TaskSummary
from tracker.reading.result import DeadlineKind
from tracker.tasks.models import Assignment, Task
from tracker.tasks.queries import AppendixRow
from tracker.tasks.rules import TaskRole
from tracker.units.models import Unit, UnitMembership
from tracker.units.rules import UnitKind
from tracker.workspace.filters import PlanFilter, filtered_rows

CULTURE = Unit(id=1, name="Phòng Văn hóa", kind=UnitKind.INTERNAL, position=1, is_active=True)
ECONOMY = Unit(id=2, name="Phòng Kinh tế", kind=UnitKind.INTERNAL, position=2, is_active=True)
DIVISIONS = Unit(id=3, name="Các phòng", kind=UnitKind.COLLECTIVE, position=3, is_active=True)
DIVISIONS.memberships = [UnitMembership(member=ECONOMY, member_id=2)]


def heading(label: str, level: int) -> Section:
    return Section(label=label, title=f"Mục {label}", level=level)


def task(number: int, level: int, lead: Unit, key: str, kind: str = "fixed") -> Task:
    return Task(
        id=number,
        label=str(number),
        level=level,
        search_key=key,
        deadline_kind=DeadlineKind(kind),
        assignments=[Assignment(unit=lead, unit_id=lead.id, role=TaskRole.LEAD)],
    )


ROWS: list[AppendixRow] = [
    heading("I", 0),
    heading("1", 1),
    task(1, 2, CULTURE, "xay dung ke hoach"),
    task(2, 2, DIVISIONS, "ra soat thu tuc"),
    heading("2", 1),
    task(3, 2, CULTURE, "bao cao dinh ky", "regular"),
    heading("II", 0),
    task(4, 1, ECONOMY, "so hoa ho so", "on_occurrence"),
]
SUMMARIES = {1: TaskSummary(timing=TimingClass.OPEN_OVERDUE)}


def shown(**query: str) -> list[str]:
    rows = filtered_rows(ROWS, PlanFilter.from_query(query), SUMMARIES)
    return [row.label for row in rows]


def test_without_a_filter_the_whole_appendix_stands() -> None:
    assert shown() == [row.label for row in ROWS]
    assert shown(words="  ", unit="", kind="", timing="") == [row.label for row in ROWS]


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ({"words": "Xây dựng"}, ["I", "1", "1"]),
        ({"words": "SO HOA"}, ["II", "4"]),
        ({"unit": "2"}, ["I", "1", "2", "II", "4"]),
        ({"unit": "3"}, ["I", "1", "2"]),
        ({"kind": "regular"}, ["I", "2", "3"]),
        ({"timing": "open_overdue"}, ["I", "1", "1"]),
        ({"kind": "fixed", "unit": "1"}, ["I", "1", "1"]),
        ({"words": "không có"}, []),
    ],
)
def test_tasks_let_through_keep_the_headings_above_them(
    query: dict[str, str], labels: list[str]
) -> None:
    assert shown(**query) == labels


@pytest.mark.parametrize(
    "query", [{"unit": "abc"}, {"unit": "²"}, {"kind": "weekly"}, {"timing": "soon"}]
)
def test_what_cannot_be_understood_asks_for_nothing(query: dict[str, str]) -> None:
    assert not PlanFilter.from_query(query).is_set
    assert shown(**query) == [row.label for row in ROWS]

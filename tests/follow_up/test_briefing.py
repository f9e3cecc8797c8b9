"""The briefing's lists: numbers found without their rows are those of the rules, and a page shows
only so many rows of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.figures.course import begun_in_time, moments_of
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tests.progress.reports import send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.follow_up import briefing
from tracker.follow_up.briefing import Topic, first_rows, is_at_risk, late_numbers, numbers_at_risk
from tracker.follow_up.overdue import overdue_now
from tracker.plans.rules import PlanState
from tracker.progress.models import Contribution
from tracker.progress.queries import past_due
from tracker.progress.rules import OPEN_STATUSES

TODAY = date(2026, 8, 5)
LATE = 7


@pytest.mark.parametrize("seed", range(2))
def test_the_numbers_are_what_the_rules_say_of_every_row(app: Flask, ward: Ward, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - no secret hangs on it
    course, seen = begun_in_time(ward, chance), Counter[Topic]()

    def raise_or_close(_day: date) -> None:
        item = chance.choice(course.owed)
        if item.status in OPEN_STATUSES and item.occurrence.task.plan.state is PlanState.ISSUED:
            item.difficulty = "Thiếu kinh phí"

    for now in moments_of(course, range(12, 33, 4), chance, raise_or_close):
        today, hour = clock.day_in_vietnam(now), clock.in_vietnam(now).time()
        with app.test_request_context("/"):
            late = [item.contribution.id for item in overdue_now(past_due(today, at=hour), today)]
            assert late_numbers(today) == late
            at_risk = _at_risk(today)
            assert set(numbers_at_risk(today)) == at_risk
            seen += Counter({Topic.LATE: len(late), Topic.AT_RISK: len(at_risk)})
    assert seen[Topic.LATE]
    assert seen[Topic.AT_RISK]


def _at_risk(today: date) -> set[int]:
    """By the rules, of every row there is."""
    return {
        item.id
        for item in db.session.scalars(select(Contribution))
        if item.occurrence.task.plan.state is PlanState.ISSUED
        and is_at_risk(item.facts, today, is_hindered=item.standing_difficulty is not None)
    }


@pytest.fixture
def late(ward: Ward, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Sequence[Contribution]:
    """More rows late than a list shows at first, and than one of its pages."""
    monkeypatch.setattr(briefing, "FIRST_SHOWN", 2)
    monkeypatch.setattr(briefing, "ROWS_PER_PAGE", 3)
    plan = make_plan()
    tasks = [
        make_task(
            plan,
            fixed(TODAY - timedelta(days=LATE - number)),
            lead=ward.culture,
            content=f"Việc chậm thứ {number}",
        )
        for number in range(LATE)
    ]
    db.session.commit()
    owed = [contribution_of(task, ward.culture) for task in tasks]
    send_report(browser.as_(ward.culture_head), owed[-1], status="in_progress")
    return owed


@pytest.mark.usefixtures("late")
def test_each_list_begins_and_names_all_there_is(ward: Ward, browser: Browser) -> None:
    answer = browser.as_(ward.office).get("/briefing")
    page = words_of(answer)
    assert f"Quá hạn {LATE}" in page
    assert _shown(page) == [0, 1, 0, 1], "late, and late since the last briefing"
    assert f"2 trong {LATE} việc , chậm lâu nhất. Xem, in cả {LATE} việc" in page
    assert 'href="/briefing?part=late"' in answer.text
    # A page that another list was on changes nothing here.
    assert words_of(browser.as_(ward.office).get("/briefing?page=2")) == page


def test_the_first_rows_of_all_that_is_late_are_the_longest_late_of_whichever_unit(
    app: Flask, ward: Ward, late: Sequence[Contribution]
) -> None:
    longest = make_task(late[0].occurrence.task.plan, fixed(date(2026, 6, 1)), lead=ward.economy)
    db.session.commit()
    with app.test_request_context("/"):
        shown = first_rows(Topic.LATE, TODAY)
        assert shown.total == LATE + 1
        assert list(shown.rows) == [late[0], contribution_of(longest, ward.economy)]


@pytest.mark.usefixtures("late")
@pytest.mark.parametrize(
    ("asked", "shown"),
    [("", [0, 1, 2]), ("&page=2", [3, 4, 5]), ("&page=3", [6]), ("&page=99", [6])],
)
@pytest.mark.parametrize("topic", [Topic.LATE, Topic.WORSE])
def test_one_list_has_pages(
    ward: Ward, browser: Browser, topic: Topic, asked: str, shown: list[int]
) -> None:
    answer = browser.as_(ward.leader).get(f"/briefing?part={topic.value}&since=20/07/2026{asked}")
    page = words_of(answer)
    assert _shown(page) == shown
    assert f"trong {LATE} việc" in page
    assert "Bị trả lại từ lần trước" not in page
    assert 'href="/briefing?since=20/07/2026"' in answer.text


@pytest.mark.usefixtures("late")
def test_what_is_no_list_shows_all_of_them(ward: Ward, browser: Browser) -> None:
    page = words_of(browser.as_(ward.office).get("/briefing?part=khac"))
    assert "Bị trả lại từ lần trước 0" in page


def test_as_long_as_all_rows_fit_nothing_more_is_offered(
    app: Flask, ward: Ward, browser: Browser, late: Sequence[Contribution]
) -> None:
    with pytest.MonkeyPatch.context() as larger, app.test_request_context("/"):
        larger.setattr(briefing, "FIRST_SHOWN", LATE)
        found = first_rows(Topic.LATE, TODAY)
        assert (found.total, list(found.rows)) == (LATE, list(late))
        assert "Xem, in cả" not in words_of(browser.as_(ward.office).get("/briefing"))


def _shown(page: str) -> list[int]:
    return [int(number) for number in re.findall(r"Việc chậm thứ (\d+)", page)]

"""Which figure is missing today."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import make_plan
from tests.personas import Browser, Ward
from tests.targets.factories import JULY, make_measurement, make_target
from tracker.core.db import db
from tracker.plans.rules import PlanState
from tracker.reading.result import Rhythm
from tracker.targets.queries import targets_needing_figure
from tracker.targets.rules import Timing, asked_figure
from tracker.tasks.rules import Period

JANUARY = date(2026, 1, 5)
TODAY = date(2026, 8, 5)
MONTHLY = Timing(JANUARY, Rhythm.MONTHLY)


def test_the_last_month_that_has_ended() -> None:
    asked = asked_figure(MONTHLY, [date(2026, 6, 30)], TODAY)
    assert asked is not None
    assert asked.period == JULY
    assert asked.words(TODAY) == "Thiếu số liệu tháng 7/2026"


def test_a_figure_closed_on_the_14th_is_the_months() -> None:
    assert asked_figure(MONTHLY, [date(2026, 7, 14)], TODAY) is None


def test_one_month_is_no_quarter() -> None:
    quarterly = Timing(JANUARY, Rhythm.QUARTERLY)
    asked = asked_figure(quarterly, [date(2026, 4, 30)], TODAY)
    assert asked is not None
    assert asked.period == Period(date(2026, 4, 1), date(2026, 6, 30))
    assert asked_figure(quarterly, [date(2026, 6, 14)], TODAY) is None


def test_nothing_is_asked_for_from_before_the_plan() -> None:
    assert asked_figure(Timing(date(2026, 8, 1), Rhythm.MONTHLY), [], TODAY) is None


def test_thirty_days_before_the_evaluation() -> None:
    timing = Timing(JANUARY, None, date(2026, 9, 4))
    assert asked_figure(timing, [], date(2026, 8, 4)) is None
    asked = asked_figure(timing, [date(2026, 6, 30)], TODAY)
    assert asked is not None
    assert asked.words(TODAY) == "Đánh giá ngày 04/09/2026 (còn 30 ngày), cần số liệu chốt"
    assert "hôm nay" in asked.words(date(2026, 9, 4))
    assert "Đã qua ngày đánh giá" in asked.words(date(2026, 9, 5))
    assert asked_figure(timing, [date(2026, 8, 10)], date(2026, 8, 20)) is None


def test_a_unit_sees_at_home_what_it_has_to_measure(ward: Ward, browser: Browser) -> None:
    plan = make_plan()
    target = make_target(plan, ward.divisions, rhythm=Rhythm.MONTHLY)
    make_target(plan, ward.centre, indicator="việc của trung tâm", rhythm=Rhythm.MONTHLY)
    db.session.commit()
    home = browser.as_(ward.culture_officer).get("/").text
    assert "Chỉ tiêu cần số liệu" in home
    assert "hồ sơ được trả đúng hạn" in home
    assert "việc của trung tâm" not in home
    make_measurement(target, ward.culture_head)
    db.session.commit()
    assert "Chỉ tiêu cần số liệu" not in browser.as_(ward.culture_officer).get("/").text


def test_a_closed_plan_asks_for_nothing(ward: Ward) -> None:
    plan = make_plan()
    make_target(plan, ward.culture, rhythm=Rhythm.MONTHLY)
    assert len(targets_needing_figure(ward.culture.id, TODAY)) == 1
    plan.state = PlanState.CLOSED
    db.session.flush()
    assert targets_needing_figure(ward.culture.id, TODAY) == []
    assert targets_needing_figure(None, TODAY) == []


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 12, 28), None),
        (date(2027, 1, 4), None),
        (date(2027, 2, 1), "Thiếu số liệu tháng 1/2027"),
        (date(2028, 1, 3), "Thiếu số liệu tháng 12/2027"),
        (date(2036, 8, 5), "Thiếu số liệu tháng 12/2027"),
    ],
)
def test_figures_are_asked_for_of_the_plans_year_only(
    ward: Ward, today: date, words: str | None
) -> None:
    plan = make_plan(year=2027, issued_on=date(2026, 12, 22))
    target = make_target(plan, ward.culture, rhythm=Rhythm.MONTHLY)
    asked = asked_figure(target.timing, [], today)
    assert (asked.words(today) if asked else None) == words


def test_and_on_to_the_day_on_which_the_target_is_evaluated(ward: Ward) -> None:
    target = make_target(
        make_plan(), ward.culture, rhythm=Rhythm.MONTHLY, evaluated_on=date(2030, 12, 31)
    )
    asked = asked_figure(target.timing, [], TODAY.replace(year=2029))
    assert asked is not None
    assert asked.words(TODAY) == "Thiếu số liệu tháng 7/2029"


def test_the_week_over_new_year_is_asked_for_when_it_has_ended() -> None:
    timing = Timing(date(2026, 1, 1), Rhythm.WEEKLY, tracked_until=date(2026, 12, 31))
    for today, ends in ((date(2027, 1, 2), 27), (date(2027, 1, 4), 3), (date(2029, 5, 7), 3)):
        asked = asked_figure(timing, [], today)
        assert asked is not None
        assert asked.period is not None
        assert asked.period.end.day == ends

"""Deadlines that wait for something, with or without a clock of their own."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reading.deadline_cases import FIXED, ON_OCCURRENCE, days, read
from tracker.reading.deadlines import read_deadline

PLAN_DATE = date(2026, 1, 20)

WAITING = [
    "Khi có phát sinh",
    "Khi phát sinh",
    "Khi cần",
    "Đột xuất",
    "Theo yêu cầu",
    "Theo sự chỉ đạo của các cấp",
    "Theo chỉ đạo của UBND tỉnh",
    "Theo kế hoạch của cấp trên",
    "Theo kế hoạch của UBND tỉnh",
    "Khi có văn bản hướng dẫn của cấp trên",
    "Khi có hướng dẫn, chỉ đạo của cấp trên",
    "khi có thay đổi, bổ sung",
    "Theo Kế hoạch năm 2026",
    "đột xuất theo yêu cầu",
]
SET_ELSEWHERE = [
    "Theo tiến độ",
    "Đến khi hoàn thành",
    "Theo thời gian quy định",
    "Theo lịch",
    "Theo quy định",
    "Sau khi Luật được ban hành",
    "Ngay sau khi có văn bản chỉ đạo",
    "Trước kỳ họp HĐND cuối năm",
    "Trước khi tổ chức lễ",
    "Theo Quyết định số 123/QĐ-UBND ngày 23/6/2025",
]
TERMS = [
    ("chậm nhất 10 ngày làm việc kể từ ngày có Quyết định công bố", 10, True),
    ("Trong vòng 05 ngày sau khi nhận được văn bản", 5, False),
    ("05 (năm) ngày làm việc kể từ khi nhận đủ hồ sơ", 5, True),
    ("Sau khi có Kế hoạch của tỉnh 10 ngày", 10, False),
    ("15 ngày kể từ ngày nhận đủ hồ sơ", 15, False),
    ("Trong vòng mười ngày sau khi kết thúc", 10, False),
    ("02 tuần kể từ ngày có kết luận", 14, False),
    ("chậm nhất ngày thứ 10 kể từ ngày bắt đầu", 10, False),
    ("chậm nhất ngày làm việc thứ 3 sau khi nhận hồ sơ", 3, True),
    ("ngay trong ngày ban hành", 0, False),
]


@pytest.mark.parametrize("phrase", WAITING)
def test_needs_and_orders_open_the_task(phrase: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.dates, reading.days_after_event) == (ON_OCCURRENCE, (), None)
    assert reading.certain


@pytest.mark.parametrize("phrase", SET_ELSEWHERE)
def test_a_term_set_elsewhere_has_to_be_asked_for(phrase: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.dates) == (ON_OCCURRENCE, ())
    assert not reading.certain


@pytest.mark.parametrize(("phrase", "count", "working"), TERMS)
def test_terms_after_an_event(phrase: str, count: int, working: bool) -> None:
    reading = read(phrase)

    assert reading.kind is ON_OCCURRENCE
    assert (reading.days_after_event, reading.working_days) == (count, working)
    assert reading.certain


def test_the_event_is_named_as_printed() -> None:
    explanation = read("chậm nhất 10 ngày làm việc kể từ ngày có Quyết định công bố").explanation

    assert explanation == "Hạn là 10 ngày làm việc sau sự việc “có Quyết định công bố”."


@pytest.mark.parametrize(
    "phrase", ["Chậm nhất 03 ngày trước ngày tổ chức", "Trước khi tổ chức hội thi 03 ngày"]
)
def test_a_term_before_an_event_counts_backwards_and_asks(phrase: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.days_after_event) == (ON_OCCURRENCE, -3)
    assert not reading.certain


def test_a_term_without_its_event_asks_for_it() -> None:
    reading = read("không quá 01 ngày làm việc")

    assert (reading.kind, reading.days_after_event) == (ON_OCCURRENCE, 1)
    assert reading.working_days
    assert not reading.certain
    assert "không ghi tính từ ngày nào" in reading.explanation


def test_hours_are_not_turned_into_days() -> None:
    reading = read("trong vòng 24 giờ kể từ khi tiếp nhận")

    assert (reading.kind, reading.days_after_event) == (ON_OCCURRENCE, None)
    assert not reading.certain


@pytest.mark.parametrize(
    ("phrase", "due"),
    [
        ("100 ngày kể từ ngày ban hành Kế hoạch", "30/04/2026"),
        ("Trong vòng 100 ngày kể từ ngày Kế hoạch được ban hành", "30/04/2026"),
        ("Trong 01 tháng kể từ ngày ban hành Kế hoạch này", "20/02/2026"),
        ("30 ngày kể từ ngày 01/7/2026", "31/07/2026"),
    ],
)
def test_a_term_from_a_known_day_is_a_date(phrase: str, due: str) -> None:
    """Civil Code 2015, article 147: the day of the event itself is not counted."""
    reading = read_deadline(phrase, year=2026, plan_date=PLAN_DATE)

    assert (reading.kind, reading.dates) == (FIXED, days(due))
    assert reading.certain
    assert "đếm từ ngày liền sau ngày" in reading.explanation


def test_a_term_from_the_plans_day_waits_while_that_day_is_not_known() -> None:
    reading = read("100 ngày kể từ ngày ban hành Kế hoạch")

    assert (reading.kind, reading.days_after_event) == (ON_OCCURRENCE, 100)
    assert not reading.certain


def test_working_days_from_the_plans_day_are_left_to_the_calendar() -> None:
    phrase = "10 ngày làm việc kể từ ngày ban hành Kế hoạch"
    reading = read_deadline(phrase, year=2026, plan_date=PLAN_DATE)

    assert (reading.kind, reading.dates) == (ON_OCCURRENCE, ())
    assert (reading.days_after_event, reading.working_days) == (10, True)
    assert not reading.certain


def test_a_signature_of_some_document_is_only_proposed() -> None:
    reading = read_deadline("30 ngày kể từ ngày ký", year=2026, plan_date=PLAN_DATE)

    assert reading.dates == days("19/02/2026")
    assert not reading.certain

"""Deadlines with dates: single days, ends of periods, ranges, several days in one cell."""

from __future__ import annotations

from datetime import date, time

import pytest

from tests.reading.deadline_cases import FIXED, days, read
from tracker.reading.deadlines import read_deadline

SINGLE_DAYS = [
    ("Trước 25/8/2026", "25/08/2026"),
    ("Trước ngày 19/01/2026", "19/01/2026"),
    ("Trước 9/2/2026", "09/02/2026"),
    ("trước ngày 20.7.2026", "20/07/2026"),
    ("trước ngày 25-10- 2026", "25/10/2026"),
    ("hoàn thành chậm nhất là ngày 30/6/2026", "30/06/2026"),
    ("muộn nhất vào ngày 31/12/2026", "31/12/2026"),
    ("không muộn hơn ngày 31/12/2026", "31/12/2026"),
    ("Trước hoặc trong ngày 30/6/2026", "30/06/2026"),
    ("hoàn thành trước ngày 1/7/2026", "01/07/2026"),
    ("đến hết ngày 30/6/2026", "30/06/2026"),
    ("Đến ngày 30/6/2026 phải hoàn thành", "30/06/2026"),
    ("Từ nay đến 31/12/2026", "31/12/2026"),
    ("Ngày 05 tháng 8 năm 2026", "05/08/2026"),
    ("05/08/2026", "05/08/2026"),
    ("30 / 8 / 2026", "30/08/2026"),
    ("30/8/26", "30/08/2026"),
    ("30-8-26", "30/08/2026"),
    ("Ngày 10 tháng 10 (Ngày Chuyển đổi số quốc gia)", "10/10/2026"),
    ("2026-08-31 00:00:00", "31/08/2026"),
    ("31/08/2026 00:00:00", "31/08/2026"),
]
PERIOD_ENDS = [
    ("Trong tháng 08/2026", "31/08/2026"),
    ("Tháng 11/2026", "30/11/2026"),
    ("Trong tháng 02/2026", "28/02/2026"),
    ("Tháng 8 năm 2026", "31/08/2026"),
    ("tháng 8-2026", "31/08/2026"),
    ("tháng 8.2026", "31/08/2026"),
    ("tháng 8/26", "31/08/2026"),
    ("tháng tám năm 2026", "31/08/2026"),
    ("T8/2026", "31/08/2026"),
    ("08/2026", "31/08/2026"),
    ("ngày cuối cùng của tháng 4/2026", "30/04/2026"),
    ("hết tháng 9/2026", "30/09/2026"),
    ("Quý II/2026", "30/06/2026"),
    ("Hoàn thành trong quý III/2026", "30/09/2026"),
    ("Quý 4 năm 2026", "31/12/2026"),
    ("Q.I/2026", "31/03/2026"),
    ("Q2/2026", "30/06/2026"),
    ("Trong năm 2026", "31/12/2026"),
    ("đến hết năm 2026", "31/12/2026"),
    ("Nửa đầu năm 2026", "30/06/2026"),
]
RANGES = [
    ("Từ ngày 29/4/2026 đến hết ngày 03/5/2026", "29/04/2026", "03/05/2026"),
    ("Từ 01/7 đến 31/7/2026", "01/07/2026", "31/07/2026"),
    ("15-20/10/2026", "15/10/2026", "20/10/2026"),
    ("29/8 - 2/9/2026", "29/08/2026", "02/09/2026"),
    ("1/7/2026 - 31/7/2026", "01/07/2026", "31/07/2026"),
    ("từ 15/12 đến 15/01/2027", "15/12/2026", "15/01/2027"),
    ("Từ tháng 3 đến tháng 11/2026", "01/03/2026", "30/11/2026"),
    ("Tháng 8-9/2026", "01/08/2026", "30/09/2026"),
    ("tháng 11/2026 - tháng 02/2027", "01/11/2026", "28/02/2027"),
    ("Quý II/2026 đến quý III/2026", "01/04/2026", "30/09/2026"),
    ("từ ngày 15/3 đến hết tháng 5/2026", "15/03/2026", "31/05/2026"),
    ("Từ 1/7/2026, hoàn thành trước 30/9/2026", "01/07/2026", "30/09/2026"),
    ("8/2026-12/2026", "01/08/2026", "31/12/2026"),
    ("08/2026 đến 12/2026", "01/08/2026", "31/12/2026"),
    ("15.8-20.8.2026", "15/08/2026", "20/08/2026"),
    ("Năm 2025-2026", "01/01/2025", "31/12/2026"),
    ("Giai đoạn 2025 - 2030", "01/01/2025", "31/12/2030"),
]
SEVERAL_DAYS = [
    ("Tháng 3, 6, 9, 12/2026", ("31/03/2026", "30/06/2026", "30/09/2026", "31/12/2026")),
    ("Tháng 6 và tháng 12", ("30/06/2026", "31/12/2026")),
    ("30/6/2026; 31/12/2026", ("30/06/2026", "31/12/2026")),
    ("30/6 và 31/12/2026", ("30/06/2026", "31/12/2026")),
    ("15/8,20/8/2026", ("15/08/2026", "20/08/2026")),
    ("ngày 15, 30/6/2026", ("15/06/2026", "30/06/2026")),
    ("20/3, 20/6, 20/9, 20/12", ("20/03/2026", "20/06/2026", "20/09/2026", "20/12/2026")),
    ("Định kỳ vào ngày 20/6, 20/12 năm 2026", ("20/06/2026", "20/12/2026")),
    (
        "ngày 29 của các tháng 3, 6, 9, 11",
        ("29/03/2026", "29/06/2026", "29/09/2026", "29/11/2026"),
    ),
    ("Quý I và quý III/2026", ("31/03/2026", "30/09/2026")),
    ("Năm 2026, 2027", ("31/12/2026", "31/12/2027")),
    ("Tháng 5, Quý III/2026", ("31/05/2026", "30/09/2026")),
]
YEAR_OF_THE_PLAN = [
    ("Trước 25/8", "25/08/2026"),
    ("ngày 30.6", "30/06/2026"),
    ("Tháng 8", "31/08/2026"),
    ("Trong quý III", "30/09/2026"),
    ("Trong năm", "31/12/2026"),
    ("Trong năm kế hoạch", "31/12/2026"),
]
SHOWN_AS_DOUBTFUL = [
    ("Đầu năm 2026", "01/01/2026"),
    ("Giữa năm 2026", "30/06/2026"),
    ("Cuối năm", "31/12/2026"),
    ("Cuối tháng 9/2026", "30/09/2026"),
    ("giữa tháng 10", "15/10/2026"),
    ("đầu tháng 11/2026", "01/11/2026"),
    ("trung tuần tháng 5/2026", "20/05/2026"),
    ("Trước tháng 6/2026", "31/05/2026"),
    ("Trước quý II/2026", "31/03/2026"),
    ("6 tháng đầu năm", "30/06/2026"),
    ("6 tháng cuối năm 2026", "31/12/2026"),
    ("9 tháng đầu năm", "30/09/2026"),
    ("Cả năm", "31/12/2026"),
    ("Quý I, II/2026", "30/06/2026"),
    ("Quý III-IV/2026", "31/12/2026"),
    ("Tháng 8, 9/2026", "30/09/2026"),
    ("Dự kiến tháng 8/2026", "31/08/2026"),
    ("Báo cáo quý I/2026", "31/03/2026"),
    ("Báo cáo năm 2026", "31/12/2026"),
]


@pytest.mark.parametrize(("phrase", "due"), SINGLE_DAYS + PERIOD_ENDS)
def test_one_last_day(phrase: str, due: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.dates) == (FIXED, days(due))
    assert reading.certain
    assert reading.explanation.startswith("Một mốc:")
    assert due in reading.explanation


@pytest.mark.parametrize(("phrase", "begins", "due"), RANGES)
def test_a_range_is_due_on_its_last_day(phrase: str, begins: str, due: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.dates) == (FIXED, days(due))
    assert reading.starts_on == days(begins)[0]
    assert reading.certain


@pytest.mark.parametrize(("phrase", "due"), SEVERAL_DAYS)
def test_each_printed_day_is_a_due_day(phrase: str, due: tuple[str, ...]) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.dates) == (FIXED, days(*due))
    assert reading.certain


@pytest.mark.parametrize(("phrase", "due"), YEAR_OF_THE_PLAN)
def test_a_year_not_printed_is_the_plans_and_the_reading_says_so(phrase: str, due: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.dates) == (FIXED, days(due))
    assert reading.certain
    assert "năm không ghi, lấy theo năm của kế hoạch: 2026" in reading.explanation


@pytest.mark.parametrize(("phrase", "due"), SHOWN_AS_DOUBTFUL)
def test_vague_times_are_proposed_but_left_to_a_person(phrase: str, due: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.dates) == (FIXED, days(due))
    assert not reading.certain
    assert "cần xem lại" in reading.explanation


def test_february_ends_on_the_29th_in_a_leap_year() -> None:
    assert read_deadline("Trong tháng 02/2024", year=2024).dates == days("29/02/2024")


def test_before_a_day_counts_that_day_unless_the_office_says_otherwise() -> None:
    counted = read_deadline("Trước 25/8/2026")
    not_counted = read_deadline("Trước 25/8/2026", before_means_day_before=True)

    assert counted.dates == days("25/08/2026")
    assert "tính cả ngày ghi" in counted.explanation
    assert not_counted.dates == days("24/08/2026")
    assert "không tính ngày ghi" in not_counted.explanation


@pytest.mark.parametrize(
    "phrase", ["chậm nhất 25/8/2026", "25/8/2026", "Tháng 8/2026", "trước 17 giờ ngày 25/8/2026"]
)
def test_the_setting_moves_only_the_word_before(phrase: str) -> None:
    as_it_is = read_deadline(phrase)
    with_setting = read_deadline(phrase, before_means_day_before=True)

    assert with_setting.dates == as_it_is.dates


def test_before_stands_before_each_day_of_its_list() -> None:
    reading = read_deadline("Trước 1/5 và 1/11/2026", before_means_day_before=True)

    assert reading.dates == days("30/04/2026", "31/10/2026")


def test_an_hour_of_the_day_is_kept() -> None:
    reading = read("trước 17 giờ 30 phút ngày 30/6/2026")

    assert reading.dates == days("30/06/2026")
    assert reading.due_time == time(17, 30)
    assert "17 giờ 30 phút ngày 30/06/2026" in reading.explanation


def test_a_month_end_says_that_it_is_one() -> None:
    explanation = read("Trong tháng 8/2026").explanation

    assert explanation == "Một mốc: hết ngày 31/08/2026 (ngày cuối của tháng)."


def test_a_deadline_before_the_plans_own_day_is_doubted() -> None:
    reading = read_deadline("Trước 15/01", year=2026, plan_date=date(2026, 3, 2))

    assert reading.dates == days("15/01/2026")
    assert not reading.certain
    assert "đứng trước ngày ban hành kế hoạch 02/03/2026" in reading.explanation

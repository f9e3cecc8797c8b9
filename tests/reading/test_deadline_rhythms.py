"""Deadlines that repeat, and regular work without any end."""

from __future__ import annotations

from datetime import date, time

import pytest

from tests.reading.deadline_cases import REGULAR, read
from tracker.reading.deadlines import read_deadline
from tracker.reading.result import Rhythm

WEEKLY, MONTHLY, QUARTERLY = Rhythm.WEEKLY, Rhythm.MONTHLY, Rhythm.QUARTERLY
HALF_YEARLY, YEARLY = Rhythm.HALF_YEARLY, Rhythm.YEARLY

WITHOUT_RHYTHM = [
    "Thường xuyên",
    "Thường xuyên, kịp thời",
    "Thường xuyên, liên tục",
    "Thường xuyên theo quy định",
    "Thường xuyên trong năm 2026",
    "Thực hiện thường xuyên",
    "Hằng ngày",
    "Suốt năm 2026",
]
RHYTHMS = [
    ("Hàng tháng", (MONTHLY,)),
    ("Hằng tháng", (MONTHLY,)),
    ("Định kỳ hàng tháng", (MONTHLY,)),
    ("Định kỳ hằng tháng (phối hợp với Văn phòng)", (MONTHLY,)),
    ("Hàng tuần", (WEEKLY,)),
    ("Hằng quý", (QUARTERLY,)),
    ("Hàng năm", (YEARLY,)),
    ("Định kỳ 6 tháng", (HALF_YEARLY,)),
    ("06 tháng/lần", (HALF_YEARLY,)),
    ("6 tháng một lần", (HALF_YEARLY,)),
    ("Định kỳ hàng quý và năm 2026", (QUARTERLY, YEARLY)),
    ("Hàng tháng, quý, năm", (MONTHLY, QUARTERLY, YEARLY)),
    ("Hàng tháng/quý/năm", (MONTHLY, QUARTERLY, YEARLY)),
    ("Tháng, quý, năm", (MONTHLY, QUARTERLY, YEARLY)),
    ("Báo cáo tháng, quý, 6 tháng, năm", (MONTHLY, QUARTERLY, HALF_YEARLY, YEARLY)),
    ("6 tháng và cả năm", (HALF_YEARLY, YEARLY)),
    ("Sơ kết 6 tháng, tổng kết năm", (HALF_YEARLY, YEARLY)),
    ("Thường xuyên, định kỳ hàng tháng", (MONTHLY,)),
    ("Hàng tháng theo quy định", (MONTHLY,)),
    ("Tối thiểu 01 lần/năm", (YEARLY,)),
    ("02 lần/năm", (HALF_YEARLY,)),
    ("ít nhất 01 lần/quý", (QUARTERLY,)),
    ("mỗi năm hai lần", (HALF_YEARLY,)),
    ("mỗi quý một lần", (QUARTERLY,)),
    ("1 quý/lần", (QUARTERLY,)),
    ("ít nhất 02 cuộc/năm", (HALF_YEARLY,)),
    ("01 lần/6 tháng", (HALF_YEARLY,)),
    ("Tháng 6, tháng 12 hàng năm", (HALF_YEARLY,)),
    ("Tháng 3, 6, 9, 12 hằng năm", (QUARTERLY,)),
    ("Quý IV hàng năm", (YEARLY,)),
]
DAYS_OF_RHYTHMS = [
    ("trước ngày 25 hằng tháng", (MONTHLY,), 25),
    ("ngày 31 hàng tháng", (MONTHLY,), 31),
    ("Hàng tháng, trước ngày 25", (MONTHLY,), 25),
    ("Hàng tháng (ngày 25)", (MONTHLY,), 25),
    ("Từ ngày 1 đến ngày 5 hằng tháng", (MONTHLY,), 5),
    ("Ngày cuối cùng của tháng", (MONTHLY,), 31),
    ("Cuối mỗi tháng", (MONTHLY,), 31),
    ("Ngày 20 tháng cuối quý", (QUARTERLY,), 20),
    ("trước ngày 15 của tháng cuối mỗi quý", (QUARTERLY,), 15),
    ("ngày 15 các tháng 3, 6, 9, 12 hàng năm", (QUARTERLY,), 15),
    ("20/6 và 20/12 hàng năm", (HALF_YEARLY,), 20),
    ("Trước ngày 15/12 hằng năm", (YEARLY,), 15),
    ("Hằng năm (trước 15/12)", (YEARLY,), 15),
    (
        "trước ngày 17 hàng tháng (số liệu tính từ ngày 14 tháng trước đến hết ngày 13)",
        (MONTHLY,),
        17,
    ),
]
NOT_IN_THE_LAST_MONTH = [
    ("chậm nhất vào ngày 25 của tháng cuối kỳ báo cáo", None, 25),
    ("ngày 03 của tháng kế tiếp sau kỳ báo cáo", None, 3),
    ("Hằng quý (trước ngày 10 tháng đầu quý sau)", (QUARTERLY,), 10),
    ("trước ngày 10/01 của năm liền kề năm báo cáo", (YEARLY,), 10),
    ("Trước ngày 30/6 hằng năm", (YEARLY,), 30),
]
PERIOD_UNKNOWN = ["Định kỳ", "Định kỳ theo quy định"]


@pytest.mark.parametrize("phrase", WITHOUT_RHYTHM)
def test_regular_work_has_no_due_date(phrase: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.dates, reading.recurrence) == (REGULAR, (), None)
    assert reading.certain
    assert reading.explanation.startswith("Việc làm thường xuyên")


@pytest.mark.parametrize(("phrase", "rhythms"), RHYTHMS)
def test_rhythms(phrase: str, rhythms: tuple[Rhythm, ...]) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.dates, reading.recurrence) == (REGULAR, (), rhythms)
    assert reading.certain


@pytest.mark.parametrize(("phrase", "rhythms", "due_day"), DAYS_OF_RHYTHMS)
def test_the_day_of_a_rhythm(phrase: str, rhythms: tuple[Rhythm, ...], due_day: int) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.recurrence) == (REGULAR, rhythms)
    assert reading.due_day == due_day
    assert reading.certain


@pytest.mark.parametrize(("phrase", "rhythms", "due_day"), NOT_IN_THE_LAST_MONTH)
def test_a_day_outside_the_periods_last_month_is_left_to_a_person(
    phrase: str, rhythms: tuple[Rhythm, ...] | None, due_day: int
) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.recurrence) == (REGULAR, rhythms)
    assert reading.due_day == due_day
    assert not reading.certain


@pytest.mark.parametrize("phrase", PERIOD_UNKNOWN)
def test_periodic_without_a_period_asks_for_one(phrase: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.recurrence) == (REGULAR, None)
    assert not reading.certain
    assert "không ghi kỳ nào" in reading.explanation


def test_a_weekly_report_has_its_day_and_hour() -> None:
    reading = read("Báo cáo tuần trước 15 giờ 30 phút ngày thứ Tư hàng tuần")

    assert reading.recurrence == (WEEKLY,)
    assert (reading.weekday, reading.due_time) == (3, time(15, 30))
    assert reading.certain
    assert reading.explanation == "Việc lặp lại hằng tuần, hạn 15 giờ 30 phút thứ Tư."


@pytest.mark.parametrize(
    ("phrase", "weekday"),
    [
        ("Thứ Hai hàng tuần", 1),
        ("thứ 6 hằng tuần", 5),
        ("chiều thứ Bảy hàng tuần", 6),
        ("Chủ nhật hàng tuần", 7),
    ],
)
def test_weekdays_are_counted_from_monday(phrase: str, weekday: int) -> None:
    assert read(phrase).weekday == weekday


def test_two_weekdays_are_a_question() -> None:
    reading = read("thứ Hai và thứ Năm hàng tuần")

    assert (reading.recurrence, reading.weekday) == ((WEEKLY,), None)
    assert not reading.certain


def test_two_days_of_a_month_are_a_question() -> None:
    reading = read("ngày 15 và 30 hàng tháng")

    assert (reading.recurrence, reading.due_day) == ((MONTHLY,), None)
    assert not reading.certain


@pytest.mark.parametrize(("phrase", "due_day"), [("18", 17), ("01", 31)])
def test_the_setting_moves_the_day_of_a_month(phrase: str, due_day: int) -> None:
    """The day before the 1st is the last day of the month before."""
    reading = read_deadline(f"trước ngày {phrase} hàng tháng", before_means_day_before=True)

    assert reading.due_day == due_day


def test_a_rhythm_bounded_by_months_says_how_long() -> None:
    reading = read("Hàng tháng từ tháng 3 đến tháng 11/2026")

    assert (reading.kind, reading.recurrence) == (REGULAR, (MONTHLY,))
    assert reading.starts_on == date(2026, 3, 1)
    assert not reading.certain
    assert "chỉ làm đến 30/11/2026" in reading.explanation


def test_regular_work_from_a_day_on() -> None:
    reading = read("Thường xuyên từ tháng 7/2026")

    assert (reading.kind, reading.starts_on) == (REGULAR, date(2026, 7, 1))
    assert reading.certain


@pytest.mark.parametrize("phrase", ["2 lần/tháng", "3 lần/năm", "2 tháng/lần"])
def test_counts_without_an_even_spread_are_a_question(phrase: str) -> None:
    reading = read(phrase)

    assert reading.kind is REGULAR
    assert not reading.certain


def test_the_year_of_a_rhythm_is_said() -> None:
    assert "trong năm 2026" in read("Định kỳ hàng quý và năm 2026").explanation

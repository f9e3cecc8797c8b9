"""Odd ways of printing a deadline: a date that is shown is the one that is meant, or none is."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reading.deadline_cases import FIXED, ON_OCCURRENCE, REGULAR, days, read
from tracker.reading.result import Rhythm


@pytest.mark.parametrize(
    ("phrase", "dates"),
    [
        ("Tháng Năm năm 2026", days("31/05/2026")),
        ("tháng năm/2026", days("31/05/2026")),
        ("15 tháng Năm năm 2026", days("15/05/2026")),
        ("Trước ngày 15 tháng Tư năm 2026", days("15/04/2026")),
        ("tháng mười hai năm 2026", days("31/12/2026")),
        ("Quý một năm 2026", days("31/03/2026")),
        ("Quý II - năm 2026", days("30/06/2026")),
        ("quý II năm2026", days("30/06/2026")),
        ("ngày 15 tháng 05 năm2026", days("15/05/2026")),
        ("15tháng5năm2026", days("15/05/2026")),
        ("Tháng6/2026", days("30/06/2026")),
        ("Trước30/6/2026", days("30/06/2026")),
        ("tháng 3/6/9/12/2026", days("31/03/2026", "30/06/2026", "30/09/2026", "31/12/2026")),
        ("T5, T8/2026", days("31/05/2026", "31/08/2026")),
        ("Trước 0h ngày 01/7/2026", days("30/06/2026")),
        ("30/06/2026 (mốc)", days("30/06/2026")),
    ],
)
def test_words_for_numbers_and_missing_blanks_are_read(
    phrase: str, dates: tuple[date, ...]
) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.dates, reading.certain) == (FIXED, dates, True)


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("30/6/2026 -> 31/7/2026", "30/06/2026", "31/07/2026"),
        ("30/6/2026 → 31/7/2026", "30/06/2026", "31/07/2026"),
        ("T6/2026-T8/2026", "01/06/2026", "31/08/2026"),
        ("T5-6/2026", "01/05/2026", "30/06/2026"),
    ],
)
def test_arrows_and_short_months_are_ranges(phrase: str, first: str, last: str) -> None:
    reading = read(phrase)

    assert (reading.starts_on, reading.dates) == (days(first)[0], days(last))
    assert reading.certain


@pytest.mark.parametrize(
    ("phrase", "dates"),
    [
        ("~ 15/5/2026", days("15/05/2026")),
        ("≈15/5/2026", days("15/05/2026")),
        ("khoảng 15/5/2026", days("15/05/2026")),
        ("dự kiến 15/5/2026", days("15/05/2026")),
        ("15/5/2026 (dự kiến)", days("15/05/2026")),
        ("Phấn đấu xong trước 15/5/2026", days("15/05/2026")),
        ("15/5/2026?", days("15/05/2026")),
        ("15/5/2026*", days("15/05/2026")),
        (">15/5/2026", days("15/05/2026")),
        ("<15/5/2026", days("15/05/2026")),
        ("15/5/2026-", days("15/05/2026")),
        ("15/5/2026…", days("15/05/2026")),
        ("Không sớm hơn 15/5/2026", days("15/05/2026")),
        ("Tháng 12, 1/2026", days("31/01/2026", "31/12/2026")),
        ("30/6-30/9-31/12", days("30/06/2026", "30/09/2026", "31/12/2026")),
        ("Quý II/2026, trước 15/6", days("15/06/2026", "30/06/2026")),
        ("Năm 2026, quý II", days("30/06/2026", "31/12/2026")),
        ("Trong năm 2026, trước 30/11", days("30/11/2026", "31/12/2026")),
        ("Hết tháng 5, chậm nhất 15/6", days("31/05/2026", "15/06/2026")),
        ("80% trước 30/6, 100% trước 31/12/2026", days("30/06/2026", "31/12/2026")),
    ],
)
def test_a_date_that_may_not_be_the_deadline_is_doubtful(
    phrase: str, dates: tuple[date, ...]
) -> None:
    reading = read(phrase)

    assert (reading.dates, reading.certain) == (dates, False)
    assert "cần xem lại" in reading.explanation


@pytest.mark.parametrize(
    "phrase",
    [
        *("Quý I1/2026", "Quý 1I/2026", "Quý lV/2026", "Quý I1 năm 2026", "Quý nhất năm 2026"),
        *("l5/5/2026", "15/O5/2026", "15/5/2O26", "15/5/206", "15/5//2026", "15/5/20266"),
        *("tháng năm 2026", "ngày 15 tháng năm 2026", "Tháng 6/12", "Tháng XV/2026"),
        *("Tháng 01 năm sau", "Quý I năm sau", "Cuối năm trước", "Trước 31/12 năm trước"),
        *("May-26", "30-Jun-2026", "2026/06/30", "N+5", "Hè 2026", "Tuần 25/2026"),
        *("mùng 5 tháng 5", "Trước 10/3 âm lịch", "Trước 23 tháng Chạp", "Sau Tết 2026"),
    ],
)
def test_a_phrase_that_cannot_be_read_gets_no_date(phrase: str) -> None:
    reading = read(phrase)

    assert (reading.dates, reading.certain) == ((), False)


@pytest.mark.parametrize(
    ("phrase", "rhythms", "certain"),
    [
        ("6 tháng, 9 tháng, 1 năm", (Rhythm.HALF_YEARLY, Rhythm.YEARLY), False),
        ("6 tháng, 9 tháng và cả năm", (Rhythm.HALF_YEARLY, Rhythm.YEARLY), False),
        ("9 tháng", None, False),
        ("Báo cáo 3 tháng, 6 tháng, 9 tháng, năm", (Rhythm.QUARTERLY,), True),
        ("Hằng quý, 6 tháng, 9 tháng", (Rhythm.QUARTERLY, Rhythm.HALF_YEARLY), True),
        ("Nửa năm một lần", (Rhythm.HALF_YEARLY,), True),
        ("Hai tháng 1 lần", None, False),
        ("Nửa tháng 1 lần", None, False),
        ("Hằng tháng (trừ tháng 12)", (Rhythm.MONTHLY,), False),
        ("Hằng tháng, riêng tháng 12 trước ngày 10", (Rhythm.MONTHLY,), False),
        ("Hằng tháng (từ T3-T12/2026)", (Rhythm.MONTHLY,), False),
    ],
)
def test_no_period_of_a_rhythm_is_dropped_silently(
    phrase: str, rhythms: tuple[Rhythm, ...] | None, certain: bool
) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.recurrence) == (REGULAR, rhythms)
    assert reading.dates == ()
    assert reading.certain is certain


@pytest.mark.parametrize("phrase", ["15/5/2026 trở đi", "Từ 15/5/2026 trở đi"])
def test_a_first_day_is_no_last_day(phrase: str) -> None:
    reading = read(phrase)

    assert (reading.dates, reading.starts_on) == ((), days("15/05/2026")[0])
    assert not reading.certain


@pytest.mark.parametrize(
    ("phrase", "number"),
    [
        ("Trước 15 ngày khi tổ chức hội nghị", -15),
        ("Trước 3 ngày diễn ra kỳ họp", -3),
        ("Chậm nhất 03 ngày làm việc trước ngày họp", -3),
        ("03 ngày sau khi họp", 3),
    ],
)
def test_days_ahead_of_an_event_are_not_counted_after_it(phrase: str, number: int) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.days_after_event) == (ON_OCCURRENCE, number)

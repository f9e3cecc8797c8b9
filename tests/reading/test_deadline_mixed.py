"""Cells that say two things: the part that can be held is read, the rest is quoted as a doubt."""

from __future__ import annotations

import pytest

from tests.reading.deadline_cases import FIXED, REGULAR, days, read
from tracker.reading.result import Rhythm


@pytest.mark.parametrize(
    ("phrase", "due", "quoted"),
    [
        ("Xong trước 31/3; duy trì thường xuyên", ("31/03/2026",), "“thường xuyên”"),
        ("trong năm 2026 và thường xuyên", ("31/12/2026",), "“thường xuyên”"),
        ("Trước 30/9/2026 theo kế hoạch của UBND tỉnh", ("30/09/2026",), "“theo kế hoạch"),
        ("30/6 hoặc 31/12/2026", ("30/06/2026", "31/12/2026"), "“hoặc”"),
        ("Hàng quý, tổng hợp trước 15/12/2026", ("15/12/2026",), "nhịp hằng quý"),
        ("Trước 30/6/2026 (trừ mục 3)", ("30/06/2026",), "trừ mục 3"),
    ],
)
def test_a_date_beside_something_else(phrase: str, due: tuple[str, ...], quoted: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.dates) == (FIXED, days(*due))
    assert not reading.certain
    assert quoted in reading.explanation


def test_work_and_its_report_are_two_dues_for_different_things() -> None:
    reading = read("Hoàn thành trước 30/6, báo cáo trước 05/7/2026")

    assert reading.dates == days("30/06/2026", "05/07/2026")
    assert not reading.certain
    assert "mỗi mốc cho một việc khác nhau" in reading.explanation


@pytest.mark.parametrize("phrase", ["Tháng 5/2026 (15/5)", "15/5, xong trong tháng 5/2026"])
def test_a_second_day_of_another_sort_is_a_question(phrase: str) -> None:
    reading = read(phrase)

    assert reading.dates == days("15/05/2026", "31/05/2026")
    assert not reading.certain


def test_reports_of_different_periods_keep_their_days() -> None:
    reading = read("Báo cáo 6 tháng trước ngày 15/6, báo cáo năm trước ngày 15/12")

    assert reading.dates == days("15/06/2026", "15/12/2026")
    assert not reading.certain


def test_a_year_is_not_borrowed_from_a_report_of_the_year_after() -> None:
    reading = read("Trước 15/12, báo cáo trước 10/01/2027")

    assert reading.dates == days("15/12/2026", "10/01/2027")


@pytest.mark.parametrize(
    ("phrase", "rhythms"),
    [
        ("định kỳ, đột xuất", None),
        ("Thường xuyên và khi có yêu cầu", None),
        ("Hàng tháng, quý hoặc đột xuất theo yêu cầu", (Rhythm.MONTHLY, Rhythm.QUARTERLY)),
        (
            "định kỳ 6 tháng, hằng năm, đầu kỳ, giữa kỳ hoặc đột xuất khi cần thiết",
            (Rhythm.HALF_YEARLY, Rhythm.YEARLY),
        ),
        (
            "Báo cáo tháng, quý theo tiến độ chung của tỉnh",
            (Rhythm.MONTHLY, Rhythm.QUARTERLY),
        ),
    ],
)
def test_regular_work_beside_an_event(phrase: str, rhythms: tuple[Rhythm, ...] | None) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.recurrence) == (REGULAR, rhythms)
    assert not reading.certain
    assert "cần xem lại" in reading.explanation


def test_a_plan_named_beside_the_date_changes_nothing() -> None:
    reading = read("Trước 30/9/2026 theo Kế hoạch số 12/KH-UBND ngày 05/01/2026")

    assert reading.dates == days("30/09/2026")
    assert reading.certain

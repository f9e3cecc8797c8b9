"""What holds for every deadline phrase, whatever its numbers and its spelling."""

from __future__ import annotations

import calendar
import unicodedata
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from tests.reading.deadline_cases import FIXED
from tracker.reading.deadlines import find_time_phrases, read_deadline

YEARS = st.integers(min_value=2020, max_value=2099)
MONTHS = st.integers(min_value=1, max_value=12)
PHRASES = st.sampled_from(
    [
        "Trước ngày 25/8/2026",
        "Trong tháng 8/2026",
        "Tháng 3, 6, 9, 12/2026",
        "Hoàn thành trong quý III/2026",
        "Thường xuyên",
        "Định kỳ hằng quý và năm 2026",
        "trước ngày 18 hằng tháng",
        "chậm nhất 10 ngày làm việc kể từ ngày nhận được văn bản",
        "Khi có phát sinh",
        "Theo yêu cầu của cấp trên",
        "Đã thực hiện",
        "Từ ngày 01/7 đến hết ngày 15/8/2026",
        "thứ Năm hàng tuần",
        "6 tháng đầu năm 2026",
    ]
)
_VOCABULARY = (
    "trước ngày tháng quý năm hàng 30/6 31/02 2026 2025 12 I IV , ; - / và đến từ hết định kỳ "
    "thường xuyên chậm nhất kể làm việc 05 theo kế hoạch số 12/KH-UBND ( ) giờ thứ lần đầu "
    "cuối"
)
WORDS = st.sampled_from(_VOCABULARY.split())
PLAN_DATES = st.none() | st.dates(min_value=date(2020, 1, 1), max_value=date(2099, 12, 31))


@given(YEARS, MONTHS)
def test_a_month_ends_on_its_own_last_day(year: int, month: int) -> None:
    last = date(year, month, calendar.monthrange(year, month)[1])

    assert read_deadline(f"Trong tháng {month:02}/{year}", year=year).dates == (last,)


@given(YEARS, st.integers(min_value=1, max_value=4))
def test_a_quarter_ends_with_its_third_month(year: int, quarter: int) -> None:
    roman = ("I", "II", "III", "IV")[quarter - 1]
    last = date(year, 3 * quarter, calendar.monthrange(year, 3 * quarter)[1])

    assert read_deadline(f"Quý {roman}/{year}", year=year).dates == (last,)


@given(
    YEARS,
    MONTHS,
    st.integers(min_value=1, max_value=31),
    st.sampled_from(["{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}.{m}.{y}", "{d}-{m}-{y}"]),
    st.sampled_from(["{}", "ngày {}", "trước ngày {}", "chậm nhất {}", "hết ngày {}"]),
)
def test_a_printed_day_is_read_exactly_or_not_at_all(
    year: int, month: int, day: int, shape: str, around: str
) -> None:
    reading = read_deadline(around.format(shape.format(d=day, m=month, y=year)), year=year)

    exists = day <= calendar.monthrange(year, month)[1]
    assert reading.kind is FIXED
    assert reading.dates == ((date(year, month, day),) if exists else ())
    assert reading.certain is exists


@given(YEARS, st.lists(MONTHS, min_size=1, max_size=6, unique=True))
def test_no_date_lies_outside_the_printed_year(year: int, months: list[int]) -> None:
    phrase = f"Tháng {', '.join(map(str, sorted(months)))}/{year}"

    reading = read_deadline(phrase, year=year)

    assert reading.dates
    assert {due.year for due in reading.dates} == {year}


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2090, 1, 1)), st.integers(1, 400))
def test_a_term_from_the_plans_day_counts_calendar_days(issued: date, count: int) -> None:
    phrase = f"{count} ngày kể từ ngày ban hành Kế hoạch"

    reading = read_deadline(phrase, year=issued.year, plan_date=issued)

    assert [(due - issued).days for due in reading.dates] == [count]


@given(PHRASES)
def test_spelling_does_not_change_a_reading(phrase: str) -> None:
    reading = read_deadline(phrase, year=2026)
    for spelled in (
        unicodedata.normalize("NFD", phrase),
        phrase.replace("ư", "ƣ").replace("Ư", "Ƣ"),
        phrase.replace(" ", "\u00a0"),
        phrase.replace(" ", "\n"),
        phrase.replace("hằng", "hàng"),
        f"  {phrase}. ",
    ):
        again = read_deadline(spelled, year=2026)
        assert again == reading or (again.kind, reading.kind) == (None, None)


@given(PHRASES)
def test_capitals_change_only_the_quoted_words(phrase: str) -> None:
    small, large = (read_deadline(text, year=2026) for text in (phrase, phrase.upper()))

    assert (small.kind, small.dates, small.recurrence) == (
        large.kind,
        large.dates,
        large.recurrence,
    )
    assert (small.due_day, small.weekday, small.due_time) == (
        large.due_day,
        large.weekday,
        large.due_time,
    )
    assert (small.certain, small.days_after_event) == (large.certain, large.days_after_event)


@given(st.text(max_size=200), st.none() | YEARS, PLAN_DATES, st.booleans())
@example("12/12/9999", None, None, True)
@example("999 tháng kể từ ngày ban hành Kế hoạch", 2026, date(2099, 12, 31), False)
@example("²/³/2026", 2026, None, False)
@example("tháng ²", 2026, None, False)
@example("İİİ 30/6/2026", 2026, None, False)
@example("25:99 thứ Hai hàng tuần", 2026, None, False)
def test_any_text_is_answered(
    text: str, year: int | None, plan_date: date | None, before: bool
) -> None:
    reading = read_deadline(text, year=year, plan_date=plan_date, before_means_day_before=before)

    assert reading.explanation.endswith(".")
    assert reading.dates == tuple(sorted(set(reading.dates)))
    assert reading.certain is False or reading.kind is not None


@given(st.lists(WORDS, max_size=14).map(" ".join), st.none() | YEARS, PLAN_DATES, st.booleans())
def test_any_heap_of_deadline_words_is_answered(
    text: str, year: int | None, plan_date: date | None, before: bool
) -> None:
    reading = read_deadline(text, year=year, plan_date=plan_date, before_means_day_before=before)

    assert reading.explanation.endswith(".")
    if reading.kind is FIXED and reading.certain:
        assert reading.dates


@given(st.lists(WORDS, max_size=20).map(" ".join))
def test_a_hidden_phrase_is_always_part_of_its_cell(text: str) -> None:
    for words in find_time_phrases(text):
        assert words in text

"""Recognises days printed in figures: single dates, ranges, several days of one month."""

from __future__ import annotations

import re

from tracker.reading.deadlines.clues import Beginning, Clues, DayInYear, Due, Setting, undated
from tracker.reading.deadlines.phrase import Phrase
from tracker.reading.deadlines.words import (
    CLOCK,
    MONTH_OF,
    NAMED_MONTH,
    YEAR,
    YEAR_OF,
    clock_of,
    month_of,
    year_of,
)

_SHORT_YEAR = r"\d\d(?![\d/])"
_OF_YEAR = rf"(?:{YEAR_OF}(?P<year>{YEAR}|{_SHORT_YEAR}))?"
_MORE_DAYS = r"(?: ?(?:,|và) ?(?:ngày )?\d{1,2})+"
_MORE_MONTHS = r"(?: ?(?:,|và) ?(?:tháng )?\d{1,2}(?![\d/]))+"

_ON_OR_BEFORE = re.compile(r"\btrước (?:hoặc|và) trong(?= ngày| \d)")
# A spreadsheet writes a day as the first moment of it.
_MIDNIGHT = re.compile(r"(?<=\d) 00:00(?::00)?(?:\.0+)?$")
_BLANK_DATE = re.compile(
    rf"\b(?:trước )?ngày (?:tháng|/)[ /\d]*năm(?: {YEAR})?|\b(?:trước )?ngày ?/ ?\d{{1,2}}/{YEAR}"
    rf"|\b(?:trước )?ngày \d{{1,2}} tháng năm(?: {YEAR})?(?! ?/| ?,? ?năm)"
)
_ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")
_RANGE = re.compile(
    r"(?<![\d/])(?:(?:kể )?từ )?(?:ngày )?(?P<day1>\d{1,2})"
    rf"(?:{MONTH_OF}(?P<month1>\d{{1,2}}))?(?:{YEAR_OF}(?P<year1>{YEAR}))?"
    rf" ?(?:đến|tới|-) ?(?:hết )?(?:ngày )?(?P<day2>\d{{1,2}}){MONTH_OF}"
    rf"(?P<month2>\d{{1,2}}(?!\d)){_OF_YEAR}"
)
_DAYS_OF_MONTH = re.compile(
    rf"(?P<before>trước )?(?:các )?ngày (?P<days>\d{{1,2}}{_MORE_DAYS}){MONTH_OF}"
    rf"(?P<month>\d{{1,2}}(?!\d)){_OF_YEAR}"
)
_DAY_OF_MONTHS = re.compile(
    r"(?P<before>trước )?ngày (?P<day>\d{1,2}) (?:của )?(?:các )?tháng "
    rf"(?P<months>\d{{1,2}}{_MORE_MONTHS}){_OF_YEAR}"
)
_FIGURED = rf"\d{{1,2}} ?/ ?\d{{1,2}}(?:{YEAR_OF}{YEAR})?"
_BEFORE_DATES = re.compile(
    rf"\btrước (?:ngày )?(?P<list>{_FIGURED}(?: ?(?:,|và) ?(?:ngày )?{_FIGURED})+)(?! ?[/%])"
)
_IN_FIGURES = re.compile(rf"(\d{{1,2}}) ?/ ?(\d{{1,2}})(?:{YEAR_OF}({YEAR}))?")
_DATE = re.compile(
    r"(?:(?P<begin>\b(?:bắt đầu từ|bắt đầu|kể từ|từ|sau) )|(?P<before>\btrước ))?"
    rf"{CLOCK}(?:hết )?(?:ngày )?(?<!tháng )(?<![\w/.])(?P<day>\d{{1,2}})"
    rf"(?:{MONTH_OF}(?P<month>\d{{1,2}}(?!\d))| tháng (?P<named>{NAMED_MONTH})){_OF_YEAR}"
    r"(?! ?[/%])(?P<onwards> trở đi)?"
)
_ROUND_THE_CLOCK = re.compile(r"(?<!trước )(?<!ngày )\b24/(?:7|24)(?: ?(?:h|giờ))?(?![\d/])")
_FIGURES = re.compile(r"\d+")
_DASH_BEFORE = re.compile(r"\d ?- ?$")
_DASH_AFTER = re.compile(r" ?- ?\d")


def find_dates(phrase: Phrase, clues: Clues, setting: Setting) -> None:
    """Take every day printed with its month, in the order that keeps ranges and lists whole."""
    for words in phrase.drop(_ROUND_THE_CLOCK):
        clues.regular.append(words)
        clues.doubts.append(f"“{words}” được hiểu là làm liên tục, không phải một ngày")
    phrase.drop(_ON_OR_BEFORE)
    phrase.drop(_MIDNIGHT)
    clues.dues += phrase.take(_BLANK_DATE, _blank)
    if not _FIGURES.search(phrase.rest):
        return
    clues.dues += phrase.take(_ISO, _iso)
    clues.dues += phrase.take(_RANGE, _range)
    clues.dues += phrase.take(_DAYS_OF_MONTH, lambda match: _days_of_month(match, setting))
    clues.dues += phrase.take(_DAY_OF_MONTHS, lambda match: _day_of_months(match, setting))
    clues.dues += phrase.take(_BEFORE_DATES, lambda match: _before_dates(match, setting))
    clues.add_spans(phrase.take(_DATE, lambda match: _date(match, setting)))


def _blank(match: re.Match[str]) -> Due:
    return undated(match.start(), "ngày tháng còn để trống")


def _iso(match: re.Match[str]) -> Due:
    day = DayInYear(int(match["month"]), int(match["day"]), int(match["year"]))
    return Due(match.start(), (day,))


def _range(match: re.Match[str]) -> Due | None:
    before, after = match.string[: match.start()], match.string[match.end() :]
    if _DASH_BEFORE.search(before) or _DASH_AFTER.match(after):
        return None  # "30/6-30/9-31/12" names three days, no range
    last = DayInYear(int(match["month2"]), int(match["day2"]), year_of(match["year"]))
    month = int(match["month1"] or last.month)
    first = DayInYear(month, int(match["day1"]), year_of(match["year1"]))
    return Due(match.start(), (last,), begins=first)


def _days_of_month(match: re.Match[str], setting: Setting) -> Due:
    month, year = int(match["month"]), year_of(match["year"])
    days = [DayInYear(month, int(day), year) for day in _FIGURES.findall(match["days"])]
    return _due(match, days, setting)


def _day_of_months(match: re.Match[str], setting: Setting) -> Due:
    day, year = int(match["day"]), year_of(match["year"])
    days = [DayInYear(int(month), day, year) for month in _FIGURES.findall(match["months"])]
    return _due(match, days, setting)


def _before_dates(match: re.Match[str], setting: Setting) -> Due:
    """ "trước 30/6 và 31/12/2026": the word stands before each of them."""
    days: list[DayInYear] = []
    year: int | None = None
    for day, month, figures in reversed(_IN_FIGURES.findall(match["list"])):
        year = year_of(figures) or year
        days.insert(0, DayInYear(int(month), int(day), year))
    note = setting.before_note
    return Due(match.start(), tuple(days), shift=setting.before_shift, note=note)


def _date(match: re.Match[str], setting: Setting) -> Due | Beginning:
    month = month_of(match["month"] or match["named"])
    day = DayInYear(month, int(match["day"]), year_of(match["year"]))
    if match["begin"] or match["onwards"]:
        return Beginning(day, shift=1 if match["begin"] == "sau " else 0)
    if match["before"] and match["hour"] and int(match["hour"]) == 0:
        note = "0 giờ của ngày ghi là lúc hết ngày liền trước"
        return Due(match.start(), (day,), shift=-1, note=note)
    if match["hour"]:  # "trước 17 giờ ngày 30/6": the day itself counts, up to the hour
        return Due(match.start(), (day,), due_time=clock_of(match))
    return _due(match, [day], setting)


def _due(match: re.Match[str], days: list[DayInYear], setting: Setting) -> Due:
    if not match["before"]:
        return Due(match.start(), tuple(days))
    return Due(match.start(), tuple(days), shift=setting.before_shift, note=setting.before_note)

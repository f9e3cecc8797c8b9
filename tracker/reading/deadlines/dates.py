"""Recognises days printed in figures: single dates, ranges, several days of one month."""

from __future__ import annotations

import re
from datetime import time

from tracker.reading.deadlines.clues import Beginning, Clues, DayInYear, Due, Setting
from tracker.reading.deadlines.phrase import Phrase

CLOCK = r"(?:(?P<hour>\d{1,2}) ?(?:giờ|h|g|:) ?(?P<minute>\d{2})?(?: ?(?:phút|ph|p)\b)? ?(?:,|của )? ?)?"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_MONTH_OF = r"(?: ?/ ?| ?tháng )"
_YEAR_OF = r"(?: ?/ ?| ?,? ?năm )"

_RANGE = re.compile(
    r"(?<![\d/])(?:(?:kể )?từ )?(?:ngày )?(?P<day1>\d{1,2})"
    rf"(?:{_MONTH_OF}(?P<month1>\d{{1,2}}))?(?:{_YEAR_OF}(?P<year1>{_YEAR}))?"
    r" ?(?:đến|tới|-|->) ?(?P<hour>)(?P<minute>)(?:hết )?(?:ngày )?"
    rf"(?P<day2>\d{{1,2}}){_MONTH_OF}(?P<month2>\d{{1,2}}(?!\d))"
    rf"(?:{_YEAR_OF}(?P<year2>{_YEAR}|\d\d(?![\d/])))?"
)
_DAYS_OF_MONTH = re.compile(
    r"(?P<before>trước )?(?:các )?ngày (?P<days>\d{1,2}(?: ?(?:,|và|hoặc) ?(?:ngày )?\d{1,2})+)"
    rf"{_MONTH_OF}(?P<month>\d{{1,2}}(?!\d))(?:{_YEAR_OF}(?P<year>{_YEAR}|\d\d(?![\d/])))?"
)
_DAY_OF_MONTHS = re.compile(
    r"(?P<before>trước )?(?:ngày )(?P<day>\d{1,2}) (?:của )?(?:các )?tháng "
    r"(?P<months>\d{1,2}(?: ?(?:,|và) ?(?:tháng )?\d{1,2}(?![\d/]))+)"
    rf"(?:{_YEAR_OF}(?P<year>{_YEAR}))?"
)
_ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>\d{2})-(?P<day>\d{2})(?: 00:00:00)?")
_DATE = re.compile(
    rf"(?:(?P<begin>\b(?:kể từ|từ|sau) )|(?P<before>\btrước )|(?P<end>\b(?:đến|tới) ))?{CLOCK}"
    r"(?:hết )?(?P<named>ngày )?"
    rf"(?<![\d/,.])(?P<day>\d{{1,2}}){_MONTH_OF}(?P<month>\d{{1,2}}(?!\d))"
    rf"(?:{_YEAR_OF}(?P<year>{_YEAR}|\d\d(?![\d/])))?(?! ?[/%])"
)
_ROUND_THE_CLOCK = re.compile(r"(?<!trước )(?<!ngày )\b24/(?:7|24)(?: ?(?:h|giờ))?(?![\d/])")
_NUMBER = re.compile(r"\d+")

BEFORE_COUNTS = "chữ “trước” được hiểu là tính cả ngày ghi"


def find_dates(phrase: Phrase, clues: Clues, setting: Setting) -> None:
    """Take every day printed with its month, in the order that keeps ranges and lists whole."""
    if phrase.drop(_ROUND_THE_CLOCK):
        clues.regular.append("24/7")
        clues.doubts.append("“24/7” được hiểu là làm liên tục, không phải một ngày")
    clues.dues += phrase.take(_ISO, _iso)
    clues.dues += phrase.take(_RANGE, _range)
    clues.dues += phrase.take(_DAYS_OF_MONTH, lambda m: _days_of_month(m, setting))
    clues.dues += phrase.take(_DAY_OF_MONTHS, lambda m: _day_of_months(m, setting))
    for found in phrase.take(_DATE, lambda m: _date(m, setting)):
        if isinstance(found, Due):
            clues.dues.append(found)
        else:
            clues.beginnings.append(found)


def clock_of(match: re.Match[str]) -> time | None:
    """The hour a pattern with CLOCK has found, None without one or with an impossible one."""
    if not match["hour"]:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def year_of(figures: str | None) -> int | None:
    """A printed year; two figures mean this century."""
    if not figures:
        return None
    return int(figures) if len(figures) == 4 else 2000 + int(figures)


def shift_before(match: re.Match[str], setting: Setting) -> tuple[int, str]:
    """How "trước" moves a day, with the words that say so; a clock time leaves the day alone."""
    groups = match.groupdict()
    if not groups.get("before") or groups.get("hour"):
        return 0, ""
    if setting.before_means_day_before:
        return -1, "chữ “trước” được hiểu là không tính ngày ghi"
    return 0, BEFORE_COUNTS


def _iso(match: re.Match[str]) -> Due:
    day = DayInYear(int(match["month"]), int(match["day"]), int(match["year"]))
    return Due(match.start(), (day,))


def _range(match: re.Match[str]) -> Due | None:
    last = DayInYear(int(match["month2"]), int(match["day2"]), year_of(match["year2"]))
    first_month = int(match["month1"] or last.month)
    first_year = year_of(match["year1"])
    if first_year is None and last.year is not None:
        # "từ 15/12 đến 15/01/2026": the year stands at the end only
        runs_over = (first_month, int(match["day1"])) > (last.month, last.day)
        first_year = last.year - 1 if runs_over else last.year
    first = DayInYear(first_month, int(match["day1"]), first_year)
    return Due(match.start(), (last,), begins=first)


def _days_of_month(match: re.Match[str], setting: Setting) -> Due:
    shift, note = shift_before(match, setting)
    month, year = int(match["month"]), year_of(match["year"])
    days = tuple(DayInYear(month, int(day), year) for day in _NUMBER.findall(match["days"]))
    return Due(match.start(), days, shift=shift, note=note)


def _day_of_months(match: re.Match[str], setting: Setting) -> Due:
    shift, note = shift_before(match, setting)
    day, year = int(match["day"]), year_of(match["year"])
    days = tuple(DayInYear(int(month), day, year) for month in _NUMBER.findall(match["months"]))
    return Due(match.start(), days, shift=shift, note=note)


def _date(match: re.Match[str], setting: Setting) -> Due | Beginning:
    day = DayInYear(int(match["month"]), int(match["day"]), year_of(match["year"]))
    if match["begin"]:
        return Beginning(day)
    shift, note = shift_before(match, setting)
    return Due(match.start(), (day,), shift=shift, note=note, due_time=clock_of(match))

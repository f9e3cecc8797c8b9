"""Recognises months, quarters, half-years, years and weeks of the calendar as deadlines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tracker.reading.deadlines.clues import MONTH_END, Beginning, Clues, DayInYear, Due
from tracker.reading.deadlines.dates import year_of
from tracker.reading.deadlines.phrase import Phrase

_YEAR = r"(?:19|20)\d\d(?!\d)"
_OF_YEAR = rf"(?:(?: ?/ ?(?:năm )?| ?,? ?(?:của )?năm )(?P<year>{_YEAR}|(?<=/)\d\d(?![\d/])))?"
_WHEN = (
    r"(?:(?P<when>\b(?:trước|đầu|giữa|cuối|kể từ|từ|sau|thượng tuần|trung tuần|hạ tuần|nửa đầu"
    r"|nửa cuối)) )?(?:hết )?"
)
_JOIN = r"(?:,|;|&|\+|và|hoặc|đến hết|đến|tới|-)"
_RUN = re.compile(r"đến|tới|-")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

_MONTHS_OF_TWO_YEARS = re.compile(
    rf"(?:từ )?tháng (?P<month1>\d{{1,2}}) ?(?:/|năm) ?(?P<year1>{_YEAR}) ?(?:đến hết|đến|tới|-)"
    rf" ?(?:tháng )?(?P<month2>\d{{1,2}}) ?(?:/|năm) ?(?P<year2>{_YEAR})"
)
_MONTHS = re.compile(
    rf"{_WHEN}(?:các )?tháng (?P<list>\d{{1,2}}(?!\d)"
    rf"(?: ?{_JOIN} ?(?:tháng )?\d{{1,2}}(?!\d)(?! ?/ ?\d{{1,2}}(?!\d))(?! ?(?:ngày|lần|giờ|%)))*)"
    rf"{_OF_YEAR}"
)
_MONTH_AND_YEAR = re.compile(rf"{_WHEN}(?<![\d/.,])(?P<list>\d{{1,2}}) ?/ ?(?P<year>{_YEAR})")
_QUARTERS = re.compile(
    rf"{_WHEN}(?:các )?(?:quý|\bq\.?) ?(?P<list>(?:[ivx]+|\d)(?!\w)"
    rf"(?: ?{_JOIN} ?(?:quý )?(?:[ivx]+|\d)(?!\w))*){_OF_YEAR}"
)
_FIRST_OR_LAST_MONTHS = re.compile(
    r"(?:(?P<count>\d{1,2}|sáu) tháng|(?P<half>nửa)) (?P<which>đầu|cuối)(?: của)?(?: năm)?"
    rf"(?: ?/? ?(?P<year>{_YEAR}))?"
)
_YEARS = re.compile(
    rf"{_WHEN}(?:từ )?(?:các )?(?:năm|giai đoạn) ?(?P<year1>{_YEAR})"
    rf"(?:(?P<join> ?(?:-|,|và|đến hết|đến|tới) ?)(?:năm )?(?P<year2>{_YEAR}))?"
)
_BARE_YEARS = re.compile(rf"(?<![\d/])(?P<year1>{_YEAR})(?P<join> ?- ?)(?P<year2>{_YEAR})(?!/)")
_THIS_YEAR = re.compile(
    r"\b(?P<when>trong|đầu|giữa|cuối|hết|cả) năm(?: (?:nay|kế hoạch|này))?(?! \w*\d)\b"
)
_WEEK = re.compile(
    r"(?:trong )?tuần (?:lễ )?(?:thứ )?(?P<week>\d{1,2}|đầu(?: tiên)?|cuối(?: cùng)?|một|hai|ba|tư|bốn|i{1,3}|iv)\b"
    rf"(?: ?,?(?: của)?(?: ?tháng)? ?(?P<month>\d{{1,2}}(?!\d)))?{_OF_YEAR}"
)
_FIGURES = re.compile(r"\d+")
_QUARTER = re.compile(r"\d|\b[ivx]+\b")
_UNNAMED = re.compile(
    r"\b(?:trong|đầu|giữa|cuối|hết)(?: (?:đầu|cuối))? (?:tuần|tháng|quý)(?: (?:này|tới|sau))?(?! \w*\d)\b"
    r"|\b(?:tháng|quý|tuần) (?:này|tới|sau)\b"
)
_TET = re.compile(
    r"\b(?:trước|sau|trong|dịp)(?: dịp)?(?: và sau)? (?:tết|trung thu|quốc khánh|giáng sinh)[^,;()]*"
)


def find_weeks(phrase: Phrase, clues: Clues) -> None:
    """Take named weeks first: the 2 of "tuần 2 tháng 5" is no day of May."""
    clues.dues += phrase.take(_WEEK, _week)


def find_periods(phrase: Phrase, clues: Clues) -> None:
    """Take every period of the calendar; the narrower ones first."""
    places = (
        (_MONTHS_OF_TWO_YEARS, _months_of_two_years),
        (_FIRST_OR_LAST_MONTHS, _first_or_last_months),
        (_MONTHS, _months),
        (_MONTH_AND_YEAR, _months),
        (_QUARTERS, _quarters),
        (_YEARS, _years),
        (_BARE_YEARS, _years),
        (_THIS_YEAR, _this_year),
        (_UNNAMED, lambda m: _without_date(m, f"“{phrase.printed(m)}” chưa đủ để biết ngày nào")),
        (_TET, lambda m: _without_date(m, f"“{phrase.printed(m)}” phải tra lịch nghỉ")),
    )
    for pattern, understand in places:
        for found in phrase.take(pattern, understand):
            if isinstance(found, Beginning):
                clues.beginnings.append(found)
            else:
                clues.dues.append(found)


def _without_date(match: re.Match[str], doubt: str) -> Due:
    return Due(match.start(), doubt=f"{doubt}, cần nhập ngày cụ thể")


def _months(match: re.Match[str]) -> Due | Beginning | None:
    numbers = [int(figures) for figures in _FIGURES.findall(match["list"])]
    return _spans(match, [(number, number) for number in numbers], "tháng")


def _quarters(match: re.Match[str]) -> Due | Beginning | None:
    numbers = [_ROMAN.get(token) or _figure(token) for token in _QUARTER.findall(match["list"])]
    if not all(1 <= number <= 4 for number in numbers):
        return _without_date(match, f"Không có quý {match['list'].upper()}")
    return _spans(match, [(3 * number - 2, 3 * number) for number in numbers], "quý")


def _figure(token: str) -> int:
    return int(token) if token.isdigit() else 0


def _spans(match: re.Match[str], spans: list[tuple[int, int]], unit: str) -> Due | Beginning | None:
    """Months from-to of each named period, turned into last days."""
    year = year_of(match["year"])
    if not all(1 <= first and last <= 12 for first, last in spans):
        return _without_date(match, f"Không có tháng {match['list']}")
    when = match["when"] or ""
    if len(spans) == 1:
        return _one_span(match, spans[0], when, unit)
    first, last = DayInYear(spans[0][0], 1, year), DayInYear(spans[-1][1], MONTH_END, year)
    if _RUN.search(match["list"]) or when in ("từ", "kể từ"):
        doubt = f"có thể là mỗi {unit} một mốc" if unit == "quý" else ""
        return Due(match.start(), (last,), begins=_earlier(first, last), doubt=doubt)
    if _follow_on(spans):
        doubt = f"các {unit} liền nhau, có thể là mỗi {unit} một mốc"
        return Due(match.start(), (last,), begins=_earlier(first, last), doubt=doubt)
    ends = tuple(DayInYear(end, MONTH_END, year) for _, end in spans)
    return Due(match.start(), ends, note=f"ngày cuối của mỗi {unit}")


def _earlier(first: DayInYear, last: DayInYear) -> DayInYear:
    if last.year is not None and first.month > last.month:
        return DayInYear(first.month, first.day, last.year - 1)
    return first


def _follow_on(spans: Sequence[tuple[int, int]]) -> bool:
    return all(later[0] == earlier[1] + 1 for earlier, later in pairwise(spans))


def _one_span(match: re.Match[str], span: tuple[int, int], when: str, unit: str) -> Due | Beginning:
    year = year_of(match["year"])
    first, last = DayInYear(span[0], 1, year), DayInYear(span[1], MONTH_END, year)
    if when in ("từ", "kể từ"):
        return Beginning(first)
    if when == "sau":
        return Due(
            match.start(), doubt=f"“sau {unit}” không cho biết hạn cuối, cần nhập ngày cụ thể"
        )
    if when == "trước":
        doubt = f"“trước {unit}” được hiểu là hết ngày liền trước {unit} đó"
        return Due(match.start(), (first,), shift=-1, doubt=doubt)
    if when in ("", "cuối", "hạ tuần", "nửa cuối"):
        doubt = "" if not when else f"“{when} {unit}” được hiểu là ngày cuối {unit}"
        return Due(match.start(), (last,), note=f"ngày cuối của {unit}", doubt=doubt)
    return _inside_span(match, span, when, unit)


def _inside_span(match: re.Match[str], span: tuple[int, int], when: str, unit: str) -> Due:
    year = year_of(match["year"])
    if unit == "quý":
        return _without_date(match, f"“{when} quý” chưa đủ để biết ngày nào")
    day = {"đầu": 1, "giữa": 15, "thượng tuần": 10, "trung tuần": 20, "nửa đầu": 15}[when]
    doubt = f"“{when} tháng” được hiểu là ngày {day}"
    return Due(match.start(), (DayInYear(span[0], day, year),), doubt=doubt)


def _months_of_two_years(match: re.Match[str]) -> Due | None:
    months = int(match["month1"]), int(match["month2"])
    if not all(1 <= month <= 12 for month in months):
        return _without_date(match, "Không có tháng ghi trong ô")
    first = DayInYear(months[0], 1, int(match["year1"]))
    last = DayInYear(months[1], MONTH_END, int(match["year2"]))
    return Due(match.start(), (last,), begins=first, note="ngày cuối của tháng")


def _first_or_last_months(match: re.Match[str]) -> Due | None:
    count = 6 if match["half"] or match["count"] == "sáu" else int(match["count"])
    if not 1 <= count <= 11:
        return None
    year = year_of(match["year"])
    first_half = match["which"] == "đầu"
    last = DayInYear(count if first_half else 12, MONTH_END, year)
    first = DayInYear(1 if first_half else 13 - count, 1, year)
    doubt = "có thể đây là kỳ báo cáo" if match["count"] else ""
    return Due(match.start(), (last,), begins=first, note="ngày cuối của kỳ", doubt=doubt)


def _years(match: re.Match[str]) -> Due | Beginning | None:
    first = int(match["year1"])
    last = int(match["year2"] or first)
    when = match.groupdict().get("when") or ""
    if last < first:
        return _without_date(match, f"Năm {last} đứng sau năm {first}")
    if match["year2"] is None and when in ("từ", "kể từ"):
        return Beginning(DayInYear(1, 1, first))
    if match["year2"] is None and when:
        return _part_of_year(match, when, first)
    if match["year2"] and re.search(r",|và", match["join"]):
        ends = (DayInYear(12, MONTH_END, first), DayInYear(12, MONTH_END, last))
        return Due(match.start(), ends, note="ngày cuối của mỗi năm")
    begins = DayInYear(1, 1, first) if last > first else None
    return Due(match.start(), (DayInYear(12, MONTH_END, last),), begins, note="ngày cuối của năm")


def _this_year(match: re.Match[str]) -> Due | None:
    if match["when"] in ("trong", "hết"):
        return Due(match.start(), (DayInYear(12),), note="ngày cuối của năm")
    if match["when"] == "cả":
        doubt = "“cả năm” có thể là việc làm suốt năm"
        return Due(match.start(), (DayInYear(12),), note="ngày cuối của năm", doubt=doubt)
    return _part_of_year(match, match["when"], None)


def _part_of_year(match: re.Match[str], when: str, year: int | None) -> Due:
    if when == "trước":
        doubt = "“trước năm” được hiểu là hết năm liền trước"
        return Due(match.start(), (DayInYear(1, 1, year),), shift=-1, doubt=doubt)
    places = {"đầu": (1, 1), "giữa": (6, 30), "cuối": (12, 31)}
    if when not in places:
        return _without_date(match, f"“{when} năm” chưa đủ để biết ngày nào")
    month, day = places[when]
    doubt = f"“{when} năm” được hiểu là ngày {day:02}/{month:02}"
    return Due(match.start(), (DayInYear(month, day, year),), doubt=doubt)


def _week(match: re.Match[str]) -> Due:
    return _without_date(match, "Tuần chưa cho biết ngày nào (tuần tính từ thứ Hai đến Chủ nhật)")

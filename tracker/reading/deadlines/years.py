"""Recognises years, half-years, named weeks and vague times as deadlines."""

from __future__ import annotations

import re
from collections.abc import Callable

from tracker.reading.deadlines.clues import MONTH_END, Beginning, Clues, DayInYear, Due, undated
from tracker.reading.deadlines.phrase import Phrase
from tracker.reading.deadlines.words import YEAR, year_of
from tracker.reading.patterns import either

_UNTIL = either("-", "đến hết", "đến", "tới", ",", "và")
_MONTHS_IN_YEAR = re.compile(
    r"(?:(?P<count>\d{1,2}|sáu) tháng (?P<which>đầu|cuối)(?: của)?(?: năm)?"
    rf"|nửa (?P<half>đầu|cuối)(?: của)? năm)(?: ?/? ?(?P<year>{YEAR}))?"
)
_YEARS = re.compile(
    r"(?:(?P<when>\b(?:trước|đầu|giữa|cuối|kể từ|từ|sau)) )?(?:hết )?(?:các )?"
    rf"(?:năm|giai đoạn) ?(?P<year1>{YEAR})(?P<more>(?: ?{_UNTIL} ?(?:năm )?{YEAR})*)"
)
_BARE_YEARS = re.compile(rf"(?<![\d/])(?P<year1>{YEAR})(?P<more> ?- ?{YEAR})(?!/)")
_THIS_YEAR = re.compile(
    r"\b(?P<when>trong|đầu|giữa|cuối|hết|cả) năm(?: (?:nay|kế hoạch|này))?\b(?! \w*\d)"
)
_WEEK = re.compile(
    r"(?:trong )?\btuần (?:lễ )?(?:thứ )?"
    r"(?:\d{1,2}(?: ?(?:-|,|và) ?\d{1,2}(?![\d/]))*|đầu(?: tiên)?|cuối(?: cùng)?|một|hai|ba|tư|bốn"
    r"|i{1,3}|iv)\b"
    rf"(?: ?,?(?: của)?(?: ?tháng) ?\d{{1,2}}(?!\d))?(?: ?/ ?{YEAR}|,? năm {YEAR})?"
)
_UNNAMED = re.compile(
    r"\b(?:trong|đầu|giữa|cuối|hết)(?: (?:đầu|cuối))? (?:tuần|tháng|quý)"
    r"(?: (?:này|tới|sau))?\b(?! \w*\d)|\b(?:tháng|quý|tuần|năm) (?:này|tới|sau)\b"
)
_FESTIVAL = re.compile(
    r"\b(?:trước(?: và sau)?|sau|trong|dịp)(?: dịp)? "
    r"(?:tết|trung thu|quốc khánh|giáng sinh)[^,;()\ue000]*"
)
_SCHOOL = re.compile(
    r"(?:\b(?:trong|đầu|giữa|cuối|hết|cả|kết thúc|sau|trước) )?\b(?:năm học|học kỳ|học kì)"
    rf"(?: (?:i{{1,3}}|[123]|hè|này)\b)?(?:,? năm học)?(?: ?{YEAR} ?- ?(?:{YEAR}|\d\d))?"
)
_LUNAR = re.compile(
    r"(?:ngày )?(?:\d{1,2} ?(?:/ ?\d{1,2}|tháng (?:\d{1,2}|giêng|chạp)) ?\(?(?:âm lịch|[aâ]l\b)\)?"
    r"|(?:rằm|mùng \d{1,2}) tháng \w+|tháng (?:giêng|chạp)(?: âm lịch)?)"
)
_SESSION = re.compile(rf"(?<!trước )(?<!sau )\bkỳ họp (?:thường lệ )?(?:giữa|cuối) năm(?: {YEAR})?")
_ANOTHER_YEAR = re.compile(
    r"\b(?:(?:trước|hết|trong|từ) )?(?:ngày )?(?:\d{1,2} ?/ ?\d{1,2}|(?:\d{1,2} )?tháng \d{1,2}"
    r"|quý (?:[ivx]+|\d)|cuối|đầu|giữa),? (?:của )?năm (?:sau|tới|trước|liền trước|kế tiếp)\b"
)
_WHICH_YEAR = "của năm khác, phải biết là năm nào"
_WHICH_SCHOOL_DAY = "phải theo khung thời gian năm học"
_WHICH_LUNAR_DAY = "là ngày âm lịch, phải đổi ra ngày dương"
_WHICH_SESSION = "phải biết ngày họp"
# "quý I1 năm 2026": the year must not stand in for a quarter that nobody understood
_PERIOD_NOT_READ = re.compile(r"\b(?:quý|tháng|tuần|kỳ) [^\W\ue000]{1,8} ?,? ?$")
_SEPARATE = re.compile(r",|và")
_FOUR_FIGURES = re.compile(r"\d{4}")
_WHICH_WEEK = "chưa rõ gồm những ngày nào (tuần tính từ thứ Hai đến Chủ nhật)"
_WHICH_HOLIDAY = "phải tra lịch nghỉ lễ, Tết"
_PLACES_IN_YEAR = {"đầu": (1, 1), "giữa": (6, 30), "cuối": (12, 31)}


def find_weeks(phrase: Phrase, clues: Clues) -> None:
    """Take named weeks first: the 2 of "tuần 2 tháng 5" is no day of May."""
    clues.dues += phrase.take(_WEEK, lambda match: _vague(phrase, match, _WHICH_WEEK))
    for pattern, reason in (
        (_SCHOOL, _WHICH_SCHOOL_DAY),
        (_LUNAR, _WHICH_LUNAR_DAY),
        (_SESSION, _WHICH_SESSION),
        (_ANOTHER_YEAR, _WHICH_YEAR),
    ):
        clues.dues += phrase.take(pattern, _vaguely(phrase, reason))
    clues.dues += phrase.take(_FESTIVAL, lambda match: _vague(phrase, match, _WHICH_HOLIDAY))


def find_years(phrase: Phrase, clues: Clues) -> None:
    """Take years and parts of them, then what names no day at all."""
    if not phrase.mentions("năm", "tháng", "quý", "tuần", "giai đoạn", "-"):
        return
    for pattern, understand in (
        (_MONTHS_IN_YEAR, _months_in_year),
        (_YEARS, _years),
        (_BARE_YEARS, _years),
        (_THIS_YEAR, _this_year),
    ):
        clues.add_spans(phrase.take(pattern, understand))
    clues.dues += phrase.take(_UNNAMED, lambda match: _vague(phrase, match, "chưa rõ là ngày nào"))


def _vague(phrase: Phrase, match: re.Match[str], reason: str) -> Due:
    return undated(match.start(), f"“{phrase.printed(match)}” {reason}")


def _vaguely(phrase: Phrase, reason: str) -> Callable[[re.Match[str]], Due]:
    return lambda match: _vague(phrase, match, reason)


def _months_in_year(match: re.Match[str]) -> Due | None:
    count = 6 if match["half"] or match["count"] == "sáu" else int(match["count"])
    if not 1 <= count <= 11:
        return None
    year, at_start = year_of(match["year"]), (match["which"] or match["half"]) == "đầu"
    return Due(
        match.start(),
        (DayInYear(count if at_start else 12, MONTH_END, year),),
        begins=DayInYear(1 if at_start else 13 - count, 1),
        note="ngày cuối của kỳ",
        doubt="" if match["half"] else "có thể đây là kỳ báo cáo",
    )


def _years(match: re.Match[str]) -> Due | Beginning:
    unread = _PERIOD_NOT_READ.search(match.string[: match.start()])
    if unread:
        return undated(match.start(), f"“{unread[0].strip()}” của năm chưa rõ là kỳ nào")
    when = match.groupdict().get("when") or ""
    years = [int(match["year1"]), *map(int, _FOUR_FIGURES.findall(match["more"]))]
    if years != sorted(set(years)):
        return undated(match.start(), "các năm ghi không theo thứ tự")
    if len(years) == 1:
        return _one_year(match, when, years[0])
    if _SEPARATE.search(match["more"]):
        ends = tuple(DayInYear(12, MONTH_END, year) for year in years)
        return Due(match.start(), ends, note="ngày cuối của mỗi năm")
    last = DayInYear(12, MONTH_END, years[-1])
    begins = DayInYear(1, 1, years[0])
    return Due(match.start(), (last,), begins, note="ngày cuối của năm sau cùng")


def _one_year(match: re.Match[str], when: str, year: int) -> Due | Beginning:
    if when in ("từ", "kể từ"):
        return Beginning(DayInYear(1, 1, year))
    if when:
        return _part_of_year(match, when, year)
    note, opens = "ngày cuối của năm", DayInYear(1, 1, year)
    return Due(match.start(), (DayInYear(12, MONTH_END, year),), opens=opens, note=note)


def _this_year(match: re.Match[str]) -> Due:
    if match["when"] in _PLACES_IN_YEAR:
        return _part_of_year(match, match["when"], None)
    doubt = "“cả năm” có thể là việc làm suốt năm" if match["when"] == "cả" else ""
    opens = DayInYear(1, 1)
    return Due(match.start(), (DayInYear(12),), opens=opens, note="ngày cuối của năm", doubt=doubt)


def _part_of_year(match: re.Match[str], when: str, year: int | None) -> Due:
    if when == "trước":
        doubt = "“trước năm” được hiểu là hết năm liền trước"
        return Due(match.start(), (DayInYear(1, 1, year),), shift=-1, doubt=doubt)
    if when not in _PLACES_IN_YEAR:
        return undated(match.start(), f"“{when} năm” chưa đủ để biết ngày nào")
    month, day = _PLACES_IN_YEAR[when]
    doubt = f"“{when} năm” được hiểu là ngày {day:02}/{month:02}"
    return Due(match.start(), (DayInYear(month, day, year),), doubt=doubt)

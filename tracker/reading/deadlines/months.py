"""Recognises months and quarters of the calendar as deadlines: their last day is the due day."""

from __future__ import annotations

import re
from itertools import pairwise

from tracker.reading.deadlines.clues import MONTH_END, Beginning, Clues, DayInYear, Due, undated
from tracker.reading.deadlines.phrase import Phrase
from tracker.reading.deadlines.words import NAMED_MONTH, YEAR, month_of, year_of
from tracker.reading.patterns import either

_WHEN = (
    r"(?:ngày cuối(?: cùng)?(?: của)? )?(?:(?P<when>\b"
    + either(
        "trước",
        "đầu",
        "giữa",
        "cuối",
        "bắt đầu từ",
        "bắt đầu",
        "kể từ",
        "từ",
        "sau",
        "thượng tuần",
        "trung tuần",
        "hạ tuần",
        "nửa đầu",
        "nửa cuối",
    )
    + r") )?(?:hết )?"
)
_OF_YEAR = rf"(?:(?: ?/ ?(?:năm )?| ?[,-]? ?(?:của )?năm )(?P<year>{YEAR}|(?<=/)\d\d(?![\d/])))?"
_JOIN = either(",", ";", "&", r"\+", "và", "đến hết", "đến", "tới", "-")
_RUN = re.compile(r"đến|tới|-")
# A figure of a list of months; not the day of a date, not a count of something else.
_MONTH = r"\d{1,2}(?!\d)(?! ?/ ?\d{1,2}(?!\d))(?! ?(?:ngày|lần|giờ|%))"
_QUARTER = r"(?:[ivx]+|\d|một|hai|ba|bốn|tư)(?!\w)(?! (?:lần|cuộc|đợt|ngày))"

_BETWEEN_YEARS = re.compile(
    r"(?<![\w/.])(?:từ )?(?:(?P<unit>tháng|quý) |t\.?)?(?P<first>\d{1,2}|[ivx]+) ?(?:/|năm) ?"
    rf"(?P<year1>{YEAR})"
    rf" ?(?:đến hết|đến|tới|-) ?(?:(?:tháng|quý) |t\.?)?"
    rf"(?P<last>\d{{1,2}}|[ivx]+) ?(?:/|năm) ?(?P<year2>{YEAR})"
)
_MONTHS = re.compile(
    rf"{_WHEN}(?:các )?tháng (?P<list>\d{{1,2}}(?!\d)(?: ?{_JOIN} ?(?:tháng )?{_MONTH})*){_OF_YEAR}"
)
# "T5, T8/2026"; without a year "T6" may be a Friday
_SHORT_MONTHS = re.compile(
    rf"{_WHEN}\bt\.? ?(?P<list>\d{{1,2}}(?!\d)(?: ?{_JOIN} ?(?:t\.? ?|tháng )?{_MONTH})+) ?/ ?"
    rf"(?P<year>{YEAR})"
)
# "tháng 3/6/9/12/2026"
_MONTHS_BY_SLASH = re.compile(
    rf"{_WHEN}(?:các )?tháng (?P<list>\d{{1,2}}(?: ?/ ?\d{{1,2}}(?!\d)){{2,}}){_OF_YEAR}"
)
_MONTH_AND_YEAR = re.compile(
    rf"{_WHEN}(?:\bt\.? ?)?(?<!số )(?<![^\Wt]\d)(?<![\d/,])(?<![^\Wt])"
    rf"(?P<list>\d{{1,2}}) ?/ ?(?P<year>{YEAR})"
)
_MONTH_IN_WORDS = re.compile(rf"{_WHEN}tháng (?P<list>{NAMED_MONTH}){_OF_YEAR}")
_QUARTERS = re.compile(
    rf"{_WHEN}(?:các )?(?:quý|\bq\.?) ?"
    rf"(?P<list>{_QUARTER}(?: ?{_JOIN} ?(?:quý |q\.? ?)?{_QUARTER})*){_OF_YEAR}"
)
_FIGURES = re.compile(r"\d+")
_QUARTER_NUMBER = re.compile(r"\d|\b(?:[ivx]+|một|hai|ba|bốn|tư)\b")
_QUARTERS_BY_NAME = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
}
_BEGINS = ("bắt đầu từ", "bắt đầu", "kể từ", "từ")
_PART_OF_MONTH = {"đầu": 1, "giữa": 15, "thượng tuần": 10, "trung tuần": 20, "nửa đầu": 15}

_Span = tuple[int, int]


def find_months(phrase: Phrase, clues: Clues) -> None:
    """Take every month and quarter; lists and ranges stay whole."""
    if not phrase.mentions("tháng", "q", "/"):
        return
    for pattern, understand in (
        (_BETWEEN_YEARS, _between_years),
        (_SHORT_MONTHS, _months),
        (_MONTHS_BY_SLASH, _months),
        (_MONTHS, _months),
        (_MONTH_IN_WORDS, _month_in_words),
        (_QUARTERS, _quarters),
        (_MONTH_AND_YEAR, _months),
    ):
        clues.add_spans(phrase.take(pattern, understand))


def _months(match: re.Match[str]) -> Due | Beginning:
    numbers = [int(figures) for figures in _FIGURES.findall(match["list"])]
    if len(match["year"] or "") == 2 and int(match["year"]) <= 12:
        printed = f"{match['list']}/{match['year']}"
        return undated(match.start(), f"“tháng {printed}” chưa rõ là hai tháng hay tháng của năm")
    return _spans(match, "tháng", [_month_span(number) for number in numbers])


def _month_in_words(match: re.Match[str]) -> Due | Beginning:
    number = month_of(match["list"])
    return _spans(match, "tháng", [(number, number)])


def _quarters(match: re.Match[str]) -> Due | Beginning:
    numbers = _QUARTER_NUMBER.findall(match["list"])
    return _spans(match, "quý", [_quarter_span(number) for number in numbers])


def _month_span(number: int) -> _Span | None:
    return (number, number) if 1 <= number <= 12 else None


def _quarter_span(token: str) -> _Span | None:
    number = int(token) if token.isdigit() else _QUARTERS_BY_NAME.get(token, 0)
    return (3 * number - 2, 3 * number) if 1 <= number <= 4 else None


def _spans(match: re.Match[str], unit: str, found: list[_Span | None]) -> Due | Beginning:
    spans = [span for span in found if span is not None]
    if len(spans) < len(found):
        return undated(match.start(), f"không có {unit} {match['list'].upper()}")
    if len(spans) == 1:
        return _one_span(match, unit, spans[0])
    year = year_of(match["year"])
    if _is_run(match) or _follow_on(spans):
        return _run(match, unit, spans)
    ends = tuple(DayInYear(end, MONTH_END, year) for _, end in spans)
    doubt = "" if spans == sorted(spans) else f"các {unit} ghi không theo thứ tự, chưa rõ năm"
    return Due(match.start(), ends, note=f"ngày cuối của mỗi {unit}", doubt=doubt)


def _is_run(match: re.Match[str]) -> bool:
    return bool(_RUN.search(match["list"])) or match["when"] in _BEGINS


def _follow_on(spans: list[_Span]) -> bool:
    return all(later[0] == earlier[1] + 1 for earlier, later in pairwise(spans))


def _run(match: re.Match[str], unit: str, spans: list[_Span]) -> Due:
    """From the first to the last named one; a list of neighbours may also mean one due each."""
    year = year_of(match["year"])
    sure = _is_run(match) and unit == "tháng"
    return Due(
        match.start(),
        (DayInYear(spans[-1][1], MONTH_END, year),),
        begins=DayInYear(spans[0][0], 1),
        note=f"ngày cuối của {unit} sau cùng",
        doubt="" if sure else f"các {unit} liền nhau, có thể là mỗi {unit} một mốc",
    )


def _one_span(match: re.Match[str], unit: str, span: _Span) -> Due | Beginning:
    year, when = year_of(match["year"]), match["when"] or ""
    first, last = DayInYear(span[0], 1, year), DayInYear(span[1], MONTH_END, year)
    if when in _BEGINS:
        return Beginning(first)
    if when == "trước":
        doubt = f"“trước {unit}” được hiểu là hết ngày liền trước {unit} đó"
        return Due(match.start(), (first,), shift=-1, doubt=doubt)
    if not when:
        return Due(match.start(), (last,), note=f"ngày cuối của {unit}", opens=first)
    if when in ("cuối", "hạ tuần", "nửa cuối"):
        doubt = f"“{when} {unit}” được hiểu là ngày cuối {unit}"
        return Due(match.start(), (last,), doubt=doubt)
    if unit == "quý" or when == "sau":
        return undated(match.start(), f"“{when} {unit}” chưa đủ để biết ngày nào")
    day = _PART_OF_MONTH[when]
    doubt = f"“{when} tháng” được hiểu là ngày {day}"
    return Due(match.start(), (DayInYear(span[0], day, year),), doubt=doubt)


def _between_years(match: re.Match[str]) -> Due | None:
    unit = match["unit"] or "tháng"
    span = _quarter_span if unit == "quý" else _month_span_of
    first, last = span(match["first"]), span(match["last"])
    if first is None or last is None:
        return None
    return Due(
        match.start(),
        (DayInYear(last[1], MONTH_END, int(match["year2"])),),
        begins=DayInYear(first[0], 1, int(match["year1"])),
        note=f"ngày cuối của {unit} sau cùng",
    )


def _month_span_of(token: str) -> _Span | None:
    return _month_span(int(token)) if token.isdigit() else None

"""Reads a printed deadline: finds the clues, puts them together, says how it was understood."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from tracker.reading.deadlines.citations import drop_citations
from tracker.reading.deadlines.clues import Clues, Setting
from tracker.reading.deadlines.dates import find_dates
from tracker.reading.deadlines.decide import decide
from tracker.reading.deadlines.leftovers import drop_remarks, left_over, nothing_to_read
from tracker.reading.deadlines.months import find_months
from tracker.reading.deadlines.occurrences import find_meetings, find_occurrences
from tracker.reading.deadlines.phrase import LONGEST, STRUCK, Phrase, open_phrase
from tracker.reading.deadlines.rhythm_days import (
    find_lone_days,
    find_rhythm_days,
    refine_rhythms,
    refine_yearly,
)
from tracker.reading.deadlines.rhythms import find_rhythms
from tracker.reading.deadlines.terms import find_terms
from tracker.reading.deadlines.years import find_weeks, find_years
from tracker.reading.result import DeadlineReading

_REGULAR_IN_YEAR = re.compile(
    r"\b(?:(?:thường xuyên|liên tục)(?: trong)?(?: cả| suốt)?|suốt|quanh) năm(?: (?:19|20)\d\d)?\b"
)
_REGULAR = re.compile(r"\b(?:thường xuyên|liên tục|lâu dài|không thời hạn)\b")
_PERIODIC = re.compile(r"\bđịnh kỳ\b(?: theo (?:quy định|kế hoạch|chế độ)[^;,()\ue000]*)?")
_REPORT_OF_PERIOD = re.compile(
    r"\b(?:báo cáo|sơ kết|tổng kết) (?:tháng \d|quý [ivx\d]|năm \d|\d tháng)"
)
# "hằng tháng (trừ tháng 12)": the month named is the one that is left out
_EXCEPTION = re.compile(
    r"\b(?:ngoại trừ|trừ|không kể|không tính|riêng) (?:các )?(?:tháng|quý|tuần|kỳ) [^;,()\ue000]*"
)
_AT_THE_LATEST = re.compile(r"\b(?:chậm|muộn) nhất\b")
# Signs that doubt, bound from the other side, point to a note, or stand for a figure misread.
_SIGNS = re.compile(r"[~≈≃±?*>≥!|\\^]|<(?!=)|\.{3}|…|(?<=\d) ?-$")
# "tháng 1⏎1/2026": one number broken by a narrow column, or two numbers.
_BROKEN_NUMBER = re.compile(r"(?<!\d)\d \d(?!\d)")
# "Tháng 10/2026 - tháng 3": perhaps from the one to the other, not two dues.
_PERHAPS_UNTIL = re.compile(rf"{STRUCK} ?(?:-|(?:cho )?đến(?: hết)?|tới) ?{STRUCK}")
_CHAIN = re.compile(r"\d ?- ?\d{1,2} ?/[\d/ ]*- ?\d")
_ACTION = re.compile(
    r"[(]|\b(?:hoàn thành|xong|báo cáo|trình|gửi|nộp|sơ kết|tổng kết|ban hành|tổ chức|duy trì)\b"
)


def read_deadline(
    phrase: str,
    *,
    year: int | None = None,
    plan_date: date | None = None,
    before_means_day_before: bool = False,
) -> DeadlineReading:
    """The printed phrase as understood; never raises, never makes up a date.

    `year` stands in for a year the phrase does not print, `plan_date` is the day the plan was
    issued. "Trước ngày D" counts D itself unless `before_means_day_before`. A rhythm's `due_day`
    lies in the last month of its period; where the print says otherwise the reading is uncertain.
    `days_after_event` is negative for a term that ends before its event.
    """
    opened = open_phrase(phrase)
    reason = nothing_to_read(opened)
    if reason:
        return DeadlineReading(kind=None, certain=False, explanation=reason)
    setting = Setting(year, plan_date, before_means_day_before)
    clues = _find_clues(opened, setting)
    if opened.unmarked and clues.found_any:
        clues.doubts.append("ô ghi chữ không dấu")
    if len(opened.shown) == LONGEST:
        clues.doubts.append("ô quá dài, chỉ đọc phần đầu")
    return decide(opened.shown, clues, setting)


def _find_clues(phrase: Phrase, setting: Setting) -> Clues:
    """Every clue of the phrase; the order of the searches is what keeps their words apart."""
    clues = Clues()
    cited = drop_citations(phrase)
    find_terms(phrase, clues, setting)
    find_rhythm_days(phrase, clues, setting)
    clues.regular += phrase.take(_REGULAR_IN_YEAR, phrase.printed)
    find_rhythms(phrase, clues)
    clues.doubts += [f"“{words}” theo cách khác" for words in phrase.drop(_EXCEPTION)]
    find_meetings(phrase, clues)
    find_weeks(phrase, clues)
    refine_yearly(phrase, clues, setting)
    find_dates(phrase, clues, setting)
    find_months(phrase, clues)
    find_years(phrase, clues)
    refine_rhythms(phrase, clues, setting)
    clues.regular += phrase.drop(_REGULAR)
    _find_periodic(phrase, clues)
    find_lone_days(phrase, clues)
    find_occurrences(phrase, clues, cited)
    drop_remarks(phrase)
    clues.doubts += _doubts_of_print(phrase, clues)
    return clues


def _find_periodic(phrase: Phrase, clues: Clues) -> None:
    """ "Định kỳ" alone is regular work of an unknown period; beside a rhythm it adds nothing."""
    for words in phrase.drop(_PERIODIC):
        if not (clues.dues or clues.rhythms):
            clues.regular.append(words)
            clues.doubts.append("không ghi kỳ nào (tuần, tháng, quý hay năm)")


def _doubts_of_print(phrase: Phrase, clues: Clues) -> list[str]:
    """Doubts about dues that are each read rightly, and the words nobody understood."""
    doubts = left_over(phrase)
    places = sorted(due.place for due in clues.dues)
    # "hoàn thành trước 30/6, báo cáo trước 05/7", "tháng 5 (15/5)": not one list of dues
    if any(_ACTION.search(phrase.whole[first:second]) for first, second in pairwise(places)):
        doubts.append("mỗi mốc cho một việc khác nhau")
    elif len(places) > 1 and _only_later(phrase.whole, places):
        doubts.append("“chậm nhất” có thể là hạn cuối của cùng một việc")
    if places and _CHAIN.search(phrase.whole):
        doubts.append("các ngày nối nhau bằng gạch ngang")
    if len(places) > 1 and _PERHAPS_UNTIL.search(phrase.rest):
        doubts.append("có thể là khoảng từ mốc này đến mốc kia, không phải mỗi mốc một hạn")
    doubts += [
        f"“{found[0]}” có thể là một số bị ngắt" for found in _BROKEN_NUMBER.finditer(phrase.whole)
    ]
    doubts += [f"trong ô có dấu “{sign[0].strip()}”" for sign in _SIGNS.finditer(phrase.whole)]
    if places and _REPORT_OF_PERIOD.search(phrase.whole):
        doubts.append("“báo cáo” của kỳ này thường nộp vào ngày khác ngày cuối kỳ")
    return doubts


def _only_later(text: str, places: list[int]) -> bool:
    """Whether "chậm nhất" stands before a later day only, not before the first too."""
    at_first = _AT_THE_LATEST.search(text[: places[0] + 12])
    return at_first is None and _AT_THE_LATEST.search(text[places[0] : places[-1] + 12]) is not None

"""Reads a printed deadline: finds the clues, puts them together, says how it was understood."""

from __future__ import annotations

import re
from datetime import date

from tracker.reading.deadlines.citations import drop_citations
from tracker.reading.deadlines.clues import Clues, Setting
from tracker.reading.deadlines.dates import find_dates
from tracker.reading.deadlines.decide import decide
from tracker.reading.deadlines.events import find_occurrences, find_terms
from tracker.reading.deadlines.periods import find_periods, find_weeks
from tracker.reading.deadlines.phrase import LONGEST, STRUCK, Phrase, open_phrase
from tracker.reading.deadlines.rhythms import find_lone_days, find_rhythms, refine_rhythms
from tracker.reading.result import DeadlineReading

_REGULAR = re.compile(
    r"\b(?:thường xuyên|liên tục|quanh năm|suốt năm|lâu dài|không thời hạn)\b"
    r"(?:,? (?:trong|cả|trong cả|trong suốt) năm(?: (?:19|20)\d\d)?)?"
)
_PERIODIC = re.compile(r"\bđịnh kỳ\b(?: theo (?:quy định|kế hoạch|chế độ)[^;,()\ue000]*)?")
_STATUS = re.compile(
    r"(?:đã|đang|chưa) (?:được )?(?:hoàn thành|thực hiện|triển khai|xong|ban hành|làm|có)(?: xong)?"
    r"|hoàn thành|đã xong|xong|không|không có|không quy định|chưa có|chưa xác định"
)
_SAME_AS_ABOVE = re.compile(
    r"(?:như|nt|n/t|tương tự)(?: (?:trên|dòng trên|mục \S+|trên|nt))?|\"|''|”|〃"
)
# A remark in brackets changes nothing, unless it counts, excludes, doubts or offers a choice.
_REMARK = re.compile(
    r"\((?![^()]*(?:\d|\ue000|dự kiến|khoảng|trừ|hoặc|nếu|không|chưa|có thể|riêng|đối với|gia hạn|tùy|khi|theo))"
    r"[^()]*\)"
)
_EMPTY = re.compile(r"[^\w]*")
_BARE_NUMBER = re.compile(r"\d[\d .,]*")
_FILLER_WORDS = """
    hoàn thành|thực hiện|triển khai|tổ chức|báo cáo|kết quả|gửi|ban hành|xong|xây dựng|trình|nộp|tổng hợp
    |chậm nhất|muộn nhất|không muộn hơn|không quá|hạn chót|hạn cuối|thời hạn|thời gian|trước hoặc trong
    |trong|vào|là|đến|hết|từ|ngày|và|hoặc|cùng|của|các|kịp thời|duy trì|hàng|định kỳ|mỗi|theo|về|tới|cuối
    |phải|bắt đầu|kết thúc|nhiệm vụ|công việc|thời điểm|dự thảo|lúc|trở đi|đồng thời|ít nhất|tối thiểu|năm
    |đợt|lần|phải|được|cho|trên|đầy đủ|một|mốc|kỳ|tại|tháng|quý|tuần
"""
_FILLERS = re.compile(
    r"\b(?:" + "|".join(word.strip() for word in _FILLER_WORDS.split("|")) + r")\b"
)
_LETTERS_OR_FIGURES = re.compile(r"\w+(?:[ ,./%-]*\w+)*")


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
    """
    opened = open_phrase(phrase)
    unread = _nothing_to_read(opened)
    if unread:
        return DeadlineReading(kind=None, certain=False, explanation=unread)
    setting = Setting(year, plan_date, before_means_day_before)
    clues = find_clues(opened, setting)
    if len(phrase) > 2 * LONGEST:
        clues.doubts.append("ô quá dài, chỉ đọc phần đầu")
    return decide(opened.shown, clues, setting)


def find_clues(phrase: Phrase, setting: Setting) -> Clues:
    """Every clue of the phrase; the order of the searches is what keeps their words apart."""
    clues = Clues()
    drop_citations(phrase)
    find_rhythms_and_terms(phrase, clues, setting)
    find_weeks(phrase, clues)
    find_dates(phrase, clues, setting)
    find_periods(phrase, clues)
    refine_rhythms(phrase, clues, setting)
    clues.regular += phrase.take(_REGULAR, phrase.printed)
    for words in phrase.take(_PERIODIC, phrase.printed):
        _periodic(words, clues)
    find_lone_days(phrase, clues)
    find_occurrences(phrase, clues)
    phrase.drop(_REMARK)
    _doubt_what_is_left(phrase, clues)
    return clues


def find_rhythms_and_terms(phrase: Phrase, clues: Clues, setting: Setting) -> None:
    """Rhythms first: "ngày 25 hằng tháng" must not be eaten by "trước … sự kiện"."""
    find_terms(phrase, clues, setting)
    find_rhythms(phrase, clues, setting)


def _periodic(words: str, clues: Clues) -> None:
    if clues.dues or any(repeat.rhythms for repeat in clues.repeats):
        return
    clues.regular.append(words)
    clues.doubts.append("không ghi kỳ nào (tuần, tháng, quý hay năm)")


def _nothing_to_read(phrase: Phrase) -> str:
    key = phrase.rest.strip(" .:;,()-…_/\\")
    printed = phrase.shown[:80]
    if _SAME_AS_ABOVE.fullmatch(phrase.rest.strip(" .:;,()-")):
        return f"Ô chỉ ghi “{printed}”, cần người xác nhận có lấy theo dòng trên hay không."
    if _EMPTY.fullmatch(key):
        return "Ô thời hạn để trống, cần nhập thời hạn hoặc hỏi lại nơi giao việc."
    if _STATUS.fullmatch(key):
        return f"“{printed}” là tình trạng thực hiện, không phải thời hạn."
    if _BARE_NUMBER.fullmatch(key) and not re.search(r"\d[./-]\d", key):
        return f"Ô chỉ ghi số “{printed}”, chưa rõ là ngày, tháng hay năm nào."
    return ""


def _doubt_what_is_left(phrase: Phrase, clues: Clues) -> None:
    left = _FILLERS.sub(lambda match: " " * len(match[0]), phrase.rest.replace(STRUCK, "\n"))
    words = [
        phrase.shown[match.start() : match.end()] for match in _LETTERS_OR_FIGURES.finditer(left)
    ]
    if words:
        clues.doubts.append(f"còn chữ chưa hiểu: “{' … '.join(words)[:80]}”")

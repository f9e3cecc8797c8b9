"""Recognises what waits for an event: a term after it, an order from above, a need as it comes."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from tracker.reading.deadlines.clues import Clues, Event, Setting
from tracker.reading.deadlines.numbers import NUMBER, number_of
from tracker.reading.deadlines.phrase import Phrase

_LIMIT = (
    r"(?:(?:trong|chậm nhất|muộn nhất|không quá|tối đa|thời hạn|sau|trước)"
    r"(?: (?:vòng|thời hạn|thời gian|là|không quá|tối đa|sau|trong))* )"
)
_TERM = rf"{NUMBER} (?P<unit>ngày (?:làm việc|lịch)|ngày|tuần|tháng|giờ|h)\b"
_LINK = (
    r"(?P<link>(?:được )?(?:kể |tính )?từ(?: ngày| khi| thời điểm)?|trước(?: khi| ngày)?|so với(?: ngày)?"
    r"|sau(?: khi| ngày)?|khi)"
)
_STOP = (
    r"(?P<event>[^;()]+?)(?=$|[;()]|\. |, ?(?:nếu|trừ|hoàn thành|báo cáo|định kỳ|sau đó|và )|\.$)"
)
_TERM_AND_EVENT = re.compile(rf"{_LIMIT}?{_TERM},? {_LINK} {_STOP}")
_EVENT_AND_TERM = re.compile(
    rf"\b(?P<link>sau (?:khi|ngày)|kể từ (?:khi|ngày)|trước (?:khi|ngày)) (?P<event>[^;(),\d]+?),? {_LIMIT}?{_TERM}"
)
_TERM_ALONE = re.compile(rf"{_LIMIT}{_TERM}")
_SAME_DAY = re.compile(
    r"\b(?:ngay )?(?:trong|cùng) ngày (?P<event>(?:ban hành|ký|có|nhận|tiếp nhận|phát sinh|được)[^;,()]*)"
)
_WITHOUT_NUMBER = re.compile(
    r"\b(?:ngay )?sau (?:khi |ngày )?(?P<event>[^\d\ue000;,()][^;,()\ue000]*)"
)
_BEFORE_EVENT = re.compile(
    r"\btrước (?:khi |ngày |thời điểm )?(?P<event>[^\d\ue000;,()][^;,()\ue000]*)"
)
_WHEN = re.compile(
    r"\b(?:ngay )?(?:khi|nếu|chờ|đợi|lúc) (?P<event>[^;,()\ue000]+)|\bkhi$|\b(?:có )?phát sinh\b|\bđột xuất\b"
)
_SET_BY_ORDERS = re.compile(
    r"\b(?:theo|thực hiện theo|căn cứ|tùy theo|tùy thuộc)(?: (?:sự|các|từng))? "
    r"(?P<source>yêu cầu|đề nghị|chỉ đạo|kế hoạch|hướng dẫn|thông báo|phân công|triệu tập|giấy mời"
    r"|văn bản|chương trình|điều động|giao việc|quyết định|công văn|nhiệm vụ)\b[^;,()\ue000]*"
)
_SET_ELSEWHERE = re.compile(
    r"\b(?:theo|tùy|bám sát|đúng)(?: theo| vào)? (?P<source>[^;,()\ue000]+)|\b(?:đúng|bảo đảm|đảm bảo) tiến độ\b"
)
_PLAN_ITSELF = re.compile(
    r"^(?:(?:ký |kí )?(?:ban hành|phát hành|ký|kí) (?:kế hoạch(?: này)?|(?:quyết định|văn bản|công văn) này)"
    r"|(?:kế hoạch(?: này)?|(?:quyết định|văn bản|công văn) này) (?:được )?(?:ký |kí )?(?:ban hành|phát hành|ký))$"
)
_ISSUING = re.compile(r"^(?:ký|kí|ban hành|ký ban hành|phát hành)$")
_DATE_ITSELF = re.compile(r"^(\d{1,2}) ?/ ?(\d{1,2}) ?/ ?((?:19|20)\d\d)$")
_BY_THE_RULES = re.compile(
    r"\b(?:theo|đúng) (?:các |đúng )?(?:quy định|chế độ|thẩm quyền|phân cấp|pháp luật)[^;,()\ue000]*"
)


def find_terms(phrase: Phrase, clues: Clues, setting: Setting) -> None:
    """Take the terms counted from an event, before their "ngày" can be taken for a date."""
    for pattern in (_TERM_AND_EVENT, _EVENT_AND_TERM):
        clues.events += phrase.take(pattern, lambda m: _term(phrase, m, setting))
    clues.events += phrase.take(_SAME_DAY, lambda m: _same_day(phrase, m))
    clues.events += phrase.take(_TERM_ALONE, lambda m: _term_alone(phrase, m))


def find_occurrences(phrase: Phrase, clues: Clues) -> None:
    """Take what has no clock of its own: needs as they come, orders, other people's calendars."""
    if _has_other_clues(clues):
        phrase.drop(_BY_THE_RULES)
    clues.events += phrase.take(_WITHOUT_NUMBER, lambda m: _waiting(phrase, m, "chưa ghi số ngày"))
    clues.events += phrase.take(
        _BEFORE_EVENT, lambda m: _waiting(phrase, m, "phải biết ngày của sự kiện này")
    )
    clues.events += phrase.take(_WHEN, lambda m: Event(phrase.printed(m)))
    clues.events += phrase.take(_SET_BY_ORDERS, lambda m: Event(phrase.printed(m)))
    clues.events += phrase.take(
        _SET_ELSEWHERE, lambda m: _waiting(phrase, m, "hạn do nơi khác định, cần hỏi lại")
    )


def _has_other_clues(clues: Clues) -> bool:
    return bool(clues.dues or clues.regular or any(r.rhythms for r in clues.repeats))


def _waiting(phrase: Phrase, match: re.Match[str], doubt: str) -> Event:
    words = phrase.printed(match)
    return Event(words, doubt=f"“{words}” {doubt}")


def _same_day(phrase: Phrase, match: re.Match[str]) -> Event:
    return Event(phrase.printed(match, "event"), days=0)


def _term_alone(phrase: Phrase, match: re.Match[str]) -> Event | None:
    if match["unit"] in ("giờ", "h") and match[0].startswith(("trước", "sau", "chậm", "muộn")):
        return None  # "trước 16 giờ" is a time of day
    days, working, doubt = _length(match)
    words = phrase.printed(match)
    return Event("", days, working, doubt=doubt or f"“{words}” không ghi tính từ ngày nào")


def _length(match: re.Match[str]) -> tuple[int | None, bool, str]:
    """Days, whether they are working days, and why a number of days cannot be said."""
    number, unit = number_of(match), match["unit"]
    if unit.startswith("ngày"):
        return number, unit.endswith("làm việc"), ""
    if unit == "tuần":
        return 7 * number, False, ""
    return None, False, f"thời hạn {number} {unit} chưa đổi ra ngày được"


def _term(phrase: Phrase, match: re.Match[str], setting: Setting) -> Event:
    words = phrase.printed(match, "event")
    days, working, doubt = _length(match)
    if match["link"].startswith(("trước", "so với")):
        return _term_before(phrase, match, days, working)
    origin, why = _counted_from(match["event"].strip(), setting)
    if (
        origin is not None
        and not working
        and match["unit"] in ("ngày", "ngày lịch", "tuần", "tháng")
    ):
        due = _date_after(origin, days, number_of(match))
        if due is not None:
            return Event(words, counted_from=origin, due=due, doubt=why)
    if origin is not None and working:
        why = "ngày làm việc phải đếm theo lịch nghỉ"
    elif origin is None and _PLAN_ITSELF.match(match["event"].strip()):
        why = "chưa biết ngày ban hành kế hoạch"
    return Event(words, days, working, doubt=doubt or why)


def _term_before(phrase: Phrase, match: re.Match[str], days: int | None, working: bool) -> Event:
    words = phrase.printed(match, "event")
    doubt = f"hạn đứng trước sự kiện “{words}”, phải biết ngày của sự kiện"
    return Event(words, None if days is None else -days, working, doubt=doubt)


def _counted_from(event: str, setting: Setting) -> tuple[date | None, str]:
    """The day a term is counted from when it is known, with a doubt about it."""
    figures = _DATE_ITSELF.match(event)
    if figures:
        try:
            return date(int(figures[3]), int(figures[2]), int(figures[1])), ""
        except ValueError:
            return None, f"không có ngày {event}"
    if setting.plan_date and _PLAN_ITSELF.match(event):
        return setting.plan_date, ""
    if setting.plan_date and _ISSUING.match(event):
        return setting.plan_date, "chưa rõ là ngày ban hành văn bản nào, tạm tính theo kế hoạch này"
    return None, ""


def _date_after(origin: date, days: int | None, number: int) -> date | None:
    try:
        if days is None:
            return origin + relativedelta(months=number)
        return origin + timedelta(days=days)
    except (OverflowError, ValueError):
        return None

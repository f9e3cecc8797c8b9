"""Recognises terms counted from an event: so many days or working days after it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from tracker.reading.deadlines.clues import Clues, Event, Setting
from tracker.reading.deadlines.phrase import Phrase
from tracker.reading.deadlines.words import NUMBER, number_of
from tracker.reading.patterns import either

_LIMIT_WORD = either(
    "trong", "chậm nhất", "muộn nhất", "không quá", "tối đa", "thời hạn", "sau", "trước"
)
_LIMIT = rf"(?:{_LIMIT_WORD}(?: (?:vòng|thời hạn|thời gian|là|không quá|tối đa|sau|trong))* )"
_TERM = (
    rf"{NUMBER} (?P<unit>ngày (?:làm việc|lịch)|ngày|tuần|tháng|giờ|h)\b"
    r"(?! (?:đầu|cuối))"
)
_LINK = (
    r"(?P<link>(?:được )?(?:kể |tính )?từ(?: ngày| khi| thời điểm)?"
    r"|trước(?: khi| ngày)?|so với(?: ngày)?|sau(?: khi| ngày)?|khi)"
)
_EVENT = (
    r"(?P<event>[^;()]+?)"
    r"(?=\.?$|[;()]|\. |, ?(?:nếu|trừ|hoàn thành|báo cáo|định kỳ|sau đó|và )|, ?và )"
)
_TERM_THEN_EVENT = re.compile(rf"{_LIMIT}?{_TERM},? {_LINK} {_EVENT}")
_EVENT_THEN_TERM = re.compile(
    r"\b(?P<link>sau (?:khi|ngày)|kể từ (?:khi|ngày)|trước (?:khi|ngày)) "
    rf"(?P<event>[^;(),\d]+?),? {_LIMIT}?{_TERM}"
)
# "trước 3 ngày diễn ra kỳ họp"
_AHEAD_OF_EVENT = re.compile(
    rf"\btrước (?:ít nhất )?{_TERM} (?:của )?"
    r"(?P<event>(?:diễn ra|tổ chức|khai mạc|họp|bắt đầu|kết thúc|hết hạn|phiên|kỳ)\b[^;,()]*)"
)
_TERM_ALONE = re.compile(rf"{_LIMIT}{_TERM}")
_NTH_DAY = re.compile(
    rf"\bngày (?P<working>làm việc )?thứ (?P<number>\d{{1,3}}) (?:kể từ|tính từ|từ|sau)"
    rf"(?: ngày| khi)? {_EVENT}"
)
_SAME_DAY = re.compile(
    r"\b(?:ngay )?(?:trong|cùng) ngày "
    r"(?P<event>(?:ban hành|ký|có|nhận|tiếp nhận|phát sinh|được)\b[^;,()]*)"
)

_THIS = r"(?:kế hoạch(?: này)?|(?:quyết định|văn bản|công văn) này)"
_ISSUED = r"(?:ký ban hành|ban hành|phát hành|ký)"
_PLAN_ISSUED = re.compile(rf"{_ISSUED} {_THIS}|{_THIS} (?:được )?{_ISSUED}")
_SOMETHING_ISSUED = re.compile(_ISSUED)
_END_OF_PERIOD = re.compile(r"^(?:kết thúc|hết) (?:mỗi )?(?:tuần|tháng|quý|năm)$")
_PRINTED_DAY = re.compile(r"(\d{1,2}) ?/ ?(\d{1,2}) ?/ ?((?:19|20)\d\d)")


def find_terms(phrase: Phrase, clues: Clues, setting: Setting) -> None:
    """Take terms before anything else, lest their "ngày" be taken for a date."""
    if not phrase.mentions("ngày", "tuần", "tháng", "giờ", "h"):
        return
    clues.events += phrase.take(_AHEAD_OF_EVENT, lambda match: _ahead(phrase, match))
    for pattern in (_TERM_THEN_EVENT, _EVENT_THEN_TERM):
        clues.events += phrase.take(pattern, lambda match: _term(phrase, match, setting))
    clues.events += phrase.take(_NTH_DAY, lambda match: _nth_day(phrase, match))
    clues.events += phrase.take(_SAME_DAY, lambda match: _same_day(phrase, match))
    clues.events += phrase.take(_TERM_ALONE, lambda match: _term_alone(phrase, match))


def _ahead(phrase: Phrase, match: re.Match[str]) -> Event:
    days, working, doubt = _length(match)
    words = phrase.printed(match, "event")
    unknown = f"hạn đứng trước sự việc “{words}”, phải biết ngày của sự việc"
    return Event(words, None if days is None else -days, working, doubt=doubt or unknown)


def _nth_day(phrase: Phrase, match: re.Match[str]) -> Event:
    words = phrase.printed(match, "event")
    return Event(words, number_of(match), working=match["working"] is not None)


def _same_day(phrase: Phrase, match: re.Match[str]) -> Event:
    return Event(phrase.printed(match, "event"), days=0)


def _term_alone(phrase: Phrase, match: re.Match[str]) -> Event | None:
    if match["unit"] in ("giờ", "h") and match[0].startswith(("trước", "sau", "chậm", "muộn")):
        return None  # "trước 16 giờ" is a time of day
    days, working, doubt = _length(match)
    words = phrase.printed(match)
    return Event(
        words, days, working, alone=True, doubt=doubt or f"“{words}” không ghi tính từ ngày nào"
    )


def _length(match: re.Match[str]) -> tuple[int | None, bool, str]:
    """Days, whether they are working days, and why a number of days cannot be said."""
    number, unit = number_of(match), match["unit"]
    if unit.startswith("ngày"):
        return number, unit.endswith("làm việc"), ""
    if unit == "tuần":
        return 7 * number, False, ""
    return None, False, f"thời hạn {number} {unit} chưa đổi ra ngày được"


def _term(phrase: Phrase, match: re.Match[str], setting: Setting) -> Event | None:
    words, event = phrase.printed(match, "event"), match["event"].strip()
    if match["unit"] == "tháng" and match["link"].startswith("trước"):
        return None  # "báo cáo 6 tháng trước ngày 15/6"
    days, working, doubt = _length(match)
    ahead = match[0].startswith("trước ") and match["link"] in ("khi", "so với")
    if ahead or match["link"].startswith(("trước", "so với")):
        unknown = f"hạn đứng trước sự việc “{words}”, phải biết ngày của sự việc"
        return Event(words, None if days is None else -days, working, doubt=doubt or unknown)
    origin, why = _known_day(event, setting)
    due = None if origin is None or working else _due(origin, match, days)
    if due is not None:
        return Event(words, counted_from=origin, due=due, doubt=why)
    if origin is not None and working:
        why = "ngày làm việc phải đếm theo lịch nghỉ"
    elif _PLAN_ISSUED.fullmatch(event):
        why = "chưa biết ngày ban hành kế hoạch"
    elif _END_OF_PERIOD.search(event):
        why = f"“{words}” lặp lại theo kỳ, cần chọn nhịp"
    return Event(words, days, working, doubt=doubt or why)


def _known_day(event: str, setting: Setting) -> tuple[date | None, str]:
    """The day a term is counted from, when the phrase or the plan tells it, with any doubt."""
    figures = _PRINTED_DAY.fullmatch(event)
    if figures:
        try:
            return date(int(figures[3]), int(figures[2]), int(figures[1])), ""
        except ValueError:
            return None, f"không có ngày {event}"
    if setting.plan_date and _PLAN_ISSUED.fullmatch(event):
        return setting.plan_date, ""
    if setting.plan_date and _SOMETHING_ISSUED.fullmatch(event):
        return setting.plan_date, "chưa rõ là văn bản nào, tạm tính theo ngày của kế hoạch này"
    return None, ""


def _due(origin: date, match: re.Match[str], days: int | None) -> date | None:
    """The last day of a term; the first day counted is the one after `origin`."""
    try:
        if days is not None:
            return origin + timedelta(days=days)
        if match["unit"] == "tháng":
            return origin + relativedelta(months=number_of(match))
    except (OverflowError, ValueError):
        return None
    return None

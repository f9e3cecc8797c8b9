"""Recognises what has no clock of its own: needs as they come, orders, other calendars."""

from __future__ import annotations

import re

from tracker.reading.deadlines.clues import Clues, Event
from tracker.reading.deadlines.phrase import STRUCK, Phrase
from tracker.reading.patterns import either

_TO_CLAUSE_END = rf"[^;,(){STRUCK}]*"
_WORDS = rf"[^\d;,(){STRUCK}]{_TO_CLAUSE_END}"

_NEEDS_NUMBER = "chưa ghi số ngày"
_NO_LAST_DAY = "không cho biết hạn cuối"
_NEEDS_DAY = "phải biết ngày của sự việc này"

_MEETING = re.compile(
    r"\b(?:trước|sau|tại|trong) (?:kỳ họp|phiên họp|hội nghị|đại hội|cuộc họp|lễ|kỳ thi"
    rf"|ngày (?:tổ chức|diễn ra|khai mạc|bầu cử|họp))\b{_TO_CLAUSE_END}"
    rf"|\btrước khi {_WORDS}"
)
_AFTER_EVENT = re.compile(rf"\b(?:ngay )?sau khi {_WORDS}")
_AFTER = re.compile(rf"\b(?:ngay )?sau (?:ngày )?{_WORDS}")
_BEFORE = re.compile(rf"\btrước (?:ngày |thời điểm )?{_WORDS}")
_ORDER = either(
    "yêu cầu|đề nghị|chỉ đạo|kế hoạch|hướng dẫn|thông báo|phân công|triệu tập|giấy mời",
    "văn bản|chương trình|điều động|giao việc|quyết định|công văn",
)
# "khi có hướng dẫn, chỉ đạo của cấp trên", "khi có thay đổi, bổ sung"
_AND_MORE = (
    rf"(?:, (?:và )?(?:{_ORDER}|bổ sung|thay thế|sửa đổi|điều chỉnh|phát sinh)\b{_TO_CLAUSE_END})*"
)
_BY_ORDER = re.compile(
    rf"\b(?:thực hiện )?(?:theo|căn cứ|tùy theo|tùy thuộc)(?: (?:sự|các|từng))? {_ORDER}\b"
    rf"{_TO_CLAUSE_END}{_AND_MORE}"
)
_WHEN = re.compile(
    rf"\b(?:ngay )?(?:khi|nếu|chờ|đợi) [^;,(){STRUCK}]+{_AND_MORE}"
    r"|\b(?:có )?phát sinh\b|\bđột xuất\b"
)
_UNTIL = re.compile(rf"\b(?:cho )?(?:đến|tới) khi [^;,(){STRUCK}]+")
_PLAN_OF_YEAR = re.compile(
    rf"\btheo {_ORDER}\b(?:(?! trong năm)[^\d;,()])* năm (?:19|20)\d\d\b{_TO_CLAUSE_END}"
)
_SET_ELSEWHERE = re.compile(
    rf"\b(?:theo|tùy|bám sát|đúng)(?: theo| vào)? {_WORDS}|\b(?:bảo đảm|đảm bảo) tiến độ\b"
)
_BY_THE_RULES = re.compile(
    r"\b(?:theo|đúng) (?:các |đúng )?(?:quy định|chế độ|thẩm quyền|phân cấp|pháp luật)\b"
    rf"{_TO_CLAUSE_END}"
)


def find_meetings(phrase: Phrase, clues: Clues) -> None:
    """Take events before their "cuối năm" can be taken for the 31st of December."""
    if not phrase.mentions("trước", "sau", "tại", "trong", "theo"):
        return
    clues.events += phrase.take(_PLAN_OF_YEAR, lambda match: Event(phrase.printed(match)))
    clues.events += phrase.take(_MEETING, lambda match: _unsure(phrase, match, _NEEDS_DAY))
    clues.events += phrase.take(_AFTER_EVENT, lambda match: _unsure(phrase, match, _NEEDS_NUMBER))


def find_occurrences(phrase: Phrase, clues: Clues, cited: list[str]) -> None:
    """Take what waits for something; beside a rhythm or a date "theo quy định" adds nothing."""
    if clues.dues or clues.regular or clues.rhythms:
        phrase.drop(_BY_THE_RULES)
    clues.events += phrase.take(_AFTER, lambda match: _unsure(phrase, match, _NEEDS_NUMBER))
    clues.events += phrase.take(_BEFORE, lambda match: _unsure(phrase, match, _NEEDS_DAY))
    clues.events += phrase.take(_UNTIL, lambda match: _unsure(phrase, match, _NO_LAST_DAY))
    clues.events += phrase.take(_WHEN, lambda match: Event(phrase.printed(match)))
    clues.events += phrase.take(_BY_ORDER, lambda match: Event(phrase.printed(match)))
    clues.events += phrase.take(
        _SET_ELSEWHERE, lambda match: _unsure(phrase, match, "do nơi khác định, cần hỏi lại")
    )
    if cited and not (clues.events or clues.dues or clues.repeats or clues.regular):
        clues.events.append(
            Event(
                cited[0], doubt="phải xem văn bản này mới biết hạn, ngày của văn bản không là hạn"
            )
        )


def _unsure(phrase: Phrase, match: re.Match[str], reason: str) -> Event:
    words = phrase.printed(match)
    return Event(words, doubt=f"“{words}” {reason}")

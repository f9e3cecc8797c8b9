"""The time a sentence gives its own work: only one that is clearly said is taken over."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.core.text_vn import tone_placement_folded
from tracker.reading.deadlines import find_time_phrases

_ALWAYS = re.compile(
    r"(?:thường xuyên|liên tục)(?:,? (?:và )?(?:kịp thời|liên tục|thường xuyên))*\b"
)
_PERIODS = r"(?:tuần|tháng|quý|năm|6 tháng|06 tháng|sáu tháng)"
_RHYTHM = re.compile(
    rf"\b(?:định kỳ )?h[àằ]ng {_PERIODS}(?:(?:\s*[,;/]\s*|\s+và\s+|, và )(?:h[àằ]ng )?{_PERIODS})*"
    r"(?: hoặc (?:khi )?đột xuất(?: theo yêu cầu| khi có yêu cầu)?)?(?! ?\d)"
)
_PERIODIC = re.compile(r"\bđịnh kỳ\b(?=\s*[.;,]?\s*$)")
_FINISHED = re.compile(
    r"\b(?:hoàn thành|xong|kết thúc|báo cáo|gửi|nộp)\b[^.;,]{0,40}?\s"
    r"(?P<phrase>(?:trong |trước |hết |vào |chậm nhất )(?:ngày \d{1,2} )?"
    r"(?:tháng \d{1,2}|quý (?:[ivx]+|\d)|năm \d{4})"
    r"(?:\s*/\s*\d{4}| năm \d{4})?)"
)
_REPORTS = re.compile(
    rf"\bbáo cáo (?:định kỳ )?(?P<phrase>{_PERIODS}(?:(?:\s*[,/]\s*|\s+và\s+){_PERIODS})*)\b"
    r"(?! ?\d| [ivx]+\b)"
)


@dataclass(frozen=True, slots=True)
class SaidTime:
    """A printed time of a sentence, or the sentence why none of several was taken."""

    phrase: str | None = None
    doubt: str | None = None


def said_time(text: str) -> SaidTime:
    """The one time of the words; several, or none, leave the deadline empty."""
    key = tone_placement_folded(text)
    if len(key) != len(text):
        text = key
    phrases = _phrases(text, key)
    if not phrases:
        return SaidTime()
    if len(phrases) > 1:
        named = "; ".join(f"“{phrase}”" for phrase in phrases)
        return SaidTime(doubt=f"Câu nhắc nhiều thời gian ({named}), cần chọn thời hạn.")
    return SaidTime(
        phrases[0], f"Thời gian “{phrases[0]}” lấy từ trong câu; hãy xem có đúng là thời hạn không."
    )


def said_report_time(text: str) -> SaidTime:
    """As `said_time`; "Báo cáo tháng, quý, năm" says a rhythm but not the day."""
    found = said_time(text)
    if found.phrase or found.doubt:
        return found
    match = _REPORTS.search(tone_placement_folded(text))
    if match is None:
        return found
    phrase = text[match.start("phrase") : match.end("phrase")]
    return SaidTime(phrase, f"Chỉ ghi kỳ báo cáo “{phrase}”, chưa ghi ngày phải gửi.")


def _phrases(text: str, key: str) -> list[str]:
    rhythm = _RHYTHM.search(key)
    found: list[str] = []
    for phrase in find_time_phrases(text):
        if rhythm and _overlaps(phrase, text, rhythm):
            found.append(max(phrase, text[rhythm.start() : rhythm.end()], key=len))
            rhythm = None
        else:
            found.append(phrase)
    if rhythm:
        found.append(text[rhythm.start() : rhythm.end()])
    if not found and (match := _FINISHED.search(key)):
        found = [text[match.start("phrase") : match.end("phrase")]]
    if not found and (match := _ALWAYS.match(key) or _PERIODIC.search(key)):
        found = [text[match.start() : match.end()]]
    return list(dict.fromkeys(found))


def _overlaps(phrase: str, text: str, rhythm: re.Match[str]) -> bool:
    """Whether a phrase is the rhythm itself, cut out a little longer or shorter."""
    start = text.find(phrase)
    return 0 <= start < rhythm.end() and rhythm.start() < start + len(phrase)

"""Strikes out the documents a phrase cites: their numbers and dates are no deadlines."""

from __future__ import annotations

import re

from tracker.reading.deadlines.phrase import Phrase
from tracker.reading.patterns import either

_LEGAL = (
    "quyết định|nghị định|nghị quyết|thông tư|chỉ thị|luật|bộ luật|pháp lệnh|công văn|thông báo"
    "|kết luận|công điện|tờ trình|giấy mời"
)
_KIND = either(_LEGAL, "kế hoạch|văn bản|chương trình|hướng dẫn|báo cáo|đề án|quy định|quy chế")
# "Quyết định ban hành ngày 23/6/2026" cites; "báo cáo trước ngày 30/6/2026" sets a deadline.
_NAMED = (
    r"(?: (?!trước|chậm|muộn|hết|đến|vào|là|trong|hạn|xong|hoàn|gửi|nộp|sau|từ)[^\s\d;,()]+){0,12}?"
)
_BY = r"(?:\b(?:theo|tại|căn cứ|kèm theo) )?"
# 766/qđ-ttg, /kh-ubnd (number left blank), 15/2013/nq-hđnd; "08/năm 2025" is no mark
_MARK = (
    r"\d{0,5} ?/ ?(?:\d{4} ?/ ?)?(?!năm|tháng|quý|tuần|lần|kỳ|ngày)"
    r"[a-zđ][\w&.]*(?: ?- ?[a-zđ][\w&.]*)*"
)
_DATED = (
    r"(?:,? ?(?:ký |ban hành )?ngày ?(?:\d{0,2} ?/ ?\d{0,2} ?/ ?\d{4}"
    r"|\d{0,2} ?tháng ?\d{0,2} ?năm ?\d{4}))"
)
_OF = (
    r"(?: của (?!tháng|quý|năm|kỳ)[^;,()]*?"
    r"(?= trước| chậm nhất| trong tháng| trong quý|$|[;,()]|\. ))?"
)
_CITATIONS = (
    re.compile(rf"{_BY}\b{_KIND} (?:liên tịch )?(?:số ?:? ?)?{_MARK}{_DATED}?{_OF}"),
    re.compile(rf"{_BY}(?:\bsố ?:? ?)?(?<![\d/]){_MARK}{_DATED}{_OF}"),
    re.compile(rf"\b(?:(?:theo|tại|căn cứ|kèm theo) {_KIND}|(?:{_LEGAL})){_NAMED}{_DATED}{_OF}"),
    re.compile(rf"{_BY}\bsố ?:? ?(?<![\d/]){_MARK}"),
)
# "số liệu tính từ ngày 15 tháng trước đến hết ngày 14" bounds the figures, not the work.
_DATA_WINDOW = re.compile(
    r"\(?(?:(?:chốt |thời điểm lấy )?số liệu|kỳ báo cáo)[^;()]*?(?:từ|đến)[^;()]*(?:\)|$)"
)


def drop_citations(phrase: Phrase) -> list[str]:
    """Strike out cited documents and the window of the figures; the documents as printed."""
    if not phrase.mentions("/", "số", "ngày"):
        return []
    cited = [words for pattern in _CITATIONS for words in phrase.drop(pattern)]
    phrase.drop(_DATA_WINDOW)
    return cited

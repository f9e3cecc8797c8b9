"""Strikes out the documents a phrase cites: their numbers and dates are no deadlines."""

from __future__ import annotations

import re

from tracker.reading.deadlines.phrase import Phrase

_KINDS = (
    r"(?:quyết định|kế hoạch|công văn|nghị định|nghị quyết|thông tư|chỉ thị|thông báo|luật|bộ luật|pháp lệnh"
    r"|văn bản|chương trình|hướng dẫn|tờ trình|báo cáo|đề án|kết luận|công điện|quy định|quy chế|giấy mời)"
)
_MARK = r"\d{0,5} ?/ ?(?:\d{4} ?/ ?)?(?!năm|tháng|quý|tuần|lần|kỳ|ngày)[a-zđ][\w&.]*(?: ?- ?[a-zđ][\w&.]*)*"
_DATED = r"(?:,? ?(?:ký |ban hành )?ngày ?(?:\d{0,2} ?/ ?\d{0,2} ?/ ?\d{4}|\d{0,2} ?tháng ?\d{0,2} ?năm ?\d{4}))"
_OF = r"(?: của (?!tháng|quý|năm|kỳ)[^;,()]*?(?= trước| chậm nhất| trong tháng|$|[;,()]|\. ))?"
_CITATIONS = (
    re.compile(
        rf"(?:\b(?:theo|tại|căn cứ|kèm theo) )?(?:\b{_KINDS} )(?:liên tịch )?(?:số ?:? ?)?{_MARK}{_DATED}?{_OF}"
    ),
    re.compile(rf"(?:\b(?:theo|tại|căn cứ) )?(?:\bsố ?:? ?)?(?<![\d/]){_MARK}{_DATED}{_OF}"),
    re.compile(rf"(?:\b(?:theo|tại|căn cứ) )?\b{_KINDS}(?: [^\d;,()]{{0,60}}?)?{_DATED}{_OF}"),
    re.compile(rf"(?:\b(?:theo|tại|căn cứ) )?(?:\bsố ?:? ?)(?<![\d/]){_MARK}"),
)
# "số liệu tính từ ngày 15 tháng trước đến hết ngày 14" bounds the figures, not the work.
_DATA_WINDOW = re.compile(
    r"\(?(?:số liệu|kỳ báo cáo|thời điểm lấy số liệu|chốt số liệu)[^;()]*?(?:từ|đến)[^;()]*(?:\)|$)"
)


def drop_citations(phrase: Phrase) -> bool:
    """Strike out every cited document and data window; True when there was one."""
    return any([phrase.drop(pattern) for pattern in (*_CITATIONS, _DATA_WINDOW)])

"""Finds time phrases hidden in a cell that is not the deadline's own."""

from __future__ import annotations

import re

from tracker.reading.deadlines.citations import drop_citations
from tracker.reading.deadlines.phrase import open_phrase

_DAY = r"\d{1,2} ?/ ?\d{1,2}(?: ?/ ?\d{4})?|\d{1,2} tháng \d{1,2}(?: năm \d{4})?"
_LEAD = (
    r"(?:trước(?: ngày)?|(?:chậm nhất|muộn nhất)(?: là| vào| đến)*(?: hết)?(?: ngày)?"
    r"|không quá ngày|đến hết(?: ngày)?|hết ngày|hạn cuối(?: là)?(?: ngày)?)"
)
_CLOCK = r"(?:\d{1,2} ?(?:giờ|h) ?(?:\d{2})?(?: ?phút)? ?,? ?)?"
_TIME_PHRASES = (
    re.compile(rf"\b{_LEAD} {_CLOCK}(?:ngày )?(?:{_DAY})(?: (?:hàng|mỗi) năm)?"),
    re.compile(
        r"\b(?:trước |từ |vào |chậm nhất (?:là |vào )?)?(?:ngày|mùng) \d{1,2}(?: đến(?: hết)?(?: ngày)? \d{1,2})?"
        r" (?:của )?(?:(?:hàng|mỗi) (?:tháng|quý)|tháng (?:cuối|đầu|kế tiếp|tiếp theo|sau)(?: (?:của )?(?:mỗi )?(?:quý|kỳ)(?: báo cáo| sau)?)?)"
    ),
    re.compile(rf"\b(?:trước )?{_CLOCK}(?:ngày )?(?:thứ \w+|chủ nhật) hàng tuần"),
    re.compile(
        r"\b(?:(?:trong(?: vòng| thời hạn)?|chậm nhất|không quá|tối đa|sau)(?: là)? )?\d{1,3}(?: ?\([^()]*\))? ngày(?: làm việc)?"
        r",? (?:kể từ|từ khi|sau khi|trước khi|trước ngày) [^;,()]+?(?=$|[;,()]|\. |\.$)"
    ),
    re.compile(
        r"\b(?:trong|trước|hết|xong) (?:tháng \d{1,2}|quý (?:[ivx]+|\d))(?: ?/ ?| năm )\d{4}\b"
    ),
    re.compile(
        r"\b(?:báo cáo )?(?:định kỳ (?:hàng |mỗi )?|hàng )(?:tuần|tháng|quý|6 tháng|năm)\b(?! \d)"
        r"(?: ?(?:,|và|/) ?(?:hàng )?(?:tuần|tháng|quý|6 tháng|năm)\b(?! \d))*"
    ),
)


def find_time_phrases(text: str) -> tuple[str, ...]:
    """Time phrases of a product or content cell, as printed, in their order.

    Documents cited with their dates are left out. The phrases are suggestions: whoever calls
    shows them, and never sets a deadline from them.
    """
    phrase = open_phrase(text)
    drop_citations(phrase)
    found: list[tuple[int, str]] = []
    for pattern in _TIME_PHRASES:
        found += phrase.take(pattern, lambda match: (match.start(), phrase.printed(match)))
    return tuple(words for _, words in sorted(found) if words)

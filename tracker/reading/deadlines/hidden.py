"""Finds time phrases hidden in a cell that is not the deadline's own."""

from __future__ import annotations

import re

from tracker.reading.deadlines.citations import drop_citations
from tracker.reading.deadlines.phrase import open_phrase
from tracker.reading.deadlines.words import EACH, MONTH_OF, NEXT, YEAR, YEAR_OF
from tracker.reading.patterns import either

_LONGEST_CELL = 4000

_BY = either(
    "trước(?: ngày)?",
    "(?:chậm nhất|muộn nhất)(?: là| vào| đến| trước)*(?: hết)?(?: ngày)?",
    "không quá ngày",
    "(?:đến )?hết(?: ngày)?",
    "hạn cuối(?: là)?(?: ngày)?",
)
_CLOCK = r"(?:\d{1,2} ?(?:giờ|h) ?(?:\d{2})?(?: ?phút)? ?,? ?)?"
_DATE = rf"\d{{1,2}}{MONTH_OF}\d{{1,2}}(?!\d)(?:{YEAR_OF}{YEAR})?"
_PERIODS = either("6 tháng", "tuần", "tháng", "quý", "năm") + r"\b(?! ?\d| [ivx]+\b)"
_UP_TO_CLAUSE_END = r"[^;,()]+?(?=\.?$|[;,()]|\. )"

_TIME_PHRASES = (
    re.compile(rf"\b{_BY} {_CLOCK}(?:ngày )?{_DATE}(?: {EACH} năm)?"),
    re.compile(
        r"\b(?:(?:trước|từ|vào|chậm nhất(?: là| vào)?) )?(?:ngày|mùng) \d{1,2}"
        r"(?: đến(?: hết)?(?: ngày)? \d{1,2})? (?:của )?(?:"
        rf"{EACH} (?:tháng|quý)"
        rf"|tháng (?:cuối|đầu) (?:của )?(?:{EACH} )?(?:quý|kỳ)(?: báo cáo| {NEXT})?"
        rf"|tháng {NEXT}(?: sau)?(?: kỳ báo cáo)?)"
    ),
    re.compile(rf"\b(?:trước )?{_CLOCK}(?:ngày )?(?:thứ \w+|chủ nhật) {EACH} tuần"),
    re.compile(
        r"\b(?:(?:trong(?: vòng| thời hạn)?|chậm nhất|không quá|tối đa|sau)(?: là)? )?"
        r"\d{1,3}(?: ?\([^()]{1,20}\))? ngày(?: làm việc)?,? "
        rf"(?:kể từ|từ khi|sau khi|trước khi|trước ngày) {_UP_TO_CLAUSE_END}"
    ),
    re.compile(
        r"\b(?:trong|trước|hết|xong) (?:tháng \d{1,2}|quý (?:[ivx]+|\d))"
        rf"(?: ?/ ?| năm ){YEAR}"
    ),
    re.compile(
        rf"\b(?:báo cáo )?(?:định kỳ (?:{EACH} )?|hàng ){_PERIODS}"
        rf"(?: ?(?:,|và|/) ?(?:hàng )?{_PERIODS})*"
    ),
)


def find_time_phrases(text: str) -> tuple[str, ...]:
    """Time phrases of a product or content cell, as printed, in their order.

    Documents cited with their dates are left out. The phrases are suggestions: whoever calls
    shows them, and never sets a deadline from them.
    """
    phrase = open_phrase(text, _LONGEST_CELL)
    drop_citations(phrase)
    found: list[tuple[int, str]] = []
    for pattern in _TIME_PHRASES:
        found += phrase.take(pattern, lambda match: (match.start(), phrase.printed(match)))
    return tuple(words for _, words in sorted(found) if words)

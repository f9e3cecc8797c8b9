"""Pieces of patterns shared by the recognisers: years, clocks, small numbers."""

from __future__ import annotations

import re
from datetime import time

from tracker.reading.patterns import either

YEAR = r"(?:19|20)\d\d(?!\d)"
# "ngày 5 tháng 8", "5/8"; "năm 2026", "/2026", ", năm 2026"
MONTH_OF = r"(?: ?/ ?| ?tháng )"
YEAR_OF = r"(?: ?/ ?| ?,? ?năm )"
EACH = either("hàng", "mỗi", "từng")
NEXT = either("kế tiếp", "tiếp theo", "sau", "liền kề", "liền sau")
CLOCK = (
    r"(?:(?P<hour>\d{1,2}) ?(?:giờ|h|g|:) ?(?P<minute>\d{2})?"
    r"(?: ?(?:phút|ph|p)\b)? ?(?:,|của )? ?)?"
)

_MONTH_WORDS = (
    *("một", "hai", "ba", "tư", "năm", "sáu"),
    *("bảy", "tám", "chín", "mười", "mười một", "mười hai"),
)
# A month named by its word. "Năm" is also the word for year: in "tháng … năm 2026" the number of
# the month is left blank, so May must be followed by its year.
NAMED_MONTH = (
    either(
        *(word for word in reversed(_MONTH_WORDS) if word != "năm"),
        rf"năm(?= ?/ ?{YEAR}| ?,? ?năm {YEAR})",
    )
    + r"\b"
)
_NUMBER_WORDS = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười hai": 12,
    "mười lăm": 15,
    "hai mươi": 20,
    "ba mươi": 30,
}
# A number as plans print it: 05, 05 (năm), mười lăm.
NUMBER = (
    r"(?<![\d/.,])(?P<number>\d{1,3}|\b"
    + either(*sorted(_NUMBER_WORDS, key=len, reverse=True))
    + r")(?: ?\([^()]{1,20}\))?"
)


def number_of(match: re.Match[str]) -> int:
    """The value of the NUMBER group of a match."""
    words = match["number"]
    return int(words) if words.isdigit() else _NUMBER_WORDS[words]


def month_of(words: str) -> int:
    """The number of a month printed in figures or by its word."""
    return int(words) if words.isdigit() else _MONTH_WORDS.index(words) + 1


def clock_of(match: re.Match[str]) -> time | None:
    """The hour a pattern with CLOCK has found, None without one or with an impossible one."""
    if not match["hour"]:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def year_of(figures: str | None) -> int | None:
    """A printed year; two figures mean this century."""
    if not figures:
        return None
    return int(figures) if len(figures) == 4 else 2000 + int(figures)

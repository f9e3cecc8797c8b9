"""Small numbers as plans print them: 05, 05 (năm), mười lăm."""

from __future__ import annotations

import re

_WORDS = {
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
_ALTERNATIVES = "|".join(sorted(_WORDS, key=len, reverse=True))
NUMBER = rf"(?<![\d/.,])(?P<number>\d{{1,3}}|\b(?:{_ALTERNATIVES}))(?: ?\([^()]{{1,20}}\))?"


def number_of(match: re.Match[str]) -> int:
    """The value of the NUMBER group of a match."""
    words = match["number"]
    return int(words) if words.isdigit() else _WORDS[words]

"""One spelling for a deadline phrase, letter for letter, so that places in it stay true."""

from __future__ import annotations

import re
import unicodedata

_SPELLINGS = {
    "hằng": "hàng",
    "kì": "kỳ",
    "quí": "quý",
    "qúy": "quý",
    "qúi": "quý",
    "thừơng": "thường",
    "thuờng": "thường",
    "thưòng": "thường",
    "trứơc": "trước",
    "truớc": "trước",
}
_SPELLING = re.compile(r"\b(?:" + "|".join(_SPELLINGS) + r")\b")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2192", "-"))
_ARROW = re.compile(r"[-=]>")
# "năm2026", "15tháng5": the blank between a word and a figure is missing.
_GLUED = re.compile(
    r"(?<![^\W\d])(?P<word>ngày|tháng|năm|quý|quí|tuần|trước|hết|đến|từ|sau)(?=\d)"
    r"|(?<=\d)(?=(?:ngày|tháng|năm|quý|đến)(?![^\W\d]))",
    re.IGNORECASE,
)
_YEAR = r"(?:19|20)\d\d"
_FULL_DATE = re.compile(
    rf"(?<![\d/])\d{{1,2}} ?(?P<sign>[.\-]) ?\d{{1,2}} ?(?P=sign) ?(?:{_YEAR}|\d\d)(?![\d/])"
)
_MIXED_DATE = re.compile(rf"\b(?:ngày|trước) \d{{1,2}} ?[./\-] ?\d{{1,2}} ?[./\-] ?{_YEAR}(?!\d)")
_DOTTED_DAY = re.compile(r"\b(?:ngày|trước) \d{1,2} ?\. ?\d{1,2}(?![\d./])")
_DOTTED_RANGE = re.compile(r"(?<![\d./])\d{1,2}\.\d{1,2}(?= ?- ?\d{1,2}[./]\d{1,2})")
_PERIOD_AND_YEAR = re.compile(rf"(?:(?<![\d/.\-])\d{{1,2}}|\b[ivx]+) ?[.\-] ?{_YEAR}(?![\d/])")
# The vocabulary of deadlines, for phrases typed without any marks.
_MARKED = (
    "thường xuyên|định kỳ|trước|ngày|tháng|năm|quý|tuần|hàng|hết|đến|chậm nhất|muộn nhất|đầu|giữa"
    "|cuối|từ|kể|hoàn thành|thực hiện|báo cáo|khi|có|phát sinh|theo|yêu cầu|kế hoạch|chỉ đạo|sự|cấp"
    "|trên|của|làm việc|lần|mỗi|đột xuất|giờ|thứ|vào|và|giai đoạn|quy định|ban hành|trong|vòng|sau"
)


def _without_marks(words: str) -> str:
    decomposed = unicodedata.normalize("NFD", words.replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


_MARKS = {_without_marks(words): words for words in _MARKED.split("|")}
_UNMARKED = re.compile(r"\b(?:" + "|".join(sorted(_MARKS, key=len, reverse=True)) + r")\b")


def unified(key: str) -> str:
    """The key with one spelling per word, plain dashes, and slashes in every date."""
    text = _SPELLING.sub(lambda match: _SPELLINGS[match[0]], key.translate(_DASHES))
    for pattern in (_FULL_DATE, _MIXED_DATE, _DOTTED_DAY, _DOTTED_RANGE, _PERIOD_AND_YEAR):
        text = pattern.sub(_slashed, text)
    return text


def parted(text: str) -> str:
    """The text with a blank between a word of time and a figure glued to it, arrows as one sign."""
    return _GLUED.sub(lambda match: f"{match['word'] or ''} ", _ARROW.sub("\u2192", text))


def is_unmarked(key: str) -> bool:
    """Whether the phrase was typed without any Vietnamese letter ("truoc 30/8/2026")."""
    return key.isascii() and _UNMARKED.search(key) is not None


def with_marks(key: str) -> str:
    """The words that deadlines are made of, given back their marks."""
    return _UNMARKED.sub(lambda match: _MARKS[match[0]], key)


def _slashed(match: re.Match[str]) -> str:
    if match.string[: match.start()].rstrip().endswith("tháng") and match[0].count("-") > 1:
        return match[0]  # "tháng 3-6-12" names three months, it is no day of June
    return re.sub(r"[.\-]", "/", match[0])

"""The words around the number of a target: how it compares, what it counts, what narrows it."""

from __future__ import annotations

import re

from tracker.reading.patterns import either
from tracker.reading.result import Comparator

NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
PERCENT = r"%|phần trăm\b"
# What may be counted; days and hours are deadlines, "khoản 3" and "năm 2025" count no work.
COUNTED = either(
    "hồ sơ",
    "lượt(?: người)?",
    "lớp(?: tập huấn)?",
    "buổi",
    "cuộc",
    "đợt",
    "lần",
    "hội nghị",
    "mô hình",
    "sáng kiến",
    "giải pháp",
    "tin,? bài",
    "tin",
    "bài(?: viết)?",
    "phóng sự",
    "video",
    "clip",
    "người",
    "hộ(?: dân| gia đình)?",
    "công dân",
    "doanh nghiệp",
    "cơ sở",
    "thủ tục(?: hành chính)?",
    "tthc",
    "dịch vụ công",
    "sản phẩm",
    "tổ chức",
    "điểm(?: cầu| truyền thanh)?",
    "bậc",
    "nghìn tỷ đồng",
    "tỷ đồng",
    "triệu đồng",
    "nghìn đồng",
    "đồng",
    "ha",
    "km",
    "m2",
    "tấn",
    "phút",
)
_LEAST = either(
    "tối thiểu",
    "ít nhất",
    "thấp nhất",
    "không (?:thấp|ít|nhỏ|kém) hơn",
    "không dưới",
    "lớn hơn hoặc bằng",
    "≥",
    ">=",
)
_ABOVE = either("trên", "hơn", "lớn hơn", "vượt(?: trên| mức)?", "cao hơn", ">")
_MOST = either(
    "tối đa",
    "không (?:để )?(?:quá|vượt quá|vượt|cao hơn|lớn hơn|nhiều hơn)",
    "nhiều nhất",
    "nhỏ hơn hoặc bằng",
    "≤",
    "<=",
)
_BELOW = either("dưới", "nhỏ hơn", "thấp hơn", "ít hơn", "chưa đến", "<")
_BEFORE = tuple(
    (
        comparator,
        re.compile(
            rf"(?:(?<!\w)|(?<=[<>≥≤=])){words}(?P<colon>\s*:)?\s*(?:là |đạt |mức |khoảng )?$"
        ),
    )
    for comparator, words in (
        (Comparator.AT_LEAST, _LEAST),
        (Comparator.AT_MOST, _MOST),
        (Comparator.ABOVE, _ABOVE),
        (Comparator.BELOW, _BELOW),
    )
)
_AFTER = (
    (Comparator.AT_LEAST, re.compile(r"\s*(?:số \w+ )?(?:trở lên|hoặc (?:cao|nhiều|lớn) hơn)")),
    (Comparator.AT_MOST, re.compile(r"\s*(?:trở xuống|hoặc (?:thấp|ít) hơn)")),
    # "98% hồ sơ trở lên": what is counted stands between; it stays for the indicator.
    (Comparator.AT_LEAST, re.compile(r"(?=(?: [^\W\d_]+){1,4} trở lên\b)")),
    (Comparator.AT_MOST, re.compile(r"(?=(?: [^\W\d_]+){1,4} trở xuống\b)")),
)
_DIRECTION = re.compile(r"\s+trở (?:lên|xuống)\b")


def comparator_before(words: str) -> tuple[Comparator, int] | None:
    """The comparator these words end with, and where it begins."""
    tail = words[-60:]
    for comparator, pattern in _BEFORE:
        if match := pattern.search(tail):
            return comparator, len(words) - len(tail) + match.start()
    return None


def comparator_after(words: str) -> tuple[Comparator, int] | None:
    """The comparator these words begin with, and where it ends."""
    for comparator, pattern in _AFTER:
        if match := pattern.match(words):
            return comparator, match.end()
    return None


def without_direction(indicator: str) -> str:
    """The indicator without a "trở lên" that belonged to its number."""
    return _DIRECTION.sub("", indicator)


def governing_comparator(words: str) -> Comparator | None:
    """ "Đạt tỷ lệ tối thiểu: 60% …; 80% …": before a colon it holds for all that follow."""
    match = re.search(rf"(?:(?P<least>{_LEAST})|(?P<most>{_MOST}))\s*:\s*$", words)
    if match is None:
        return None
    return Comparator.AT_LEAST if match["least"] else Comparator.AT_MOST


STRIVING = re.compile(r"\b(?:phấn đấu|hướng tới|hướng đến|cố gắng)\b")
PART_OF = re.compile(r"\btrong (?:số )?(?:đó|này)\b")
# A level already reached is no target.
REACHED = re.compile(
    r"\b(?:hiện(?: nay| tại| có| mới| đang)?|đã|mới(?: chỉ)?|vừa|chỉ|thực tế)(?: đạt| có| là| được)"
    r"[^;.]{0,12}$|\bkết quả (?:năm|quý|tháng|thực hiện)[^;.]{0,40}(?:đạt|là)\s*$"
    r"|\b(?:chiếm|hiện nay|hiện tại)(?: khoảng| tỷ lệ| trên| hơn| gần)*\s*$"
)
ROUGHLY = re.compile(r"\b(?:khoảng|gần|xấp xỉ)\s*$")
# A rate or a share that belongs to a law or a sum, not to the work.
NO_TARGET = re.compile(r"\b(?:mức phạt|lãi suất|thuế suất|mức thuế|mức hỗ trợ|mức đóng)\b[^;.]*$")
BASELINE = re.compile(r"\bso với [^;.,)]+")
TERRITORY = re.compile(r"\btrong phạm vi [^;.,()]+|\btrên địa bàn(?: [^;.,()%]+)?")
EXCEPTION = re.compile(
    r"\((?P<words>(?:trừ|không (?:tính|bao gồm|kể)|ngoại trừ) [^()]*(?:\([^()]*\)[^()]*)*)\)"
)
FIELD = re.compile(
    r"\b(?:trong |thuộc )?(?P<words>(?:các )?lĩnh vực:? .+?)"
    r"(?=\s+(?:đạt|được|đủ điều kiện|có đủ|tối thiểu|ít nhất|là|≥|phải|không)|\s*[;.()]|\s*$)"
)
# Before the number these words say only that it is to be reached.
LEAD_WORD = re.compile(
    r"(?:và|hoặc|có|với|để|là|của|thì|cả|mức|đảm|bảo|đạt|được|tỷ|tỉ|lệ|duy|trì|phấn|đấu|thực|hiện"
    r"|triển|khai|tổ|chức|hoàn|thành|kết|quả|hướng|tới|nâng|xử|lý|cuối|đến|năm|yêu|cầu|chỉ|tiêu|tối"
    r"|thiểu|ít|nhất)"
)
# The verb that leads from what is measured to its number.
REACHES = re.compile(
    r"[\s,]*\b(?:(?:phải|cần|phấn đấu|để)? ?(?:đạt|là|lên|xuống|còn|ở mức)"
    r"(?: tỷ lệ| mức| ít nhất)?)\s*$"
)
CHANGE = re.compile(r"\b(?:cắt giảm|giảm|tăng thêm|tăng|rút ngắn|tiết kiệm)(?=\s*$|\s+\d)")
CONNECTS = re.compile(
    r"^(?:đối với|trong(?! số)|của|trên|tại|ở|về|cho|so với|vào|hàng năm|mỗi|trở lên|đặc biệt|theo"
    r"|kể từ|từ|/|đến)\b"
)

"""Cells that hold no deadline, and words of a deadline that nobody understood."""

from __future__ import annotations

import re

from tracker.reading.deadlines.phrase import STRUCK, Phrase
from tracker.reading.patterns import either
from tracker.reading.raw import is_tick

_EMPTY = re.compile(r"[\W_x]*")
_SAME_AS_ABOVE = re.compile(
    r"(?:như|nt|n/t|tương tự)(?: (?:trên|dòng trên|mục trên|mục \S+|nt))?|\"|''|”|〃"
)
_STATUS = re.compile(
    r"(?:đã|đang|chưa) (?:được )?(?:hoàn thành|thực hiện|triển khai|xong|ban hành|làm|có)(?: xong)?"
    r"|hoàn thành|đã xong|xong|đạt"
)
_STATUSES = re.compile(rf"(?:{_STATUS.pattern})(?: ?[/,;] ?(?:{_STATUS.pattern}))*")
_NO_DEADLINE = re.compile(
    r"không(?: có)?(?: quy định)?(?: thời hạn| hạn)?|chưa (?:có|xác định|rõ)(?: thời hạn| hạn)?"
)
_BARE_NUMBER = re.compile(r"\d[\d .,]*")

_DOUBTFUL = either(
    r"\d",
    STRUCK,
    "dự kiến",
    "khoảng",
    "trừ",
    "hoặc",
    "nếu",
    "không",
    "chưa",
    "có thể",
    "riêng",
    "đối với",
    "gia hạn",
    "tùy",
    "khi",
    "thứ",
    "chủ nhật",
    "theo",
    "đã",
    "đang",
)
# A remark in brackets changes nothing, unless it counts, excludes, doubts or offers a choice.
_REMARK = re.compile(rf"\((?![^()]*{_DOUBTFUL})[^()]*\)")
# Words that may stand around a deadline without changing it.
_FILLERS = re.compile(
    r"\b"
    + either(
        "hoàn thành",
        "thực hiện",
        "triển khai",
        "tổ chức",
        "báo cáo",
        "kết quả",
        "gửi",
        "ban hành",
        "xong",
        "xây dựng",
        "trình",
        "nộp",
        "tổng hợp",
        "chậm nhất",
        "muộn nhất",
        "không muộn hơn",
        "không quá",
        "hạn chót",
        "hạn cuối",
        "thời hạn",
        "thời gian",
        "thời điểm",
        "từ nay",
        "kịp thời",
        "duy trì",
        "định kỳ",
        "nhiệm vụ",
        "công việc",
        "kết thúc",
        "phải",
        "đồng thời",
        "ít nhất",
        "tối thiểu",
        "đầy đủ",
        "trở đi",
        "trong",
        "vào",
        "là",
        "đến",
        "tới",
        "hết",
        "ngày",
        "và",
        "của",
        "các",
        "về",
        "tại",
        "được",
        "từ",
        "lúc",
        "sơ kết",
        "tổng kết",
        "mốc",
    )
    + r"\b"
)
_WORDS = re.compile(r"\w+(?:[ ,./%-]*\w+)*")


def nothing_to_read(phrase: Phrase) -> str:
    """Why the cell holds no deadline, in one sentence; empty when there is something to read."""
    key = phrase.rest.strip(" .:;,()-…_/\\")
    printed = phrase.shown[:80]
    if _SAME_AS_ABOVE.fullmatch(key or phrase.rest.strip()):
        return f"Ô chỉ ghi “{printed}”, cần xác nhận có lấy thời hạn của dòng trên hay không."
    if is_tick(phrase.rest):
        return f"Ô thời hạn chỉ đánh dấu “{printed}”, cần nhập thời hạn."
    if _EMPTY.fullmatch(key):
        return "Ô thời hạn để trống, cần nhập thời hạn hoặc hỏi lại nơi giao việc."
    if _STATUSES.fullmatch(key):
        return f"“{printed}” là tình trạng thực hiện, không phải thời hạn, cần nhập thời hạn."
    if _NO_DEADLINE.fullmatch(key):
        return f"Ô ghi “{printed}”, chưa có thời hạn nào để theo dõi, cần xác nhận."
    if _BARE_NUMBER.fullmatch(key) and not re.search(r"\d[./-]\d", phrase.rest):
        return f"Ô chỉ ghi số “{printed}”, chưa rõ là ngày, tháng hay năm nào, cần nhập lại."
    return ""


def drop_remarks(phrase: Phrase) -> None:
    """Strike out remarks in brackets that change nothing."""
    phrase.drop(_REMARK)


def left_over(phrase: Phrase) -> list[str]:
    """A doubt quoting the words nobody understood; none when all were."""
    rest = phrase.rest.replace(STRUCK, "\n")
    rest = _FILLERS.sub(lambda match: "\n" * len(match[0]), rest)
    words = [phrase.shown[slice(*match.span())] for match in _WORDS.finditer(rest)]
    return [f"còn chữ chưa hiểu: “{' … '.join(words)[:80]}”"] if words else []

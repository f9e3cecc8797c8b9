"""Takes a printed line apart where cells of one height may have been run together on it.

Splitting too often does no harm: the search for the likeliest cells joins the pieces again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.core.text_vn import tone_placement_folded
from tracker.reading.readers.text_lines import Line

_DAY = r"\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?"
_TIME = (
    r"Thường xuyên|Theo yêu cầu|Khi (?:có )?phát sinh|Cả năm|(?:Định kỳ )?[Hh][àằ]ng "
    r"(?:tuần|tháng|quý|năm)"
    rf"|(?:Hoàn thành trước|Xong trước|Chậm nhất|Trước|Trong|Đến|Ngày)(?: ngày)? {_DAY}"
    r"|(?:Trong t|T)háng \d{1,2}(?:/\d{4})?|(?:Trong q|Q)uý [IVX\d]+(?:/\d{4}| năm \d{4})?"
    r"|(?:Trong n|N)ăm \d{4}"
)
_UNIT = (
    r"Văn phòng|Phòng|Trung tâm|Bộ phận|Công an|Các (?:phòng|bộ phận|đơn vị|cơ quan|tổ|ban|ngành)"
    r"|CBCC|Ban Chỉ huy|Đài|Trạm|Lãnh đạo|Chủ tịch|Ủy ban|Đoàn|Hội|MTTQ"
)
# A cell may end before a capital that opens a time or a unit, and after a whole time.
_BORDER = re.compile(
    rf"(?<=[\wđ%).])\s+(?=(?:{_TIME})(?:\s+[A-ZĐÀ-Ỹ\d]|$))|(?<=[\wđ%).])\s+(?=(?:{_UNIT})\b)"
)
_AFTER_TIME = re.compile(rf"^({_TIME})\s+(?=[A-ZĐÀ-Ỹ])")
_HOLDS_ON = re.compile(
    r"\b(và|của|các|với|cho|tại|về|theo|trong|từ|đến|cùng|thuộc|hoặc|do|là|gửi|trình)$"
)


def take_apart(lines: Sequence[Line]) -> list[Line]:
    """The lines, those with several cells on them as several; later pieces are `glued`."""
    return [piece for line in lines for piece in _pieces(line)]


def _pieces(line: Line) -> Iterator[Line]:
    words = list(_split(line.words))
    if len(words) == 1:
        yield line
        return
    for at, piece in enumerate(words):
        first, last = at == 0, at == len(words) - 1
        yield replace(
            line,
            words=piece,
            key=tone_placement_folded(piece),
            leading=line.leading if first else 0,
            trailing=line.trailing if last else 0,
            padding=line.padding if first else 0,
            close=line.close if first else False,
            page_start=line.page_start and first,
            glued=not first,
        )


def _split(words: str) -> Iterator[str]:
    start = 0
    for match in _BORDER.finditer(words):
        if _HOLDS_ON.search(words[: match.start()]):
            continue
        yield from _after_time(words[start : match.start()])
        start = match.end()
    yield from _after_time(words[start:])


def _after_time(words: str) -> Iterator[str]:
    match = _AFTER_TIME.match(words)
    if match is None:
        yield words
        return
    yield match[1]
    yield words[match.end() :]

"""What a unit's name suggests about it: shown to a person as a proposal, never applied."""

from __future__ import annotations

import re

from tracker.core.text_vn import one_line, tone_placement_folded
from tracker.reading.patterns import either
from tracker.reading.unit_words import GENERIC

_COLLECTIVE = re.compile(
    either(
        r"^(?:các|những|toàn thể|toàn bộ|tất cả|mọi)\b",
        r"^(?:thủ )?trưởng các\b",
        rf"\bcác {GENERIC}\b",
        rf"^{GENERIC}, ?{GENERIC}\b",
        r"^(?:đơn vị|cơ quan|phòng|bộ phận)(?: chuyên môn)?(?: có)? liên quan",
        r"^cbcc\b",
        r"^(?:tdp|tổ dân phố|thôn|khu phố|ấp)$",
    )
)
# "phường Mẫu, thành phố Ví Dụ" is an address: the city after the ward makes nobody an outsider.
_ADDRESS = re.compile(r"\b(?:phường|xã)(?! hội) .*$")
_OUTSIDE = re.compile(
    either(
        r"\b(?:thành phố|tp|tỉnh|huyện|quận|trung ương|chính phủ|cấp trên)\b",
        r"(?<!cơ )(?<!trụ )\bsở\b",
        r"^bộ (?!phận|chỉ huy)",
        r"^(?:chi )?cục\b",
        r"^(?:kho bạc|bảo hiểm xã hội|bhxh|tòa án|viện kiểm sát|thuế|ngân hàng)\b",
    )
)
_BODY = either("ubnd", "ủy ban nhân dân", "hđnd", "hội đồng nhân dân", "đảng ủy", "phường", "xã")
_LEADERSHIP = re.compile(
    r"^(?:các )?(?:đồng chí |đ/c )?"
    + either(
        rf"(?:tập thể )?lãnh đạo(?:$| {_BODY}\b)",
        rf"(?:phó )?chủ tịch(?:$|,| và phó chủ tịch| phụ trách| {_BODY}\b)",
        rf"(?:ct|pct|tt|thường trực) {_BODY}\b",
        r"(?:phó )?bí thư đảng ủy\b",
    )
)


def is_collective(name: str) -> bool:
    """Whether the name stands for several units ("Các phòng chuyên môn")."""
    return bool(_COLLECTIVE.search(_key(name)))


def is_outside_ward(name: str) -> bool:
    """Whether the name is of a body outside the ward (city, province, department)."""
    return bool(_OUTSIDE.search(_ADDRESS.sub("", _key(name))))


def is_leadership(name: str) -> bool:
    """Whether the name is the ward's leadership ("Lãnh đạo UBND phường")."""
    return bool(_LEADERSHIP.match(_key(name))) and not is_outside_ward(name)


def _key(name: str) -> str:
    return tone_placement_folded(one_line(name))

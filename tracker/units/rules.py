"""What kinds of unit there are and what follows from the kind."""

from __future__ import annotations

from enum import StrEnum


class UnitKind(StrEnum):
    """Who stands behind a name printed in a plan."""

    INTERNAL = "internal"
    LEADERSHIP = "leadership"
    EXTERNAL = "external"
    COLLECTIVE = "collective"


UNIT_KIND_WORDS: dict[UnitKind, str] = {
    UnitKind.INTERNAL: "Đơn vị thuộc phường",
    UnitKind.LEADERSHIP: "Lãnh đạo",
    UnitKind.EXTERNAL: "Ngoài phường",
    UnitKind.COLLECTIVE: "Nhóm đơn vị",
}

# Why a unit cannot be removed, by the table that names it.
USE_WORDS: dict[str, str] = {
    "assignment": "đã được giao nhiệm vụ",
    "contribution": "đã có phần việc",
    "directive": "đã nhận ý kiến chỉ đạo",
    "import_draft": "là đơn vị theo dõi của một bản nháp",
    "leader_in_charge": "đã có lãnh đạo phụ trách",
    "plan": "là đơn vị theo dõi của một kế hoạch",
    "target_unit": "đã được giao chỉ tiêu",
    "urging_letter": "đã nhận công văn đôn đốc",
    "unit": "đã nhận một đơn vị hợp nhất vào",
    "unit_membership": "thuộc một nhóm đơn vị",
    "user_account": "đã có tài khoản",
}


def owes_work(kind: UnitKind) -> bool:
    """Whether a unit of this kind is itself held to deadlines (R05: bodies outside never are)."""
    return kind in {UnitKind.INTERNAL, UnitKind.LEADERSHIP}

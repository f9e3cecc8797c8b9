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


def owes_work(kind: UnitKind) -> bool:
    """Whether a unit of this kind is itself held to deadlines (R05: bodies outside never are)."""
    return kind in {UnitKind.INTERNAL, UnitKind.LEADERSHIP}

"""The form that merges a unit."""

from __future__ import annotations

from tests.personas import Ward


def confirmed(ward: Ward, heir: int, **changes: object) -> dict[str, object]:
    """The form as filled in and confirmed, with some fields changed."""
    return {
        "heir": str(heir),
        "seen": str(heir),
        "reason": "Sắp xếp tổ chức bộ máy",
        "document_number": "9/NQ-HĐND",
        "document_on": "01/08/2026",
        "version": ward.culture.version,
        **changes,
    }

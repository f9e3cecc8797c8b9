"""The form of a target."""

from __future__ import annotations

from typing import Any


def form_of(**changes: Any) -> dict[str, Any]:
    """A monthly target of 62,5 percent, with some fields changed."""
    return {
        "indicator": "hồ sơ thanh toán trực tuyến",
        "comparator": "≥",
        "value": "62,5",
        "measure": "%",
        "parent": "0",
        "rhythm": "monthly",
        "change": "",
        "request_key": "new",
        **changes,
    }

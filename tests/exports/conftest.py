"""Sheets of the invented Phường Mẫu."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.exports.sheets import COLUMNS, ROWS, section, task
from tracker.exports.sheet import Sheet, SheetRow


@pytest.fixture
def make_sheet() -> Callable[..., Sheet]:
    """Build a sheet of Phường Mẫu; any field can be given."""

    def make(*rows: SheetRow, **fields: Any) -> Sheet:
        given = {
            "title": "Phân công nhiệm vụ năm 2026 của Phường Mẫu",
            "attached_to": "(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND Phường Mẫu)",
            "columns": COLUMNS,
            "rows": rows or ROWS,
            "as_of": datetime(2026, 8, 5, 9, 30, tzinfo=UTC),
        } | fields
        return Sheet(**given)

    return make


@pytest.fixture
def long_sheet(make_sheet: Callable[..., Sheet]) -> Sheet:
    """A sheet of several pages; each task carries a mark of its own."""
    rows: list[SheetRow] = []
    for number in range(1, 61):
        if number % 12 == 1:
            rows.append(section("IVX"[number % 3], f"Phần thứ {number}"))
        rows.append(task(str(number), f"mã{number}x " + "rà soát thủ tục " * 6, "Văn phòng"))
    return make_sheet(*rows)


@pytest.fixture
def vietnamese_letters() -> str:
    """All 146 letters: twelve vowels in six tones, and đ, small and capital."""
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    small = [unicodedata.normalize("NFC", v + t) for v in "aăâeêioôơuưy" for t in tones] + ["đ"]
    return "".join(small + [letter.upper() for letter in small])

"""The states of a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from tracker.reading.result import Rhythm
from tracker.settings.rules import DataWindow


class PlanState(StrEnum):
    """A draft is the office's own; an issued plan binds; a closed one is history."""

    DRAFT = "draft"
    ISSUED = "issued"
    CLOSED = "closed"


PLAN_STATE_WORDS: dict[PlanState, str] = {
    PlanState.DRAFT: "Dự thảo",
    PlanState.ISSUED: "Đang thực hiện",
    PlanState.CLOSED: "Đã kết thúc",
}


CHECK_IN_RHYTHM_WORDS: dict[Rhythm, str] = {
    Rhythm.WEEKLY: "Hằng tuần",
    Rhythm.MONTHLY: "Hằng tháng",
    Rhythm.QUARTERLY: "Hằng quý",
    Rhythm.HALF_YEARLY: "6 tháng một lần",
    Rhythm.YEARLY: "Hằng năm",
}
DATA_WINDOW_WORDS: dict[DataWindow, str] = {
    DataWindow.REPORT: "Từ ngày 15 đến ngày 14 (Nghị định 09/2019/NĐ-CP)",
    DataWindow.CALENDAR: "Theo lịch: trọn tháng, quý, năm",
}


def last_year_to_end(today: date) -> int:
    """The latest year whose plans wait for nothing: last year's results come in January still."""
    return today.year - (1 if today.month > 1 else 2)


def document_reference(number: str | None, issued_on_words: str | None) -> str:
    """How letters cite the plan: its number and day, with blanks where the copy has blanks."""
    return f"số {number or '……/KH-UBND'} ngày {issued_on_words or '……'}"


_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def basis_lines(basis: Sequence[dict[str, Any]]) -> str:
    """One line a document, as a person edits them: "98/UBND-VP; 17/07/2025; UBND phường"."""
    return "\n".join(
        "; ".join([item["number"], _day_words(item["issued_on"]), item["issuer"] or ""]).rstrip(
            "; "
        )
        for item in basis
    )


def basis_from_lines(text: str) -> list[dict[str, Any]]:
    """The documents that the lines name; ValueError says which line has no proper day."""
    found: list[dict[str, Any]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        number, _, rest = (part.strip() for part in line.partition(";"))
        day, _, issuer = (part.strip() for part in rest.partition(";"))
        found.append({"number": number, "issued_on": _day_of(day, line), "issuer": issuer or None})
    return found


def _day_words(iso: str | None) -> str:
    return f"{date.fromisoformat(iso):%d/%m/%Y}" if iso else ""


def _day_of(words: str, line: str) -> str | None:
    if not words:
        return None
    found = _DAY.fullmatch(words)
    try:
        if found is None:
            raise ValueError(words)
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError as error:
        raise ValueError(f"Ngày không đúng ở dòng “{line}”: viết như 17/07/2025.") from error

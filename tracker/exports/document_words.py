"""How a plan is named and dated on paper, with blanks where the copy has blanks."""

from __future__ import annotations

from datetime import date

from tracker.plans.models import Plan
from tracker.plans.rules import document_reference

DOTS = "……"
_NAMES = {
    "KH": "Kế hoạch",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "TB": "Thông báo",
    "CTR": "Chương trình",
    "NQ": "Nghị quyết",
}


def reference(plan: Plan) -> str:
    """How the appendix cites its plan."""
    issuer = f" của {plan.issuer}" if plan.issuer else ""
    return f"{document_name(plan)} {document_reference(plan.number, day_words(plan))}{issuer}"


def day_words(plan: Plan) -> str:
    """The day of issue in full, with blanks where the copy has blanks."""
    return day_in_full(plan.issued_on, plan.year)


def day_in_full(day: date | None, year: int) -> str:
    """The day in full; days below ten and the first two months take a nought (NĐ 30/2020)."""
    if day is None:
        return f"{DOTS} tháng {DOTS} năm {year}"
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d} tháng {month} năm {day.year}"


def document_name(plan: Plan) -> str:
    """What kind of document the plan is, by its number ("12/KH-UBND") or its title."""
    code = (plan.number or "").partition("/")[2].partition("-")[0].strip().upper()
    names = _NAMES.values()
    by_title = next((name for name in names if plan.title.startswith(name)), "Văn bản")
    return _NAMES.get(code, by_title)

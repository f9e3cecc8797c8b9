"""The head and the foot of a plan that is a document of its own, attached to a decision.

Nghị định 30/2020/NĐ-CP, Phụ lục I: agency, number, place and day, who signs, who receives it.
"""

from __future__ import annotations

import re

from tracker.exports.document_words import DOTS, day_words, document_name
from tracker.exports.sheet import Letterhead
from tracker.plans.models import Plan

_COMMITTEE = "Ủy ban nhân dân"
_SHORT_COMMITTEE = re.compile(r"\bUBND\b")
_OLD_SPELLING = re.compile(r"\b[ỦU][ỷỶyY] ban nhân dân\b", re.IGNORECASE)
_CHAIRMAN = re.compile(r"^chủ tịch\s+", re.IGNORECASE)
_KINDS_OF_PLACE = re.compile(r"\b(phường|xã|thị trấn|đặc khu)\s+(?P<name>\S.*)$", re.IGNORECASE)


def letterhead_of(plan: Plan, ward_name: str) -> Letterhead:
    """What surrounds the plan's table; blanks stand where the plan has nothing yet."""
    issuer = _in_full(plan.issuer or ward_name)
    agency = _CHAIRMAN.sub("", issuer)
    by_chairman = agency != issuer
    return Letterhead(
        agency=tuple(line.upper() for line in agency_lines(agency)),
        number=f"Số: {plan.number}" if plan.number else f"Số: {DOTS}",
        place_and_day=f"{place_of(agency)}, ngày {day_words(plan)}",
        kind=document_name(plan).upper(),
        signature=("CHỦ TỊCH",) if by_chairman else ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        signer=plan.signer or "",
        recipients=(*(f"- {name};" for name in plan.addressees), "- Lưu: VT."),
    )


def _in_full(issuer: str) -> str:
    return _OLD_SPELLING.sub(_COMMITTEE, _SHORT_COMMITTEE.sub(_COMMITTEE, issuer.strip()))


def agency_lines(agency: str) -> tuple[str, ...]:
    """The agency in full; a committee stands on a line of its own, as on its paper."""
    full = _in_full(agency)
    committee, found, place = full.partition(_COMMITTEE)
    if not found or committee.strip():
        return (full,)
    return tuple(line for line in (found, place.strip()) if line)


def place_of(agency: str) -> str:
    """The name of the ward alone: "Mẫu, ngày 05 tháng 01 năm 2026"."""
    match = _KINDS_OF_PLACE.search(agency)
    return match["name"] if match else DOTS

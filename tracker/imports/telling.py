"""A correction taken back, as the journal tells it: the words that came and went."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.imports.rules import CELL_WORDS, ROW_KIND_WORDS, CellField, DraftRowKind
from tracker.imports.values import deadline_from_json
from tracker.plans.rules import basis_lines
from tracker.tasks.deadline_words import deadline_words

# What is not named here (marks, what was looked at) is no word of the document.
NAMES: dict[str, str] = {
    "kind": CELL_WORDS[CellField.KIND],
    "label": CELL_WORDS[CellField.LABEL],
    "content": CELL_WORDS[CellField.CONTENT],
    "lead_text": f"{CELL_WORDS[CellField.LEAD]} (chữ in)",
    "lead": CELL_WORDS[CellField.LEAD],
    "cooperating_text": f"{CELL_WORDS[CellField.COOPERATING]} (chữ in)",
    "cooperating": CELL_WORDS[CellField.COOPERATING],
    "deadline_text": f"{CELL_WORDS[CellField.DEADLINE]} (chữ in)",
    "deadline": CELL_WORDS[CellField.DEADLINE],
    "product": CELL_WORDS[CellField.PRODUCT],
    "targets": "Số chỉ tiêu",
    "title": "Tên kế hoạch",
    "number": "Số, ký hiệu",
    "issued_on": "Ngày ban hành",
    "issuer": "Cơ quan ban hành",
    "signer": "Người ký",
    "year": "Năm",
    "tracked_from": "Theo dõi từ ngày",
    "addressees": "Kính gửi",
    "basis": "Căn cứ",
}
_DAYS = frozenset({"issued_on", "tracked_from"})


def words_of(name: str, value: Any) -> str | None:
    """What an attribute of a draft or of its row held, as a person reads it."""
    if value is None or value == "":
        return None
    if name == "kind":
        return ROW_KIND_WORDS[DraftRowKind(value)]
    if name == "deadline":
        return deadline_words(deadline_from_json(value)) or None
    if name in _DAYS:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    if name == "basis":
        return " · ".join(basis_lines(value).splitlines())
    if name == "targets":
        return str(len(value))
    return "; ".join(value) if isinstance(value, list) else str(value)

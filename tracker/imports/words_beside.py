"""What a row prints beside its content, whatever it is taken for: a heading keeps it as printed."""

from __future__ import annotations

from tracker.imports.models import DraftRow
from tracker.imports.rules import CELL_WORDS, CellField
from tracker.reading.result import add_words

PRINTED_IN = {
    CellField.LEAD: "lead_text",
    CellField.COOPERATING: "cooperating_text",
    CellField.DEADLINE: "deadline_text",
    CellField.PRODUCT: "product",
}


def words_beside(row: DraftRow) -> dict[str, str]:
    """The words of the other cells by the printed heading of their column."""
    headings = {column["field"]: column["heading"] for column in row.draft.columns}
    cells = {
        str(headings.get(cell.value) or CELL_WORDS[cell]): getattr(row, name) or ""
        for cell, name in PRINTED_IN.items()
    }
    return with_words(row.extra, cells)


def with_words(known: dict[str, str], more: dict[str, str]) -> dict[str, str]:
    """Both, the words under one heading one after the other."""
    joined = dict(known)
    for heading, words in more.items():
        if words and joined.get(heading) != words:
            add_words(joined, heading, words)
    return joined

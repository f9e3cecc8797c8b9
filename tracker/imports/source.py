"""What a draft row came from: the rows around it exactly as the file has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.imports.models import DraftRow, ImportDraft
from tracker.imports.rules import CELL_WORDS, CellField
from tracker.imports.values import anchor_words, areas_from_json
from tracker.reading.result import Area

ROWS_AROUND = 3
A4 = 1.4142
PDF = "application/pdf"
_CELLS = (
    (CellField.LEAD, "lead_text"),
    (CellField.COOPERATING, "cooperating_text"),
    (CellField.DEADLINE, "deadline_text"),
    (CellField.PRODUCT, "product"),
)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the file: its place, its words, its other cells under their headings."""

    place: str
    label: str
    content: str
    cells: Sequence[tuple[str, str]]
    is_asked_for: bool


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page of a PDF and what of it is the row, in shares of the page."""

    number: int
    ratio: float
    marks: Sequence[Area]


@dataclass(frozen=True, slots=True)
class Source:
    """A row among its neighbours in the file; `pages` where pictures of them can be drawn."""

    row: DraftRow
    place: str
    rows: Sequence[SourceRow]
    pages: Sequence[SourcePage]


def source_of(row: DraftRow) -> Source:
    """The row of the file that a draft row came from, with those before and after it.

    A row split off shows the row it was split from; a merged one is still its own row there.
    """
    draft = row.draft
    in_file = [other for other in draft.rows if not other.is_split_off]
    before = [other for other in in_file if other.position <= row.position]
    at = in_file.index(before[-1]) if before else 0
    asked_for = in_file[at]
    around = in_file[max(0, at - ROWS_AROUND) : at + ROWS_AROUND + 1]
    return Source(
        row=row,
        place=anchor_words(row.anchor) or "không rõ vị trí",
        rows=[_source_row(draft, other, is_asked_for=other is asked_for) for other in around],
        pages=_pages(row) if draft.media_type == PDF else [],
    )


def _pages(row: DraftRow) -> list[SourcePage]:
    """The pages that the row stands on; the whole page where only its number is known."""
    areas = areas_from_json(row.anchor)
    numbers = dict.fromkeys(area.page for area in areas)
    if not areas and row.anchor.get("page"):
        return [SourcePage(row.anchor["page"], A4, [])]
    pages = []
    for number in numbers:
        marks = [area for area in areas if area.page == number]
        pages.append(SourcePage(number, marks[0].ratio, marks))
    return pages


def _source_row(draft: ImportDraft, row: DraftRow, *, is_asked_for: bool) -> SourceRow:
    printed: dict[str, Any] = row.as_read
    headings = {column["field"]: column["heading"] for column in draft.columns}
    cells = [
        (str(headings.get(cell.value) or CELL_WORDS[cell]), str(printed[name]))
        for cell, name in _CELLS
        if printed.get(name)
    ]
    return SourceRow(
        place=anchor_words(row.anchor),
        label=str(printed.get("label") or ""),
        content=str(printed.get("content") or ""),
        cells=[*cells, *row.extra.items()],
        is_asked_for=is_asked_for,
    )

"""Where on its page a row of a PDF stands, so that it can be marked on the page's picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from tracker.reading.raw import PlacedLine, RawRow, RawTable
from tracker.reading.readers.pdf_layout import rows_of
from tracker.reading.readers.pdf_pages import Box, PdfLine, PdfPage
from tracker.reading.result import Area

# A gap of so many line heights ends a row that nothing follows.
_WIDE_GAP = 1.5


def area_of(page: PdfPage, box: Box) -> tuple[Area, ...]:
    """The box as shares of what is shown of the page; none where the page's size is unknown."""
    left, top, right, bottom = page.window or (0.0, 0.0, page.width, page.height)
    width, height = right - left, bottom - top
    if width <= 0 or height <= 0:
        return ()
    across = [_share(at - left, width) for at in (box[0], box[2])]
    down = [_share(at - top, height) for at in (box[1], box[3])]
    ratio = round(height / width, 4)
    return (Area(page.number, across[0], down[0], across[1], down[1], ratio),)


def placed_lines(page: PdfPage, lines: Sequence[PdfLine]) -> list[PlacedLine]:
    """The words of the lines with their places."""
    return [PlacedLine(line.text, area_of(page, _box([line]))) for line in lines]


def mark_areas(tables: Sequence[RawTable], pages: Sequence[PdfPage]) -> None:
    """The places of rows read from the pages' text, whose anchors count that text's lines.

    A row reaches to where the next one begins; the last one to the next wide gap.
    """
    lines = _numbered(pages)
    by_number = {page.number: page for page in pages}
    rows = [row for table in tables for row in table.rows]
    for row, following in pairwise([*rows, None]):
        if row is None or row.anchor.page is None or row.anchor.line is None:
            continue
        own = _own_lines(lines, row, following)
        areas = [area for number, kept in own for area in area_of(by_number[number], _box(kept))]
        row.anchor = replace(row.anchor, areas=tuple(areas))


def _numbered(pages: Sequence[PdfPage]) -> dict[int, dict[int, list[PdfLine]]]:
    """Each page's lines under the numbers they have in the whole text: a form feed ends no line."""
    numbered: dict[int, dict[int, list[PdfLine]]] = {}
    before = 0
    for page in pages:
        rows = rows_of(page)
        numbered[page.number] = dict(enumerate(rows, start=before + 1))
        before += max(1, len(rows)) - 1
    return numbered


def _own_lines(
    lines: dict[int, dict[int, list[PdfLine]]], row: RawRow, following: RawRow | None
) -> Iterator[tuple[int, list[PdfLine]]]:
    """Page by page, what stands from the row's first line to the next row's."""
    page, first = row.anchor.page or 0, row.anchor.line or 0
    end = (following.anchor.page, following.anchor.line) if following else (None, None)
    last_page = end[0] or page
    for number in range(page, last_page + 1):
        kept: list[PdfLine] = []
        for at, pieces in sorted(lines.get(number, {}).items()):
            if number == page and at < first:
                continue
            if number == end[0] and end[1] is not None and at >= end[1]:
                break
            if following is None and kept and _gap(kept, pieces) > _WIDE_GAP * kept[-1].height:
                break
            kept.extend(pieces)
        if kept:
            yield number, kept


def _gap(above: Sequence[PdfLine], below: Sequence[PdfLine]) -> float:
    return min(line.top for line in below) - max(line.bottom for line in above)


def _box(lines: Sequence[PdfLine]) -> Box:
    return (
        min(line.left for line in lines),
        min(line.top for line in lines),
        max(line.right for line in lines),
        max(line.bottom for line in lines),
    )


def _share(at: float, whole: float) -> float:
    return round(min(1.0, max(0.0, at / whole)), 4)

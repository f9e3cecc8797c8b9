"""Takes off what a page only carries along: its number, and lines repeated on every page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tracker.core.text_vn import fold
from tracker.reading.readers.pdf_pages import PdfCell, PdfLine, PdfPage

_NUMBER = re.compile(r"(?:trang )?\W{0,2}(?P<number>\d{1,3})(?:\s*/\s*\d{1,3})?\W{0,2}")
_EDGE = 0.13
_MARGIN = 62.0
_NEAR = 15.0
_FEWEST_PAGES = 2


def take_off_furniture(pages: Sequence[PdfPage]) -> None:
    """Removes page numbers and repeated headers and footers; the first of each repeat stays."""
    _drop_numbers(pages)
    _drop_repeats(pages)


def _drop_numbers(pages: Sequence[PdfPage]) -> None:
    outside = {page.number: [line for line in _edge_lines(page) if _number(line)] for page in pages}
    kept = [(page, line) for page in pages for line in outside[page.number]]
    counted = _counting_on(kept)
    for page, line in counted or kept:
        page.lines.remove(line)
    if not kept:
        _drop_numbers_inside(pages)


def _drop_numbers_inside(pages: Sequence[PdfPage]) -> None:
    """A number printed over a table that fills the page; never in the table's first column."""
    found: list[tuple[PdfPage, PdfLine]] = []
    cells: dict[int, PdfCell] = {}
    for page in pages:
        for cell in _later_columns(page):
            for line in cell.lines:
                if _is_at_edge(line, page) and _number(line):
                    found.append((page, line))
                    cells[id(line)] = cell
    for _, line in _counting_on(found):
        cells[id(line)].lines.remove(line)


def _later_columns(page: PdfPage) -> Iterator[PdfCell]:
    for table in page.tables:
        first = min(cell.left for cell in table.cells)
        yield from (cell for cell in table.cells if cell.left > first + _NEAR)


def _counting_on(found: Sequence[tuple[PdfPage, PdfLine]]) -> list[tuple[PdfPage, PdfLine]]:
    """Those at one place that count on from page to page."""
    groups: dict[tuple[int, bool], list[tuple[PdfPage, PdfLine]]] = defaultdict(list)
    for page, line in found:
        offset = (_number(line) or 0) - page.number
        groups[offset, line.top < page.height / 2].append((page, line))
    best = max(groups.values(), key=len, default=[])
    return best if len(best) >= _FEWEST_PAGES else []


def _number(line: PdfLine) -> int | None:
    match = _NUMBER.fullmatch(fold(line.text))
    return int(match["number"]) if match else None


def _drop_repeats(pages: Sequence[PdfPage]) -> None:
    seen: dict[str, list[tuple[PdfPage, PdfLine]]] = defaultdict(list)
    for page in pages:
        for line in _edge_lines(page):
            seen[re.sub(r"\d+", "0", fold(line.text))].append((page, line))
    for lines in seen.values():
        if len(lines) >= max(_FEWEST_PAGES + 1, len(pages) / 2):
            for page, line in lines[1:]:
                page.lines.remove(line)


def _edge_lines(page: PdfPage) -> list[PdfLine]:
    return [line for line in page.lines if _is_at_edge(line, page)]


def _is_at_edge(line: PdfLine, page: PdfPage) -> bool:
    margin = max(_EDGE * page.height, _MARGIN)
    return line.bottom < margin or line.top > page.height - margin

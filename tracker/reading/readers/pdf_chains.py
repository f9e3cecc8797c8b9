"""Which tables of following pages are one table, and the running lines between tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tracker.reading.columns import Header
from tracker.reading.raw import RawTable
from tracker.reading.readers.pdf_areas import placed_lines
from tracker.reading.readers.pdf_grid import edges_of, merged_edges, place, shift_between
from tracker.reading.readers.pdf_joining import header_of, join
from tracker.reading.readers.pdf_order import reading_order
from tracker.reading.readers.pdf_pages import PdfLine, PdfPage, PdfTable

_SAME_EDGES = 4


@dataclass(slots=True)
class _Part:
    """One page's share of a table, and how far it moves sideways to lie under the first one."""

    page: PdfPage
    table: PdfTable
    shift: float = 0.0


@dataclass(slots=True)
class _Chain:
    """A table that goes on over pages."""

    parts: list[_Part]
    edges: list[float]
    header: Header | None
    number: int

    @property
    def last(self) -> _Part:
        return self.parts[-1]


@dataclass(slots=True)
class _Reader:
    parts: list[str | _Chain] = field(default_factory=list)
    chain: _Chain | None = None
    tables: int = 0

    def add(self, page: PdfPage, table: PdfTable, between: Sequence[str]) -> None:
        shift = None if self.chain is None else self._shift(self.chain, page, table, between)
        self.parts.extend(between)
        if self.chain is not None and shift is not None:
            self.chain.parts.append(_Part(page, table, shift))
            moved = [at + shift for at in edges_of(table)]
            self.chain.edges = merged_edges([*self.chain.edges, *moved])
            return
        self.tables += 1
        edges = edges_of(table)
        header = _header(table, edges)
        self.chain = _Chain([_Part(page, table)], edges, header, self.tables)
        self.parts.append(self.chain)

    def _shift(
        self, chain: _Chain, page: PdfPage, table: PdfTable, between: Sequence[str]
    ) -> float | None:
        """How the table moves to go on with the last one, None if it is another table."""
        edges = edges_of(table)
        shift = shift_between(edges, chain.edges)
        if shift is None or page.number - chain.last.page.number > 1:
            return None
        header = _header(table, edges)
        if header is not None and (chain.header is None or header.keys != chain.header.keys):
            return None
        if not between:
            return shift
        same = len(edges) >= _SAME_EDGES and len(edges) == len(chain.edges)
        return shift if same and header is None and page is not chain.last.page else None


def join_pages(pages: Sequence[PdfPage]) -> list[str | RawTable]:
    """The running lines and the tables of a document in reading order."""
    reader = _Reader()
    waiting: list[str] = []
    for page in pages:
        for block in _blocks(page):
            if isinstance(block, PdfTable):
                reader.add(page, block, waiting)
                waiting = []
            else:
                waiting.extend(placed_lines(page, reading_order(block)))
    reader.parts.extend(waiting)
    floor = _floors(pages)
    return [
        part if isinstance(part, str) else _joined(part, floor.get(_size(part.parts[0].page)))
        for part in reader.parts
    ]


def _header(table: PdfTable, edges: Sequence[float]) -> Header | None:
    return header_of(place(table, edges, page=PdfPage(0), number=0)) if len(edges) > 3 else None


def _joined(chain: _Chain, floor: float | None) -> RawTable:
    placed = [
        place(
            part.table,
            chain.edges,
            page=part.page,
            number=chain.number,
            shift=part.shift,
        )
        for part in chain.parts
    ]
    return join(placed, floor).as_raw()


def _blocks(page: PdfPage) -> Iterable[list[PdfLine] | PdfTable]:
    """Tables and the lines between them, from the top of the page."""
    lines = sorted(page.lines, key=lambda line: line.top)
    for table in page.tables:
        above = [line for line in lines if line.top < table.top]
        lines = lines[len(above) :]
        yield above
        yield table
    yield lines


def _floors(pages: Sequence[PdfPage]) -> dict[tuple[float, float], float]:
    """How far down pages of one size are printed, where more than one tells."""
    found: dict[tuple[float, float], list[float]] = {}
    for page in pages:
        ends = [table.bottom for table in page.tables] + [line.bottom for line in page.lines]
        if ends:
            found.setdefault(_size(page), []).append(max(ends))
    return {size: max(bottoms) for size, bottoms in found.items() if len(bottoms) > 1}


def _size(page: PdfPage) -> tuple[float, float]:
    return round(page.width), round(page.height)

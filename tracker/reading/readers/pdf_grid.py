"""Ruled cells as rows and columns, the columns counted alike on every page of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.reading.raw import RawCell, RawRow, RawTable
from tracker.reading.readers.pdf_areas import area_of
from tracker.reading.readers.pdf_pages import PdfCell, PdfLine, PdfPage, PdfTable
from tracker.reading.readers.pdf_wrapping import room_for, unwrapped
from tracker.reading.result import Anchor

_NEAR = 4.0
# Odd and even pages may have margins of their own: the whole table moves sideways.
_MOVED = 90.0


@dataclass(slots=True)
class PlacedCell:
    """A cell by its grid place; `lines` may come from several pages, `bottom` is on the last."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: list[PdfLine]
    top: float
    bottom: float
    width: float = 0.0
    doubts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def place(self) -> tuple[int, int]:
        return self.column, self.column_span

    @property
    def last_row(self) -> int:
        return self.row + self.row_span - 1

    @property
    def lowest(self) -> float:
        """Where its last line ends; the top of an empty cell."""
        return self.lines[-1].bottom if self.lines else self.top


@dataclass(slots=True)
class PlacedTable:
    """Cells on a grid and, row by row, where the row stands in the file."""

    columns: int
    cells: list[PlacedCell] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)

    def row(self, number: int) -> list[PlacedCell]:
        """The cells that cover a row, also those begun above it."""
        return [cell for cell in self.cells if cell.row <= number <= cell.last_row]

    def as_raw(self) -> RawTable:
        rows: list[list[PlacedCell]] = [[] for _ in self.anchors]
        for cell in self.cells:
            rows[cell.row].append(cell)
        rooms = self._rooms()
        hanging: dict[int, int] = {}
        raw: list[RawRow] = []
        for number, (cells, anchor) in enumerate(zip(rows, self.anchors, strict=True)):
            raw.append(RawRow(_filled(cells, hanging, number, self.columns, rooms), anchor))
            for cell in cells:
                places = range(cell.column, cell.column + cell.column_span)
                hanging |= dict.fromkeys(places, cell.last_row)
        return RawTable(raw)

    def _rooms(self) -> dict[tuple[int, int], float]:
        """How wide a line may get in each column."""
        lines: dict[tuple[int, int], list[PdfLine]] = {}
        for cell in self.cells:
            lines.setdefault(cell.place, []).extend(cell.lines)
        return {cell.place: room_for(lines[cell.place], cell.width) for cell in self.cells}


def edges_of(table: PdfTable) -> list[float]:
    """Where the columns of a table begin and end, from left to right."""
    return merged_edges([at for cell in table.cells for at in (cell.left, cell.right)])


def merged_edges(places: Iterable[float]) -> list[float]:
    """Places nearer than a few points are one."""
    merged: list[float] = []
    for at in sorted(places):
        if not merged or at - merged[-1] > _NEAR:
            merged.append(at)
    return merged


def shift_between(edges: Sequence[float], known: Sequence[float]) -> float | None:
    """How far a table must move so that its columns fall on the known ones; None if they do not."""
    shift = known[0] - edges[0]
    if abs(shift) > _MOVED or abs(known[-1] - edges[-1] - shift) > 2 * _NEAR:
        return None
    shared = sum(any(abs(at + shift - other) <= _NEAR for other in known) for at in edges)
    fewer = min(len(edges), len(known))
    return shift if shared >= min(fewer, 0.75 * fewer + 0.5) else None


def place(
    table: PdfTable, edges: Sequence[float], *, page: PdfPage, number: int, shift: float = 0.0
) -> PlacedTable:
    """The cells of one page's table on the columns between `edges`."""
    tops = merged_edges([at for cell in table.cells for at in (cell.top, cell.bottom)])
    placed = PlacedTable(len(edges) - 1)
    by_place: dict[tuple[int, int], PlacedCell] = {}
    for ruled in sorted(table.cells, key=lambda cell: (cell.top, cell.left)):
        cell = _placed(ruled, edges, tops, shift)
        first = by_place.setdefault((cell.row, cell.column), cell)
        if first is not cell:
            first.lines += cell.lines
    placed.cells = list(by_place.values())
    left, right = min(cell.left for cell in table.cells), max(cell.right for cell in table.cells)
    ends = [*tops[1:], table.bottom] if len(tops) < 2 else tops[1:]
    placed.anchors = [
        Anchor(
            page=page.number,
            table=number,
            row=row,
            areas=area_of(page, (left, top, right, bottom)),
        )
        for row, (top, bottom) in enumerate(zip(tops, ends, strict=False), start=1)
    ]
    return placed


def _placed(
    cell: PdfCell, edges: Sequence[float], tops: Sequence[float], shift: float
) -> PlacedCell:
    left, right = nearest(edges, cell.left + shift), nearest(edges, cell.right + shift)
    top, bottom = nearest(tops, cell.top), nearest(tops, cell.bottom)
    return PlacedCell(
        row=min(top, len(tops) - 2),
        column=min(left, len(edges) - 2),
        row_span=max(1, bottom - top),
        column_span=max(1, right - left),
        lines=list(cell.lines),
        top=cell.top,
        bottom=cell.bottom,
        width=cell.right - cell.left,
    )


def nearest(places: Sequence[float], at: float) -> int:
    return min(range(len(places)), key=lambda index: abs(places[index] - at))


def _filled(
    cells: Sequence[PlacedCell],
    hanging: Mapping[int, int],
    row: int,
    columns: int,
    rooms: Mapping[tuple[int, int], float],
) -> list[RawCell]:
    """The row's cells in order, an empty one wherever neither they nor one from above stand."""
    starts = {cell.column: cell for cell in cells}
    written: list[RawCell] = []
    at = 0
    while at < columns:
        cell = starts.get(at)
        if cell is not None:
            written.append(_raw(cell, rooms[cell.place]))
            at += cell.column_span
            continue
        if hanging.get(at, -1) < row:
            written.append(RawCell())
        at += 1
    return written


def _raw(cell: PlacedCell, room: float) -> RawCell:
    return RawCell(
        text=unwrapped(cell.lines, room),
        column_span=cell.column_span,
        row_span=cell.row_span,
        bold=bool(cell.lines) and all(line.bold for line in cell.lines),
        doubts=cell.doubts,
    )

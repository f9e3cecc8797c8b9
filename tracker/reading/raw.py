"""What every reader hands to the middle of the library: running lines and tables of cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.core.text_vn import normalise, remembered
from tracker.reading.result import Anchor, Area

# "02/2017/TT-⏎VPCP", "thực hiện/⏎hoàn thành": a line broken after a hyphen or a slash that had no
# blank before it goes on without one; "HĐND -⏎UBND" keeps its blank.
_BROKEN_WORD = re.compile(r"(?<=\w)([-/])\n(?=\w)")

# Said of a cell where words that are struck out were left out.
STRUCK = "Có chữ gạch ngang trong ô, không được đọc; hãy so với bản gốc."
_TICK = re.compile(r"[xX×✓✔✗✘☑☒●■•√\uf0fc\uf0fb\uf0fe\uf0fd\uf052\uf054]")


class PlacedLine(str):
    """A running line that knows where on its page it stands."""

    areas: tuple[Area, ...]

    def __new__(cls, words: str, areas: tuple[Area, ...]) -> PlacedLine:
        line = super().__new__(cls, words)
        line.areas = areas
        return line


@dataclass(slots=True)
class RawCell:
    """One cell: its printed words with their line breaks, and how it lies in the grid.

    `continues_above` says that the cell is the lower part of a vertical merge and has no words of
    its own. `automatic_label` is a number the word processor prints without storing it as text.
    `doubts` are Vietnamese sentences a reader adds when it is not sure where the words belong.
    """

    text: str = ""
    column_span: int = 1
    row_span: int = 1
    continues_above: bool = False
    automatic_label: str | None = None
    bold: bool = False
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class RawRow:
    """One row; `skipped_columns` empty grid columns stand before its first cell.

    `doubts` are sentences about the row as a whole: whether it is a task or a heading.
    """

    cells: list[RawCell]
    anchor: Anchor = field(default_factory=Anchor)
    skipped_columns: int = 0
    doubts: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not any(cell.text.strip() or cell.automatic_label for cell in self.cells)

    @property
    def is_struck_out(self) -> bool:
        """Whether nothing is left of the row because its words are struck out."""
        return self.is_empty and any(STRUCK in cell.doubts for cell in self.cells)


@dataclass(slots=True)
class RawTable:
    """A table as it stands in the document.

    `merges_lost`: rows saved or pasted as text, where the lower parts of merged cells stand empty.
    """

    rows: list[RawRow]
    merges_lost: bool = False

    @property
    def lines(self) -> list[str]:
        return [line for row in self.rows for line in row_lines(row)]


@dataclass(slots=True)
class RawDocument:
    """The parts in their order: a running line is a `str`, a table a `RawTable`.

    `from_lines`: text without columns, whose tables were put together cell by cell.
    """

    parts: list[str | RawTable]
    doubts: tuple[str, ...] = ()
    from_lines: bool = False

    @property
    def tables(self) -> list[RawTable]:
        return [part for part in self.parts if isinstance(part, RawTable)]


def row_lines(row: RawRow) -> list[str]:
    """The printed lines of a row, cell by cell, without empty ones."""
    lines = [line for cell in row.cells for line in normalise(cell.text).splitlines()]
    return [line for line in lines if line]


def joined_areas(areas: Sequence[Area]) -> tuple[Area, ...]:
    """One rectangle a page around the areas."""
    whole: dict[int, Area] = {}
    for area in areas:
        known = whole.setdefault(area.page, area)
        whole[area.page] = Area(
            area.page,
            min(known.left, area.left),
            min(known.top, area.top),
            max(known.right, area.right),
            max(known.bottom, area.bottom),
            area.ratio,
        )
    return tuple(whole.values())


@remembered
def as_printed(text: str) -> str:
    """The words of a cell on one line: misread letters mended, words cut at a line end rejoined."""
    return " ".join(_BROKEN_WORD.sub(r"\1", _without_blank_lines(text)).split())


def is_tick(text: str) -> bool:
    """Whether a cell holds nothing but a mark: x, ✓, ☒, or one of the Wingdings ticks."""
    return _TICK.fullmatch(text.strip()) is not None


def _without_blank_lines(text: str) -> str:
    return "\n".join(line for line in normalise(text).splitlines() if line)

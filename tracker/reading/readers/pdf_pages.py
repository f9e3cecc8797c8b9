"""A page of a PDF as plain values: its ruled tables and the lines around them, in points."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class PdfLine:
    """Words standing on one line; `top` and `bottom` count downwards from the page's top.

    `first_word` is that word's width.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    first_word: float = 0.0
    bold: bool = False

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(slots=True)
class PdfCell:
    """A rectangle between ruled lines and the lines of words inside it."""

    left: float
    top: float
    right: float
    bottom: float
    lines: list[PdfLine] = field(default_factory=list)


@dataclass(slots=True)
class PdfTable:
    """Ruled cells that touch each other."""

    cells: list[PdfCell]

    @property
    def top(self) -> float:
        return min(cell.top for cell in self.cells)

    @property
    def bottom(self) -> float:
        return max(cell.bottom for cell in self.cells)


@dataclass(slots=True)
class PdfPage:
    """One page, or its number only when it is `unread`.

    `window` is the part of the paper that is shown: left, top, right, bottom.
    `lines` stand outside the tables; `pieces` are the same parted finer, on a page without table.
    `strange_letters` have a font that does not say what they are.
    """

    number: int
    width: float = 0.0
    height: float = 0.0
    window: Box | None = None
    tables: list[PdfTable] = field(default_factory=list)
    lines: list[PdfLine] = field(default_factory=list)
    pieces: list[PdfLine] = field(default_factory=list)
    letters: int = 0
    strange_letters: int = 0
    unread: bool = False


def page_to_json(page: PdfPage) -> dict[str, Any]:
    return asdict(page)


def page_from_json(values: dict[str, Any]) -> PdfPage:
    tables = [PdfTable([_cell(cell) for cell in table["cells"]]) for table in values["tables"]]
    lines = [PdfLine(**line) for line in values["lines"]]
    pieces = [PdfLine(**piece) for piece in values["pieces"]]
    return PdfPage(**(values | {"tables": tables, "lines": lines, "pieces": pieces}))


def _cell(values: dict[str, Any]) -> PdfCell:
    return PdfCell(**(values | {"lines": [PdfLine(**line) for line in values["lines"]]}))

"""Invented plans as PDF: set as a table by typst, or drawn word by word and line by line."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import typst

from tests.reading.documents import PLAN, Plan, PlanRow
from tracker.core.paths import static_folder

_TABLE = """
#let plan = json(bytes(sys.inputs.plan))
#set page(width: 297mm, height: plan.height * 1mm, margin: 18mm,
  numbering: if plan.numbers { "1" } else { none }, number-align: top + center,
  background: rotate(30deg, text(size: 60pt)[#plan.watermark]))
#set text(font: "Tinos", size: 12pt, lang: "vi")
#for line in plan.before [#line #parbreak()]
#let titles = plan.titles.map(title => [#title])
#let cells = plan.cells.map(cell => table.cell(
  colspan: cell.columns, rowspan: cell.rows, align: horizon, breakable: true)[#cell.words])
#table(columns: plan.widths.map(width => width * 1mm), inset: 2mm,
  stroke: if not plan.ruled { none } else if plan.outer { 0.5pt } else { (x, y) => (
    left: if x > 0 { 0.5pt }, right: none, top: 0.5pt, bottom: 0.5pt) },
  ..if plan.repeat { (table.header(..titles),) } else { titles },
  ..cells)
#for line in plan.after [#line #parbreak()]
"""
_DRAWING = """
#let drawing = json(bytes(sys.inputs.drawing))
#set page(width: 800pt, height: 560pt, margin: 0pt)
#set text(font: "Tinos", size: 11pt)
#for (number, items) in drawing.enumerate() {
  if number > 0 { pagebreak() }
  for item in items {
    if item.at(0) == "words" {
      place(dx: item.at(1) * 1pt, dy: item.at(2) * 1pt, box(item.at(3)))
    } else {
      place(line(start: (item.at(1) * 1pt, item.at(2) * 1pt),
        end: (item.at(3) * 1pt, item.at(4) * 1pt), stroke: 0.5pt))
    }
  }
}
"""
WIDTHS = {
    "label": 13,
    "content": 80,
    "lead": 42,
    "cooperating": 42,
    "deadline": 32,
    "product": 45,
}
COLUMNS = (40, 80, 320, 430, 540, 630, 760)
LINE = 14


def plan_as_pdf(
    plan: Plan = PLAN,
    *,
    height: int = 210,
    repeat_header: bool = True,
    page_numbers: bool = True,
    outer_border: bool = True,
    watermark: str = "",
    ruled: bool = True,
) -> bytes:
    """The plan as a ruled table that runs over landscape pages of a height in millimetres."""
    values = {
        "height": height,
        "numbers": page_numbers,
        "repeat": repeat_header,
        "outer": outer_border,
        "watermark": watermark,
        "ruled": ruled,
        "before": list(plan.before),
        "after": list(plan.after),
        "titles": plan.header,
        "widths": [WIDTHS[name] for name in plan.order],
        "cells": [cell for at in range(len(plan.rows)) for cell in _cells(plan, at)],
    }
    return _set(_TABLE, plan=values)


def _cells(plan: Plan, at: int) -> list[dict[str, Any]]:
    row = plan.rows[at]
    if row.wide:
        return [
            {"words": f"{row.label} {row.content}", "columns": len(plan.order), "rows": 1},
        ]
    return [
        {"words": getattr(row, name), "columns": 1, "rows": 1 + _merged_below(plan.rows, at, name)}
        for name in plan.order
        if name not in row.merged
    ]


def _merged_below(rows: Sequence[PlanRow], at: int, name: str) -> int:
    count = 0
    while at + count + 1 < len(rows) and name in rows[at + count + 1].merged:
        count += 1
    return count


@dataclass
class Drawing:
    """Pages drawn by hand, in points from the top left; `y` is where the next row begins."""

    pages: list[list[tuple[Any, ...]]] = field(default_factory=lambda: [[]])
    y: float = 60.0

    def words(self, x: float, y: float, words: str) -> None:
        self.pages[-1].append(("words", x, y, words))

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.pages[-1].append(("line", x0, y0, x1, y1))

    def next_page(self) -> None:
        self.pages.append([])
        self.y = 60.0

    def row(self, *cells: str, lines: int = 0, borders: Sequence[int] | None = None) -> None:
        """A ruled row whose cells hold the given lines, top-aligned; at least `lines` high.

        `borders` are the columns (by number) whose upper line is drawn; all by default.
        """
        split = [cell.split("\n") if cell else [] for cell in cells]
        height = 4 + LINE * max([lines, 1, *(len(found) for found in split)])
        for column, found in enumerate(split):
            for number, words in enumerate(found):
                self.words(COLUMNS[column] + 3, self.y + 3 + LINE * number, words)
        for column in range(len(cells)):
            if borders is None or column in borders:
                self.line(COLUMNS[column], self.y, COLUMNS[column + 1], self.y)
        for x in COLUMNS[: len(cells) + 1]:
            self.line(x, self.y, x, self.y + height)
        self.y += height

    def close(self) -> None:
        """The line below the last row of a page."""
        self.line(COLUMNS[0], self.y, COLUMNS[-1], self.y)

    def as_pdf(self) -> bytes:
        return _set(_DRAWING, drawing=self.pages)


def _set(source: str, **values: Any) -> bytes:
    inputs = ((name, json.dumps(value, ensure_ascii=False)) for name, value in values.items())
    return _compiled(source, tuple(inputs))


@lru_cache(maxsize=64)
def _compiled(source: str, inputs: tuple[tuple[str, str], ...]) -> bytes:
    """Many tests begin with the same document."""
    document = typst.compile(source.encode(), font_paths=_fonts(), sys_inputs=dict(inputs))
    assert isinstance(document, bytes)
    return document


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[static_folder() / "fonts" / "tinos"],
    )


def bare_pdf(content: bytes, *, packed: bool = False, trailer: str = "", more: str = "") -> bytes:
    """A PDF of one page with this content stream; `more` are further objects as text."""
    kind = "/Filter /FlateDecode " if packed else ""
    stream = zlib.compress(content, 9) if packed else content
    objects = (
        "1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
        "2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
        "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 800 560] /Contents 4 0 R "
        "/Resources <</Font <</F 5 0 R>> /XObject <</X0 10 0 R>>>>>> endobj\n"
        "5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj\n"
        f"{more}4 0 obj <<{kind}/Length {len(stream)}>> stream\n"
    )
    end = f"\nendstream endobj\ntrailer <</Root 1 0 R {trailer}>>\n%%EOF\n"
    return b"%PDF-1.4\n" + objects.encode() + stream + end.encode()

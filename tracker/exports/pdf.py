"""A sheet as PDF, set by typst in Tinos."""

from __future__ import annotations

import json
import math
import re
from functools import cache
from typing import Any

import typst

from tracker.core.paths import static_folder, templates_folder
from tracker.exports.sheet import (
    MARGIN_BOTTOM_MM,
    MARGIN_LEFT_MM,
    MARGIN_RIGHT_MM,
    MARGIN_TOP_MM,
    Cell,
    Sheet,
    SheetRow,
    cells_of,
    cleaned,
)

_FONT_SIZE_MM = 12 * 25.4 / 72
_LINE_MM = 14 * 25.4 / 72
_CELL_INSET_MM = 3.0
_USUAL_LETTER_MM = 0.55 * _FONT_SIZE_MM
_LONG_WORD = re.compile(r"\S{9,}")
# Lets typst break a word that is wider than its column; prints nothing.
_BREAK_HERE = "\u200b"


def render_pdf(sheet: Sheet) -> bytes:
    """The sheet as a tagged PDF in Vietnamese; the same sheet gives the same bytes.

    What users wrote reaches typst as data only and is never read as its source.
    """
    document = typst.compile(
        templates_folder() / "exports" / "matrix.typ",
        font_paths=_fonts(),
        sys_inputs={"sheet": json.dumps(_values(cleaned(sheet)), ensure_ascii=False)},
        timestamp=int(sheet.as_of.timestamp()),
    )
    if not isinstance(document, bytes):
        raise TypeError("typst gave its pages apart instead of one document")
    return document


@cache
def _fonts() -> typst.Fonts:
    """Tinos, and the wheel's own fonts for symbols; never the machine's, which differ."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[static_folder() / "fonts" / "tinos"],
    )


def _values(sheet: Sheet) -> dict[str, Any]:
    """The sheet in the shape the template reads; lengths in millimetres."""
    width, height = sheet.size_mm
    widths = sheet.widths_mm
    headings = zip(sheet.columns, widths, strict=True)
    return {
        "title": sheet.title_in_capitals,
        "kicker": sheet.kicker,
        "attached_to": sheet.attached_to,
        "foot": sheet.foot,
        "width": width,
        "height": height,
        "margins": [MARGIN_TOP_MM, MARGIN_RIGHT_MM, MARGIN_BOTTOM_MM, MARGIN_LEFT_MM],
        "widths": widths,
        "aligns": [column.align for column in sheet.columns],
        "headings": [_breakable(column.heading, width) for column, width in headings],
        "rows": [_row_values(row, widths, height) for row in sheet.rows],
    }


def _row_values(row: SheetRow, widths: tuple[float, ...], page_height: int) -> dict[str, Any]:
    cells = [(cell, _inner_width(cell, widths)) for cell in cells_of(row)]
    half_page = (page_height - MARGIN_TOP_MM - MARGIN_BOTTOM_MM) / 2
    return {
        "heading": row.is_heading,
        "level": row.level,
        "measure": any(_most_height(cell.text, width) > half_page for cell, width in cells),
        "cells": [
            {
                "text": _breakable(cell.text, width),
                "column": cell.column,
                "span": cell.span,
                "width": width,
            }
            for cell, width in cells
        ],
    }


def _inner_width(cell: Cell, widths: tuple[float, ...]) -> float:
    return sum(widths[cell.column : cell.column + cell.span]) - _CELL_INSET_MM


def _most_height(text: str, width: float) -> float:
    """A height the text never exceeds: letters as wide as high, each line only half full."""
    letters_in_line = max(width / _FONT_SIZE_MM, 1)
    lines = sum(1 + math.ceil(2 * len(line) / letters_in_line) for line in text.split("\n"))
    return lines * _LINE_MM


def _breakable(text: str, width: float) -> str:
    """The text with places to break inside words that no line of this width can hold."""
    longest = max(int(width / _USUAL_LETTER_MM), 1)

    def break_up(match: re.Match[str]) -> str:
        return _BREAK_HERE.join(match[0]) if len(match[0]) > longest else match[0]

    return _LONG_WORD.sub(break_up, text)

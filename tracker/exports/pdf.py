"""A sheet as PDF, set by typst in Tinos."""

from __future__ import annotations

import json
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
from tracker.exports.text_size import FONT_SIZE_MM, most_lines, usual_width

# The template sets lines 1.16 times as high as the letters.
_LINE_MM = 1.16 * FONT_SIZE_MM
_CELL_INSET_MM = 3.0
_LONG_WORD = re.compile(r"\S{9,}")
# A header row may take so much of the page; rows that surely fit below it are not measured.
_SHARE_OF_HEADER = 0.4
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
        "headings": [
            _breakable(column.heading, width - _CELL_INSET_MM)
            for column, width in zip(sheet.columns, widths, strict=True)
        ],
        "share-of-header": _SHARE_OF_HEADER,
        "rows": [_row_values(row, widths, height) for row in sheet.rows],
    }


def _row_values(row: SheetRow, widths: tuple[float, ...], page_height: int) -> dict[str, Any]:
    cells = [(cell, _inner_width(cell, widths)) for cell in cells_of(row)]
    body = page_height - MARGIN_TOP_MM - MARGIN_BOTTOM_MM
    room = (1 - _SHARE_OF_HEADER) * body - _CELL_INSET_MM
    return {
        "heading": row.is_heading,
        "level": row.level,
        "measure": any(most_lines(cell.text, width) * _LINE_MM > room for cell, width in cells),
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


def _breakable(text: str, width: float) -> str:
    """The text with places to break inside words that no line of this width can hold."""

    def broken_up(match: re.Match[str]) -> str:
        return _BREAK_HERE.join(match[0]) if usual_width(match[0]) > width else match[0]

    return _LONG_WORD.sub(broken_up, text)

"""A sheet as PDF, set by typst in Tinos."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache, lru_cache
from typing import Any

import typst

from tracker.core.paths import static_folder, templates_folder
from tracker.exports.cells import Cell, cells_by_row
from tracker.exports.letter import LetterWithList, cleaned_letter
from tracker.exports.report import KIND, Report, ReportPart, cleaned_report
from tracker.exports.scanned import square_of
from tracker.exports.sheet import (
    CODE_MM,
    COUNTRY,
    MARGIN_BOTTOM_MM,
    MARGIN_LEFT_MM,
    MARGIN_RIGHT_MM,
    MARGIN_TOP_MM,
    MOTTO,
    SHARE_KEPT_TOGETHER,
    TURNED_HEADING_MM,
    Column,
    ColumnKind,
    Letterhead,
    Sheet,
    SheetRow,
    cleaned,
)
from tracker.exports.text_size import (
    FONT_SIZE_MM,
    most_lines,
    most_lines_by_word,
    usual_lines,
    usual_width,
)

# The template sets lines 1.16 times as high as the letters.
_LINE_MM = 1.16 * FONT_SIZE_MM
_CELL_INSET_MM = 3.0
_LONG_WORD = re.compile(r"\S{9,}")
# Lets typst break a word that is wider than its column; prints nothing.
_BREAK_HERE = "\u200b"
_LONGEST_PIECE = 5
_DOCUMENTS_UNTIL_FORGOTTEN = 12
# What is one cell on paper stays on one page, where it leaves room for a heading.
_MOST_OF_A_PAGE = 0.8
# So many times what a row may be high to be kept whole are kept together with its headings.
_WITH_HEADINGS = 1.5

_Row = tuple[SheetRow, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a long sheet, after so many pages of the rows before."""

    rows: tuple[SheetRow, ...]
    pages_before: int
    is_last: bool


def render_pdf(sheet: Sheet, piece: Piece | None = None) -> bytes:
    """The sheet, or a piece of it, as a tagged PDF; the same sheet gives the same bytes.

    What users wrote reaches typst as data only and is never read as its source.
    """
    clean = cleaned(sheet)
    piece = piece or Piece(clean.rows, 0, is_last=True)
    values = _values(clean, piece.rows) | {
        "pages_before": piece.pages_before,
        "is_first": not piece.pages_before,
        "is_last": piece.is_last,
    }
    document = typst.compile(
        templates_folder() / "exports" / "matrix.typ",
        font_paths=_fonts(),
        sys_inputs={"sheet": _json(values)},
        timestamp=int(sheet.as_of.timestamp()),
    )
    return _whole(document)


def render_letter_pdf(paper: LetterWithList) -> bytes:
    """A letter and its appendix as one tagged PDF; the same letter gives the same bytes."""
    letter = cleaned_letter(paper.letter)
    values = {
        **letter.as_stored(),
        "superior": letter.superior.splitlines(),
        "issuer": letter.issuer.splitlines(),
        "place_and_day": letter.place_and_day,
    }
    document = typst.compile(
        templates_folder() / "exports" / "letter.typ",
        font_paths=_fonts(),
        sys_inputs={"letter": _json(values), "sheet": _json(_values(cleaned(paper.appendix)))},
        timestamp=int(paper.appendix.as_of.timestamp()),
    )
    return _whole(document)


def render_report_pdf(report: Report) -> bytes:
    """A report with its tables as one tagged PDF; the same report gives the same bytes."""
    clean = cleaned_report(report)
    document = typst.compile(
        templates_folder() / "exports" / "report.typ",
        font_paths=_fonts(),
        sys_inputs={"report": _json(_report_values(clean))},
        timestamp=int(clean.as_of.timestamp()),
    )
    return _whole(document)


def _report_values(report: Report) -> dict[str, Any]:
    return {
        "superior": report.superior,
        "issuer": report.issuer,
        "number": report.number_line,
        "place_and_day": report.place_and_day,
        "kind": KIND,
        "subject": report.subject,
        "addressee": report.addressee,
        "opening": report.opening,
        "parts": [_part_values(heading, part) for heading, part in report.numbered_parts],
        "closing": report.closing,
        "recipients": report.recipients,
        "signing": report.signing,
        "signer": report.signer,
        "foot": report.foot,
        "margins": [MARGIN_TOP_MM, MARGIN_RIGHT_MM, MARGIN_BOTTOM_MM, MARGIN_LEFT_MM],
    }


def _part_values(heading: str, part: ReportPart) -> dict[str, Any]:
    table = _values(part.table) if part.table else None
    return {"heading": heading, "paragraphs": part.paragraphs, "table": table}


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _whole(document: bytes | list[bytes] | None) -> bytes:
    if not isinstance(document, bytes):
        raise TypeError("typst gave its pages apart instead of one document")
    return document


def forget_typeset() -> None:
    """Let typst forget the pieces it keeps to set the next document faster (200 MB a 1,000 rows).

    It drops what its last ten documents did not use.
    """
    for _ in range(_DOCUMENTS_UNTIL_FORGOTTEN):
        typst.compile(b"", font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    """Tinos, and the wheel's own fonts for symbols; never the machine's, which differ."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[static_folder() / "fonts" / "tinos"],
    )


def _values(sheet: Sheet, rows: tuple[SheetRow, ...] | None = None) -> dict[str, Any]:
    """The sheet, or those rows of it, in the shape templates read; lengths in millimetres."""
    part = sheet if rows is None else replace(sheet, rows=rows)
    width, height = sheet.size_mm
    widths = sheet.widths_mm
    body = height - MARGIN_TOP_MM - MARGIN_BOTTOM_MM
    room = SHARE_KEPT_TOGETHER * body
    if any(row.joined for row in part.rows):
        part = _with_short_runs(part, widths, body)
    groups = [_group_values(group, part, widths, room) for group in _groups(part)]
    most_kept = _WITH_HEADINGS * room
    low = _most_heading_height(sheet, widths) < body - most_kept
    return {
        "title": sheet.title,
        "opening": sheet.opening_lines,
        "letterhead": _letterhead_values(sheet.letterhead),
        "legend": sheet.legend,
        "foot": sheet.foot,
        "width": width,
        "height": height,
        "margins": [MARGIN_TOP_MM, MARGIN_RIGHT_MM, MARGIN_BOTTOM_MM, MARGIN_LEFT_MM],
        "widths": widths,
        "aligns": [column.align for column in sheet.columns],
        "headings": [
            _heading_values(column, width)
            for column, width in zip(sheet.columns, widths, strict=True)
        ],
        "room": room,
        "most_kept": most_kept,
        "groups": groups,
        "measure": not low or any(group["measure"] for group in groups),
        "code_side": CODE_MM,
    }


def _letterhead_values(letterhead: Letterhead | None) -> dict[str, Any] | None:
    if letterhead is None:
        return None
    return asdict(letterhead) | {"country": COUNTRY, "motto": MOTTO}


def _heading_values(column: Column, width: float) -> dict[str, Any]:
    """The words of a heading; `turned_width` is the room of those that read from the bottom up."""
    if column.is_turned:
        return {"text": column.heading, "turned_width": TURNED_HEADING_MM}
    return {"text": _breakable(column.heading, width - _CELL_INSET_MM), "turned_width": None}


def _most_heading_height(sheet: Sheet, widths: tuple[float, ...]) -> float:
    heights = (
        TURNED_HEADING_MM
        if column.is_turned
        else most_lines(column.heading, width - _CELL_INSET_MM) * _LINE_MM
        for column, width in zip(sheet.columns, widths, strict=True)
    )
    return max(heights, default=0.0) + _CELL_INSET_MM


def _with_short_runs(sheet: Sheet, widths: tuple[float, ...], body: float) -> Sheet:
    """A cell over more rows than a page holds is said in each row: its words would stay behind.

    So is one whose first rows were printed in an earlier piece.
    """
    first, *others = sheet.rows
    sheet = replace(sheet, rows=(replace(first, joined=frozenset()), *others))
    heights = [
        max(
            usual_lines(cell.text, sum(widths[cell.column : cell.column + cell.span]))
            for cell in cells
            if cell.rows == 1
        )
        * _LINE_MM
        + _CELL_INSET_MM
        for cells in cells_by_row(sheet)
    ]
    joined = [set(row.joined) for row in sheet.rows]
    for start, cells in enumerate(cells_by_row(sheet)):
        for cell in cells:
            if sum(heights[start : start + cell.rows]) > _MOST_OF_A_PAGE * body:
                for below in joined[start + 1 : start + cell.rows]:
                    below.discard(cell.column)
    rows = zip(sheet.rows, joined, strict=True)
    return replace(sheet, rows=tuple(replace(row, joined=frozenset(kept)) for row, kept in rows))


def _groups(sheet: Sheet) -> Iterator[tuple[_Row, ...]]:
    """Rows that belong on one page: a row with the headings right above it."""
    headings: list[_Row] = []
    for row, cells in zip(sheet.rows, cells_by_row(sheet), strict=True):
        headings.append((row, cells))
        if not row.is_heading:
            yield tuple(headings)
            headings = []
    if headings:
        yield tuple(headings)


def _group_values(
    group: tuple[_Row, ...], sheet: Sheet, widths: tuple[float, ...], room: float
) -> dict[str, Any]:
    rows = [_row_values(row, cells, sheet, widths) for row, cells in group]
    height = sum(_most_height(row["cells"], most_lines) for row in rows)
    if height > room:
        height = sum(_most_height(row["cells"], most_lines_by_word) for row in rows)
    return {"measure": height > room, "rows": rows}


def _row_values(
    row: SheetRow, cells: tuple[Cell, ...], sheet: Sheet, widths: tuple[float, ...]
) -> dict[str, Any]:
    values = [_cell_values(cell, widths) for cell in cells if cell.rows]
    if sheet.columns[-1].kind is ColumnKind.CODE and row.cells[-1]:
        values[-1]["square"] = square_of(sheet.code_address + row.cells[-1]).svg
    return {"strong": row.is_strong, "cells": values}


def _cell_values(cell: Cell, widths: tuple[float, ...]) -> dict[str, Any]:
    width = sum(widths[cell.column : cell.column + cell.span]) - _CELL_INSET_MM
    text = _breakable(cell.text, width)
    values = {"text": text, "column": cell.column, "span": cell.span, "width": width}
    return values | {"rows": cell.rows} if cell.rows > 1 else values


def _most_height(cells: list[dict[str, Any]], lines_in: Callable[[str, float], int]) -> float:
    own = [cell for cell in cells if "rows" not in cell]
    lines = max((lines_in(cell["text"], cell["width"]) for cell in own), default=1)
    height = lines * _LINE_MM
    if "square" in cells[-1]:
        height = max(height, CODE_MM + _LINE_MM)
    return height + _CELL_INSET_MM


@lru_cache(maxsize=4096)
def _breakable(text: str, width: float) -> str:
    """The text with places to break inside words that no line of this width can hold."""

    piece = max(min(_LONGEST_PIECE, int(width / FONT_SIZE_MM)), 1)

    def broken_up(match: re.Match[str]) -> str:
        word = match[0]
        if usual_width(word) <= width:
            return word
        return _BREAK_HERE.join(word[at : at + piece] for at in range(0, len(word), piece))

    return _LONG_WORD.sub(broken_up, text)

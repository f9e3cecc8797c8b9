"""Random plans written as files: laid out on a grid first, then cell by cell in each format."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

import xlsxwriter

from tests.reading.documents import PLAN, WIDTHS, cell, docx, paragraph, table
from tests.reading.generated_plans import Generated, Row
from tests.reading.markup_documents import page


@dataclass(frozen=True)
class Place:
    """A cell of the grid and how many columns and rows it runs over."""

    text: str
    right: int = 1
    down: int = 1


Grid = list[list[Place | None]]


def grid_of(plan: Generated) -> Grid:
    """Header and rows; None where a cell from the left or from above runs over the place."""
    header: list[Place | None] = [Place(plan.titles[name]) for name in plan.order]
    return [header, *(_grid_row(plan, at) for at in range(len(plan.rows)))]


def _grid_row(plan: Generated, at: int) -> list[Place | None]:
    row, width = plan.rows[at], len(plan.order)
    words = f"{row.cell('label')} {row.cell('content')}".strip()
    if row.layout == "across":
        return [Place(words, width), *[None] * (width - 1)]
    if row.layout == "rest":
        start = plan.order.index("label") + 1
        before: list[Place | None] = [Place("") for _ in range(start - 1)]
        rest = Place(row.cell("content"), width - start)
        return [*before, Place(row.cell("label")), rest, *[None] * (width - start - 1)]
    return [
        None if name in row.inherited else Place(row.cell(name), 1, _run(plan.rows, at, name))
        for name in plan.order
    ]


def _run(rows: Sequence[Row], at: int, name: str) -> int:
    count = 1
    while at + count < len(rows) and name in rows[at + count].inherited:
        count += 1
    return count


def as_docx(plan: Generated) -> bytes:
    grid, rows = grid_of(plan), []
    for at, row in enumerate(grid):
        inherited = plan.rows[at - 1].inherited if at else frozenset()
        cells = []
        for name, place in zip(plan.order, row, strict=True):
            if place is not None:
                merge = "restart" if place.down > 1 else None
                cells.append(cell(place.text, span=place.right, merge=merge))
            elif name in inherited:
                cells.append(cell(merge="continue"))
        rows.append(cells)
    return docx(*(paragraph(line) for line in PLAN.before), table(rows))


def as_xlsx(plan: Generated) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Phụ lục")
    for at, line in enumerate(PLAN.before):
        sheet.write_string(at, 0, line)
    for at, row in enumerate(grid_of(plan), start=len(PLAN.before) + 1):
        for column, place in enumerate(row):
            if place is None:
                continue
            if place.right * place.down > 1:
                end = (at + place.down - 1, column + place.right - 1)
                sheet.merge_range(at, column, *end, "")
            if place.text:
                sheet.write_string(at, column, place.text)
    book.close()
    return buffer.getvalue()


def as_html(plan: Generated) -> bytes:
    rows = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>" for row in grid_of(plan))
    words = "".join(f"<p>{escape(line)}</p>" for line in PLAN.before)
    return page(f"{words}<table>{rows}</table>").encode()


def _html_cell(place: Place | None) -> str:
    if place is None:
        return ""
    words = escape(place.text).replace("\n", "<br>")
    return f'<td colspan="{place.right}" rowspan="{place.down}">{words}</td>'


def as_csv(plan: Generated, delimiter: str) -> bytes:
    """As spreadsheets save it: letterhead rows filled up, merged cells written out again."""
    width = len(plan.order)
    rows = [[line, *[""] * (width - 1)] for line in PLAN.before]
    rows.append([plan.titles[name] for name in plan.order])
    rows += [[row.cell(name) for name in plan.order] for row in plan.rows]
    lines = (delimiter.join(map(_quoted, row)) for row in rows)
    return ("\ufeff" + "\r\n".join(lines)).encode()


def _quoted(value: str) -> str:
    needed = any(sign in value for sign in ';,"\n')
    return '"' + value.replace('"', '""') + '"' if needed else value


def as_text(plan: Generated, *, spaced: bool) -> bytes:
    """One cell per line, or rather per printed line of a cell, as PDF extractors print it."""
    rows = [[plan.titles[name] for name in plan.order]]
    rows += [[row.cell(name) for name in plan.order] for row in plan.rows]
    lines = list(PLAN.before)
    for row in rows:
        for name, words in zip(plan.order, row, strict=True):
            printed = [line for part in words.split("\n") for line in wrap(part, WIDTHS[name])]
            lines += [piece for line in printed for piece in ([line, ""] if spaced else [line])]
    return "\n".join([*lines, *PLAN.after]).encode()

"""Random plans written as files: laid out on a grid first, then cell by cell in each format."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from random import Random
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


def as_tabs(plan: Generated) -> bytes:
    """Rows as they are pasted from a sheet: merged cells leave empty ones behind."""
    rows = [[place.text if place else "" for place in row] for row in grid_of(plan)]
    lines = ["\t".join(_pasted(words) for words in row) for row in rows]
    return "\n".join([*PLAN.before, *lines]).encode()


def _pasted(words: str) -> str:
    """A cell of several lines is copied in quotation marks."""
    return '"' + words.replace('"', '""') + '"' if "\n" in words else words


def as_layout(plan: Generated, seed: int) -> bytes:
    """As `pdftotext -layout` prints a table: cells in columns of blanks, without any lines.

    Letters differ in width, so a long line pushes the next cell to the right and each page sets
    the columns a little elsewhere. `seed` decides these, and whether the header is repeated.
    """
    chance = Random(seed)  # noqa: S311 (the same in every run)
    centred, repeated = chance.random() < 0.5, chance.random() < 0.5
    grid = grid_of(plan)
    header = _drawn(grid[:1], plan.order, centred=True)
    body = _drawn(grid[1:], plan.order, centred=centred)
    height = chance.randint(25, 45)
    pages = [body[at : at + height] for at in range(0, len(body), height)]
    texts = []
    for number, drawn in enumerate(pages):
        lines = [*header, *drawn] if repeated or number == 0 else drawn
        texts.append("\n".join(_set_in_columns(lines, plan.order, chance)))
    texts[0] = "\n".join([*PLAN.before, "", texts[0]])
    return "\f".join([*texts[:-1], "\n".join([texts[-1], "", *PLAN.after])]).encode()


def _drawn(grid: Grid, order: Sequence[str], *, centred: bool) -> list[dict[int, str]]:
    """The words of each printed line by column; a cell over several rows flows down beside them."""
    cells = [
        (at, column, place, _wrapped(place, order[column : column + place.right]))
        for at, row in enumerate(grid)
        for column, place in enumerate(row)
        if place is not None
    ]
    heights = [1] * len(grid)
    for at, _, place, words in sorted(cells, key=lambda cell: cell[2].down):
        missing = len(words) - sum(heights[at : at + place.down])
        heights[at + place.down - 1] += max(0, missing)
    tops = [sum(heights[:at]) for at in range(len(grid) + 1)]
    lines: list[dict[int, str]] = [{} for _ in range(tops[-1])]
    for at, column, place, words in cells:
        spare = tops[at + place.down] - tops[at] - len(words)
        first = tops[at] + (spare // 2 if centred else 0)
        for offset, line in enumerate(words):
            lines[first + offset][column] = line
    return lines


def _wrapped(place: Place, names: Sequence[str]) -> list[str]:
    width = sum(WIDTHS.get(name, 16) for name in names) + len(names) - 1
    return [line for part in place.text.split("\n") for line in wrap(part, width)]


def _set_in_columns(
    lines: Sequence[dict[int, str]], order: Sequence[str], chance: Random
) -> list[str]:
    widths = [WIDTHS.get(name, 16) + 3 for name in order]
    stretch = chance.choice((0.94, 1.0, 1.0, 1.06))
    starts = [round(stretch * sum(widths[:at])) for at in range(len(order))]
    return [_one_line(line, starts) for line in lines]


def _one_line(line: dict[int, str], starts: Sequence[int]) -> str:
    printed = ""
    for column, words in sorted(line.items()):
        before = printed.ljust(starts[column])
        printed = (before if before[-1:] in {"", " "} else before + " ") + words
    return printed

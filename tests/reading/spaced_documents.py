"""Invented plans as text with columns held apart by blanks, as `pdftotext -layout` prints them."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from tests.reading.documents import PLAN, Plan, PlanRow

WIDTHS = {
    "label": 4,
    "content": 40,
    "lead": 19,
    "cooperating": 19,
    "deadline": 14,
    "product": 24,
}


def plan_as_spaced(
    plan: Plan = PLAN,
    *,
    centred: bool = False,
    rows_on_page: int = 0,
    repeat_header: bool = True,
    cut: dict[int, int] | None = None,
    shift: int = 0,
) -> str:
    """The plan's lines; a centred row interleaves its cells, as half lines are printed apart.

    A page holds `rows_on_page` rows (0: all). `cut` says after how many lines of each cell a row
    (by its position) is cut by the page. Pages after the first begin `shift` blanks further right.
    """
    header = _lines([plan.titles[name] for name in plan.order], plan.order, centred=True)
    pages: list[list[str]] = [[*plan.before, "", *header]]
    for at, row in enumerate(plan.rows):
        cells = [getattr(row, name) for name in plan.order]
        limit = (cut or {}).get(at)
        if rows_on_page and at and at % rows_on_page == 0:
            pages.append(list(header) if repeat_header else [])
        if limit is None:
            pages[-1] += _row(plan, row, centred=centred)
            continue
        wrapped = [wrap(cell, WIDTHS[name]) for cell, name in zip(cells, plan.order, strict=True)]
        pages[-1] += _placed([lines[:limit] for lines in wrapped], plan.order, centred=False)
        pages.append(list(header) if repeat_header else [])
        pages[-1] += _placed([lines[limit:] for lines in wrapped], plan.order, centred=False)
    pages[-1] += ["", *plan.after]
    margins = ["", *([" " * shift] * (len(pages) - 1))]
    return "\f".join(
        "\n".join(margin + line for line in page)
        for margin, page in zip(margins, pages, strict=True)
    )


def _row(plan: Plan, row: PlanRow, *, centred: bool) -> list[str]:
    if row.wide:
        return [f"{row.label:<{WIDTHS['label']}} {row.content}"]
    cells = ["" if name in row.merged else getattr(row, name) for name in plan.order]
    return _lines(cells, plan.order, centred=centred)


def _lines(cells: Sequence[str], order: Sequence[str], *, centred: bool) -> list[str]:
    wrapped = [
        [line for part in cell.split("\n") for line in wrap(part, WIDTHS[name])]
        for cell, name in zip(cells, order, strict=True)
    ]
    return _placed(wrapped, order, centred=centred)


def _placed(wrapped: Sequence[Sequence[str]], order: Sequence[str], *, centred: bool) -> list[str]:
    """Cell lines at heights counted in half lines."""
    height = max((len(lines) for lines in wrapped), default=0)
    rows: dict[int, dict[str, str]] = {}
    for lines, name in zip(wrapped, order, strict=True):
        first = height - len(lines) if centred else 0
        for at, line in enumerate(lines):
            rows.setdefault(first + 2 * at, {})[name] = line
    return [
        " ".join(f"{cells.get(name, ''):<{WIDTHS[name]}}" for name in order).rstrip()
        for _, cells in sorted(rows.items())
    ]

"""Invented plans as OpenDocument spreadsheets."""

from __future__ import annotations

from html import escape

from tests.reading.documents import PLAN, Plan, package

_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
_HIDDEN = (
    '<style:style style:name="hid" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)
# "out" strikes out, for cells and for words in them; "in" does not.
_STRUCK = "".join(
    f'<style:style style:name="{name}" style:family="text">'
    f'<style:text-properties style:text-line-through-style="{line}"/></style:style>'
    for name, line in (("out", "solid"), ("in", "none"))
)


def ods(*sheets: str) -> bytes:
    """A package around sheets given as rows of XML; a sheet opening with "hidden:" is hidden."""
    written = "".join(
        f'<table:table table:style-name="{"hid" if sheet.startswith("hidden:") else "ta1"}">'
        f"{sheet.removeprefix('hidden:')}</table:table>"
        for sheet in sheets
    )
    content = (
        f"<office:document-content {_NAMES}><office:automatic-styles>{_HIDDEN}{_STRUCK}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{written}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return package({"mimetype": mime, "content.xml": content})


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(words: str = "", more: str = "") -> str:
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in words.split("\n") if words)
    return f"<table:table-cell {more}>{lines}</table:table-cell>"


def covered(count: int = 1) -> str:
    return f'<table:covered-table-cell table:number-columns-repeated="{count}"/>'


def plan_as_ods(plan: Plan = PLAN) -> bytes:
    """Letterhead above, recipients below, empty cells and rows repeated to the sheet's edge."""
    edge = cell(more='table:number-columns-repeated="16378"')
    rows = [row(cell(line), edge) for line in plan.before]
    rows += [row(edge), row(*(cell(title) for title in plan.header), edge)]
    rows += [row(*_cells(plan, at), edge) for at in range(len(plan.rows))]
    rows += [row(edge), *(row(cell(line), edge) for line in plan.after)]
    rows.append(row(edge, more='table:number-rows-repeated="1048500"'))
    return ods("".join(rows))


def _cells(plan: Plan, at: int) -> list[str]:
    found = plan.rows[at]
    if found.wide:
        width = len(plan.order)
        span = f'table:number-columns-spanned="{width}" table:number-rows-spanned="1"'
        return [cell(f"{found.label} {found.content}", span), covered(width - 1)]
    return [_cell(plan, at, name) for name in plan.order]


def _cell(plan: Plan, at: int, name: str) -> str:
    if name in plan.rows[at].merged:
        return covered()
    end = at
    while end + 1 < len(plan.rows) and name in plan.rows[end + 1].merged:
        end += 1
    return cell(getattr(plan.rows[at], name), f'table:number-rows-spanned="{end - at + 1}"')

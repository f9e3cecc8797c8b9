"""Invented plans as web pages and as Markdown."""

from __future__ import annotations

from html import escape

from tests.reading.documents import PLAN, Plan, PlanRow


def page(body: str, *, head: str = '<meta charset="utf-8">') -> str:
    return f"<!DOCTYPE html>\n<html><head>{head}</head><body>{body}</body></html>"


def plan_as_html(plan: Plan = PLAN) -> str:
    """As office suites and portals write it: td for header cells, styles, spans, entities."""
    letterhead = _letterhead(plan)
    words = "".join(f'<p style="text-align:center">{escape(line)}</p>' for line in plan.before[6:])
    header = "".join(f"<td><p><b>{_broken(title)}</b></p></td>" for title in plan.header)
    rows = "".join(f"<tr>{_row(plan, at)}</tr>\n" for at in range(len(plan.rows)))
    after = "<br>".join(escape(line) for line in plan.after)
    table = f'<table border="1" style="border:none"><tr>{header}</tr>{rows}</table>'
    return page(f"{letterhead}{words}{table}<table><tr><td>{after}</td></tr></table>")


def _letterhead(plan: Plan) -> str:
    sides = "".join(
        f"<td>{'<br/>'.join(escape(line) for line in lines)}</td>"
        for lines in (plan.before[:3], plan.before[3:6])
    )
    return f"<table><tbody><tr>{sides}</tr></tbody></table>"


def _row(plan: Plan, at: int) -> str:
    row = plan.rows[at]
    if row.wide:
        return (
            f'<td colspan="{len(plan.order)}"><b>{row.label}&nbsp; {escape(row.content)}</b></td>'
        )
    return "".join(_cell(plan, at, name) for name in plan.order if name not in row.merged)


def _cell(plan: Plan, at: int, name: str) -> str:
    value = getattr(plan.rows[at], name)
    end = at
    while end + 1 < len(plan.rows) and name in plan.rows[end + 1].merged:
        end += 1
    span = f' rowspan="{end - at + 1}"' if end > at else ""
    return f'<td{span} style="padding:0cm 5.4pt"><p>{_broken(value) or "&nbsp;"}</p></td>'


def _broken(words: str) -> str:
    """A line feed within the sentence, and the first letter as an entity."""
    text = escape(words).replace(" ", "\n", 1)
    return f"&#{ord(words[0])};{text[1:]}" if words and words[0].isalpha() else text


def plan_as_markdown(plan: Plan = PLAN) -> str:
    lines = [*(f"{line}\n" for line in plan.before[:6]), f"# {plan.before[6]}", ""]
    lines += [*(f"{line}\n" for line in plan.before[7:]), _piped(plan.header)]
    lines.append(_piped([":---"] * len(plan.order)))
    lines += [_piped(_marked(plan, row)) for row in plan.rows]
    return "\n".join([*lines, "", *plan.after])


def _marked(plan: Plan, row: PlanRow) -> list[str]:
    return [f"**{value}**" if value and row.wide else value for value in plan.cells(row)]


def _piped(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"

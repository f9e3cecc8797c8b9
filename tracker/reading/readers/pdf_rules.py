"""Closes ruled tables that a page leaves open: no outer border, or no line where the page ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

_NEAR = 3.0
_FEWEST = 3
_SHORTEST = 8.0

Edge = dict[str, Any]


def closing_lines(edges: Sequence[Edge]) -> tuple[list[Edge], list[Edge]]:
    """Lines across and down that several rules end at, though none is drawn there.

    A rule drawn as a thin rectangle has ends of its own: those are no rules. Where no rule goes
    down at all the columns are not ruled, and none is made up.
    """
    across = [e for e in edges if e["orientation"] == "h" and e["x1"] - e["x0"] >= _SHORTEST]
    down = [e for e in edges if e["orientation"] == "v" and e["bottom"] - e["top"] >= _SHORTEST]
    beside = _missing(across, down, ends=("x0", "x1"), places=("top", "bottom")) if down else []
    return _missing(down, across, ends=("top", "bottom"), places=("x0", "x1")), beside


def _missing(
    rules: Sequence[Edge],
    crossing: Sequence[Edge],
    *,
    ends: tuple[str, str],
    places: tuple[str, str],
) -> list[Edge]:
    """Where at least three rules end together, and no crossing rule lies.

    Of the one row that a page holds only its two rules end there, crossed by the same others.
    The line is as long as the rules that those cross elsewhere: of a table without outer border
    the first and the last cell lie beyond them.
    """
    found: list[Edge] = []
    for end in ends:
        for at, group in _groups(rules, end):
            crossed = [
                edge for edge in crossing if any(_meet(r, edge, ends, places) for r in group)
            ]
            if len(_distinct(group, places[0])) < _FEWEST and not (
                ends[0] == "x0" and _is_one_row(group, crossed)
            ):
                continue
            start = min(rule[places[0]] for rule in (*group, *crossed))
            stop = max(rule[places[1]] for rule in (*group, *crossed))
            there = [edge for edge in crossing if abs(edge[ends[0]] - at) <= _NEAR]
            if there and not (_is_outermost(at, end, rules, ends) and _has_gap(there, places)):
                continue
            found.append(_line(ends, places, at, start, stop))
    return found


def _is_one_row(across: Sequence[Edge], down: Sequence[Edge]) -> bool:
    """Whether two rules lie one above the other with at least two between them."""
    heights = sorted(_distinct(across, "top"))
    top, bottom = min(float(e["top"]) for e in across), max(float(e["top"]) for e in across)
    between = [e for e in down if e["top"] <= top + _NEAR and e["bottom"] >= bottom - _NEAR]
    return len(heights) == 2 and len(_distinct(between, "x0")) > 1


def _is_outermost(at: float, end: str, rules: Sequence[Edge], ends: tuple[str, str]) -> bool:
    """Whether no rule of the page reaches further up or down.

    Sideways a gap is none: two tables stand one below the other.
    """
    if ends[0] != "top":
        return False
    if end == ends[0]:
        return bool(at <= min(rule[end] for rule in rules) + _NEAR)
    return bool(at >= max(rule[end] for rule in rules) - _NEAR)


def _has_gap(edges: Sequence[Edge], places: tuple[str, str]) -> bool:
    """Whether a cell is left open between edges on one height: merged, it goes on elsewhere."""
    ordered = sorted(edges, key=lambda edge: float(edge[places[0]]))
    reached = float(ordered[0][places[1]])
    for edge in ordered[1:]:
        if edge[places[0]] > reached + _NEAR:
            return True
        reached = max(reached, float(edge[places[1]]))
    return False


def _meet(rule: Edge, edge: Edge, ends: tuple[str, str], places: tuple[str, str]) -> bool:
    start, stop = rule[ends[0]] - _NEAR, rule[ends[1]] + _NEAR
    left, right = edge[places[0]] - _NEAR, edge[places[1]] + _NEAR
    return bool(start <= edge[ends[0]] <= stop and left <= rule[places[0]] <= right)


def _groups(rules: Iterable[Edge], end: str) -> list[tuple[float, list[Edge]]]:
    groups: list[tuple[float, list[Edge]]] = []
    for rule in sorted(rules, key=lambda rule: float(rule[end])):
        if groups and rule[end] - groups[-1][0] <= _NEAR:
            groups[-1][1].append(rule)
        else:
            groups.append((float(rule[end]), [rule]))
    return groups


def _distinct(group: Sequence[Edge], place: str) -> set[int]:
    return {round(float(rule[place]) / _NEAR) for rule in group}


def _line(
    ends: tuple[str, str], places: tuple[str, str], at: float, start: float, stop: float
) -> Edge:
    """A line as pdfplumber describes one, running along `places` at the height `at`."""
    line: Edge = {ends[0]: at, ends[1]: at, places[0]: start, places[1]: stop}
    line |= {"object_type": "line", "doctop": line["top"]}
    return line | {"width": line["x1"] - line["x0"], "height": line["bottom"] - line["top"]}

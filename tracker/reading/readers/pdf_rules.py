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
    """Where at least three rules end together, and no crossing rule lies."""
    found: list[Edge] = []
    for end in ends:
        for at, group in _groups(rules, end):
            start = min(rule[places[0]] for rule in group)
            stop = max(rule[places[1]] for rule in group)
            if len(_distinct(group, places[0])) < _FEWEST:
                continue
            if any(abs(edge[ends[0]] - at) <= _NEAR for edge in crossing):
                continue
            found.append(_line(ends, places, at, start, stop))
    return found


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

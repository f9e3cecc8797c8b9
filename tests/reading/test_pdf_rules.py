"""Lines that a page leaves out of its ruled tables, and rules drawn as thin rectangles."""

from __future__ import annotations

from typing import Any

from tracker.reading.readers.pdf_rules import closing_lines

THIN = 0.75


def edge(x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    """As pdfplumber describes one."""
    orientation = "h" if bottom - top < x1 - x0 else "v"
    return {"orientation": orientation, "x0": x0, "x1": x1, "top": top, "bottom": bottom}


def thin_rectangle_down(x: float, top: float, bottom: float) -> list[dict[str, Any]]:
    """The four edges of a rule that a browser's print draws as a filled rectangle."""
    return [
        edge(x, top, x, bottom),
        edge(x + THIN, top, x + THIN, bottom),
        edge(x, top, x + THIN, top),
        edge(x, bottom, x + THIN, bottom),
    ]


def test_a_table_open_at_the_end_of_the_page_is_closed_there() -> None:
    rules = [part for x in (40, 80, 300, 500) for part in thin_rectangle_down(x, 100, 540)]
    across, beside = closing_lines([*rules, edge(40, 100, 500, 100)])

    assert [(line["top"], line["x0"], line["x1"]) for line in across] == [(540, 40, 500.75)]
    assert beside == []


def test_a_line_that_is_drawn_is_not_drawn_again() -> None:
    rules = [part for x in (40, 80, 300, 500) for part in thin_rectangle_down(x, 100, 540)]

    assert closing_lines([*rules, edge(40, 100, 500, 100), edge(40, 541, 500, 541)]) == ([], [])


def test_rows_ruled_without_columns_get_none() -> None:
    rows = [
        edge(left, top, right, top)
        for top in (100, 140, 180, 220)
        for left, right in ((40, 80), (80, 300), (300, 500))
    ]

    assert closing_lines(rows) == ([], [])


def test_without_outer_border_the_lines_reach_over_the_first_and_last_cell() -> None:
    columns = [edge(x, 100, x, 300) for x in (80, 300, 500)]
    rows = [edge(40, y, 600, y) for y in (130, 200, 260)]
    across, beside = closing_lines([*columns, *rows])

    assert [(line["top"], line["x0"], line["x1"]) for line in across] == [
        (100, 40, 600),
        (300, 40, 600),
    ]
    assert [(line["x0"], line["top"], line["bottom"]) for line in beside] == [
        (40, 100, 300),
        (600, 100, 300),
    ]


def test_a_merged_cell_left_open_in_the_last_row_is_closed() -> None:
    columns = [edge(x, 100, x, 300) for x in (40, 80, 300, 500, 600)]
    rows = [edge(40, 100, 600, 100), edge(40, 200, 300, 200), edge(500, 200, 600, 200)]
    last = [edge(40, 300, 300, 300), edge(500, 300, 600, 300)]
    across, _ = closing_lines([*columns, *rows, *last])

    assert [(line["top"], line["x0"], line["x1"]) for line in across] == [(300, 40, 600)]


def test_one_row_alone_on_a_page_without_outer_border() -> None:
    columns = [edge(x, 100, x, 130) for x in (80, 300, 500)]
    across, beside = closing_lines([*columns, edge(40, 100, 600, 100), edge(40, 130, 600, 130)])

    assert across == []
    assert [(line["x0"], line["top"], line["bottom"]) for line in beside] == [
        (40, 100, 130),
        (600, 100, 130),
    ]


def test_two_lines_under_words_are_no_row() -> None:
    """A letterhead's two lines, a rule that crosses neither, and one that crosses both."""
    lines = [edge(40, 100, 200, 100), edge(40, 130, 200, 130)]

    assert closing_lines([*lines, edge(300, 90, 300, 140)]) == ([], [])
    assert closing_lines([*lines, edge(120, 90, 120, 140)]) == ([], [])

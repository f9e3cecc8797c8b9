"""The order in which lines of running text are read: what stands side by side, column by column."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.reading.readers.pdf_pages import PdfLine

_FARTHEST = 3.0


def reading_order(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """The lines as they are read; a letterhead's or a signature's two sides one after the other."""
    ordered: list[PdfLine] = []
    rows = _rows(lines)
    at = 0
    while at < len(rows):
        block = _side_by_side(rows, at)
        ordered.extend(_left_then_right(block))
        at += len(block)
    return ordered


def _rows(lines: Sequence[PdfLine]) -> list[list[PdfLine]]:
    rows: list[list[PdfLine]] = []
    for line in sorted(lines, key=lambda line: line.top + line.bottom):
        if rows and line.top + line.bottom - rows[-1][0].top - rows[-1][0].bottom < line.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _side_by_side(rows: Sequence[list[PdfLine]], start: int) -> Sequence[list[PdfLine]]:
    """The rows from `start` that keep left and right of one gap; a single row if there is none."""
    if len(rows[start]) == 1:
        return _up_to_pair(rows, start)
    return _keeping_apart(rows, start, _gap(rows[start]))


def _up_to_pair(rows: Sequence[list[PdfLine]], start: int) -> Sequence[list[PdfLine]]:
    """A lone line beside the gap of a pair just below belongs to its block."""
    below = rows[start + 1] if start + 1 < len(rows) else []
    if len(below) == 2 and _near(rows[start], below) and _is_beside(rows[start], _gap(below)):
        return _keeping_apart(rows, start, _gap(below))
    return rows[start : start + 1]


def _keeping_apart(
    rows: Sequence[list[PdfLine]], start: int, gap: tuple[float, float]
) -> Sequence[list[PdfLine]]:
    end = start + 1
    while end < len(rows) and _near(rows[end - 1], rows[end]) and _is_beside(rows[end], gap):
        if len(rows[end]) == 2:
            own = _gap(rows[end])
            gap = max(gap[0], own[0]), min(gap[1], own[1])
        end += 1
    return rows[start:end]


def _gap(row: Sequence[PdfLine]) -> tuple[float, float]:
    widest = max(range(1, len(row)), key=lambda at: row[at].left - row[at - 1].right)
    return row[widest - 1].right, row[widest].left


def _is_beside(row: Sequence[PdfLine], gap: tuple[float, float]) -> bool:
    middle = sum(gap) / 2
    return all(line.right <= middle + 5 or line.left >= middle - 5 for line in row)


def _near(above: Sequence[PdfLine], below: Sequence[PdfLine]) -> bool:
    return below[0].top - above[0].bottom < _FARTHEST * below[0].height


def _left_then_right(block: Sequence[list[PdfLine]]) -> list[PdfLine]:
    lines = [line for row in block for line in row]
    pairs = [row for row in block if len(row) > 1]
    if not pairs:
        return lines
    middle = sum(_gap(pairs[0])) / 2
    left = [line for line in lines if line.middle < middle]
    return left + [line for line in lines if line.middle >= middle]

"""Markdown with pipe tables, as notes and converters write them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.reading.raw import RawCell, RawDocument, RawRow, RawTable
from tracker.reading.result import Anchor

_RULE = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(\|\s*:?-{1,}:?\s*)+\|?\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])")
_CODE = re.compile(r"`([^`]+)`")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+|\s*#+\s*$")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_MAX_LINE = 100_000
_MOST_CELLS = 400
_MOST_LINES_BETWEEN = 6


def looks_like_markdown(text: str) -> bool:
    """Whether a row of dashes between pipes stands below a line with pipes."""
    lines = text.splitlines()
    return any(_is_table(lines, at) for at in range(len(lines) - 1))


def read_markdown(text: str) -> RawDocument:
    """The pipe tables, and the other lines without their marks."""
    lines = text.splitlines()
    parts: list[str | RawTable] = []
    at = tables = 0
    while at < len(lines):
        if _is_table(lines, at):
            tables += 1
            table, at = _table(lines, at, tables)
            parts.append(table)
            continue
        words = _plain(_HEADING.sub("", lines[at]))
        if words:
            parts.append(words)
        at += 1
    return RawDocument(parts)


def _is_table(lines: Sequence[str], at: int) -> bool:
    if at + 1 >= len(lines) or "|" not in lines[at] or len(lines[at + 1]) > _MAX_LINE:
        return False
    return _RULE.fullmatch(lines[at + 1]) is not None


def _table(lines: Sequence[str], start: int, number: int) -> tuple[RawTable, int]:
    rows = [_row(lines[start], number, 1, start)]
    width = len(rows[0].cells)
    at = start + 2
    while at < len(lines):
        if "|" in lines[at]:
            rows.append(_row(lines[at], number, len(rows) + 1, at))
        elif not _goes_on(lines, at, width):
            break
        elif words := _plain(_HEADING.sub("", lines[at])):
            rows.append(
                _words_between(words, width, Anchor(table=number, row=len(rows) + 1, line=at + 1))
            )
        at += 1
    return RawTable(rows), at


def _goes_on(lines: Sequence[str], at: int, width: int) -> bool:
    """Whether rows as wide as the table's stand below a few lines without pipes."""
    below = range(at + 1, min(at + _MOST_LINES_BETWEEN, len(lines)))
    piped = next((line for line in below if "|" in lines[line]), None)
    if piped is None or _is_table(lines, piped):
        return False
    return lines[piped].lstrip().startswith("|") and len(_pieces(lines[piped])) == width


def _words_between(words: str, width: int, anchor: Anchor) -> RawRow:
    """A line between two rows: a heading or the rest of the row above, in one cell over all."""
    return RawRow([RawCell(text=words, column_span=width)], anchor)


def _row(line: str, table: int, row: int, at: int) -> RawRow:
    cells = [_cell(piece) for piece in _pieces(line)]
    return RawRow(cells, Anchor(table=table, row=row, line=at + 1))


def _pieces(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return _PIPE.split(inner, maxsplit=_MOST_CELLS)


def _cell(piece: str) -> RawCell:
    bare = piece.strip()
    bold = _STRONG.fullmatch(bare) is not None
    return RawCell(text="\n".join(_plain(line) for line in _BREAK.split(bare)), bold=bold)


def _plain(text: str) -> str:
    for pattern, kept in ((_LINK, r"\1"), (_CODE, r"\1"), (_STRONG, r"\2"), (_EMPHASIS, r"\2")):
        text = pattern.sub(kept, text)
    return _ESCAPED.sub(r"\1", text).strip()

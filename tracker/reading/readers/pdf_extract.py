"""Takes tables and lines out of a PDF's pages; runs in a process of its own (see pdf_process).

Reads the file from standard input, writes one JSON value per line: the number of pages, each page,
or why the file is refused.
"""

from __future__ import annotations

import gc
import io
import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from tracker.reading.readers.pdf_lines import (
    Letter,
    follows_closely,
    letters_once,
    lines_of,
    split_at_gaps,
)
from tracker.reading.readers.pdf_pages import PdfCell, PdfPage, PdfTable, page_to_json
from tracker.reading.readers.pdf_rules import closing_lines

MAX_MEMORY = 340 * 1024 * 1024
MAX_LETTERS = 40_000
MAX_RULES = 6_000
_AT_ONCE = 30
_LEVEL = 0.05
_TABLES = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}


def main() -> None:
    """`python -m … MAX_PAGES < file.pdf`."""
    _limit_memory()
    for value in extract(sys.stdin.buffer.read(), int(sys.argv[1])):
        sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")
        sys.stdout.flush()


def extract(data: bytes, max_pages: int) -> Iterator[dict[str, Any]]:
    """{"pages": total}, then {"page": …} for each page; or {"refused": why}."""
    try:
        total = _count(data)
        yield {"pages": total}
        for first in range(0, min(total, max_pages), _AT_ONCE):
            last = min(first + _AT_ONCE, max_pages, total)
            yield from ({"page": page_to_json(page)} for page in _read_pages(data, first, last))
    except Exception as error:
        yield {"refused": _reason(error)}


def _count(data: bytes) -> int:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return len(document.pages)


def _read_pages(data: bytes, first: int, last: int) -> Iterator[PdfPage]:
    """Pages counted from 0. What the library keeps of them goes when the document is closed."""
    numbers = list(range(first + 1, last + 1))
    with pdfplumber.open(io.BytesIO(data), pages=numbers) as document:
        for page in document.pages:
            yield _read_page(page)
            page.close()
    gc.collect()


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))


def _reason(error: BaseException) -> str:
    causes = [error, *error.args, error.__cause__, error.__context__]
    names = " ".join(type(cause).__name__ for cause in causes)
    if "Password" in names or "Encryption" in names:
        return "encrypted"
    return "too large" if "MemoryError" in names else "damaged"


def _read_page(page: Page) -> PdfPage:
    result = PdfPage(page.page_number)
    try:
        _fill(result, page)
    except (
        PdfminerException,
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ):
        return PdfPage(page.page_number, unread=True)
    return result


def _fill(result: PdfPage, page: Page) -> None:
    result.width, result.height = float(page.width), float(page.height)
    left, top, right, bottom = page.cropbox
    result.window = float(left), float(top), float(right), float(bottom)
    if len(page.objects.get("char", ())) > MAX_LETTERS:
        result.unread = True
        return
    letters = letters_once([char for char in page.chars if _is_on_page(char, page)])
    result.letters = sum(not char["text"].isspace() for char in letters)
    result.strange_letters = sum(char["text"].startswith("(cid:") for char in letters)
    result.tables = _tables(page)
    outside = _share_out(letters, [cell for table in result.tables for cell in table.cells])
    result.lines = split_at_gaps(outside)
    if not result.tables:
        result.pieces = split_at_gaps(outside, fine=True)


def _is_on_page(char: Letter, page: Page) -> bool:
    """Neither outside the paper nor turned: watermarks and stamps are."""
    middle = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    left, top, right, bottom = page.bbox
    across, rising = char["matrix"][:2]
    is_level = abs(rising) <= _LEVEL * abs(across)
    return bool(is_level and left <= middle[0] <= right and top <= middle[1] <= bottom)


def _tables(page: Page) -> list[PdfTable]:
    if not 4 <= len(page.edges) <= MAX_RULES:
        return []
    across, down = closing_lines(page.edges)
    settings = _TABLES | {"explicit_horizontal_lines": across, "explicit_vertical_lines": down}
    found = page.find_tables(settings)
    tables = [PdfTable([_cell(box) for box in table.cells]) for table in found]
    return sorted((table for table in tables if len(table.cells) > 1), key=lambda t: t.top)


def _cell(box: tuple[Any, Any, Any, Any]) -> PdfCell:
    left, top, right, bottom = (round(float(at), 2) for at in box)
    return PdfCell(left, top, right, bottom)


def _share_out(letters: Sequence[Letter], cells: Sequence[PdfCell]) -> list[Letter]:
    """Puts each letter into the cell it stands in; returns those standing in none.

    Words too wide for their cell run over its border: letters that follow without a gap stay.
    """
    inside: list[list[Letter]] = [[] for _ in cells]
    outside: list[Letter] = []
    before: Letter | None = None
    at: int | None = None
    for letter in letters:
        if before is None or at is None or not follows_closely(before, letter):
            at = _cell_at(cells, letter)
        (outside if at is None else inside[at]).append(letter)
        before = letter
    for cell, own in zip(cells, inside, strict=True):
        cell.lines = lines_of(own)
    return outside


def _cell_at(cells: Sequence[PdfCell], letter: Letter) -> int | None:
    """The cell of a letter's middle; below the last row, that of the letter's top."""
    x, y = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
    column = [(at, cell) for at, cell in enumerate(cells) if cell.left <= x < cell.right]
    inside = (at for at, cell in column if cell.top <= y < cell.bottom)
    hanging = (at for at, cell in column if cell.top < letter["top"] < cell.bottom <= y)
    return next(inside, next(hanging, None))


if __name__ == "__main__":
    main()

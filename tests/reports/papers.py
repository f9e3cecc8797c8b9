"""The words of a finished report, block by block, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import docx
import pypdfium2
from docx.table import Table
from docx.text.paragraph import Paragraph


def docx_words(data: bytes) -> str:
    """One line for each paragraph, and for each row of a table its cells."""
    return "\n".join(line for line in _lines(data) if line.strip(" |")) + "\n"


def _lines(data: bytes) -> Iterator[str]:
    document = docx.Document(BytesIO(data))
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield from _rows(block)


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells: list[str] = []
        for number, cell in enumerate(row.cells):
            if number and cell._tc is row.cells[number - 1]._tc:
                continue
            cells.append(" / ".join(filter(None, cell.text.splitlines())))
        yield " | ".join(cells)


def pdf_words(data: bytes) -> str:
    """All words in the order they stand on the pages."""
    document = pypdfium2.PdfDocument(data)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return " ".join(" ".join(pages).split())

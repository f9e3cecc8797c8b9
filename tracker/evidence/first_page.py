"""The lines of a file's first page, read in a process of its own.

A hostile file costs that process, nothing else: it has little memory (where the system can limit
it) and little time.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import islice

from tracker.evidence.kinds import DOCX, PDF

SECONDS = 60.0
MAX_MEMORY = 512 * 1024 * 1024
MOST_LINES = 60


def first_page_lines(data: bytes, media_type: str) -> list[str]:
    """The running lines of the first page; none where the file cannot be read."""
    if media_type not in {PDF, DOCX}:
        return []
    try:
        read = subprocess.run(  # noqa: S603 - our own module, one known word
            [sys.executable, "-m", __name__, media_type],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return []
    if read.returncode != 0:
        return []
    lines: list[str] = json.loads(read.stdout)
    return lines


def main() -> None:
    """`python -m … MEDIA-TYPE < file`: the lines as JSON; any error is an exit status."""
    _limit_memory()
    data = sys.stdin.buffer.read()
    lines: Iterable[str]
    lines = _lines_of_pdf(data) if sys.argv[1] == PDF else _lines_of_docx(data)
    sys.stdout.write(json.dumps(list(islice(lines, MOST_LINES))))


def _lines_of_pdf(data: bytes) -> list[str]:
    import pypdfium2

    text: str = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    return text.splitlines()


def _lines_of_docx(data: bytes) -> Iterator[str]:
    """Letterheads of Word files are tables without borders: cell after cell, as one reads them.

    One after the other: of a list of thousands of people only the beginning is wanted.
    """
    from io import BytesIO

    from docx import Document
    from docx.table import Table

    for block in Document(BytesIO(data)).iter_inner_content():
        rows = (row.cells for row in block.rows) if isinstance(block, Table) else ((block,),)
        for cells in rows:
            for place in cells:
                yield from place.text.splitlines()


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))


if __name__ == "__main__":
    main()

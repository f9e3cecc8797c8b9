"""How long documents take to read, and whether the time grows with their rows or faster."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.reading.documents import Plan, long_plan, plan_as_docx, plan_as_rows, plan_as_text
from tests.reading.documents import plan_as_xlsx as xlsx
from tests.reading.markup_documents import plan_as_html
from tests.reading.ods_documents import plan_as_ods
from tests.reading.pdf_documents import plan_as_pdf
from tracker.reading.document import read_document
from tracker.reading.readers.pdf import read_pdf

Clock = Callable[[], float]
ROWS = (100, 200, 1_000, 5_000)
PDF_ROWS = (50, 100, 500)
WRITERS: dict[str, Callable[[Plan], bytes]] = {
    "DOCX": plan_as_docx,
    "XLSX": xlsx,
    "ODS": plan_as_ods,
    "HTML": lambda plan: plan_as_html(plan).encode(),
    "CSV": lambda plan: plan_as_rows(plan, ";").encode(),
    "text": lambda plan: plan_as_text(plan).encode(),
}


def main() -> None:
    """Seconds by rows, and how much dearer a row is in the largest than in the smallest file."""
    _print("kind", [f"{rows:,} rows" for rows in ROWS], "per row")
    for kind, writer in WRITERS.items():
        seconds = [_seconds(writer(long_plan(rows))) for rows in ROWS]
        growth = seconds[-1] / ROWS[-1] / (seconds[0] / ROWS[0])
        _print(kind, [f"{found:.3f} s" for found in seconds], f"x{growth:.2f}")
    _pdf()


def _pdf() -> None:
    """A process is started for each PDF, so that only the clock on the wall sees all of it."""
    documents = [plan_as_pdf(long_plan(rows)) for rows in PDF_ROWS]
    pages = [_pages(data) for data in documents]
    seconds = [_seconds(data, time.perf_counter) for data in documents]
    growth = seconds[-1] / pages[-1] / (seconds[0] / pages[0])
    print()
    _print("kind", [f"{found} pages" for found in pages], "per page")
    _print("PDF", [f"{found:.2f} s" for found in seconds], f"x{growth:.2f}")


def _pages(data: bytes) -> int:
    told: list[int] = []
    read_pdf(data, on_page=lambda _, total: told.append(total))
    return told[-1]


def _seconds(data: bytes, clock: Clock = time.process_time) -> float:
    """Processor seconds, which others at work on the machine change least."""
    start = clock()
    read_document(data, "ke-hoach")
    return clock() - start


def _print(kind: str, values: list[str], last: str) -> None:
    print(f"{kind:<6}" + "".join(f"{value:>14}" for value in values) + f"{last:>12}")

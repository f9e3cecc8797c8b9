"""PDF documents with a text layer: ruled tables over several pages and the text around them."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.reading.columns import find_task_tables
from tracker.reading.raw import RawDocument
from tracker.reading.readers.pdf_areas import mark_areas
from tracker.reading.readers.pdf_chains import join_pages
from tracker.reading.readers.pdf_furniture import take_off_furniture
from tracker.reading.readers.pdf_layout import layout_of
from tracker.reading.readers.pdf_pages import PdfPage
from tracker.reading.readers.pdf_process import MAX_PAGES, TOO_HEAVY, OnPage, take_pages
from tracker.reading.readers.spaced_text import read_spaced
from tracker.reading.result import UnreadableDocumentError

_SCAN = (
    "Tệp PDF là bản quét (ảnh chụp), không có chữ nên không đọc được. Hãy dùng bản Word (.docx), "
    "bản PDF xuất từ Word, hoặc nhận dạng chữ (OCR) trước khi tải lên."
)
_NO_LETTERS = (
    "Phông chữ trong tệp PDF không cho biết chữ nào là chữ nào nên không đọc được. "
    "Hãy dùng bản Word (.docx) của văn bản này."
)
_FEWEST_LETTERS = 25
_STRANGE = 0.3


def read_pdf(
    data: bytes, *, max_pages: int = MAX_PAGES, on_page: OnPage | None = None
) -> RawDocument:
    """Lines and tables of a PDF in reading order; raises UnreadableDocumentError.

    Pages after `max_pages` are not read, and a doubt says so. `on_page(done, total)` reports how
    far the reading is.
    """
    pages, in_file = take_pages(data, max_pages=max_pages, on_page=on_page)
    _refuse_without_text(pages)
    doubts = _doubts(pages, in_file)
    take_off_furniture(pages)
    parts = join_pages(pages)
    if not find_task_tables(parts):
        unruled = read_spaced(layout_of(pages))
        if unruled is not None:
            mark_areas(unruled.tables, pages)
            parts = unruled.parts
    return RawDocument(parts, doubts)


def _refuse_without_text(pages: Sequence[PdfPage]) -> None:
    letters = sum(page.letters for page in pages)
    if letters < _FEWEST_LETTERS:
        failed = any(page.unread for page in pages)
        raise UnreadableDocumentError(TOO_HEAVY if failed else _SCAN)
    if sum(page.strange_letters for page in pages) > _STRANGE * letters:
        raise UnreadableDocumentError(_NO_LETTERS)


def _doubts(pages: Sequence[PdfPage], in_file: int) -> tuple[str, ...]:
    doubts = []
    if in_file > len(pages):
        doubts.append(
            f"Tệp có {in_file} trang, chỉ đọc {len(pages)} trang đầu; "
            "các trang sau chưa được đọc. Hãy tách riêng phụ lục nếu bảng nằm ở phần sau."
        )
    unread = [page.number for page in pages if page.unread]
    if unread:
        doubts.append(f"Không đọc được trang {_listed(unread)}; hãy so với bản gốc.")
    empty = [page.number for page in pages if not page.unread and page.letters == 0]
    if empty:
        doubts.append(f"Trang {_listed(empty)} không có chữ (ảnh quét hoặc trang trắng).")
    return tuple(doubts)


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:8])
    return f"{shown}…" if len(numbers) > 8 else shown

"""Pages without ruled tables as text with columns held apart by blanks."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.reading.readers.pdf_pages import PdfLine, PdfPage

_USUAL_LETTER = 5.5
_NARROWEST = 2.2
_TELLING = 5


def layout_of(pages: Sequence[PdfPage]) -> str:
    """The pages' text, each piece about as many letters from the left as it stands there."""
    return "\f".join(_page(page) for page in pages)


def _page(page: PdfPage) -> str:
    """The narrowest letters give the measure, so that no text reaches into the next column."""
    widths = [piece.width / len(piece.text) for piece in page.pieces if len(piece.text) > _TELLING]
    letter = max(_NARROWEST, min(widths, default=_USUAL_LETTER))
    return "\n".join(_line(row, letter) for row in rows_of(page))


def rows_of(page: PdfPage) -> list[list[PdfLine]]:
    """The pieces of each line of the page, in the order of the text's lines."""
    return _rows(page.pieces)


def _rows(pieces: Sequence[PdfLine]) -> list[list[PdfLine]]:
    rows: list[list[PdfLine]] = []
    for piece in pieces:
        if rows and piece.left > rows[-1][-1].left and _is_level(piece, rows[-1][0]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _is_level(piece: PdfLine, other: PdfLine) -> bool:
    return abs(piece.top + piece.bottom - other.top - other.bottom) <= piece.height


def _line(pieces: Sequence[PdfLine], letter: float) -> str:
    text = ""
    for piece in pieces:
        at = max(round(piece.left / letter), len(text) + 2 if text else 0)
        text = text.ljust(at) + piece.text
    return text

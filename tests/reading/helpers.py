"""Short ways to read invented documents in tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.reading.documents import PlanRow, cell, docx, table
from tracker.reading.document import read_document
from tracker.reading.result import ReadDocument, ReadRow, RowKind

HEADER = ("TT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn", "Sản phẩm")

# A workbook as Excel 97 wrote them.
OLD_WORKBOOK = (Path(__file__).parent / "files" / "ke-hoach-mau.xls").read_bytes()


def read_rows(*rows: Sequence[str], header: Sequence[str] = HEADER) -> ReadDocument:
    """The reading of a Word table with this header and these rows of plain cells."""
    cells = [[cell(text) for text in row] for row in (header, *rows)]
    return read_document(docx(table(cells)), "ke-hoach.docx", year=2026)


def read_cells(*rows: Sequence[str], numbering: str = "") -> ReadDocument:
    """The reading of a Word table whose rows are written cell by cell as XML."""
    header = [cell(title) for title in HEADER]
    return read_document(docx(table([header, *rows]), numbering=numbering), "x.docx", year=2026)


def task_row(label: str, content: str = "Rà soát hồ sơ") -> tuple[str, ...]:
    return label, content, "Văn phòng HĐND và UBND", "Công an phường", "Trước 30/6/2026", "Báo cáo"


def printed(row: ReadRow) -> tuple[str, ...]:
    """The printed cells of a row in the order of the invented plans."""
    return (
        row.label,
        row.content,
        row.lead_text or "",
        row.cooperating_text or "",
        row.deadline_text or "",
        row.product or "",
    )


def expected(row: PlanRow) -> tuple[str, ...]:
    return row.label, row.content, row.lead, row.cooperating, row.deadline, row.product


def labels(document: ReadDocument, kind: RowKind | None = None) -> list[str]:
    return [row.label for row in document.rows if kind is None or row.kind is kind]


def messages(row: ReadRow, field: str) -> list[str]:
    return [finding.message for finding in row.findings if finding.field == field]

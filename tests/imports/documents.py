"""Invented documents of Phường Mẫu, in the shapes that real appendices have."""

from __future__ import annotations

import io
from functools import lru_cache

from docx import Document

HEADER = (
    "TT",
    "Nội dung công việc",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Thời gian hoàn thành",
    "Sản phẩm",
)
OFFICE, CULTURE = "Văn phòng HĐND và UBND", "Phòng Văn hóa - Xã hội"
DIVISIONS = "Các phòng chuyên môn"
UNKNOWN_UNIT = "Ban Chỉ huy quân sự phường"

ROWS = (
    ("I", "CÔNG TÁC CHỈ ĐẠO", "", "", "", ""),
    ("1", "Ban hành kế hoạch chuyển đổi số", OFFICE, DIVISIONS, "Trước 30/9/2026", "Kế hoạch"),
    ("2", "Báo cáo tình hình thực hiện", CULTURE, OFFICE, "Hằng quý", "Báo cáo"),
    ("II", "NHIỆM VỤ CỤ THỂ", "", "", "", ""),
    ("1", "Rà soát thủ tục hành chính", "", "", "", ""),
    (
        "1.1",
        "Lập danh mục cần sửa",
        CULTURE,
        UNKNOWN_UNIT,
        "Trong tháng 3/2026",
        "Danh mục",
    ),
    ("1.2", "Trả lời kiến nghị của người dân", OFFICE, CULTURE, "Khi có phát sinh", "Văn bản"),
    ("2", "Tuyên truyền trên loa truyền thanh", CULTURE, OFFICE, "Thường xuyên", "Tin bài"),
    ("", "Tổng cộng: 5 nhiệm vụ", "", "", "", ""),
)
TASKS, HEADINGS, UNREAD = 5, 3, 1
AMENDED = (
    ROWS[0],
    ("1", "Ban hành kế hoạch chuyển đổi số", OFFICE, "", "Trước 31/10/2026", "Kế hoạch"),
    ("2", "Báo cáo tình hình thực hiện", CULTURE, OFFICE, "Hằng quý", "Báo cáo"),
    *ROWS[3:5],
    ("1.1", "Tập huấn sử dụng chữ ký số cho công chức", CULTURE, "", "Trước 30/11/2026", "Lớp"),
    ("1.2", "Lập danh mục cần sửa", CULTURE, "", "Trong tháng 3/2026", "Danh mục"),
    ROWS[7],
)


@lru_cache(maxsize=64)
def plan_docx(
    rows: tuple[tuple[str, ...], ...] = ROWS, *, title: str = "Kế hoạch chuyển đổi số năm 2026"
) -> bytes:
    """A plan as a ward writes it: letterhead, title, the appendix as a table."""
    document = Document()
    for line in (
        "UBND PHƯỜNG MẪU",
        "Số: 15/KH-UBND",
        "Phường Mẫu, ngày 12 tháng 01 năm 2026",
        "KẾ HOẠCH",
        title.removeprefix("Kế hoạch "),
    ):
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=len(HEADER))
    for row in (HEADER, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pasted(rows: tuple[tuple[str, ...], ...] = ROWS) -> str:
    """The same rows as a person pastes them from a spreadsheet."""
    return "\n".join("\t".join(row) for row in (HEADER, *rows))

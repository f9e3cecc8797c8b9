"""A document that the office has uploaded and not yet reviewed, with doubtful places in it."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from tracker.accounts.models import User
from tracker.demo.plan import working_day_from
from tracker.imports.models import ImportDraft
from tracker.imports.service import import_file

FILE_NAME = "KH tuyen truyen an toan mua le hoi.docx"
NUMBER = "45/KH-UBND"
HEADER = (
    "TT",
    "Nội dung công việc",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Thời gian hoàn thành",
    "Kết quả",
)
# A row with one cell is a heading across the table. {0}… are days after today.
# “Tổ Công nghệ số cộng đồng” is no unit of the ward; "trong thời gian sớm nhất" is no deadline.
ROWS: tuple[tuple[str, ...], ...] = (
    ("I. CHUẨN BỊ",),
    (
        "1",
        "Xây dựng kịch bản phân luồng, bố trí bãi giữ xe quanh khu vực lễ hội",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Công an phường",
        "Trước ngày {0}",
        "Kịch bản, sơ đồ",
    ),
    (
        "2",
        "Kiểm tra hệ thống điện, bình chữa cháy tại nơi tập trung đông người",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Công an phường, Trung tâm Sự nghiệp công",
        "Trước ngày {0} và ngày {1}",
        "Biên bản kiểm tra",
    ),
    (
        "3",
        "Lập danh sách hộ kinh doanh ăn uống, ký cam kết giữ vệ sinh an toàn thực phẩm",
        "Phòng Văn hóa - Xã hội",
        "Tổ Công nghệ số cộng đồng",
        "Trước ngày {1}",
        "Danh sách, bản cam kết",
    ),
    ("II. TUYÊN TRUYỀN",),
    (
        "4",
        "Phát bản tin nhắc giữ gìn tài sản, đi lại an toàn trên loa truyền thanh",
        "Trung tâm Sự nghiệp công",
        "Phòng Văn hóa - Xã hội",
        "Hằng tuần",
        "Bản tin",
    ),
    (
        "5",
        "Treo pa nô, băng rôn tại các lối vào khu vực lễ hội",
        "Trung tâm Sự nghiệp công",
        "",
        "Trong thời gian sớm nhất",
        "Ảnh hiện trường",
    ),
    (
        "6",
        "Mở đường dây nóng tiếp nhận phản ánh về giá dịch vụ, giữ xe quá giá",
        "Văn phòng HĐND và UBND",
        "Các phòng chuyên môn",
        "Thường xuyên",
        "Sổ trực",
    ),
    ("III. TRỰC VÀ BÁO CÁO",),
    (
        "7",
        "Xử lý phản ánh gửi đến đường dây nóng và trả lời người gửi",
        "Các phòng chuyên môn",
        "Công an phường",
        "Khi phát sinh",
        "Phiếu trả lời",
    ),
    (
        "8",
        "Báo cáo tình hình tuần lễ hội",
        "Văn phòng HĐND và UBND",
        "",
        "Trước ngày {2}",
        "Báo cáo",
    ),
)
DISTANCES = (12, 19, 33)
LEAD_COLUMN = 2


def upload(today: date, *, actor: User) -> ImportDraft:
    """Put the document where the office will find it waiting."""
    return import_file(FILE_NAME, document(today), actor=actor)


def document(today: date) -> bytes:
    """The document as DOCX: letterhead, title, a paragraph, the appendix table."""
    from docx import Document

    paper = Document()
    _add_letterhead(paper, today)
    paper.add_paragraph("KẾ HOẠCH")
    paper.add_paragraph(f"Bảo đảm an toàn và tuyên truyền mùa lễ hội năm {today.year}")
    paper.add_paragraph(
        "Căn cứ chương trình công tác năm, UBND phường Mẫu giao việc cho các đơn vị theo bảng "
        "dưới đây."
    )
    _add_table(paper, [_printed(row, today) for row in ROWS])
    paper.add_paragraph("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn Mẫu")
    target = BytesIO()
    paper.save(target)
    return target.getvalue()


def _printed(row: tuple[str, ...], today: date) -> tuple[str, ...]:
    days = [working_day_from(today + timedelta(days=distance)) for distance in DISTANCES]
    words = [f"{day:%d/%m/%Y}" for day in days]
    return tuple(cell.format(*words) for cell in row)


def _add_letterhead(paper: Any, today: date) -> None:
    left, right = paper.add_table(rows=1, cols=2).rows[0].cells
    left.text = f"ỦY BAN NHÂN DÂN\nPHƯỜNG MẪU\n\nSố: {NUMBER}"
    right.text = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
        f"Phường Mẫu, ngày {today:%d} tháng {today:%m} năm {today.year}"
    )


def _add_table(paper: Any, rows: list[tuple[str, ...]]) -> None:
    """Headings span the table; a lead that stands on two rows is printed once, in a merged cell."""
    table = paper.add_table(rows=0, cols=len(HEADER))
    table.style = "Table Grid"
    _fill_row(table.add_row(), HEADER)
    above: tuple[Any, str] | None = None
    for row in rows:
        printed = table.add_row()
        if len(row) == 1:
            printed.cells[0].merge(printed.cells[-1]).text = row[0]
            above = None
            continue
        _fill_row(printed, row)
        lead = printed.cells[LEAD_COLUMN]
        if above is not None and above[1] == row[LEAD_COLUMN]:
            lead.text = ""
            above[0].merge(lead).text = above[1]
        above = (lead, row[LEAD_COLUMN])


def _fill_row(printed: Any, texts: tuple[str, ...]) -> None:
    for cell, text in zip(printed.cells, texts, strict=True):
        cell.text = text

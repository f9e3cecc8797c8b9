"""A letter that assigns work and numbers without a table, uploaded and not yet reviewed."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

from tracker.accounts.models import User
from tracker.demo.plan import working_day_from
from tracker.imports.models import ImportDraft
from tracker.imports.service import import_file

FILE_NAME = "CV giao viec tra ho so dung han.docx"
# {year}, {today}, {soon} and {later} are filled with days around the demo's today.
LINES = (
    "ỦY BAN NHÂN DÂN PHƯỜNG MẪU",
    "Số: 88/UBND-VP",
    "V/v nâng tỷ lệ trả hồ sơ đúng hạn năm {year}",
    "Phường Mẫu, ngày {today}",
    "Kính gửi:",
    "- Văn phòng HĐND và UBND;",
    "- Trung tâm Phục vụ hành chính công;",
    "- Phòng Kinh tế, Hạ tầng và Đô thị.",
    "Thực hiện Kế hoạch số 31/KH-UBND ngày 06/01/{year} của UBND tỉnh Ví Dụ về cải cách hành "
    "chính, UBND phường giao việc như sau:",
    "1. Giao Trung tâm Phục vụ hành chính công:",
    "- Hồ sơ được trả đúng hạn đạt từ 98% trở lên, trong đó hồ sơ đất đai đạt từ 95% trở lên.",
    "- Chủ trì, phối hợp với Văn phòng HĐND và UBND niêm yết lại bảng phí, lệ phí; hoàn thành "
    "trước ngày {soon}.",
    "2. Giao Phòng Kinh tế, Hạ tầng và Đô thị:",
    "- Cắt giảm tối thiểu 30% thời gian giải quyết hồ sơ cấp phép xây dựng so với năm {last}.",
    "- Rà soát hồ sơ đất đai còn tồn.",
    "3. Giao Văn phòng HĐND và UBND tổng hợp kết quả, báo cáo UBND phường trước ngày {later}.",
    "Yêu cầu các đơn vị nghiêm túc thực hiện./.",
    "Nơi nhận:",
    "- Như trên;",
    "- Lưu: VT.",
    "TM. ỦY BAN NHÂN DÂN",
    "CHỦ TỊCH",
    "Nguyễn Văn Mẫu",
)
SOON, LATER = 16, 40


def upload(today: date, *, actor: User) -> ImportDraft:
    """Put the letter where the office will find it waiting."""
    return import_file(FILE_NAME, document(today), actor=actor)


def document(today: date) -> bytes:
    """The letter as DOCX, one paragraph a line."""
    from docx import Document

    soon, later = (working_day_from(today + timedelta(days=days)) for days in (SOON, LATER))
    words = {
        "year": today.year,
        "last": today.year - 1,
        "today": f"{today:%d} tháng {today:%m} năm {today.year}",
        "soon": f"{soon:%d/%m/%Y}",
        "later": f"{later:%d/%m/%Y}",
    }
    paper = Document()
    for line in LINES:
        paper.add_paragraph(line.format(**words))
    target = BytesIO()
    paper.save(target)
    return target.getvalue()

"""The journal as one file for inspectors, with the checker that needs nothing but Python."""

from __future__ import annotations

import inspect
import io
import json
import zipfile

from tracker.audit import chain
from tracker.audit.sealing import journal_head, sealed_entries

FILE_NAME = "nhat-ky.zip"
_GUIDE = """NHẬT KÝ CỦA HỆ THỐNG THEO DÕI NHIỆM VỤ

nhat-ky.jsonl          mỗi dòng một mục: ai, lúc nào (giờ UTC), làm gì, cũ và mới, từ máy nào
kiem_tra_nhat_ky.py    chương trình kiểm tra, chỉ cần Python từ 3.9, không cần cài gì thêm

Kiểm tra:  python kiem_tra_nhat_ky.py nhat-ky.jsonl
Kèm dấu đã giữ từ lần trước (để biết có bị cắt bớt hay không):
           python kiem_tra_nhat_ky.py nhat-ky.jsonl SỐ:DẤU-NIÊM

Dấu niêm của lần xuất này, nên ghi lại ở nơi khác:
{head}
"""


def export_journal() -> bytes:
    """A ZIP of the sealed entries (JSON lines), the checker and a guide."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("nhat-ky.jsonl", "w") as lines:
            for entry in sealed_entries():
                lines.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
        archive.writestr("kiem_tra_nhat_ky.py", inspect.getsource(chain))
        archive.writestr("DOC-TRUOC.txt", _GUIDE.format(head=journal_head()))
    return buffer.getvalue()

"""Rows of the invented Phường Mẫu to build sheets from."""

from __future__ import annotations

from tracker.exports.sheet import Align, Column, ColumnKind, SheetRow
from tracker.reading.result import RowKind

COLUMNS = (
    Column("TT", 1, Align.CENTER),
    Column("Nội dung công việc", 6),
    Column("Đơn vị chủ trì", 3),
    Column("Thời hạn hoàn thành", 2.5, Align.CENTER, ColumnKind.DATE),
    Column("Sản phẩm", 3),
)


def section(label: str, title: str, level: int = 1) -> SheetRow:
    return SheetRow(RowKind.SECTION, level, (label, title, "", "", ""))


def task(label: str, content: str, lead: str = "", due: str = "", product: str = "") -> SheetRow:
    return SheetRow(RowKind.TASK, 1, (label, content, lead, due, product))


ROWS = (
    section("I", "XÂY DỰNG VĂN BẢN CHỈ ĐẠO"),
    task("1", "Ban hành kế hoạch số hóa hồ sơ", "Văn phòng", "05/08/2026", "Kế hoạch"),
    task("2", "Công khai thủ tục tại Bộ phận Một cửa", "Văn phòng", "Thường xuyên"),
    section("II", "TUYÊN TRUYỀN"),
    SheetRow(RowKind.GROUP, 2, ("1", "Truyền thông cơ sở", "", "", "")),
    task("1.1", "Phát thanh trên loa truyền thanh", "Phòng Văn hóa - Xã hội", "31/12/2026", "Tin"),
    task("1.10", "Họp tổ dân phố", "Các tổ dân phố", "Khi có phát sinh", "Biên bản\nẢnh chụp"),
)

"""The number, day and issuer of a document from its first page; rather none than a wrong one."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.reading.first_page import NamedDocument, document_named

TODAY = date(2026, 8, 5)
LEFT = ["UBND PHƯỜNG MẪU", "PHÒNG VĂN HÓA - XÃ HỘI", "Số: 45/BC-VHXH"]
RIGHT = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
DAY = "Phường Mẫu, ngày 03 tháng 8 năm 2026"
TITLE = ["BÁO CÁO", "Kết quả rà soát thủ tục hành chính", "Kính gửi: UBND phường Mẫu"]


def named(lines: list[str]) -> NamedDocument | None:
    return document_named(lines, today=TODAY)


@pytest.mark.parametrize(
    "lines",
    [
        [*LEFT, *RIGHT, DAY, *TITLE],
        [f"{LEFT[0]} {RIGHT[0]}", f"{LEFT[1]} {RIGHT[1]}", f"{LEFT[2]} {DAY}", *TITLE],
        [*RIGHT, *LEFT, f"*{DAY}*", *TITLE, "Thực hiện Kế hoạch số: 7/KH-UBND"],
    ],
)
def test_one_number_and_one_day_in_the_letterhead(lines: list[str]) -> None:
    found = named(lines)
    assert found is not None
    assert (found.number, found.issued_on) == ("45/BC-VHXH", date(2026, 8, 3))
    assert found.issuer is not None
    assert "phường mẫu" in found.issuer.lower()


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["Danh sách hộ dân", "1. Nguyễn Văn A"],
        [*LEFT[:2], "Số:      /BC-VHXH", *RIGHT, DAY, *TITLE],
        [*LEFT[:2], "Số: 45", *RIGHT, DAY, *TITLE],
        [*LEFT, *RIGHT, "Phường Mẫu, ngày     tháng 8 năm 2026", *TITLE],
        [*LEFT, *RIGHT, "Phường Mẫu, ngày 31 tháng 6 năm 2026", *TITLE],
        [*LEFT, *RIGHT, "Phường Mẫu, ngày 03 tháng 8 năm 2062", *TITLE],
        [*LEFT, "Số: 46/BC-VHXH", *RIGHT, DAY, *TITLE],
        [*LEFT, *RIGHT, DAY, "Hà Nội, ngày 04 tháng 8 năm 2026", *TITLE],
        [*LEFT[:2], *RIGHT, "Căn cứ Công văn", "Số: 9/CV-UBND", DAY],
    ],
)
def test_nothing_is_proposed_where_anything_is_doubtful(lines: list[str]) -> None:
    assert named(lines) is None

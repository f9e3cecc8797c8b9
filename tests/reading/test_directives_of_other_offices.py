"""Directives in other manners of speech: counted in words, roles in brackets, units as headings."""

from __future__ import annotations

from tests.reading.deadline_cases import days
from tracker.reading.document import read_pasted
from tracker.reading.result import ReadRow, RowKind


def tasks(text: str) -> list[ReadRow]:
    document = read_pasted(text, year=2026)
    return [row for row in document.rows if row.kind is RowKind.TASK]


def doubted(row: ReadRow) -> set[str | None]:
    return {finding.field for finding in row.findings}


def test_a_province_names_units_as_headings() -> None:
    found = tasks(
        "CHỈ THỊ\nVề phòng cháy, chữa cháy mùa khô năm 2026\n"
        "1. Công an tỉnh\n"
        "a) Chủ trì, phối hợp với Sở Xây dựng tổng kiểm tra các cơ sở, xong trước ngày 30/4/2026.\n"
        "b) Hằng tuần tổng hợp tình hình, báo cáo Ủy ban nhân dân tỉnh.\n"
        "2. Ủy ban nhân dân các xã, phường:\n"
        "- Tổ chức tuyên truyền trước ngày 15/4/2026.\n"
        "- Duy trì lực lượng thường trực 24/24 giờ.\n"
    )

    assert [row.lead[0] for row in found] == [
        *["Công an tỉnh"] * 2,
        *["Ủy ban nhân dân các xã, phường"] * 2,
    ]
    assert found[0].cooperating == ("Sở Xây dựng",)
    assert found[2].deadline is not None
    assert found[2].deadline.dates == days("15/04/2026")
    assert found[3].deadline is None
    assert "deadline" in doubted(found[3])


def test_a_letter_counts_its_orders_in_words() -> None:
    found = tasks(
        "Kính gửi: Các phòng, đơn vị thuộc phường.\n"
        "Chủ tịch UBND phường có ý kiến chỉ đạo như sau:\n"
        "Thứ nhất, giao Phòng Kinh tế, Hạ tầng và Đô thị chủ trì rà soát trước ngày 20/4/2026.\n"
        "Thứ hai, đề nghị Công an phường phối hợp kiểm tra tạm trú trong tháng 5/2026.\n"
        "Yêu cầu các phòng, đơn vị báo cáo kết quả về Văn phòng trước ngày 25 hằng tháng.\n"
    )

    assert [row.label for row in found] == ["Thứ nhất", "Thứ hai", ""]
    assert found[0].lead == ("Phòng Kinh tế, Hạ tầng và Đô thị",)
    assert (found[1].lead, found[1].cooperating) == ((), ("Công an phường",))
    assert "lead" in doubted(found[1])
    assert found[2].lead == ("Các phòng, đơn vị",)


def test_a_role_in_brackets_is_not_part_of_a_name() -> None:
    found = tasks(
        "THÔNG BÁO\nKết luận của Hiệu trưởng và giao nhiệm vụ:\n"
        "1. Về đào tạo\n"
        "Phòng Đào tạo (chủ trì), các khoa (phối hợp) hoàn thiện thời khóa biểu trước 15/9/2026.\n"
        "2. Về cơ sở vật chất\n"
        "Phòng Quản trị thiết bị sửa chữa giảng đường B, hoàn thành trước 30/9/2026.\n"
    )

    assert not [name for row in found for name in row.lead if "(" in name]
    assert "lead" in doubted(found[0])
    assert found[1].lead == ("Phòng Quản trị thiết bị",)

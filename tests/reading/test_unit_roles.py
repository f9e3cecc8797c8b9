"""One cell that names who leads and who cooperates; units of provinces and universities."""

from __future__ import annotations

import pytest

from tests.reading.helpers import messages, read_rows
from tracker.reading.result import ReadRow
from tracker.reading.unit_names import split_units

HEADER = ("TT", "Nội dung", "Đơn vị thực hiện", "Thời hạn")


def read_cell(words: str) -> ReadRow:
    return read_rows(("1", "Rà soát quy chế", words, "Quý I/2026"), header=HEADER).rows[0]


@pytest.mark.parametrize(
    ("cell", "lead", "cooperating"),
    [
        (
            "Chủ trì: Phòng Tổ chức - Hành chính; phối hợp: Các khoa, Phòng Đào tạo",
            ("Phòng Tổ chức - Hành chính",),
            ("Các khoa", "Phòng Đào tạo"),
        ),
        ("Chủ trì: Khoa Luật\nPhối hợp: Khoa Sư phạm", ("Khoa Luật",), ("Khoa Sư phạm",)),
        (
            "- Cơ quan chủ trì: Sở Y tế.\n- Cơ quan phối hợp: UBND các xã, phường",
            ("Sở Y tế",),
            ("UBND các xã, phường",),
        ),
        ("- Khoa Luật (chủ trì)\n- Khoa Toán (phối hợp)", ("Khoa Luật",), ("Khoa Toán",)),
        (
            "Phòng Kinh tế, Hạ tầng và Đô thị chủ trì, phối hợp với Công an xã",
            ("Phòng Kinh tế, Hạ tầng và Đô thị",),
            ("Công an xã",),
        ),
        ("Vụ Pháp chế chủ trì; các đơn vị phối hợp", ("Vụ Pháp chế",), ("Các đơn vị",)),
        (
            "Văn phòng; phối hợp: Phòng VH-XH, Công an phường",
            ("Văn phòng",),
            ("Phòng VH-XH", "Công an phường"),
        ),
        ("Khoa Luật\nĐơn vị phối hợp: Khoa Toán", ("Khoa Luật",), ("Khoa Toán",)),
        ("Đơn vị chủ trì - Khoa A; đơn vị phối hợp - Khoa B", ("Khoa A",), ("Khoa B",)),
    ],
)
def test_roles_in_one_cell(cell: str, lead: tuple[str, ...], cooperating: tuple[str, ...]) -> None:
    row = read_cell(cell)

    assert (row.lead, row.cooperating) == (lead, cooperating)
    assert row.lead_text == " ".join(cell.split())
    assert messages(row, "lead") == messages(row, "cooperating") == []


@pytest.mark.parametrize(
    "cell", ["Khoa Luật (chủ trì), Khoa Toán", "Khoa Toán, Khoa Luật (chủ trì)"]
)
def test_a_role_that_is_not_printed_is_doubted(cell: str) -> None:
    assert messages(read_cell(cell), "cooperating")


def test_who_is_only_asked_to_help_is_not_taken_apart() -> None:
    assert read_cell("Đề nghị phối hợp: Công an phường").lead == ("Công an phường",)
    assert read_cell("Phối hợp: Công an phường").cooperating == ()


def test_a_comma_in_a_bracketed_name_is_no_border() -> None:
    row = read_cell("Phòng Kinh tế, Hạ tầng và Đô thị (chủ trì)\nCông an xã (phối hợp)")

    assert row.lead == ("Phòng Kinh tế, Hạ tầng và Đô thị",)
    assert row.cooperating == ("Công an xã",)


def test_two_units_with_one_role_stay_together_and_doubted() -> None:
    row = read_cell("Khoa Luật phối hợp với Khoa Toán")

    assert row.lead == ("Khoa Luật", "Khoa Toán")
    assert messages(row, "lead")


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        (
            "Bộ Nông nghiệp và Môi trường, Bộ Khoa học và Công nghệ",
            ("Bộ Nông nghiệp và Môi trường", "Bộ Khoa học và Công nghệ"),
        ),
        (
            "Phòng Khảo thí và Đảm bảo chất lượng, Viện Kinh tế và Phát triển",
            ("Phòng Khảo thí và Đảm bảo chất lượng", "Viện Kinh tế và Phát triển"),
        ),
        ("Bộ Văn hóa, Thể thao và Du lịch", ("Bộ Văn hóa, Thể thao và Du lịch",)),
        ("Khoa Luật, Khoa Sư phạm", ("Khoa Luật", "Khoa Sư phạm")),
        (
            "Vụ Pháp chế, Cục Quản trị, Tổng cục Thuế",
            ("Vụ Pháp chế", "Cục Quản trị", "Tổng cục Thuế"),
        ),
        ("Các khoa, phòng, trung tâm trực thuộc", ("Các khoa, phòng, trung tâm trực thuộc",)),
        (
            "UBND các tỉnh, thành phố trực thuộc Trung ương",
            ("UBND các tỉnh, thành phố trực thuộc Trung ương",),
        ),
        ("Toàn thể cán bộ, công chức", ("Toàn thể cán bộ, công chức",)),
        ("P. KT, P. VHXH, VP", ("P. KT", "P. VHXH", "VP")),
        ("P2, P3; P9", ("P2", "P3", "P9")),
        ("Trung tâm Phục\nvụ hành chính công", ("Trung tâm Phục vụ hành chính công",)),
        ("Ban Tổ chức cán\nbộ", ("Ban Tổ chức cán bộ",)),
        ("Không", ()),
        ("Không có", ()),
    ],
)
def test_units_of_other_offices(cell: str, names: tuple[str, ...]) -> None:
    found = split_units(cell)

    assert (found.names, found.certain) == (names, True)


@pytest.mark.parametrize("cell", ["P2-P3-P9", "P.KT - P.VHXH"])
def test_codes_between_dashes_are_several_and_doubted(cell: str) -> None:
    found = split_units(cell)

    assert len(found.names) > 1
    assert not found.certain

"""Splitting a printed cell into the units it names."""

from __future__ import annotations

import unicodedata

import pytest

from tracker.reading.unit_names import split_units

WARD = (
    "Văn phòng HĐND và UBND",
    "Phòng Kinh tế, Hạ tầng và Đô thị",
    "Phòng Văn hóa - Xã hội",
    "Trung tâm Phục vụ hành chính công",
    "Công an phường",
    "Văn phòng",
)

ONE_NAME = [
    "Phòng Kinh tế, Hạ tầng và Đô thị",
    "Phòng Văn hóa - Xã hội",
    "Phòng Văn hóa – Xã hội phường",
    "Văn phòng HĐND - UBND",
    "Văn phòng HĐND và UBND phường",
    "Văn phòng HĐND&UBND",
    "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
    "Sở Khoa học và Công nghệ",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Ban Quản lý dự án và Phát triển quỹ đất",
    "Ủy ban Mặt trận Tổ quốc Việt Nam phường",
    "Văn phòng - Thống kê",
    "UBND các xã, phường",
    "Sở, ban, ngành",
    "Các sở, ban, ngành, đoàn thể",
    "Các phòng, ban",
    "Các phòng, ban và đơn vị liên quan",
    "Các phòng, đơn vị thuộc UBND phường",
    "Các cơ quan, đơn vị, tổ chức có liên quan",
    "Cán bộ, công chức phường",
    "Các phòng chuyên môn (Kinh tế, Văn hóa)",
    "Lãnh đạo UBND phường",
]
SEVERAL_NAMES = [
    ("Văn phòng, Công an phường", ("Văn phòng", "Công an phường")),
    ("Văn phòng; công an phường", ("Văn phòng", "Công an phường")),
    ("- Văn phòng\n- Trạm Y tế", ("Văn phòng", "Trạm Y tế")),
    ("- Các phòng chuyên môn - Trạm Y tế", ("Các phòng chuyên môn", "Trạm Y tế")),
    ("- Văn phòng HĐND - UBND - Trạm Y tế", ("Văn phòng HĐND - UBND", "Trạm Y tế")),
    ("1. Văn phòng\n2. Trạm Y tế", ("Văn phòng", "Trạm Y tế")),
    ("a) Văn phòng\nb) Trạm Y tế", ("Văn phòng", "Trạm Y tế")),
    ("Văn phòng\nTrạm Y tế", ("Văn phòng", "Trạm Y tế")),
    ("Công an phường và Trạm Y tế", ("Công an phường", "Trạm Y tế")),
    ("Công an phường & Trạm Y tế", ("Công an phường", "Trạm Y tế")),
    ("Công an phường/Trạm Y tế", ("Công an phường", "Trạm Y tế")),
    (
        "Văn phòng HĐND và UBND và Công an phường",
        ("Văn phòng HĐND và UBND", "Công an phường"),
    ),
    (
        "Phòng Kinh tế, Hạ tầng và Đô thị, Công an phường",
        ("Phòng Kinh tế, Hạ tầng và Đô thị", "Công an phường"),
    ),
    (
        "Trạm Y tế và các phòng, đơn vị liên quan",
        ("Trạm Y tế", "Các phòng, đơn vị liên quan"),
    ),
    ("Bộ phận tiếp dân, các bộ phận chuyên môn", ("Bộ phận tiếp dân", "Các bộ phận chuyên môn")),
    ("Văn phòng, văn phòng", ("Văn phòng",)),
    ("Trạm Y tế,", ("Trạm Y tế",)),
]
LEAD_INS = [
    ("Đề nghị phối hợp với Công an phường", ("Công an phường",)),
    ("Đề nghị Công an phường", ("Công an phường",)),
    ("Chủ trì: Trạm Y tế", ("Trạm Y tế",)),
    ("Cơ quan chủ trì: Trạm Y tế", ("Trạm Y tế",)),
    ("Phối hợp: Văn phòng, Trạm Y tế", ("Văn phòng", "Trạm Y tế")),
    ("- Phối hợp với Văn phòng\n- Trạm Y tế", ("Văn phòng", "Trạm Y tế")),
]
DOUBTFUL = [
    ("Trạm Y tế, Văn hóa - Xã hội, Văn phòng", ("Trạm Y tế", "Văn hóa - Xã hội", "Văn phòng")),
    ("Đảng ủy - HĐND - UBND - MTTQ", ("Đảng ủy", "HĐND - UBND", "MTTQ")),
    ("Trạm Y tế phối hợp với Công an", ("Trạm Y tế", "Công an")),
    ("Chủ trì: Văn phòng; Phối hợp: Công an", ("Văn phòng", "Công an")),
    ("Tư pháp và Công an phường", ("Tư pháp", "Công an phường")),
    ("Trung tâm Phục vụ\nHành chính công", ("Trung tâm Phục vụ Hành chính công",)),
]


@pytest.mark.parametrize("cell", ONE_NAME)
@pytest.mark.parametrize("known", [(), WARD], ids=["nothing known", "units known"])
def test_commas_dashes_and_joints_inside_a_name_stay(cell: str, known: tuple[str, ...]) -> None:
    found = split_units(cell, known)

    assert found.names == (cell,)
    assert found.certain


@pytest.mark.parametrize(("cell", "names"), SEVERAL_NAMES + LEAD_INS)
@pytest.mark.parametrize("known", [(), WARD], ids=["nothing known", "units known"])
def test_a_cell_splits_where_a_unit_begins(
    cell: str, names: tuple[str, ...], known: tuple[str, ...]
) -> None:
    found = split_units(cell, known)

    assert found.names == names
    assert found.certain
    assert found.message is None


@pytest.mark.parametrize(("cell", "names"), DOUBTFUL)
def test_a_doubtful_split_says_why(cell: str, names: tuple[str, ...]) -> None:
    found = split_units(cell)

    assert found.names == names
    assert not found.certain
    assert found.message
    assert found.message.endswith(".")


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "…", "\n"])
def test_an_empty_cell_names_nobody(cell: str | None) -> None:
    found = split_units(cell)

    assert (found.names, found.certain, found.message) == ((), True, None)


@pytest.mark.parametrize("cell", ["nt", "Như trên", "như trên.", "Chủ trì:"])
def test_a_cell_without_a_name_is_asked_about(cell: str) -> None:
    found = split_units(cell)

    assert (found.names, found.certain) == ((), False)
    assert found.message


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        (
            "Tổ Dân vận, An sinh - Nghĩa tình, Trạm Y tế",
            ("Tổ Dân vận, An sinh - Nghĩa tình", "Trạm Y tế"),
        ),
        ("Tư pháp và Hộ tịch và Trạm Y tế", ("Tư pháp và Hộ tịch", "Trạm Y tế")),
        ("TRẠM Y TẾ, tổ dân vận; an sinh – nghĩa tình", None),
        ("Trạm Y tế và Tư pháp & Hộ tịch", ("Trạm Y tế", "Tư pháp & Hộ tịch")),
    ],
)
def test_a_known_name_is_found_before_the_cell_is_split(
    cell: str, names: tuple[str, ...] | None
) -> None:
    known = ("Tổ Dân vận, An sinh - Nghĩa tình", "Tư pháp và Hộ tịch", "Tư pháp & Hộ tịch")
    found = split_units(cell, known)

    assert found.names == (names or ("TRẠM Y TẾ", "Tổ dân vận; an sinh – nghĩa tình"))
    assert found.certain


@pytest.mark.parametrize("printed", ["HĐND&UBND", "HĐND-UBND", "HĐND – UBND", "HĐND và UBND"])
def test_a_known_office_is_found_however_its_joint_is_printed(printed: str) -> None:
    found = split_units(f"Công an phường, Văn phòng {printed}", ["Văn phòng HĐND và UBND"])

    assert found.names == ("Công an phường", f"Văn phòng {printed}")


def test_a_known_name_is_not_found_inside_a_longer_one() -> None:
    found = split_units("Văn phòng Đảng ủy, Công an phường", ["Văn phòng", "Công an"])

    assert found.names == ("Văn phòng Đảng ủy", "Công an phường")


def test_the_longest_known_name_wins() -> None:
    known = ["Phòng Kinh tế", "Phòng Kinh tế, Văn hóa"]

    assert split_units("Phòng Kinh tế, Văn hóa", known).names == ("Phòng Kinh tế, Văn hóa",)


def test_names_come_out_as_printed_whatever_the_font() -> None:
    cell = unicodedata.normalize("NFD", "trạm y tế phƣờng,\u00a0Ủy ban")

    assert split_units(cell).names == ("Trạm y tế phường", "Ủy ban")

"""Comparing unit names, and what a name suggests about its unit."""

from __future__ import annotations

import pytest

from tracker.reading.unit_names import (
    is_collective,
    is_leadership,
    is_outside_ward,
    loose_unit_key,
    unit_key,
)


@pytest.mark.parametrize(
    "spelling",
    [
        "Văn phòng HĐND&UBND",
        "Văn phòng HĐND & UBND",
        "Văn phòng HĐND-UBND",
        "văn phòng HĐND - UBND",
        "VĂN PHÒNG HĐND – UBND",
        "Văn phòng HĐND và UBND",
        "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
        "Văn phòng Hội đồng nhân dân - Uỷ ban nhân dân",
    ],
)
def test_council_and_committee_are_one_office_however_joined(spelling: str) -> None:
    assert unit_key(spelling) == "van phong hdnd ubnd"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phòng Văn hóa - xã hội", "Phòng Văn hoá – Xã hội"),
        ("Phòng Văn hóa-Xã hội", "PHÒNG VĂN HÓA - XÃ HỘI"),
        ("Đảng uỷ phường", "Đảng ủy phƣờng"),
    ],
)
def test_signs_case_and_tones_do_not_part_names(one: str, other: str) -> None:
    assert unit_key(one) == unit_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Công an phường", "Công an"),
        ("Bộ phận Một cửa", "Bộ phận Một cửa phường"),
        ("Phòng Kinh tế", "Phòng Kinh tế, Hạ tầng"),
    ],
)
def test_different_printed_names_stay_apart(one: str, other: str) -> None:
    assert unit_key(one) != unit_key(other)


@pytest.mark.parametrize(
    ("longer", "shorter"),
    [
        ("Công an phường", "Công an"),
        ("Bộ phận Một cửa phường", "Bộ phận Một cửa"),
        ("Trạm Y tế của phường", "Trạm Y tế"),
        ("Trạm Y tế xã", "Trạm Y tế"),
        ("Các phòng chuyên môn thuộc UBND phường", "Các phòng chuyên môn"),
        ("Văn phòng HĐND và UBND phường", "Văn phòng HĐND - UBND"),
    ],
)
def test_the_loose_key_proposes_names_with_and_without_the_ward(longer: str, shorter: str) -> None:
    assert loose_unit_key(longer) == loose_unit_key(shorter)


@pytest.mark.parametrize("name", ["Phường", "UBND phường", "Phòng Văn hóa - Xã hội"])
def test_the_loose_key_never_empties_a_name(name: str) -> None:
    assert loose_unit_key(name)


def test_the_loose_key_keeps_social_affairs() -> None:
    assert loose_unit_key("Phòng Văn hóa - Xã hội") == "phong van hoa xa hoi"


@pytest.mark.parametrize(
    "name",
    [
        "Các phòng chuyên môn",
        "Các Tổ dân phố",
        "Các phòng, đơn vị",
        "các bộ phận chuyên môn UBND phường",
        "Sở, ban, ngành",
        "UBND các xã, phường",
        "Thủ trưởng các đơn vị",
        "Đơn vị liên quan",
        "CBCC chuyên môn",
        "Cán bộ, công chức",
        "TDP",
    ],
)
def test_collectives(name: str) -> None:
    assert is_collective(name)


@pytest.mark.parametrize(
    "name", ["Công an phường", "Phòng Văn hóa - Xã hội", "Tổ dân phố số 3", "Văn phòng", ""]
)
def test_single_units_are_no_collectives(name: str) -> None:
    assert not is_collective(name)


@pytest.mark.parametrize(
    "name",
    [
        "UBND thành phố",
        "UBND tỉnh",
        "Văn phòng HĐND-UBND TP",
        "Sở Nội vụ",
        "Bộ Nội vụ",
        "Các sở, ban, ngành",
        "Công an tỉnh",
        "Chi cục Thuế",
        "Bảo hiểm xã hội",
    ],
)
def test_bodies_outside_the_ward(name: str) -> None:
    assert is_outside_ward(name)


@pytest.mark.parametrize(
    "name",
    [
        "UBND phường",
        "Bộ phận Một cửa",
        "Công an phường",
        "Bộ chỉ huy quân sự phường",
        "Trung tâm học tập cơ sở",
        "UBND phường Mẫu, thành phố Ví Dụ",
        "Phòng Văn hóa - Xã hội",
        "",
    ],
)
def test_bodies_of_the_ward(name: str) -> None:
    assert not is_outside_ward(name)


@pytest.mark.parametrize(
    "name",
    [
        "Lãnh đạo UBND phường",
        "Lãnh đạo phường",
        "Chủ tịch UBND phường",
        "Phó Chủ tịch UBND phường",
        "Chủ tịch",
        "Chủ tịch, các Phó Chủ tịch",
        "Đồng chí Phó Chủ tịch phụ trách",
        "Thường trực Đảng ủy",
    ],
)
def test_leadership(name: str) -> None:
    assert is_leadership(name)


@pytest.mark.parametrize(
    "name",
    [
        "UBND phường",
        "Chủ tịch Hội Nông dân",
        "Lãnh đạo các phòng",
        "Chủ tịch UBND tỉnh",
        "Văn phòng",
        "",
    ],
)
def test_not_the_wards_leadership(name: str) -> None:
    assert not is_leadership(name)

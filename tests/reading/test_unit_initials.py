"""Initials of a unit's name, as offices write them, and what only looks like them."""

from __future__ import annotations

import pytest

from tracker.reading.unit_initials import abbreviates

CULTURE = "Phòng Văn hóa - Xã hội"
ECONOMY = "Phòng Kinh tế, Hạ tầng và Đô thị"
CENTRE = "Trung tâm Phục vụ hành chính công"
OFFICE = "Văn phòng HĐND và UBND"


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("Phòng VH-XH", CULTURE),
        ("Phòng VHXH", CULTURE),
        ("P. VH&XH phường", CULTURE),
        ("P.VHXH", CULTURE),
        ("VH-XH", CULTURE.removeprefix("Phòng ")),
        ("Phòng KT-HT-ĐT", ECONOMY),
        ("Phòng KT, HT và ĐT", ECONOMY),
        ("TTPVHCC", CENTRE),
        ("TT PVHCC", CENTRE),
        ("TT Phục vụ HCC phường", CENTRE),
        ("VP HĐND&UBND", OFFICE),
        ("CA phường", "Công an phường"),
        ("TYT", "Trạm Y tế phường"),
    ],
)
def test_initials_stand_for_the_name(short: str, name: str) -> None:
    assert abbreviates(short, name)


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("Phòng VH", CULTURE),
        ("Phòng XH-VH", CULTURE),
        ("Phòng VH-XH", ECONOMY),
        ("P", CULTURE),
        ("", CULTURE),
        (CULTURE, CULTURE),
        ("Phòng Văn hóa", CULTURE),
        ("TT PVHCC", "Trung tâm Sự nghiệp công"),
    ],
)
def test_what_leaves_a_word_out_or_is_the_name_is_none(short: str, name: str) -> None:
    assert not abbreviates(short, name)

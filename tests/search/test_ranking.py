"""Which comes first: the very number, the accents as typed, then what reads alike without them."""

from __future__ import annotations

import pytest

from tracker.core.text_vn import fold
from tracker.search.rules import Candidate, Fit, Kind, Wanted, fit, fit_of, pattern_of, ranked


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("đường", "Sửa đường làng", Fit.TYPED_TOGETHER),
        ("đường", "Phụng dưỡng người có công", Fit.FOLDED_TOGETHER),
        ("duong", "Sửa đường làng", Fit.FOLDED_TOGETHER),
        ("ĐƯỜNG", "sửa đường", Fit.TYPED_TOGETHER),
        ("đường sửa", "Sửa đường làng", Fit.TYPED_APART),
        ("duong sua", "Sửa đường làng", Fit.FOLDED_APART),
        ("thuỷ lợi", "Công trình thủy lợi", Fit.TYPED_TOGETHER),
        ("ke hoac", "Kế hoạch năm", Fit.PARTS_OF_WORDS),
        ("bao cao", "baocaothang8.pdf", Fit.PARTS_OF_WORDS),
        ("bao cao", "Bao_cao-thang.docx", Fit.TYPED_TOGETHER),
        ("an", "Họp ban chỉ đạo", None),
        ("đường sắt", "Sửa đường làng", None),
        ("", "Sửa đường làng", None),
        ("…", "Sửa đường làng", None),
    ],
)
def test_how_well_words_fit(typed: str, text: str, expected: Fit | None) -> None:
    assert fit(Wanted.from_text(typed), text) is expected


def candidate(title: str, *numbers: str, more: tuple[str, ...] = (), place: int = 0) -> Candidate:
    return Candidate(Kind.TASK, Kind.TASK, 1, title, numbers, more, place=(place,))


def titles(typed: str, *candidates: Candidate) -> list[str]:
    return [found.title for found in ranked(Wanted.from_text(typed), candidates)]


def test_typed_accents_come_first_and_the_rest_still_comes() -> None:
    things = (
        candidate("Chăm sóc, phụng dưỡng", place=1),
        candidate("Trồng cây dương", place=2),
        candidate("Mở rộng đường làng", place=3),
        candidate("Trường học", place=4),
    )
    assert titles("đường", *things) == [
        "Mở rộng đường làng",
        "Chăm sóc, phụng dưỡng",
        "Trồng cây dương",
    ]
    assert titles("duong", *things) == [
        "Chăm sóc, phụng dưỡng",
        "Trồng cây dương",
        "Mở rộng đường làng",
    ]


def test_the_title_comes_before_other_words_and_the_printed_order_decides_last() -> None:
    things = (
        candidate("Rà soát", more=("Báo cáo",), place=1),
        candidate("Báo cáo tháng", place=3),
        candidate("Báo cáo quý", place=2),
    )
    assert titles("báo cáo", *things) == ["Báo cáo quý", "Báo cáo tháng", "Rà soát"]


@pytest.mark.parametrize("typed", ["2.1", "2.1.", " 2.1 "])
def test_a_label_leads_to_its_row(typed: str) -> None:
    things = (candidate("Giảm 2.1 %", place=1), candidate("Việc", "12.1"), candidate("Đích", "2.1"))
    assert titles(typed, *things) == ["Đích", "Giảm 2.1 %"]
    assert fit_of(Wanted.from_text(typed), things[2]) is Fit.NUMBER


@pytest.mark.parametrize("typed", ["12/KH-UBND", "12 kh ubnd", "12/kh-ubnd"])
def test_a_document_number_is_found_however_it_is_typed(typed: str) -> None:
    assert fit_of(Wanted.from_text(typed), candidate("Kế hoạch", "12/KH-UBND")) is Fit.NUMBER


@pytest.mark.parametrize("word", ["Đường", "kế", "hoạch", "y", "ơn", "thuỷ", "128"])
def test_the_rough_pattern_keeps_the_consonants_only(word: str) -> None:
    """What may carry marks is left open, so that no spelling is missed."""
    kept = pattern_of(fold(word)).replace("%", "")
    assert not set(kept) & set("aeiouyd")
    assert set(kept) <= set(fold(word))


def test_a_pasted_page_is_cut() -> None:
    assert len(Wanted.from_text("báo cáo " * 500).words) == 12

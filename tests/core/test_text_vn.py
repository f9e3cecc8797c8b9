"""Vietnamese text: spellings that look alike are alike, words that differ stay apart."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.text_vn import fold, normalise, one_line, tone_placement_folded

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằếộờựỹÀÁẢÃẠẶẾỘỚỰƯ ƣƢ\n\u00a0"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("Phƣờng Mẫu, THƢỜNG XUYÊN", "Phường Mẫu, THƯỜNG XUYÊN"),
        ("trƣớc ngày", "trước ngày"),
        (unicodedata.normalize("NFD", "Hoàn thành"), "Hoàn thành"),
        ("Văn\u00a0phòng", "Văn phòng"),
        ("Văn \t  phòng ", "Văn phòng"),
        ("thường\u00ad xuyên\u200b", "thường xuyên"),
        ("\ufeffMục I", "Mục I"),
        ("", ""),
    ],
)
def test_text_is_shown_in_one_spelling(printed: str, shown: str) -> None:
    assert normalise(printed) == shown


def test_lines_stay_lines_until_they_are_joined() -> None:
    assert normalise("Phòng\u00a0Văn hóa \n  Xã hội\u200b") == "Phòng Văn hóa\nXã hội"
    assert one_line("Trước \n\n 30/8/2026 ") == "Trước 30/8/2026"


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("Đơn vị đầu mối", "don vi dau moi"),
        ("  Ủy   ban\nnhân dân ", "uy ban nhan dan"),
        ("ĐẢNG UỶ", "dang uy"),
        ("Văn hóa – Xã hội", "van hoa – xa hoi"),
        ("Nguyễn Ước", "nguyen uoc"),
        ("PHƢỜNG", "phuong"),
        ("", ""),
    ],
)
def test_searching_needs_no_accents(printed: str, key: str) -> None:
    assert fold(printed) == key


@pytest.mark.parametrize("letter", ["đ", "Đ", "ư", "Ƣ", "ế", "ỹ"])
def test_each_vietnamese_letter_folds_to_a_plain_one(letter: str) -> None:
    assert fold(letter).isascii()


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("hoà", "hòa"),
        ("HOÀ", "hòa"),
        ("thuỷ", "thủy"),
        ("uỷ ban", "ủy ban"),
        ("khoẻ", "khỏe"),
        ("toạ đàm", "tọa đàm"),
    ],
)
def test_both_places_of_a_tone_are_one_spelling(new: str, old: str) -> None:
    assert tone_placement_folded(new) == tone_placement_folded(old) == old


@pytest.mark.parametrize(
    "word", ["quý", "quá", "quỹ", "hoàn", "toàn", "ngoài", "thuế", "của", "năm", "tuần", "thuở"]
)
def test_a_tone_with_only_one_place_does_not_move(word: str) -> None:
    assert tone_placement_folded(word) == word


@pytest.mark.parametrize(
    ("one", "other"), [("quý", "quy"), ("quá", "qua"), ("toán", "toan"), ("năm", "nam")]
)
def test_words_that_differ_by_their_marks_stay_apart(one: str, other: str) -> None:
    assert tone_placement_folded(one) != tone_placement_folded(other)


@given(text=st.text(max_size=80))
def test_a_key_taken_again_stays_the_same(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert one_line(one_line(text)) == one_line(text)
    assert "\n" not in one_line(text)


@given(text=st.text(alphabet=LETTERS, max_size=60))
def test_the_coding_of_letters_does_not_change_a_key(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)

    assert fold(decomposed) == fold(text) == fold(fold(text))
    assert tone_placement_folded(decomposed) == tone_placement_folded(text)

"""Cells that look like deadlines and are none, spellings, and dates that do not exist."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest

from tests.reading.deadline_cases import FIXED, ON_OCCURRENCE, REGULAR, days, read
from tracker.reading.deadlines import read_deadline


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("Trước ngày 31/02/2026", "Không có ngày 31/02/2026"),
        ("30/02/2026", "Không có ngày 30/02/2026"),
        ("29/02/2026", "Không có ngày 29/02/2026"),
        ("31/6", "Không có ngày 31/06/2026"),
        ("0/8/2026", "Không có ngày 00/08/2026"),
        ("08/30/2026", "Không có ngày 08/30/2026"),
        ("Tháng 13/2026", "Không có tháng 13"),
        ("Quý V/2026", "Không có quý V"),
        ("Trước ngày   /8/2026", "Ngày tháng còn để trống"),
        ("ngày   tháng   năm 2026", "Ngày tháng còn để trống"),
        ("từ 20/12 đến 10/01", "Khoảng thời gian vắt qua hai năm mà không ghi năm"),
        ("Tuần 2 tháng 5/2026", "chưa rõ gồm những ngày nào"),
        ("Trong tuần thứ 3", "chưa rõ gồm những ngày nào"),
        ("Trước Tết Nguyên đán", "phải tra lịch nghỉ lễ, Tết"),
        ("Cuối tháng", "chưa rõ là ngày nào"),
        ("Đầu quý II/2026", "chưa đủ để biết ngày nào"),
    ],
)
def test_no_date_is_made_up(phrase: str, said: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.dates, reading.certain) == (FIXED, (), False)
    assert said in reading.explanation
    assert reading.explanation.endswith("cần nhập ngày cụ thể.")


def test_an_impossible_day_does_not_hide_the_possible_one() -> None:
    reading = read("31/6/2026; 31/12/2026")

    assert reading.dates == days("31/12/2026")
    assert not reading.certain
    assert "không có ngày 31/06/2026" in reading.explanation


@pytest.mark.parametrize("phrase", ["", "  ", "-", "–", "...", "\n", "/", "…………"])
def test_an_empty_cell_is_asked_about(phrase: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.certain) == (None, False)
    assert "để trống" in reading.explanation


@pytest.mark.parametrize("phrase", ["nt", "NT", "như trên", "Như trên.", '"', "n/t"])
def test_as_above_is_not_filled_in_silently(phrase: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.certain) == (None, False)
    assert "dòng trên" in reading.explanation


@pytest.mark.parametrize(
    "phrase",
    ["Đã thực hiện", "Đang thực hiện", "Đã hoàn thành", "Hoàn thành", "Đã xong / đang triển khai"],
)
def test_a_status_is_no_deadline(phrase: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.certain) == (None, False)
    assert "tình trạng thực hiện" in reading.explanation


@pytest.mark.parametrize("phrase", ["2026", "15", "46265", "1,5", "12.000"])
def test_a_bare_number_is_asked_about(phrase: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.dates, reading.certain) == (None, (), False)


@pytest.mark.parametrize("phrase", ["Trước ngày 25", "Thứ Năm", "abc xyz", "số 12/2026", "Không"])
def test_what_says_nothing_is_left_to_a_person(phrase: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.certain) == (None, False)
    assert reading.explanation.endswith(".")


@pytest.mark.parametrize(
    "phrase",
    [
        "theo Quyết định số 123/QĐ-TTg ngày 23/6/2026 của Thủ tướng Chính phủ",
        "Theo Kế hoạch số 05/KH-UBND ngày 03/02/2026",
        "Thực hiện theo Thông tư 02/2026/TT-BNV ngày 31/10/2026",
        "Theo thời hạn tại Công văn số 45/UBND-VP ngày 10 tháng 01 năm 2026",
        "Theo Luật Mẫu ngày 16/6/2026",
    ],
)
def test_the_date_of_a_cited_document_is_no_deadline(phrase: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.dates, reading.certain) == (ON_OCCURRENCE, (), False)


@pytest.mark.parametrize(
    "phrase",
    [
        "Báo cáo trước ngày 30/6/2026",
        "Báo cáo ngày 30/6/2026",
        "Ban hành Quyết định trước ngày 30/6/2026",
        "Kế hoạch hoàn thành chậm nhất ngày 30/6/2026",
    ],
)
def test_a_document_to_be_written_is_not_a_cited_one(phrase: str) -> None:
    assert read(phrase).dates == days("30/06/2026")


def test_a_cited_document_beside_a_rhythm() -> None:
    reading = read("Hàng tháng theo Công văn số 45/UBND-VP ngày 10/01/2026 của UBND tỉnh")

    assert (reading.kind, reading.dates) == (REGULAR, ())
    assert reading.certain


@pytest.mark.parametrize(
    "phrase",
    [
        "Trước\n30/8/2026",
        "Trước ngày 30/8/\n2026",
        "Trước ngày\n30/8/2026",
        "Trước  ngày 30 / 8 / 2026.",
        "TRƯỚC NGÀY 30/8/2026",
        "TRƢỚC NGÀY 30/8/2026",
        "trƣớc ngày 30/8/2026",
        unicodedata.normalize("NFD", "Trước ngày 30/8/2026"),
        "Trước ngày 30‑8‑2026",
        "- Trước ngày 30/8/2026;",
    ],
)
def test_print_and_font_do_not_change_a_reading(phrase: str) -> None:
    reading = read(phrase)

    assert reading.dates == days("30/08/2026")
    assert reading.certain


@pytest.mark.parametrize("phrase", ["Trong tháng\n08/2026", "tháng 08\nnăm 2026", "Tháng\n8/2026"])
def test_a_month_broken_over_lines(phrase: str) -> None:
    assert read(phrase).dates == days("31/08/2026")


def test_figures_may_stand_on_either_side_of_a_break() -> None:
    assert read("Tháng 3, 6,\n9, 12/2026").dates == read("Tháng 3, 6, 9, 12/2026").dates


@pytest.mark.parametrize(
    ("phrase", "marked"),
    [
        ("truoc 30/8/2026", "trước 30/8/2026"),
        ("Trong thang 8/2026", "Trong tháng 8/2026"),
        ("Thuong xuyen", "Thường xuyên"),
        ("hang thang", "hàng tháng"),
        ("quy III/2026", "quý III/2026"),
    ],
)
def test_words_typed_without_marks_are_understood_but_doubted(phrase: str, marked: str) -> None:
    unmarked, reading = read(phrase), read(marked)

    assert (unmarked.kind, unmarked.dates) == (reading.kind, reading.dates)
    assert unmarked.recurrence == reading.recurrence
    assert reading.certain
    assert not unmarked.certain


@pytest.mark.parametrize("phrase", ["Trước 30/6/2019", "Trong năm 2025", "đến năm 2030"])
def test_a_year_far_from_the_plans_is_doubted(phrase: str) -> None:
    reading = read(phrase)

    assert reading.dates
    assert not reading.certain
    assert "lệch với năm của kế hoạch (2026)" in reading.explanation


def test_the_year_after_the_plans_is_no_doubt() -> None:
    assert read("Trước 15/01/2027").certain


def test_without_any_year_there_is_no_date() -> None:
    reading = read_deadline("Trước 30/8")

    assert (reading.kind, reading.dates, reading.certain) == (FIXED, (), False)
    assert "Không ghi năm" in reading.explanation


@pytest.mark.parametrize("phrase", ["24/24", "24/7", "24/24h"])
def test_round_the_clock_is_no_day(phrase: str) -> None:
    reading = read(phrase)

    assert (reading.kind, reading.dates, reading.certain) == (REGULAR, (), False)


@pytest.mark.parametrize(
    "phrase", ["Từ ngày 01/7/2026", "Kể từ ngày 01/7/2026", "Bắt đầu 01/7/2026", "sau 30/6/2026"]
)
def test_a_first_day_is_no_last_day(phrase: str) -> None:
    reading = read(phrase)

    assert (reading.dates, reading.certain) == ((), False)
    assert reading.starts_on == days("01/07/2026")[0]
    assert "không ghi hạn cuối" in reading.explanation


def test_words_nobody_understood_are_quoted() -> None:
    reading = read("Khoảng 30/6/2026 với điều kiện đủ vốn")

    assert reading.dates == days("30/06/2026")
    assert not reading.certain
    assert "“Khoảng … với điều kiện đủ vốn”" in reading.explanation


def test_a_whole_paragraph_is_read_in_part_and_says_so() -> None:
    reading = read("Trước 30/6/2026. " + "Nội dung chi tiết theo phụ lục. " * 40)

    assert reading.dates == days("30/06/2026")
    assert not reading.certain
    assert "ô quá dài" in reading.explanation


@pytest.mark.parametrize(
    "phrase",
    [
        "Tháng 1\n1/2026",
        "Tháng 1 2/2026",
        "30/1\n2/2026",
        "|5/12/2026",
        "!1/11/2026",
        "Hằng tháng trước ngày 2|",
        "Tháng 10/2026 - tháng 3",
        "Tháng 10/2026 đến tháng 3",
        "20/3-15/3/2026",
        "Trước 15/3 các năm 2026-2030",
        "Trước 15/3, giai đoạn 2026-2030",
        "31/3; 31/6; 30/9; 31/12 hằng năm",
        "31/3; 31/6; 31/9; 31/12 hằng năm",
        "ngày 10/3 (ÂL)",
    ],
)
def test_what_may_be_another_date_is_for_a_person_to_say(phrase: str) -> None:
    """A number broken or misread, a range without its year, a day that no calendar has."""
    assert not read(phrase).certain
    assert "cần" in read(phrase).explanation


@pytest.mark.parametrize("form", ["NFD", "NFKD"])
@pytest.mark.parametrize("phrase", ["Trước ngày 15/3/2026", "Quý I/2027", "Hằng tháng, ngày 20"])
def test_decomposed_letters_are_the_same_words(form: Literal["NFD", "NFKD"], phrase: str) -> None:
    assert read(unicodedata.normalize(form, phrase)) == read(phrase)


@pytest.mark.parametrize(
    ("printed", "misread"),
    [
        (sign, misread)
        for sign, others in {
            "0": "OoQD",
            "1": "lIi|!",
            "2": "Zz",
            "5": "Ss",
            "8": "B",
            "6": "b",
        }.items()
        for misread in others
    ],
)
@pytest.mark.parametrize(
    "phrase",
    ["Trước 15/12/2026", "28/10/2026", "Tháng 12/2026", "Tháng 8, 10", "Ngày 26 hằng tháng"],
)
def test_a_misread_figure_never_makes_another_date(phrase: str, printed: str, misread: str) -> None:
    """Text from a scan has letters for figures; what is certain is what was printed."""
    places = [at for at, sign in enumerate(phrase) if sign == printed]
    for at in places:
        reading = read(phrase[:at] + misread + phrase[at + 1 :])
        assert not reading.certain or reading == read(phrase)

"""Title, number, date, issuer and signer from the letterhead; a blank stays a blank."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.reading.letter_case import sentence_case
from tracker.reading.metadata import read_metadata

PLAN = (
    "ỦY BAN NHÂN DÂN",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "PHƯỜNG AN MẪU",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 7/KH-UBND",
    "An Mẫu, ngày 9 tháng 3 năm 2026",
)


def test_a_plan() -> None:
    found = read_metadata([*PLAN, "KẾ HOẠCH", "Phòng, chống thiên tai năm 2026", "Căn cứ Luật;"])

    assert found.title == "Kế hoạch phòng, chống thiên tai năm 2026"
    assert found.number == "7/KH-UBND"
    assert found.issued_on == date(2026, 3, 9)
    assert found.issuer == "Ủy ban nhân dân phường An Mẫu"
    assert found.year == 2026


def test_a_decision_of_the_chairman() -> None:
    found = read_metadata(
        [
            *PLAN,
            "QUYẾT ĐỊNH",
            "Về việc ban hành Kế hoạch trồng cây",
            "năm 2026",
            "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG AN MẪU",
            "Căn cứ Luật Tổ chức chính quyền địa phương;",
        ]
    )

    assert found.title == "Kế hoạch trồng cây năm 2026"
    assert found.issuer == "Chủ tịch Ủy ban nhân dân phường An Mẫu"


def test_an_appendix_in_capitals() -> None:
    found = read_metadata(
        ["Phụ lục", "NHIỆM VỤ TRỒNG CÂY PHƯỜNG AN MẪU NĂM 2026", "(Kèm theo Kế hoạch số 7)"]
    )

    assert found.title == "Nhiệm vụ trồng cây phường An Mẫu năm 2026"


@pytest.mark.parametrize("sign", [": ", ". ", " - ", " – "])
def test_a_title_behind_the_word_appendix(sign: str) -> None:
    found = read_metadata([f"PHỤ LỤC 1{sign}NHIỆM VỤ TRỒNG CÂY", "PHƯỜNG AN MẪU NĂM 2026"])

    assert found.title == "Nhiệm vụ trồng cây phường An Mẫu năm 2026"


@pytest.mark.parametrize("day", ["15/01/2026", "15 tháng 01 năm 2026", "15-01-2026"])
def test_an_appendix_bears_the_number_and_day_of_its_plan(day: str) -> None:
    found = read_metadata(
        [
            "Phụ lục",
            "NHIỆM VỤ TRỒNG CÂY",
            f"(Kèm theo Kế hoạch số 12/KH-UBND ngày {day} của UBND phường Mẫu)",
        ]
    )

    assert (found.number, found.issued_on) == ("12/KH-UBND", date(2026, 1, 15))
    assert found.year == 2026


def test_the_own_number_goes_before_that_of_the_paper_it_hangs_on() -> None:
    found = read_metadata(
        [*PLAN, "KẾ HOẠCH", "Trồng cây", "(Kèm theo Công văn số 3/CV-UBND ngày 1/2/2026)"]
    )

    assert (found.number, found.issued_on) == ("7/KH-UBND", date(2026, 3, 9))


@pytest.mark.parametrize(
    "line", ["(Kèm theo Kế hoạch số   /KH-UBND ngày …/…/2026)", "(Kèm theo Kế hoạch này)"]
)
def test_a_blank_number_of_the_plan_stays_blank(line: str) -> None:
    found = read_metadata(["Phụ lục", "NHIỆM VỤ TRỒNG CÂY", line])

    assert (found.number, found.issued_on) == (None, None)


def test_a_number_under_the_title_without_a_colon() -> None:
    found = read_metadata(["KẾ HOẠCH", "Trồng cây mùa xuân", "Số 77/KH-UBND ngày 05/10/2026"])

    assert found.title == "Kế hoạch trồng cây mùa xuân"
    assert (found.number, found.issued_on) == ("77/KH-UBND", date(2026, 10, 5))


@pytest.mark.parametrize(
    "line", ["Số:      /KH-UBND", "Số: ..../KH-UBND", "Số /KH-UBND", "(Kèm theo Kế hoạch số 5/KH)"]
)
def test_a_blank_number_stays_blank(line: str) -> None:
    assert read_metadata([line]).number is None


@pytest.mark.parametrize(
    "line",
    [
        "An Mẫu, ngày    tháng    năm 2026",
        "An Mẫu, ngày ... tháng 3 năm 2026",
        "An Mẫu, ngày 31 tháng 02 năm 2026",
        "Căn cứ Nghị định số 1/NĐ-CP ngày 05 tháng 01 năm 2026 của Chính phủ",
    ],
)
def test_a_date_not_given_is_not_made_up(line: str) -> None:
    assert read_metadata([line]).issued_on is None


def test_the_year_of_a_date_left_blank() -> None:
    assert read_metadata(["An Mẫu, ngày    tháng    năm 2026"]).year == 2026


@pytest.mark.parametrize(
    "role", ["CHỦ TỊCH", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "TL. CHỦ TỊCH", "GIÁM ĐỐC"]
)
def test_the_signer_stands_below_the_role(role: str) -> None:
    found = read_metadata([], ["Nơi nhận:", role, "- Như trên;", "- Lưu: VT.", "Lê Thị Mẫu"])

    assert found.signer == "Lê Thị Mẫu"


@pytest.mark.parametrize(
    ("title", "running", "cased"),
    [
        ("KẾ HOẠCH CCHC NĂM 2026", [], "Kế hoạch CCHC năm 2026"),
        ("RÀ SOÁT VNEID", ["Hướng dẫn dùng VNeID"], "Rà soát vneid"),
        ("CÀI ĐẶT VNEID MỨC 2", ["Hướng dẫn cài đặt VNeID mức 2"], "Cài đặt VNeID mức 2"),
        ("Đã viết thường", [], "Đã viết thường"),
        ("TẠI XÃ TÂN MẪU THỰC HIỆN", [], "Tại xã Tân Mẫu thực hiện"),
    ],
)
def test_capitals_to_sentence_case(title: str, running: list[str], cased: str) -> None:
    assert sentence_case(title, running) == cased


@pytest.mark.parametrize(
    "sentence",
    [
        "Chủ tịch Ủy ban nhân dân phường yêu cầu các đơn vị",
        "Để khắc phục, các đơn vị thực hiện:",
        "Thời gian qua, công tác phòng cháy được quan tâm",
    ],
)
def test_the_sentence_below_the_title_is_no_part_of_it(sentence: str) -> None:
    lines = ["CHỈ THỊ", "Về việc phòng cháy", "trên địa bàn phường", sentence]

    assert read_metadata(lines).title == "Chỉ thị về việc phòng cháy trên địa bàn phường"

"""Numbers a sentence asks for, as printed: what is measured, how it compares, what narrows it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reading.as_json import as_json
from tracker.reading.directives.targets import read_targets
from tracker.reading.document import read_pasted
from tracker.reading.result import Comparator, ReadTarget

AT_LEAST, ABOVE, EXACTLY, AT_MOST, BELOW = (
    Comparator.AT_LEAST,
    Comparator.ABOVE,
    Comparator.EXACTLY,
    Comparator.AT_MOST,
    Comparator.BELOW,
)


def only(text: str) -> ReadTarget:
    (target,) = read_targets(text).targets
    return target


@pytest.mark.parametrize(
    ("text", "comparator", "value"),
    [
        ("100% văn bản được ký số.", EXACTLY, "100"),
        ("Tỷ lệ hài lòng đạt từ 90% trở lên.", AT_LEAST, "90"),
        ("Tỷ lệ hài lòng đạt tối thiểu 85%.", AT_LEAST, "85"),
        ("Ít nhất 80% hồ sơ được số hóa.", AT_LEAST, "80"),
        ("Tỷ lệ hài lòng không thấp hơn 85 %.", AT_LEAST, "85"),
        ("Mức độ hài lòng ≥ 90% đối với người nộp hồ sơ.", AT_LEAST, "90"),
        ("Mức độ hài lòng >= 90%", AT_LEAST, "90"),
        ("Tỷ lệ đúng hạn đạt trên 98%.", ABOVE, "98"),
        ("Tỷ lệ đúng hạn > 98,5%.", ABOVE, "98.5"),
        ("Tỷ lệ trễ hạn dưới 1,5%.", BELOW, "1.5"),
        ("Không quá 5% hồ sơ phải bổ sung.", AT_MOST, "5"),
        ("Tối đa 10 phần trăm hồ sơ giấy.", AT_MOST, "10"),
        ("Tỷ lệ hồ sơ giấy từ 20% trở xuống.", AT_MOST, "20"),
        ("Bảo đảm từ 98% hồ sơ trở lên được trả đúng hạn.", AT_LEAST, "98"),
        ("Chỉ từ 5% hồ sơ giấy trở xuống.", AT_MOST, "5"),
        ("Không để quá 2% hồ sơ quá hạn.", AT_MOST, "2"),
        ("Thời gian giải quyết giảm 50% so với năm 2024.", EXACTLY, "50"),
    ],
)
def test_percentages(text: str, comparator: Comparator, value: str) -> None:
    target = only(text)

    assert (target.comparator, target.value, target.unit) == (comparator, Decimal(value), "%")


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit"),
    [
        ("Tổ chức ít nhất 02 buổi hướng dẫn mỗi quý.", AT_LEAST, "2", "buổi"),
        ("Kiểm tra tối thiểu 4 cuộc/năm.", AT_LEAST, "4", "cuộc/năm"),
        ("Thu ngân sách đạt trên 1.500 triệu đồng.", ABOVE, "1500", "triệu đồng"),
        ("Rà soát từ 12,5 ha trở lên.", AT_LEAST, "12.5", "ha"),
        ("Thời gian chờ không quá 15 phút.", AT_MOST, "15", "phút"),
    ],
)
def test_counted_things(text: str, comparator: Comparator, value: str, unit: str) -> None:
    target = only(text)

    assert (target.comparator, target.value, target.unit) == (comparator, Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "Theo khoản 3 Điều 14 Nghị định số 5/2026/NĐ-CP ngày 09/6/2026.",
        "Người dân chỉ nhập dữ liệu một lần.",
        "Cắt giảm thành phần hồ sơ, 2 giấy tờ không cần thiết.",
        "Hoàn thành trong 5 ngày làm việc, trước 16 giờ 30 phút.",
        "Giảm tối đa giấy tờ, đáp ứng tối thiểu nhu cầu.",
        "Tổ chức 02 buổi họp.",
    ],
)
def test_what_is_no_target(text: str) -> None:
    assert read_targets(text).targets == ()


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("Đảm bảo 100% hồ sơ được trả đúng hạn.", "hồ sơ được trả đúng hạn"),
        ("Đạt tỷ lệ tối thiểu 60% hồ sơ nộp trực tuyến.", "hồ sơ nộp trực tuyến"),
        ("Mức độ hài lòng của người dân đạt từ 96% trở lên.", "Mức độ hài lòng của người dân"),
        ("Bảo đảm từ 98% hồ sơ trở lên được trả đúng hạn.", "hồ sơ được trả đúng hạn"),
        ("Thực hiện lưu trữ điện tử đạt 100%.", "Thực hiện lưu trữ điện tử"),
        ("Cắt giảm 30% thời gian giải quyết.", "Cắt giảm thời gian giải quyết"),
        ("Số hóa 100% sổ hộ tịch.", "sổ hộ tịch"),
        ("Mức độ hài lòng ≥ 90% đối với người nộp.", "Mức độ hài lòng đối với người nộp"),
        ("100% số hồ sơ được ký số.", "hồ sơ được ký số"),
    ],
)
def test_what_is_measured(text: str, indicator: str) -> None:
    assert only(text).indicator == indicator


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Hài lòng về lĩnh vực đất đai, xây dựng đạt 90%.", "lĩnh vực đất đai, xây dựng"),
        ("100% thủ tục làm tại Trung tâm (trừ thủ tục đặc thù).", "trừ thủ tục đặc thù"),
        ("Giảm 50% chi phí so với năm 2024.", "so với năm 2024"),
        ("100% hồ sơ nhận ngoài địa giới trong phạm vi tỉnh.", "trong phạm vi tỉnh"),
        ("Biên lai điện tử đạt 90%, đặc biệt trong lĩnh vực đất đai.", None),
    ],
)
def test_what_narrows_it(text: str, scope: str | None) -> None:
    assert only(text).scope == scope


def test_a_comparator_before_a_colon_holds_for_the_list() -> None:
    found = read_targets("Đạt tối thiểu: 60% hồ sơ nộp trực tuyến; 80% hồ sơ xử lý trực tuyến.")

    assert [(t.comparator, int(t.value)) for t in found.targets] == [(AT_LEAST, 60), (AT_LEAST, 80)]


def test_without_a_colon_it_holds_for_its_own_number() -> None:
    found = read_targets("Tối thiểu 60% hồ sơ nộp trực tuyến; 80% hồ sơ xử lý trực tuyến.")

    assert [t.comparator for t in found.targets] == [AT_LEAST, EXACTLY]


def test_several_numbers_keep_their_own_words() -> None:
    found = read_targets(
        "Cắt giảm 50% thời gian, 40% chi phí so với năm 2024; 100% hồ sơ đúng hạn và 90% số hóa."
    )

    assert [(t.indicator, int(t.value), t.scope) for t in found.targets] == [
        ("Cắt giảm thời gian", 50, "so với năm 2024"),
        ("Cắt giảm chi phí", 40, "so với năm 2024"),
        ("hồ sơ đúng hạn", 100, None),
        ("số hóa", 90, None),
    ]


@pytest.mark.parametrize("link", [", trong đó ", "; trong số đó, ", ". Trong đó, "])
def test_a_part_of_another_target(link: str) -> None:
    first, second = read_targets(
        f"Phấn đấu 85% hồ sơ nộp trực tuyến{link}hồ sơ đất đai đạt từ 90% trở lên."
    ).targets

    assert first.part_of is None
    assert second.part_of == "hồ sơ nộp trực tuyến"
    assert second.indicator == "hồ sơ đất đai"
    assert first.is_striving


@pytest.mark.parametrize(
    "text",
    [
        "Hiện đạt 75%, phấn đấu cuối năm tỷ lệ này đạt 80%.",
        "Nâng tỷ lệ hồ sơ trực tuyến từ 75% lên 80%.",
        "Tỷ lệ hồ sơ trực tuyến đạt 80% so với năm 2025 (75%).",
        "Kết quả năm 2025 đạt 75%; năm 2026 tỷ lệ hồ sơ trực tuyến đạt 80%.",
    ],
)
def test_a_level_already_reached_is_no_target(text: str) -> None:
    found = read_targets(text)

    assert [int(target.value) for target in found.targets] == [80]
    assert "75%" in found.doubts[0]


def test_a_rough_number_is_flagged() -> None:
    found = read_targets("Khoảng 80% hồ sơ nộp trực tuyến.")

    assert [int(target.value) for target in found.targets] == [80]
    assert "ước chừng" in found.doubts[0]


@pytest.mark.parametrize("printed", ["Từ 80% đến 90%", "Từ 80-90%", "Từ 80 % – 90 %"])
def test_a_range_is_split_and_flagged(printed: str) -> None:
    found = read_targets(f"{printed} hồ sơ nộp trực tuyến.")

    assert [(t.comparator, int(t.value)) for t in found.targets] == [(AT_LEAST, 80), (AT_MOST, 90)]
    assert "khoảng" in found.doubts[0]


def test_a_year_before_a_number_is_no_range() -> None:
    assert [int(t.value) for t in read_targets("Năm 2026 - 90% hồ sơ trực tuyến.").targets] == [90]


def test_a_number_without_words_is_flagged() -> None:
    found = read_targets("Đạt 100%.")

    assert found.targets[0].indicator == ""
    assert "Chưa rõ" in found.doubts[0]


def test_json_shows_targets_only_where_there_are_some() -> None:
    document = read_pasted("Giao Trạm Y tế:\n- Tối thiểu 62,5% hồ sơ.\n- Rà soát.\n- 100% sổ.")
    rows = as_json(document)["rows"][1:]

    assert rows[0]["targets"] == [
        {
            "indicator": "hồ sơ",
            "comparator": "≥",
            "value": 62.5,
            "unit": "%",
            "scope": None,
            "is_striving": False,
            "part_of": None,
        }
    ]
    assert "targets" not in rows[1]
    assert rows[2]["targets"][0]["value"] == 100


@given(st.text(alphabet="0123456789%.,;:() -–≥<>từđạtrởlêngiảmsovớnămố\n", max_size=120))
def test_any_words_are_read_without_making_numbers_up(text: str) -> None:
    for target in read_targets(text).targets:
        digits = str(target.value).replace(".", "").lstrip("0")
        assert digits in text.replace(".", "").replace(",", "")

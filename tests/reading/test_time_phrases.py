"""Time phrases hidden in the product or content cell, offered as suggestions."""

from __future__ import annotations

import pytest

from tests.reading.deadline_cases import read
from tracker.reading.deadlines import find_time_phrases


@pytest.mark.parametrize(
    ("cell", "phrases"),
    [
        (
            "Báo cáo gửi Văn phòng trước ngày 17 hàng tháng (số liệu tính từ ngày 14 của tháng "
            "trước đến hết ngày 13 của tháng sau)",
            ("trước ngày 17 hàng tháng",),
        ),
        (
            "Quyết định phê duyệt chậm nhất 05 ngày làm việc kể từ ngày nhận hồ sơ, trừ hồ sơ khó",
            ("chậm nhất 05 ngày làm việc kể từ ngày nhận hồ sơ",),
        ),
        (
            "Báo cáo trước ngày 30/6/2026 và trước 15/12/2026",
            ("trước ngày 30/6/2026", "trước 15/12/2026"),
        ),
        ("Kế hoạch được ban hành trong tháng 8/2026", ("trong tháng 8/2026",)),
        ("Báo cáo định kỳ hằng quý của phường", ("Báo cáo định kỳ hằng quý",)),
        ("Danh sách gửi trước 16 giờ 30 thứ Sáu hàng tuần", ("trước 16 giờ 30 thứ Sáu hàng tuần",)),
        ("Số liệu chốt vào ngày 20 tháng cuối quý", ("vào ngày 20 tháng cuối quý",)),
    ],
)
def test_what_is_hidden_is_found_as_printed(cell: str, phrases: tuple[str, ...]) -> None:
    assert find_time_phrases(cell) == phrases


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "Kế hoạch năm 2026 được ban hành",
        "100% hồ sơ giải quyết đúng và trước hạn",
        "Niêm yết theo Thông tư số 02/2026/TT-BNV ngày 31/10/2026 của Bộ Mẫu",
        "Thực hiện Quyết định số 123/QĐ-TTg ngày 23/6/2026",
        "Thường xuyên rà soát, cập nhật",
        "Tỷ lệ đạt 95%",
    ],
)
def test_titles_rates_and_cited_documents_hide_no_deadline(cell: str) -> None:
    assert find_time_phrases(cell) == ()


def test_a_suggestion_can_be_read() -> None:
    (words,) = find_time_phrases("Tờ trình gửi HĐND chậm nhất 10 ngày kể từ ngày có kết luận")

    assert read(words).days_after_event == 10


def test_a_long_cell_is_searched_to_its_end() -> None:
    cell = "Nội dung thuyết minh. " * 60 + "Gửi trước ngày 25 hàng tháng"

    assert find_time_phrases(cell) == ("trước ngày 25 hàng tháng",)

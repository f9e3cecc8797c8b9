"""Plain text with one cell per line: cells are found by what they say, guesses are marked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reading.documents import PLAN, ROWS, Plan, PlanRow, plan_as_text
from tests.reading.helpers import expected, labels, messages, printed
from tracker.reading.document import read_pasted
from tracker.reading.result import ReadDocument, RowKind, UnreadableDocumentError

LEAD = "Văn phòng HĐND và UBND"


def read_text(*lines: str) -> ReadDocument:
    """The reading of a text whose header is printed as extractors print it."""
    header = ("TT", "Nội dung", "nhiệm vụ", "Đơn vị", "chủ trì", "Đơn vị", "phối hợp", "Thời gian")
    return read_pasted("\n".join([*header, "Kết quả", *lines]), year=2026)


@pytest.mark.parametrize("spaced", [True, False])
@pytest.mark.parametrize("repeat_header", [True, False])
@pytest.mark.parametrize("row", range(1, len(ROWS)))
def test_a_row_cut_by_a_page(spaced: bool, repeat_header: bool, row: int) -> None:
    """Whatever could not be put together again carries a finding; no row is lost."""
    text = plan_as_text(spaced=spaced, repeat_header=repeat_header, cut={row: 1})
    document = read_pasted(text)

    assert labels(document) == [row.label for row in ROWS]
    for got, wanted in zip(document.rows, ROWS, strict=True):
        fields = ("label", "content", "lead", "cooperating", "deadline", "product")
        for field, value, printed_value in zip(fields, printed(got), expected(wanted), strict=True):
            assert value == printed_value or messages(got, field)


def test_header_broken_over_lines_names_the_columns() -> None:
    document = read_text("1", "Lập hồ sơ", LEAD, "Công an phường", "Quý I/2026", "Hồ sơ")

    assert document.columns == [
        "TT",
        "Nội dung nhiệm vụ",
        "Đơn vị chủ trì",
        "Đơn vị phối hợp",
        "Thời gian",
        "Kết quả",
    ]


def test_header_of_one_line() -> None:
    text = "STT Nội dung công việc Đơn vị chủ trì Đơn vị phối hợp Thời hạn Sản phẩm\n1\nLập hồ sơ\n"
    document = read_pasted(f"{text}{LEAD}\nCông an phường\nQuý I/2026\nHồ sơ", year=2026)

    assert len(document.columns) == 6
    assert document.rows[0].cooperating_text == "Công an phường"


def test_cells_of_one_height_on_one_line() -> None:
    document = read_text(
        "1 Lập hồ sơ đất công", f"{LEAD}", "Công an phường Thường xuyên Báo cáo, hồ sơ"
    )
    row = document.rows[0]

    assert (row.label, row.content) == ("1", "Lập hồ sơ đất công")
    assert row.cooperating_text == "Công an phường"
    assert row.deadline_text == "Thường xuyên"
    assert row.product == "Báo cáo, hồ sơ"


def test_only_one_of_two_unit_cells_is_marked_on_both() -> None:
    document = read_text("1", "Lập hồ sơ", LEAD, "Quý I/2026", "Hồ sơ")
    row = document.rows[0]

    assert row.lead_text == LEAD
    assert "một trong hai ô đơn vị" in messages(row, "lead")[0]
    assert "một trong hai ô đơn vị" in messages(row, "cooperating")[0]


def test_an_empty_cell_printed_as_a_blank_is_skipped() -> None:
    document = read_pasted(
        "TT \n\nNội dung \n\nĐơn vị chủ trì \n\nĐơn vị phối hợp \n\nThời gian \n\nKết quả \n\n"
        "1 \n\nLập hồ sơ \n\n \nCông an phường \n\nQuý I/2026 \n\nHồ sơ \n\n",
        year=2026,
    )
    row = document.rows[0]

    assert row.lead_text is None
    assert row.cooperating_text == "Công an phường"


def test_rows_left_with_their_content_are_tasks_with_marks() -> None:
    """Merged cells are simply gone from text: 3.2 has only its words."""
    document = read_text(
        *("3", "Dịch vụ công", "3.1", "Đạt 80% hồ sơ", LEAD, "Công an phường", "Thường xuyên"),
        *("Báo cáo", "3.2", "Đạt 60% thanh toán", "3.3", "Đạt 50% số hóa"),
    )

    assert [row.kind for row in document.rows] == [RowKind.GROUP, *[RowKind.TASK] * 3]
    for row in document.rows[2:]:
        assert messages(row, "lead")
        assert messages(row, "deadline")
        assert row.lead == ()


def test_numbers_in_the_words_open_no_row() -> None:
    document = read_text(
        *("1", "Nhập số liệu từ ngày 15 đến hết ngày", "14 của tháng sau", LEAD, "Công an phường"),
        *("Trong năm", "2026", "Báo cáo", "2", "Trực ban", LEAD, "Công an phường", "Thường xuyên"),
    )

    assert labels(document) == ["1", "2"]
    assert document.rows[0].content == "Nhập số liệu từ ngày 15 đến hết ngày 14 của tháng sau"
    assert document.rows[0].deadline_text == "Trong năm 2026"


@pytest.mark.parametrize("page", ["2", "- 2 -", "Trang 2"])
def test_page_numbers_open_no_row(page: str) -> None:
    document = read_text(
        *("1", "Lập hồ sơ", LEAD, "Công an phường", "Quý I/2026", "Hồ sơ"),
        *(f"\f{page}", "2", "Trực ban", LEAD, "Công an phường", "Thường xuyên", "Sổ trực"),
        *("3", "Tuần tra", "Công an phường", LEAD, "Thường xuyên", "Sổ tuần tra"),
    )

    assert labels(document) == ["1", "2", "3"]
    assert [row.product for row in document.rows] == ["Hồ sơ", "Sổ trực", "Sổ tuần tra"]


def test_what_follows_the_table_is_no_row() -> None:
    document = read_pasted(plan_as_text())

    assert document.rows[-1].product == ROWS[-1].product
    assert document.signer == "Nguyễn Văn Mẫu"


def test_known_units_make_borders_sure() -> None:
    known = ("Tổ công nghệ số cộng đồng", "Ban điều hành chuyển đổi số")
    row = PlanRow("1", "Tuyên truyền", known[0], known[1], "Thường xuyên", "Tờ rơi")
    text = plan_as_text(replace(PLAN, rows=(row,)))

    assert printed(read_pasted(text, known_units=known).rows[0]) == expected(row)
    assert messages(read_pasted(text, known_units=known).rows[0], "lead") == []


def test_every_row_comes_with_its_line() -> None:
    text = plan_as_text(Plan(ROWS))
    lines = text.splitlines()

    for row in read_pasted(text).rows:
        assert row.anchor.line is not None
        assert lines[row.anchor.line - 1].startswith(row.label)


def test_a_text_far_longer_than_any_plan_is_refused() -> None:
    text = "Rà soát hồ sơ, tài liệu\n" * 250_000

    with pytest.raises(UnreadableDocumentError, match="5 triệu chữ"):
        read_pasted(text)


def test_two_columns_of_times_may_have_run_together() -> None:
    header = ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn trình Bộ", "Thời hạn trình Chính phủ")
    lines = ("1", "Lập hồ sơ", LEAD, "30/9/2026", "31/10/2026")
    document = read_pasted("\n".join([*header, *lines]), year=2026)

    assert "hai cột thời gian" in messages(document.rows[0], "deadline")[0]


def test_first_rows_with_numbers_in_their_words_are_no_numbers_of_columns() -> None:
    lines = ["TT", "Nội dung", "Thời hạn", "Sản phẩm"]
    lines += ["A.", "Công tác chung", "1)", "Mở 2 lớp tập huấn", "Quý I/2026", "Báo cáo"]
    lines += ["2)", "Kiểm tra 3 trường học", "Quý II/2026", "Biên bản"]
    document = read_pasted("\n".join(lines), year=2026)

    assert [row.content for row in document.rows][:2] == ["Công tác chung", "Mở 2 lớp tập huấn"]

"""Text whose columns are held apart by blanks: rows set at their top or centred, pages, cuts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reading.documents import CENTRE, CULTURE, OFFICE, PLAN, ROWS, Plan, PlanRow, long_plan
from tests.reading.helpers import expected, messages, printed
from tests.reading.pdf_documents import plan_as_pdf
from tests.reading.spaced_documents import plan_as_spaced
from tracker.reading.document import read_document, read_pasted
from tracker.reading.result import ReadRow, RowKind

pytestmark = pytest.mark.usefixtures("reads_here")

LONG = (
    "Rà soát, thống kê và lập danh mục toàn bộ hồ sơ đất đai còn tồn đọng từ các năm trước tại "
    "từng tổ dân phố, đối chiếu với sổ địa chính, phân loại theo mức độ khó khăn"
)


def rows_of(text: str) -> list[ReadRow]:
    return read_pasted(text, year=2026).rows


@pytest.mark.parametrize("centred", [False, True], ids=["top", "centred"])
@pytest.mark.parametrize("order", [PLAN.order, ("label", "content", "deadline", "lead", "product")])
def test_one_page(order: tuple[str, ...], centred: bool) -> None:
    plan = replace(PLAN, order=order)
    blank = {"cooperating": ""} if "cooperating" not in order else {}

    assert [printed(row) for row in rows_of(plan_as_spaced(plan, centred=centred))] == [
        expected(replace(row, **blank)) for row in ROWS
    ]


@pytest.mark.parametrize("repeat_header", [True, False], ids=["header-again", "header-once"])
@pytest.mark.parametrize("centred", [False, True], ids=["top", "centred"])
def test_several_pages(centred: bool, repeat_header: bool) -> None:
    plan = long_plan(40)
    text = plan_as_spaced(plan, centred=centred, rows_on_page=9, repeat_header=repeat_header)
    rows = rows_of(text)

    assert [printed(row) for row in rows] == [expected(row) for row in plan.rows]
    assert {row.anchor.page for row in rows} == {1, 2, 3, 4, 5}


def test_columns_moved_sideways_on_a_page_without_header() -> None:
    plan = long_plan(30)
    text = plan_as_spaced(plan, rows_on_page=10, repeat_header=False, shift=6)

    assert [printed(row) for row in rows_of(text)] == [expected(row) for row in plan.rows]


@pytest.mark.parametrize("repeat_header", [True, False], ids=["header-again", "header-once"])
def test_a_row_cut_by_the_page(repeat_header: bool) -> None:
    rows = [replace(ROWS[1], content=LONG), *ROWS[2:]]
    text = plan_as_spaced(Plan(rows), cut={0: 2}, repeat_header=repeat_header)

    assert [printed(row) for row in rows_of(text)] == [expected(row) for row in rows]


@pytest.mark.parametrize("centred", [False, True], ids=["top", "centred"])
def test_lines_with_a_capital_begin_no_row(centred: bool) -> None:
    """Whether cells stand at the top or in the middle is learnt from the whole table."""
    content = (
        "Rà soát dữ liệu của các bộ phận, đối chiếu với Cơ sở dữ liệu quốc gia về dân cư; Tổ công "
        "nghệ số cộng đồng hỗ trợ; Đoàn Thanh niên phường phối hợp tuyên truyền"
    )
    rows = [ROWS[0], *(replace(ROWS[1], label=str(at), content=content) for at in range(1, 5))]

    assert [printed(row) for row in rows_of(plan_as_spaced(Plan(rows), centred=centred))] == [
        expected(row) for row in rows
    ]


@pytest.mark.parametrize(
    "lines", [("ST", "T"), ("Số", "thứ", "tự"), ("S", "ố", "th", "ứ", "tự"), ("T", "T")]
)
def test_the_labels_title_broken_over_lines(lines: tuple[str, ...]) -> None:
    text = plan_as_spaced()
    head, body = text.split("TT  ", 1)
    first, rest = body.split("\n", 1)
    title = "\n".join([lines[0].ljust(4) + first, *lines[1:]])
    document = read_pasted(f"{head}{title}\n{rest}", year=2026)

    assert [printed(row) for row in document.rows] == [expected(row) for row in ROWS]


def test_a_dash_that_opens_a_line_of_a_unit_is_no_label() -> None:
    order = ("label", "lead", "content", "deadline", "product")
    lead = "Văn phòng HĐND\n- UBND"
    rows = [replace(ROWS[1], label=str(at), lead=lead, cooperating="") for at in range(1, 4)]
    found = rows_of(plan_as_spaced(replace(Plan(rows), order=order)))

    assert [(row.label, row.lead_text) for row in found] == [
        (str(at), "Văn phòng HĐND - UBND") for at in range(1, 4)
    ]


def test_words_before_the_first_label_of_a_page_end_the_row_above() -> None:
    content = "Nhập dữ liệu hộ tịch lên phần mềm và Cơ sở dữ liệu dùng chung của thành phố"
    rows = [replace(ROWS[1], label="1", content=content), *ROWS[2:]]
    text = plan_as_spaced(Plan(rows), cut={0: 1}, repeat_header=False)

    assert [row.label for row in rows_of(text)] == [row.label for row in rows]
    assert rows_of(text)[0].content == content


def test_letterhead_and_signature() -> None:
    document = read_pasted(plan_as_spaced())

    assert document.title == "Kế hoạch chuyển đổi số phường Mẫu năm 2026"
    assert document.number == "12/KH-UBND"
    assert document.signer == "Nguyễn Văn Mẫu"


def test_a_line_that_was_full_is_no_line_break() -> None:
    rows = (
        *ROWS[:3],
        PlanRow(
            "3", "Họp", "Phòng Kinh tế, Hạ tầng và Đô thị", f"{OFFICE}\n{CULTURE}", "Hàng quý", "Sổ"
        ),
    )
    row = rows_of(plan_as_spaced(Plan(rows)))[-1]

    assert row.lead == ("Phòng Kinh tế, Hạ tầng và Đô thị",)
    assert row.cooperating == (OFFICE, CULTURE)


def test_a_number_cut_at_its_hyphen() -> None:
    product = "Thông tư số 02/2017/TT-VPCP"
    rows = (*ROWS[:3], replace(ROWS[1], label="3", product=product))
    text = plan_as_spaced(Plan(rows))

    assert "TT-\n" in text
    assert rows_of(text)[-1].product == product


def test_cells_that_touch() -> None:
    """One blank between two columns: values that stand alone elsewhere tell where to part them."""
    text = plan_as_spaced()
    line = next(line for line in text.split("\n") if "Họp giao ban" in line)
    left, right = line.split(OFFICE[:12], 1)
    joined = f"{left.rstrip()} kỳ để kiểm điểm"[:44].rstrip().ljust(44) + " " + OFFICE[:12] + right
    row = rows_of(text.replace(line, joined))[2]

    assert row.content.startswith("Họp giao ban chuyển đổi số kỳ")
    assert row.lead_text == OFFICE


def test_a_heading_over_all_columns_stays_whole() -> None:
    heading = (
        "Tiếp nhận, xử lý phản ánh, kiến nghị của cá nhân, tổ chức đối với quy định hành chính"
    )
    rows = (ROWS[0], ROWS[1], PlanRow("II", heading, wide=True), *ROWS[4:])
    found = rows_of(plan_as_spaced(Plan(rows)))

    assert found[2].content == heading
    assert found[2].kind is RowKind.SECTION


def test_a_merged_cell_leaves_doubts_and_no_invented_values() -> None:
    rows = [
        PlanRow(
            str(number), f"Nhập hồ sơ của tổ dân phố số {number}", OFFICE, CENTRE, "Hàng quý", "Sổ"
        )
        for number in range(1, 9)
    ]
    rows[4] = replace(rows[4], lead="", merged=frozenset({"lead"}))
    found = rows_of(plan_as_spaced(Plan(rows)))

    assert found[4].lead_text is None
    assert any("ô trộn" in message for message in messages(found[4], "lead"))
    assert any("ô trộn" in message for message in messages(found[3], "lead"))
    assert messages(found[0], "lead") == []


def test_page_numbers_between_the_pages() -> None:
    plan = long_plan(20)
    pages = plan_as_spaced(plan, rows_on_page=5).split("\f")
    text = "\f".join(f"{' ' * 60}{number}\n\n{page}" for number, page in enumerate(pages, start=1))

    assert [printed(row) for row in rows_of(text)] == [expected(row) for row in plan.rows]


@pytest.mark.parametrize("height", [90, 210])
def test_a_pdf_without_rules(height: int) -> None:
    plan = long_plan(30)
    document = read_document(plan_as_pdf(plan, height=height, ruled=False), "ke-hoach.pdf")

    assert [printed(row) for row in document.rows] == [expected(row) for row in plan.rows]


def test_a_header_alone_at_the_end_of_a_page() -> None:
    first, _, rest = plan_as_spaced().partition("\nI ")
    text = f"{first}\n\fI {rest}"

    assert [printed(row) for row in rows_of(text)] == [expected(row) for row in ROWS]


ROW = "{:<5} {:<40}  {:<19}  {:<14}  {}"
TOP = ROW.format("TT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Ghi chú")
NOTE = ROW.format("", "Ghi chú: các đơn vị chủ động", "", "", "")
OFFICER = ROW.format("", "", "Phó Chủ tịch", "", "")
APPENDIX = ROW.format("", "", "", "", "Phụ lục II")


@pytest.mark.parametrize(
    ("line", "between"),
    [
        *((line, "\n") for line in (NOTE, OFFICER, APPENDIX)),
        *((line, f"\n\f{TOP}\n") for line in (NOTE, OFFICER)),
    ],
)
def test_a_note_or_a_title_of_office_in_a_cell_does_not_end_the_table(
    line: str, between: str
) -> None:
    first = ROW.format("1", "Rà soát hồ sơ đất đai", "Công an phường", "Quý I/2026", "xem")
    second = ROW.format("2", "Lập danh sách hộ nghèo", "Trạm Y tế", "30/6/2026", "")
    rows = rows_of("\n".join([TOP, first, line]) + between + second)

    assert (rows[-1].label, rows[-1].lead_text) == ("2", "Trạm Y tế")
    assert rows[-1].deadline_text == "30/6/2026"
    assert line.strip() in " ".join(f"{row.content} {row.lead_text} {row.extra}" for row in rows)


def test_a_note_under_the_table_ends_it() -> None:
    note = "Ghi chú: việc có dấu sao báo cáo hằng tuần"
    document = read_pasted(f"{plan_as_spaced()}\n\n{note}\n1. Các đơn vị chủ động", year=2026)

    assert [printed(row) for row in document.rows] == [expected(row) for row in ROWS]


def test_the_labels_title_close_to_the_next_one() -> None:
    """ "STT Nội dung nhiệm vụ": the label's column is as narrow as its title."""
    text = plan_as_spaced()
    close = text.replace("TT   Nội dung", "STT Nội dung")
    assert close != text

    assert [printed(row) for row in rows_of(close)] == [expected(row) for row in ROWS]


@pytest.mark.parametrize("sign", ["-", "=", "─"])
def test_drawn_rules_hold_no_words(sign: str) -> None:
    lines = plan_as_spaced().split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("I "))
    text = "\n".join([*lines[:at], sign * 120, *lines[at:]])

    assert [printed(row) for row in rows_of(text)] == [expected(row) for row in ROWS]

"""Directives without a table: lists by unit, roles, reporting duties, what is no task."""

from __future__ import annotations

from datetime import date, time

import pytest

from tests.reading.directives import BY_SUBJECT, BY_UNIT, GROUPS, RECIPIENTS
from tests.reading.documents import docx, paragraph
from tests.reading.helpers import labels, messages
from tracker.reading.as_json import as_json
from tracker.reading.directives.marks import take_mark
from tracker.reading.document import read_document, read_pasted
from tracker.reading.result import (
    BasisDocument,
    ReadDocument,
    ReadRow,
    Rhythm,
    RowKind,
    UnreadableDocumentError,
)


def tasks(document: ReadDocument) -> list[ReadRow]:
    return [row for row in document.rows if row.kind is RowKind.TASK]


def task(document: ReadDocument, beginning: str) -> ReadRow:
    return next(row for row in document.rows if row.content.startswith(beginning))


@pytest.fixture
def letter() -> ReadDocument:
    return read_pasted(BY_UNIT)


def test_the_letterhead(letter: ReadDocument) -> None:
    assert letter.title == "V/v nâng cao chất lượng tiếp nhận hồ sơ năm 2026"
    assert letter.number == "45/UBND-VP"
    assert letter.issued_on == date(2026, 3, 12)
    assert letter.issuer == "Ủy ban nhân dân phường Mẫu"
    assert letter.signer == "Lê Thị Mẫu"
    assert letter.year == 2026


def test_addressees_and_basis(letter: ReadDocument) -> None:
    assert letter.addressees == (
        "Văn phòng HĐND và UBND",
        "Phòng Văn hóa - Xã hội",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Trạm Y tế phường",
    )
    assert letter.basis == (
        BasisDocument("12/KH-UBND", date(2026, 1, 5), "UBND tỉnh Ví Dụ"),
        BasisDocument("300/SNV-CCHC", date(2026, 3, 2), "Sở Nội vụ"),
    )


def test_a_document_amended_by_another_is_no_basis() -> None:
    basis = (
        "Căn cứ Nghị định số 5/2026/NĐ-CP ngày 01/02/2026 của Chính phủ sửa đổi một số điều của "
    )
    document = read_pasted(f"{basis}Nghị định số 9/2018/NĐ-CP.\nGiao Trạm Y tế phường rà soát.")

    assert [cited.number for cited in document.basis] == ["5/2026/NĐ-CP"]


def test_bullets_belong_to_the_unit_of_their_heading(letter: ReadDocument) -> None:
    heading, first, *_ = letter.rows

    assert (heading.label, heading.kind) == ("1.", RowKind.GROUP)
    assert heading.content == "Giao Văn phòng HĐND và UBND"
    assert first.lead == ("Văn phòng HĐND và UBND",)
    assert first.lead_text == "Văn phòng HĐND và UBND"


def test_leading_with_others_cooperating(letter: ReadDocument) -> None:
    row = task(letter, "Chủ trì, phối hợp với")

    assert row.lead == ("Văn phòng HĐND và UBND",)
    assert row.cooperating == ("Phòng Văn hóa - Xã hội",)


def test_a_unit_that_only_cooperates_is_not_made_the_lead(letter: ReadDocument) -> None:
    row = task(letter, "Phối hợp với Trạm Y tế")

    assert row.lead == ()
    assert row.cooperating == ("Phòng Kinh tế, Hạ tầng và Đô thị",)
    assert "“Trạm Y tế phường”" in messages(row, "lead")[0]


def test_cooperating_with_nobody_named(letter: ReadDocument) -> None:
    row = task(letter, "Phối hợp cung cấp")

    assert row.cooperating == ("Phòng Kinh tế, Hạ tầng và Đô thị",)
    assert messages(row, "lead") == [
        "Câu chỉ giao phối hợp, không ghi đơn vị chủ trì; hãy chọn đơn vị chủ trì."
    ]


def test_a_numbered_sentence_is_a_task_of_its_own(letter: ReadDocument) -> None:
    row = task(letter, "Giao Trạm Y tế phường lập")

    assert (row.label, row.lead) == ("3.", ("Trạm Y tế phường",))


def test_a_time_in_the_sentence_is_taken_and_flagged(letter: ReadDocument) -> None:
    row = task(letter, "Chủ trì")

    assert row.deadline_text == "trước ngày 15/4/2026"
    assert row.deadline is not None
    assert row.deadline.dates == (date(2026, 4, 15),)
    assert "lấy từ trong câu" in messages(row, "deadline")[0]


def test_of_several_times_none_is_taken() -> None:
    document = read_pasted(
        "Giao Trạm Y tế phường:\n- Rà soát trước ngày 10/4/2026, báo cáo trước ngày 20/4/2026."
    )
    (row,) = tasks(document)

    assert row.deadline is None
    assert "nhiều thời gian" in messages(row, "deadline")[0]


def test_reporting_duties_become_recurring_tasks(letter: ReadDocument) -> None:
    week, quarter = task(letter, "Báo cáo tuần"), task(letter, "Báo cáo quý")

    assert week.deadline is not None
    assert week.deadline.recurrence == (Rhythm.WEEKLY,)
    assert (week.deadline.weekday, week.deadline.due_time) == (5, time(15, 0))
    assert quarter.deadline is not None
    assert quarter.deadline.recurrence == (Rhythm.QUARTERLY,)
    assert quarter.deadline.due_day == 20
    assert week.lead == letter.addressees
    assert "“Các đơn vị nêu trên”" in messages(week, "lead")[0]


def test_a_rhythm_without_a_day_is_flagged() -> None:
    document = read_pasted(
        "Giao Trạm Y tế phường rà soát.\n"
        "Các đơn vị có trách nhiệm báo cáo, cụ thể: Báo cáo tháng, quý, năm theo tiến độ công việc;"
        " Báo cáo đột xuất khi có yêu cầu.\n"
    )
    row = task(document, "Báo cáo tháng")

    assert row.deadline_text == "tháng, quý, năm"
    assert row.deadline is not None
    assert row.deadline.recurrence == (Rhythm.MONTHLY, Rhythm.QUARTERLY, Rhythm.YEARLY)
    assert "chưa ghi ngày phải gửi" in messages(row, "deadline")[-1]


def test_a_reporting_sentence_without_a_list() -> None:
    document = read_pasted(
        "Giao Trạm Y tế phường rà soát.\n"
        "Định kỳ trước ngày 25 hàng tháng, các phòng chuyên môn gửi báo cáo về Văn phòng./."
    )
    row = tasks(document)[-1]

    assert row.lead == ("Các phòng chuyên môn",)
    assert row.deadline is not None
    assert row.deadline.due_day == 25


def test_exhortations_are_no_tasks_and_are_not_lost(letter: ReadDocument) -> None:
    (closing,) = letter.unread

    assert closing.text == "Yêu cầu các đơn vị nghiêm túc triển khai thực hiện./."
    assert "Câu kết" in closing.reason


def test_recipients_and_signature_are_no_rows(letter: ReadDocument) -> None:
    words = " ".join([*(row.content for row in letter.rows), *(row.text for row in letter.unread)])

    assert "Như trên" not in words
    assert "Lê Thị Mẫu" not in words


def test_a_second_assignment_in_the_closing_paragraph() -> None:
    document = read_pasted(
        "Giao Trạm Y tế phường rà soát.\n"
        "Yêu cầu các đơn vị khẩn trương thực hiện. Giao Văn phòng HĐND và UBND theo dõi.\n"
    )

    assert [row.lead for row in tasks(document)] == [
        ("Trạm Y tế phường",),
        ("Văn phòng HĐND và UBND",),
    ]
    assert len(document.unread) == 1


def test_lists_without_a_unit_go_to_all_addressees() -> None:
    document = read_pasted(BY_SUBJECT)
    addressees = (
        "Các phòng chuyên môn thuộc UBND phường",
        "Trung tâm Phục vụ hành chính công phường",
    )

    assert document.addressees == addressees
    assert {row.lead for row in tasks(document)} == {addressees}
    assert all("nơi nhận" in messages(row, "lead")[0] for row in tasks(document))
    assert "6 việc không ghi đơn vị" in document.findings[-1].message


def test_aims_are_no_tasks() -> None:
    document = read_pasted(GROUPS)

    assert [row.text for row in document.unread] == [
        "I. MỤC ĐÍCH, YÊU CẦU",
        "- Nâng cao nhận thức của người dân.",
        "- Chủ động ứng phó với mưa bão.",
        "Trên đây là Kế hoạch phòng, chống thiên tai năm 2026./.",
    ]


def test_a_heading_that_is_only_a_unit() -> None:
    document = read_pasted(GROUPS)

    assert task(document, "Theo dõi").lead == ("Văn phòng HĐND và UBND",)
    assert task(document, "Các tổ dân phố:").lead == ("Các tổ dân phố",)
    assert task(document, "Đề nghị").lead == ("Ủy ban MTTQ Việt Nam phường",)


@pytest.mark.parametrize("text", [BY_UNIT, BY_SUBJECT, GROUPS], ids=["unit", "subject", "groups"])
def test_every_row_is_counted_and_stands_in_order(text: str) -> None:
    document = read_pasted(text)
    lines = [row.anchor.line or 0 for row in document.rows]

    assert document.rows_in_file == len(document.rows) + len(document.unread)
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("opening", "unit"),
    [
        ("Giao Công an phường:", "Công an phường"),
        ("1. Giao cho Công an phường", "Công an phường"),
        ("a) Phân công Ban Chỉ huy Quân sự phường:", "Ban Chỉ huy Quân sự phường"),
        ("II. Đề nghị Ủy ban MTTQ Việt Nam phường:", "Ủy ban MTTQ Việt Nam phường"),
        ("2.1. Yêu cầu Hiệu trưởng các trường tiểu học:", "Hiệu trưởng các trường tiểu học"),
        ("3) Đối với Trạm Y tế", "Trạm Y tế"),
        ("1.Trách nhiệm của phòng Kinh tế:", "Phòng Kinh tế"),
        ("UBND phường Mẫu giao nhiệm vụ cho Đội quản lý chợ:", "Đội quản lý chợ"),
        ("4. Bộ phận tiếp nhận và trả kết quả", "Bộ phận tiếp nhận và trả kết quả"),
        ("Điều 2. Giao Trung tâm Văn hóa, Thể thao và Truyền thanh:", None),
    ],
)
@pytest.mark.parametrize("bullet", ["-", "+", "•", "–"])
def test_openings(opening: str, unit: str | None, bullet: str) -> None:
    unit = unit or "Trung tâm Văn hóa, Thể thao và Truyền thanh"
    document = read_pasted(f"{opening}\n{bullet} Rà soát hồ sơ;\n{bullet} Lập danh sách.\n")

    assert [row.lead for row in tasks(document)] == [(unit,), (unit,)]
    assert [row.label for row in tasks(document)] == [bullet, bullet]


@pytest.mark.parametrize(
    ("sentence", "lead", "cooperating"),
    [
        ("Giao Phòng Kinh tế chủ trì, phối hợp với Công an phường kiểm tra chợ.", "Phòng Kinh tế",
         ("Công an phường",)),
        ("Giao Trạm Y tế rà soát, phối hợp cùng các tổ dân phố lập danh sách.", "Trạm Y tế",
         ("Các tổ dân phố",)),
        ("Đề nghị Đoàn Thanh niên phường vận động đoàn viên.", "Đoàn Thanh niên phường", ()),
        ("Giao các tổ chức chính trị - xã hội phường tuyên truyền.",
         "Các tổ chức chính trị - xã hội phường", ()),
    ],
)  # fmt: skip
def test_sentences(sentence: str, lead: str, cooperating: tuple[str, ...]) -> None:
    (row,) = tasks(read_pasted(sentence))

    assert row.lead == (lead,)
    assert row.cooperating == cooperating
    assert row.content == sentence


def test_several_units_at_once() -> None:
    (row,) = tasks(read_pasted("Giao các đơn vị: Phòng Kinh tế, Trạm Y tế\n- Rà soát hồ sơ."))

    assert row.lead == ("Phòng Kinh tế", "Trạm Y tế")


def test_known_units_are_found_whatever_their_name() -> None:
    name = "Khối vận tổ dân phố số 3"
    (row,) = tasks(read_pasted(f"Giao {name} rà soát hộ nghèo.", known_units=[name]))

    assert row.lead == (name,)


def test_a_bullet_that_asks_others_is_still_the_headings_work() -> None:
    document = read_pasted(
        "1. Giao Công an phường:\n- Yêu cầu các hộ kinh doanh ký cam kết.\n- Giao cán bộ theo dõi."
    )

    assert {row.lead for row in tasks(document)} == {("Công an phường",)}


def test_bullets_below_bullets() -> None:
    document = read_pasted(
        "1. Giao Trạm Y tế:\n- Kiểm tra bếp ăn:\n+ Trường mầm non;\n+ Trường tiểu học.\n- Báo cáo."
    )

    assert [(row.label, row.kind) for row in document.rows] == [
        ("1.", RowKind.GROUP),
        ("-", RowKind.GROUP),
        ("+", RowKind.TASK),
        ("+", RowKind.TASK),
        ("-", RowKind.TASK),
    ]


def test_a_bullet_left_open_above_bullets_of_its_own_kind() -> None:
    document = read_pasted("1. Giao Trạm Y tế:\n- Kiểm tra bếp ăn:\n- Trường mầm non.\n")
    row = task(document, "Kiểm tra bếp ăn")

    assert row.kind is RowKind.TASK
    assert "dấu hai chấm" in messages(row, "content")[0]


def test_a_paragraph_below_a_bullet_stays_with_it() -> None:
    document = read_pasted(
        "1. Giao Trạm Y tế:\n- Kiểm tra bếp ăn.\nMỗi lần kiểm tra lập một biên bản.\n- Báo cáo.\n"
    )
    row = tasks(document)[0]

    assert row.content == "Kiểm tra bếp ăn. Mỗi lần kiểm tra lập một biên bản."
    assert "phần tiếp" in messages(row, "content")[0]


def test_a_decision() -> None:
    document = read_pasted(
        "QUYẾT ĐỊNH\nVề việc giao chỉ tiêu năm 2026\nCăn cứ Luật số 1/2025/QH15;\nQUYẾT ĐỊNH:\n"
        "Điều 1. Giao chỉ tiêu cho các đơn vị như sau:\n"
        "1. Trạm Y tế: 100% trẻ em được tiêm chủng.\n"
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.\n"
        "Điều 3. Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này./.\n"
    )

    assert labels(document) == ["Điều 1", "1."]
    assert [row.text[:6] for row in document.unread] == ["Điều 2", "Điều 3"]


def test_an_article_counts_by_its_own_number_not_by_one_of_its_words() -> None:
    for line, number in (("Điều 2. Giao 30 việc", 2), ("Mục II. Giao 30 việc", None)):
        taken = take_mark(line)
        assert taken is not None
        assert taken[0].number == number
    figures = "1" * 5_000
    assert read_pasted(f"{BY_UNIT}\nMục II. {figures}\nĐiều thứ {figures}. Giao Trạm Y tế\n").rows


def test_a_word_file() -> None:
    paragraphs = "".join(paragraph(line) for line in BY_UNIT.splitlines())
    document = read_document(docx(paragraphs), "cong-van.docx")

    assert as_json(document) == as_json(read_pasted(BY_UNIT))


def test_what_follows_the_signature_is_named() -> None:
    document = read_pasted(
        f"Giao Trạm Y tế rà soát.\n{RECIPIENTS}\nPHỤ LỤC\nMẫu báo cáo\nSố liệu tháng"
    )

    assert document.unread[-1].text == "PHỤ LỤC Mẫu báo cáo Số liệu tháng"


@pytest.mark.parametrize(
    "text",
    [
        "1. Món chính\n- Phở\n- Bún\n2. Đồ uống\n- Trà\n",
        "BÁO CÁO\nKết quả năm 2025\nKính gửi: Sở Nội vụ.\n1. Kết quả\n- Đã số hóa 100% hồ sơ.\n",
        "GIẤY MỜI\nKính gửi: Các phòng chuyên môn.\n- Thời gian: 8 giờ;\n- Địa điểm: Hội trường.\n",
        "Hôm nay trời đẹp. Giao thông thuận lợi.\n",
        "Giao chỉ tiêu là việc hằng năm.\n",
        "Kính gửi: Các phòng chuyên môn.\nXin cảm ơn.\n",
    ],
)
def test_what_assigns_nothing_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDocumentError, match="Không tìm thấy bảng nhiệm vụ"):
        read_pasted(text)


def test_json_shows_addressees_only_for_directives() -> None:
    written = as_json(read_pasted(BY_UNIT))

    assert written["addressees"][3] == "Trạm Y tế phường"
    assert written["basis"][0] == {
        "number": "12/KH-UBND",
        "issued_on": "2026-01-05",
        "issuer": "UBND tỉnh Ví Dụ",
    }
    assert "không có bảng nhiệm vụ" in written["findings"][0]["message"]

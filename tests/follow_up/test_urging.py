"""From the board to numbered letters, told to the units, answered row by row."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import docx
import pypdfium2
import pytest

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.follow_up.urgings import answer, urge
from tests.imports.reviewing import words_of
from tests.journal import latest_entries
from tests.personas import Browser, Ward
from tests.progress.reports import send_report
from tracker.core import clock
from tracker.core.db import db
from tracker.follow_up.models import UrgingItem, UrgingLetter
from tracker.progress.models import Contribution
from tracker.reminders.models import OutboxMessage, Reminder
from tracker.reminders.queries import times_urged
from tracker.reminders.rules import OutboxState
from tracker.settings.service import change_setting
from tracker.tasks.models import Task

TODAY = date(2026, 8, 5)


@pytest.fixture
def late(ward: Ward) -> list[Contribution]:
    """Culture is late with two rows of two plans, economy with one."""
    change_setting("ward_name", "UBND phường Mẫu", actor=None)
    change_setting("letter_signer", "Lê Văn Ví Dụ", actor=None)
    plan, other = make_plan(), make_plan("Kế hoạch chuyển đổi số", number="20/KH-UBND")
    tasks = [
        (make_task(plan, fixed(date(2026, 7, 16)), lead=ward.culture, content="Rà soát"), 0),
        (make_task(other, fixed(date(2026, 8, 4)), lead=ward.culture, content="Số hóa"), 0),
        (make_task(plan, fixed(date(2026, 8, 1)), lead=ward.economy, content="Cấp phép"), 1),
    ]
    db.session.commit()
    units = (ward.culture, ward.economy)
    return [contribution_of(task, units[unit]) for task, unit in tasks]


def letters() -> list[UrgingLetter]:
    return db.session.query(UrgingLetter).order_by(UrgingLetter.number).all()


def pdf_text(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return pages


def test_two_clicks_from_the_board_to_the_letters(
    ward: Ward, browser: Browser, late: list[Contribution]
) -> None:
    office = browser.as_(ward.office)
    board = office.get("/follow-up").text
    shown = ",".join(str(late[place].id) for place in (0, 1, 2))
    assert 'action="/urgings/new"' in board
    page = office.get(f"/urgings/new?shown={shown}")
    assert page.text.count(" checked>") == 3
    assert 'value="1"' in page.text
    assert 'value="10/08/2026"' in page.text
    assert urge(office, late).headers["Location"] == "/urgings"
    assert [(item.reference, item.unit, len(item.items)) for item in letters()] == [
        ("12/UBND-VP", ward.culture, 2),
        ("13/UBND-VP", ward.economy, 1),
    ]
    listed = words_of(office.get("/urgings"))
    assert "Đã lập 2 công văn đôn đốc" in listed
    assert "0 trong 2 việc, hạn 10/08/2026" in listed
    entry = latest_entries()[0]
    assert (entry.action, entry.subject_name) == (
        "urging:sent",
        "13/UBND-VP: Phòng Kinh tế, Hạ tầng và Đô thị",
    )
    assert 'value="14"' in office.get(f"/urgings/new?chosen={late[0].id}").text


def test_only_what_is_ticked_is_urged(
    ward: Ward, browser: Browser, late: list[Contribution]
) -> None:
    office = browser.as_(ward.office)
    ids = ",".join(str(item.id) for item in late)
    page = office.get(f"/urgings/new?shown={ids}&chosen={late[2].id}").text
    assert "Cấp phép" in page
    assert "Rà soát" not in page


def test_the_form_sent_twice_makes_the_letters_once(
    ward: Ward, browser: Browser, late: list[Contribution]
) -> None:
    office = browser.as_(ward.office)
    for _ in range(2):
        assert urge(office, late).status_code == 303
    assert len(letters()) == 2


def test_the_people_of_the_unit_are_told_at_once_and_by_mail(
    ward: Ward, browser: Browser, late: list[Contribution]
) -> None:
    urge(browser.as_(ward.office), late)
    told = db.session.query(Reminder).filter_by(recipient_id=ward.culture_head.id).all()
    assert {item.step for item in told} == {f"urged:{letters()[0].id}"}
    head = browser.as_(ward.culture_head)
    assert "Công văn 12/UBND-VP, trả lời chậm nhất 10/08/2026" in words_of(head.get("/notices"))
    opened = head.post(f"/notices/{told[0].id}/open")
    assert opened.headers["Location"] == f"/urgings/{letters()[0].id}"
    assert "Trả lời 2 việc" in words_of(head.get("/"))
    mails = db.session.query(OutboxMessage).filter_by(kind="urging").all()
    assert {mail.recipient_id for mail in mails} == {ward.culture_head.id, ward.economy_head.id}
    mail = next(mail for mail in mails if mail.recipient_id == ward.culture_head.id)
    assert mail.state is OutboxState.WAITING
    assert "2 đôn đốc bằng công văn" in mail.subject
    assert f"http://localhost/urgings/{letters()[0].id}" in mail.text
    assert times_urged([late[0].id]) == {late[0].id: 1}


def test_without_mail_the_daily_one_says_it(
    ward: Ward, browser: Browser, late: list[Contribution]
) -> None:
    urge(browser.as_(ward.office), late[:1], by_mail="")
    assert db.session.query(OutboxMessage).count() == 0
    (reminder,) = db.session.query(Reminder).all()
    assert reminder.mail_on == TODAY


def test_what_was_handed_in_meanwhile_is_not_called_late(
    ward: Ward, browser: Browser, late: list[Contribution]
) -> None:
    send_report(browser.as_(ward.economy_head), late[2], late_reason="Mưa bão.")
    office = browser.as_(ward.office)
    assert urge(office, late).status_code == 303
    assert [letter.unit for letter in letters()] == [ward.culture]
    assert urge(office, late[2:], request_key="other").status_code == 422
    assert len(letters()) == 1


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("first_number", "", "Hãy nhập số công văn."),
        ("first_number", "0", "từ 1 đến 99999"),
        ("first_number", "11", "Số 12 đã dùng trong năm 2026"),
        ("answer_by", "04/08/2026", "Hạn trả lời đã qua"),
        ("answer_by", "31/02/2026", "Ngày không đúng"),
    ],
)
def test_what_cannot_be_gets_its_sentence_and_sends_nothing(
    ward: Ward, browser: Browser, late: list[Contribution], name: str, typed: str, sentence: str
) -> None:
    office = browser.as_(ward.office)
    urge(office, late[2:], request_key="before")
    answer = urge(office, late, **{name: typed, "note": "Câu riêng."})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Câu riêng.</textarea>" in answer.text
    assert len(letters()) == 1


def test_the_letter_is_laid_out_as_the_decree_asks(
    ward: Ward, browser: Browser, late: list[Contribution]
) -> None:
    """Nghị định 30/2020/NĐ-CP, Phụ lục I: the parts, and an appendix numbered anew."""
    office = browser.as_(ward.office)
    urge(office, late, note="Kết quả tính vào xếp loại tháng 8.")
    number = letters()[0].id
    first, appendix = pdf_text(office.get(f"/urgings/{number}/pdf").data)
    for words in (
        "ỦY BAN NHÂN DÂN PHƯỜNG MẪU",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "Số: 12/UBND-VP",
        "V/v đôn đốc thực hiện nhiệm vụ được giao",
        "Mẫu, ngày 05 tháng 8 năm 2026",
        "Kính gửi: Phòng Văn hóa - Xã hội.",
        "còn 02 nhiệm vụ đã quá thời hạn nhưng chưa hoàn thành",
        "chậm nhất ngày 10/08/2026",
        "Kết quả tính vào xếp loại tháng 8.",
        "Nơi nhận: - Như trên;",
        "TL. CHỦ TỊCH CHÁNH VĂN PHÒNG Lê Văn Ví Dụ",
    ):
        assert words in first, words
    assert appendix.startswith("Phụ lục DANH MỤC NHIỆM VỤ ĐÔN ĐỐC THỰC HIỆN (Kèm theo Công văn")
    assert "số 12/UBND-VP ngày 05/08/2026 của Ủy ban nhân dân phường Mẫu" in appendix
    assert "16/07/2026 Quá hạn 20 ngày Báo cáo" in appendix
    word = docx.Document(BytesIO(office.get(f"/urgings/{number}/docx").data))
    heading, foot, rows = word.tables
    assert "PHƯỜNG MẪU" in heading.cell(0, 0).text
    assert foot.cell(0, 1).text.endswith("Lê Văn Ví Dụ")
    assert [cell.text for cell in rows.rows[1].cells][3:5] == ["16/07/2026", "Quá hạn 20 ngày"]
    sizes = {run.font.size.pt for part in word.paragraphs for run in part.runs if run.text}
    assert sizes <= {12, 14}


def test_a_letter_prints_the_same_after_everything_changed(
    ward: Ward, browser: Browser, late: list[Contribution]
) -> None:
    office = browser.as_(ward.office)
    urge(office, late)
    number = letters()[0].id
    before = office.get(f"/urgings/{number}/pdf").data
    change_setting("ward_name", "UBND xã Khác", actor=None)
    late[0].occurrence.task.content = "Viết lại"
    db.session.commit()
    with clock.at(datetime(2027, 3, 1, tzinfo=UTC)):
        later = browser.as_(ward.office)
        assert later.get(f"/urgings/{number}/pdf").data == before


def test_all_letters_of_the_day_come_as_one_archive(
    ward: Ward, browser: Browser, late: list[Contribution]
) -> None:
    office = browser.as_(ward.office)
    assert office.get("/urgings/all/pdf").headers["Location"] == "/urgings"
    urge(office, late)
    archive = ZipFile(BytesIO(office.get("/urgings/all/pdf").data))
    assert archive.namelist() == [
        "cong-van-13-phong-kinh-te-ha-tang-va-do-thi.pdf",
        "cong-van-12-phong-van-hoa-xa-hoi.pdf",
    ]


def test_the_units_answer_is_tied_to_the_rows(
    ward: Ward, browser: Browser, late: list[Contribution]
) -> None:
    office, head = browser.as_(ward.office), browser.as_(ward.culture_head)
    urge(office, late)
    letter = letters()[0]
    first = letter.items[0]
    words = {f"answer-{first.id}": "Chờ số liệu.", f"promised-{first.id}": "12/08/2026"}
    assert answer(head, letter, **words).status_code == 303
    assert (first.answer, first.promised_on) == ("Chờ số liệu.", date(2026, 8, 12))
    assert first.answered_by == ward.culture_head
    assert latest_entries()[0].changes == {
        "answer": [None, "Chờ số liệu."],
        "promised_on": [None, "2026-08-12"],
    }
    board = words_of(office.get("/follow-up"))
    assert "Trả lời 05/08/2026: Chờ số liệu." in board
    assert "hẹn xong 12/08/2026" in board
    assert "1 trong 3 việc" in words_of(office.get("/follow-up?contact=answered"))
    assert "2 trong 3 việc" in words_of(office.get("/follow-up?contact=unanswered"))
    assert "1 trong 2 việc" in words_of(office.get("/urgings"))


def test_a_wrong_day_or_nothing_said_keeps_what_was_typed(
    ward: Ward, browser: Browser, late: list[Contribution]
) -> None:
    head = browser.as_(ward.culture_head)
    urge(browser.as_(ward.office), late)
    letter = letters()[0]
    first, second = letter.items
    wrong = {f"answer-{first.id}": "Đang làm.", f"promised-{first.id}": "31/02/2026"}
    refused = answer(head, letter, **wrong)
    assert refused.status_code == 422
    assert "Đang làm.</textarea>" in refused.text
    assert "31/02/2026" in refused.text
    bare = answer(head, letter, **{f"promised-{second.id}": "12/08/2026"})
    assert "cùng với ngày sẽ xong" in bare.text
    assert "ít nhất một việc" in answer(head, letter).text
    assert db.session.query(UrgingItem).filter(UrgingItem.answered_at.isnot(None)).count() == 0


def test_two_people_of_the_unit_answer_the_second_keeps_their_words(
    ward: Ward, browser: Browser, late: list[Contribution]
) -> None:
    urge(browser.as_(ward.office), late)
    letter = letters()[0]
    field = f"answer-{letter.items[0].id}"
    version = str(letter.version)
    answer(browser.as_(ward.culture_head), letter, **{field: "Một."})
    late_one = answer(browser.as_(ward.culture_officer), letter, version=version, **{field: "Hai."})
    assert late_one.status_code == 409
    assert "Hai.</textarea>" in late_one.text
    assert letter.items[0].answer == "Một."


def test_who_sees_and_who_sends(ward: Ward, browser: Browser, late: list[Contribution]) -> None:
    urge(browser.as_(ward.office), late)
    letter = letters()[0]
    assert browser.as_(ward.economy_head).get(f"/urgings/{letter.id}").status_code == 404
    assert browser.as_(ward.observer).get(f"/urgings/{letter.id}").status_code == 200
    assert urge(browser.as_(ward.leader), late, request_key="x").status_code == 403
    assert "Lập công văn" not in browser.as_(ward.leader).get("/follow-up").text


def test_a_coordinating_head_is_offered_only_letters_that_open(
    ward: Ward, browser: Browser, late: list[Contribution]
) -> None:
    late[0].occurrence.task.plan.coordinator_unit = ward.centre
    db.session.commit()
    urge(browser.as_(ward.office), [late[0]])
    urge(browser.as_(ward.centre_head), [late[2]], first_number="13", request_key="other")
    theirs, own = letters()
    board = browser.as_(ward.centre_head).get("/follow-up").text
    assert theirs.reference in board
    assert f'href="/urgings/{theirs.id}"' not in board
    assert f'href="/urgings/{own.id}"' in board
    assert f'href="/urgings/{theirs.id}"' in browser.as_(ward.office).get("/follow-up").text


def test_a_coordinating_head_urges_in_their_own_plans_only(
    ward: Ward, browser: Browser, late: list[Contribution]
) -> None:
    task: Task = late[1].occurrence.task
    task.plan.coordinator_unit = ward.centre
    db.session.commit()
    centre = browser.as_(ward.centre_head)
    assert urge(centre, late).status_code == 303
    (letter,) = letters()
    assert [item.contribution_id for item in letter.items] == [late[1].id]
    assert centre.get(f"/urgings/{letter.id}").status_code == 200
    assert "12/UBND-VP" in centre.get("/urgings").text

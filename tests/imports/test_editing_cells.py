"""Cells are corrected in place, one at a time; doubtful ones are marked until somebody looks."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.imports.documents import CULTURE, OFFICE
from tests.imports.reviewing import (
    HTMX,
    cell_data,
    deadline_values,
    row_with,
    save,
    url_of,
    words_of,
)
from tests.personas import Ward
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.imports.cells import mark_of
from tracker.imports.models import DraftRow, ImportDraft
from tracker.imports.review import review_of
from tracker.imports.rules import CellField
from tracker.units.queries import unit_directory


def doubtful(row: DraftRow) -> set[CellField]:
    found = review_of(row.draft, unit_directory()).doubts.get(row.id, [])
    return {doubt.field for doubt in found}


def test_pressing_a_cell_opens_its_form_in_the_cell(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Ban hành kế hoạch")
    answer = office.get(url_of(row, CellField.CONTENT), headers=HTMX)
    assert answer.text.lstrip().startswith("<td")
    assert "Ban hành kế hoạch chuyển đổi số</textarea>" in answer.text


def test_saving_answers_with_the_cell_and_the_counters(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Ban hành kế hoạch")
    answer = save(office, row, CellField.CONTENT, text="Ban hành kế hoạch mới")

    assert row.content == "Ban hành kế hoạch mới"
    assert answer.text.lstrip().startswith(f'<td id="cell-{row.id}-content"')
    assert 'hx-target="#balance"' in answer.text
    assert "Bản gốc: Ban hành kế hoạch chuyển đổi số" in words_of(answer)


def test_without_scripts_the_form_is_a_page_and_leads_back_to_its_row(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Ban hành kế hoạch")
    shown = office.get(url_of(row, CellField.PRODUCT))
    assert "<h1>Sửa sản phẩm</h1>" in shown.text

    data = cell_data(row, CellField.PRODUCT, text="Kế hoạch được ký")
    answer = office.post(url_of(row, CellField.PRODUCT), data=data)

    assert answer.location == f"/imports/{draft.id}#row-{row.id}"
    assert row.product == "Kế hoạch được ký"


def test_new_printed_words_of_units_are_split_anew(office: FlaskClient, draft: ImportDraft) -> None:
    row = row_with(draft, "Lập danh mục")
    save(
        office,
        row,
        CellField.COOPERATING,
        text=f"{OFFICE}; Các phòng chuyên môn",
        names="\n".join(row.cooperating),
    )
    assert row.cooperating == [OFFICE, "Các phòng chuyên môn"]


def test_names_typed_by_hand_are_taken_as_they_are(office: FlaskClient, draft: ImportDraft) -> None:
    row = row_with(draft, "Lập danh mục")
    save(
        office,
        row,
        CellField.LEAD,
        text=row.lead_text,
        names=f"{CULTURE}\n\n{OFFICE}\n{CULTURE}",
    )
    assert row.lead == [CULTURE, OFFICE]
    assert row.lead_text == CULTURE


def test_a_corrected_deadline_phrase_is_read_again(office: FlaskClient, draft: ImportDraft) -> None:
    row = row_with(draft, "Ban hành kế hoạch")
    values = deadline_values(row, text="Trong tháng 11/2026")
    answer = save(office, row, CellField.DEADLINE, **values)
    assert "30/11/2026" in words_of(answer)
    assert row.deadline is not None
    assert row.deadline["dates"] == ["2026-11-30"]


def test_a_deadline_chosen_by_hand_wins_over_its_words(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Tuyên truyền")
    values = deadline_values(row, kind="fixed", dates="15/12/2026; 30/06/2026", rhythms=[])
    save(office, row, CellField.DEADLINE, **values)

    reading = row.deadline_reading
    assert reading is not None
    assert [day.isoformat() for day in reading.dates] == ["2026-06-30", "2026-12-15"]
    assert row.deadline_text == "Thường xuyên"
    assert CellField.DEADLINE not in doubtful(row)


def test_named_months_the_last_working_day_and_the_hour_can_be_chosen(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Tuyên truyền")
    values = deadline_values(
        row, rhythms=["monthly"], months="9, 3", due_point="last", due_time="16:30"
    )
    words = "hằng tháng, tháng 3, 9, ngày làm việc cuối cùng của tháng, trước 16:30"
    assert words in words_of(save(office, row, CellField.DEADLINE, **values))
    form = office.get(url_of(row, CellField.DEADLINE), headers=HTMX).text
    assert 'value="3, 9"' in form
    assert 'value="16:30"' in form
    assert '<option selected value="last">' in form


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"due_day": "25"}, "Ở dưới đã nhập ngày 25: hãy chọn “Một ngày trong tháng”"),
        ({"due_point": "day"}, "Hãy nhập ngày trong tháng, từ 1 đến 31."),
        ({"months": "13"}, "Nhập số tháng từ 1 đến 12"),
        ({"due_time": "25:00"}, "Giờ không đúng: nhập dạng 16:30."),
    ],
)
def test_a_day_month_or_hour_that_cannot_be_is_told_at_its_field(
    office: FlaskClient, draft: ImportDraft, values: dict[str, str], sentence: str
) -> None:
    row = row_with(draft, "Tuyên truyền")
    before = row.deadline
    sent = deadline_values(row, rhythms=["monthly"], **values)
    answer = save(office, row, CellField.DEADLINE, **sent)
    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert row.deadline == before


def test_a_rhythm_with_its_day_can_be_chosen(office: FlaskClient, draft: ImportDraft) -> None:
    row = row_with(draft, "Tuyên truyền")
    values = deadline_values(row, rhythms=["monthly"], due_point="day", due_day="25")
    answer = save(office, row, CellField.DEADLINE, **values)
    assert "Thường xuyên, hằng tháng, ngày 25" in words_of(answer)


def test_a_day_that_does_not_exist_is_refused_and_the_typing_stays(
    office: FlaskClient, draft: ImportDraft
) -> None:
    row = row_with(draft, "Ban hành kế hoạch")
    values = deadline_values(row, dates="31/02/2026")
    answer = save(office, row, CellField.DEADLINE, **values)

    assert answer.status_code == 422
    assert "“31/02/2026” không phải một ngày có trong lịch" in words_of(answer)
    assert 'value="31/02/2026"' in answer.text
    assert row.deadline is not None
    assert row.deadline["dates"] == ["2026-09-30"]


def test_empty_content_is_refused(office: FlaskClient, draft: ImportDraft) -> None:
    row = row_with(draft, "Ban hành kế hoạch")
    answer = save(office, row, CellField.CONTENT, text="  ")
    assert answer.status_code == 422
    assert "Hãy nhập nội dung." in words_of(answer)


def test_one_press_confirms_a_doubtful_cell(office: FlaskClient, draft: ImportDraft) -> None:
    row = row_with(draft, "Ban hành kế hoạch")
    row.findings = [{"field": "product", "message": "Ô trộn dọc: lấy từ dòng trên."}]
    db.session.commit()
    assert doubtful(row) == {CellField.PRODUCT}
    shown = words_of(office.get(f"/imports/{draft.id}?show=doubtful"))
    assert "Ô trộn dọc: lấy từ dòng trên. Đúng rồi" in shown

    data = {"seen": mark_of(row, CellField.PRODUCT)}
    answer = office.post(f"{url_of(row, CellField.PRODUCT)}/confirm", data=data, headers=HTMX)

    assert answer.status_code == 200
    assert doubtful(row) == set()


def test_what_cannot_be_used_cannot_be_confirmed(office: FlaskClient, draft: ImportDraft) -> None:
    row = row_with(draft, "Lập danh mục")
    assert doubtful(row) == {CellField.COOPERATING}
    data = {"seen": mark_of(row, CellField.COOPERATING)}
    answer = office.post(f"{url_of(row, CellField.COOPERATING)}/confirm", data=data, headers=HTMX)
    assert answer.status_code == 422
    assert "chưa thể xác nhận" in words_of(answer)
    assert doubtful(row) == {CellField.COOPERATING}


def test_only_doubtful_rows_are_listed_on_demand(office: FlaskClient, draft: ImportDraft) -> None:
    words = words_of(office.get(f"/imports/{draft.id}?show=doubtful"))
    assert "2 trong 9 dòng" in words
    assert "Lập danh mục cần sửa" in words
    assert "Tuyên truyền trên loa" not in words


def test_a_new_year_reads_the_deadlines_anew_but_not_those_settled(
    office: FlaskClient, draft: ImportDraft
) -> None:
    by_words, by_hand = row_with(draft, "Lập danh mục"), row_with(draft, "Ban hành kế hoạch")
    for row in (by_words, by_hand):
        values = deadline_values(row, text="Trong tháng 10")
        save(office, row, CellField.DEADLINE, **values)
    by_words.confirmed = []
    db.session.commit()

    answer = office.post(
        f"/imports/{draft.id}/details",
        data={"title": draft.title, "year": "2027", "coordinator": "0", "version": draft.version},
    )

    assert answer.status_code == 303
    assert by_words.deadline is not None
    assert by_words.deadline["dates"] == ["2027-10-31"]
    assert by_hand.deadline is not None
    assert by_hand.deadline["dates"] == ["2026-10-31"]


def test_each_correction_stands_in_the_journal(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    row = row_with(draft, "Ban hành kế hoạch")
    save(office, row, CellField.PRODUCT, text="Kế hoạch được ký")
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "import:changed")
    ).one()
    assert entry.user_id == ward.office.id
    assert entry.changes == {"Dòng 2 · Sản phẩm": ["Kế hoạch", "Kế hoạch được ký"]}


def test_a_unit_is_chosen_from_the_list_and_the_doubt_stays_in_sight(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    row = row_with(draft, "Lập danh mục")
    form = words_of(office.get(url_of(row, CellField.COOPERATING), headers=HTMX))
    assert "Chưa có trong danh sách đơn vị." in form
    assert ward.economy.name in form
    values = {"text": row.cooperating_text, "names": OFFICE, "added": ward.economy.name}
    assert save(office, row, CellField.COOPERATING, **values).status_code == 200
    assert row.cooperating == [OFFICE, ward.economy.name]
    assert CellField.COOPERATING not in doubtful(row)

"""Each unknown unit name is decided once: alias, new unit, outside body, leadership, collective."""

from __future__ import annotations

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.imports.documents import HEADER, OFFICE, UNKNOWN_UNIT, plan_docx
from tests.imports.reviewing import row_with, unit_named, words_of
from tests.personas import Ward
from tracker.core.db import db
from tracker.imports.models import ImportDraft
from tracker.imports.page import names_unknown_in
from tracker.imports.service import import_file
from tracker.imports.unit_decisions import Proposal, UnitChoice, proposal_for
from tracker.units.queries import unit_directory
from tracker.units.rules import UnitKind


def decide(client: FlaskClient, draft: ImportDraft, *forms: dict[str, object]) -> TestResponse:
    """Send the panel of unknown names."""
    data: dict[str, object] = {"count": len(forms)}
    for at, form in enumerate(forms):
        data |= {f"unit{at}-{name}": value for name, value in form.items()}
    return client.post(f"/imports/{draft.id}/units", data=data)


def draft_naming(*names: str) -> ImportDraft:
    """A draft with one task for each lead named."""
    rows = tuple(
        (str(n), f"Việc thứ {n}", name, "", "Thường xuyên", "")
        for n, name in enumerate(names, start=1)
    )
    assert len(rows[0]) == len(HEADER)
    draft = import_file("mau.docx", plan_docx(rows))
    db.session.commit()
    return draft


def test_the_panel_names_each_unknown_unit_with_its_tasks(
    office: FlaskClient, draft: ImportDraft
) -> None:
    words = words_of(office.get(f"/imports/{draft.id}"))
    assert "1 tên đơn vị chưa có trong danh sách" in words
    assert f"{UNKNOWN_UNIT} 1 nhiệm vụ" in words


def test_a_name_may_be_another_spelling_of_a_known_unit(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    decide(office, draft, {"name": UNKNOWN_UNIT, "choice": f"alias:{ward.centre.id}"})

    assert unit_directory().find(UNKNOWN_UNIT) == ward.centre
    assert names_unknown_in(draft) == []
    assert [alias.name for alias in ward.centre.aliases] == [UNKNOWN_UNIT]


def test_a_name_may_be_a_new_unit_of_the_ward(office: FlaskClient, draft: ImportDraft) -> None:
    decide(office, draft, {"name": UNKNOWN_UNIT, "choice": "internal"})
    unit = unit_named(UNKNOWN_UNIT)
    assert unit is not None
    assert unit.kind is UnitKind.INTERNAL


def test_of_a_new_unit_without_accounts_it_is_said_that_nobody_is_reminded(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    decide(office, draft, {"name": UNKNOWN_UNIT, "choice": f"alias:{ward.centre.id}"})
    assert "chưa ai nhận được việc" not in office.get(f"/imports/{draft.id}").text
    other = draft_naming("Đội Quản lý trật tự")
    decide(office, other, {"name": "Đội Quản lý trật tự", "choice": "internal"})
    page = words_of(office.get(f"/imports/{other.id}"))
    assert "chưa ai nhận được việc và lời nhắc: Đội Quản lý trật tự." in page
    third = draft_naming("Sở Ngoại vụ thành phố")
    decide(office, third, {"name": "Sở Ngoại vụ thành phố", "choice": "external"})
    assert "chưa ai nhận được việc" not in office.get(f"/imports/{third.id}").text


def test_a_new_unit_may_get_its_full_name_and_keeps_the_printed_one_as_alias(
    office: FlaskClient, draft: ImportDraft
) -> None:
    full = "Ban Chỉ huy quân sự phường Mẫu"
    decide(office, draft, {"name": UNKNOWN_UNIT, "choice": "internal", "new_name": full})
    unit = unit_named(full)
    assert unit is not None
    assert unit_directory().find(UNKNOWN_UNIT) == unit


def test_a_name_may_be_a_body_outside_the_ward(office: FlaskClient, draft: ImportDraft) -> None:
    decide(office, draft, {"name": UNKNOWN_UNIT, "choice": "external"})
    unit = unit_named(UNKNOWN_UNIT)
    assert unit is not None
    assert unit.kind is UnitKind.EXTERNAL
    assert unit.members == []


def test_a_name_may_stand_for_several_units(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    members = [ward.culture.id, ward.economy.id]
    decide(office, draft, {"name": UNKNOWN_UNIT, "choice": "collective", "members": members})
    unit = unit_named(UNKNOWN_UNIT)
    assert unit is not None
    assert [member.id for member in unit.members] == members


def test_a_collective_without_members_is_refused_and_nothing_is_saved(
    office: FlaskClient, ward: Ward
) -> None:
    draft = draft_naming("Các tổ dân phố", "Đài truyền thanh phường")
    answer = decide(
        office,
        draft,
        {"name": "Đài truyền thanh phường", "choice": "internal"},
        {"name": "Các tổ dân phố", "choice": "collective"},
    )
    assert answer.status_code == 422
    assert "Hãy chọn các đơn vị thuộc nhóm này." in words_of(answer)
    assert unit_named("Đài truyền thanh phường") is None
    assert ward.office.id


def test_a_second_spelling_is_no_second_unit(office: FlaskClient) -> None:
    draft = draft_naming("Đài truyền thanh", "Đài truyền thanh phường")
    assert proposal_for(
        "Đài truyền thanh phường", unit_directory(), earlier=["Đài truyền thanh"]
    ) == Proposal(UnitChoice.SAME, same_as="Đài truyền thanh")

    decide(
        office,
        draft,
        {"name": "Đài truyền thanh", "choice": "internal"},
        {"name": "Đài truyền thanh phường", "choice": "same:0"},
    )
    directory = unit_directory()
    assert directory.find("Đài truyền thanh phường") == directory.find("Đài truyền thanh")


def test_what_a_name_probably_is_stands_chosen(ward: Ward) -> None:
    directory = unit_directory()

    def proposed(name: str) -> Proposal:
        return proposal_for(name, directory, earlier=[])

    assert proposed("Các tổ dân phố").choice is UnitChoice.COLLECTIVE
    assert proposed("Sở Nội vụ").choice is UnitChoice.EXTERNAL
    assert proposed("Chủ tịch UBND phường").choice is UnitChoice.LEADERSHIP
    assert proposed("Trạm Y tế phường").choice is UnitChoice.INTERNAL
    assert proposed("Văn hóa - Xã hội") == Proposal(UnitChoice.ALIAS, unit=ward.culture)
    assert proposed("Văn phòng") == Proposal(UnitChoice.ALIAS, unit=ward.office_unit)
    assert proposed("Phòng VH-XH") == Proposal(UnitChoice.ALIAS, unit=ward.culture)
    assert proposed("TTPVHCC phường") == Proposal(UnitChoice.ALIAS, unit=ward.centre)


def test_a_name_put_off_stays_unknown(office: FlaskClient, draft: ImportDraft) -> None:
    answer = decide(office, draft, {"name": UNKNOWN_UNIT, "choice": ""})
    assert answer.status_code == 303
    assert names_unknown_in(draft) == [UNKNOWN_UNIT]


def test_the_same_panel_sent_twice_is_harmless(office: FlaskClient, draft: ImportDraft) -> None:
    for _ in range(2):
        answer = decide(office, draft, {"name": UNKNOWN_UNIT, "choice": "internal"})
        assert answer.status_code == 303
    names = [unit.name for unit in unit_directory().units]
    assert names.count(UNKNOWN_UNIT) == 1


def test_an_inactive_unit_is_named_as_the_reason(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    ward.centre.name, ward.centre.is_active = UNKNOWN_UNIT, False
    db.session.commit()
    answer = decide(office, draft, {"name": UNKNOWN_UNIT, "choice": "internal"})
    assert answer.status_code == 422
    assert "đã ngừng hoạt động" in words_of(answer)


def test_a_name_cut_at_its_comma_is_made_whole_once_it_is_known(office: FlaskClient) -> None:
    draft = import_file(
        "mau.docx",
        plan_docx(
            (("1", "Việc chung", f"Tổ Công nghệ, số hóa; {OFFICE}", "", "Thường xuyên", ""),)
        ),
    )
    row = row_with(draft, "Việc chung")
    row.lead = ["Tổ Công nghệ", "Số hóa", OFFICE]
    db.session.commit()

    decide(
        office,
        draft,
        {"name": "Tổ Công nghệ", "choice": "internal", "new_name": "Tổ Công nghệ, số hóa"},
    )

    assert row.lead == ["Tổ Công nghệ, số hóa", OFFICE]
    assert names_unknown_in(draft) == []


def test_whom_a_cell_names_as_helping_does_not_lead_once_the_names_are_known(
    office: FlaskClient,
) -> None:
    printed = f"Tổ Công nghệ, số hóa; phối hợp: {OFFICE}"
    draft = import_file(
        "mau.docx", plan_docx((("1", "Việc chung", printed, "", "Thường xuyên", ""),))
    )
    row = row_with(draft, "Việc chung")
    row.lead = ["Tổ Công nghệ", "Số hóa"]
    db.session.commit()
    for name in ("Tổ Công nghệ", "Số hóa"):
        decide(office, draft, {"name": name, "choice": "internal", "new_name": name})
        assert OFFICE not in row.lead
    assert row.cooperating == [OFFICE]

"""Units, spellings and collectives made for a draft go with the decision that made them."""

from __future__ import annotations

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.imports.documents import UNKNOWN_UNIT
from tests.imports.reviewing import row_with, unit_named, words_of
from tests.personas import Ward
from tracker.audit.models import AuditEntry
from tracker.core.db import db
from tracker.imports import queries
from tracker.imports.models import ImportDraft
from tracker.imports.unit_decisions import UnitChoice, UnitDecision, decide_units
from tracker.units.models import Unit
from tracker.units.queries import unit_directory
from tracker.units.service import add_alias

NEW_NAME = "Ban Chỉ huy quân sự Phường Mẫu"


def decide(draft: ImportDraft, ward: Ward, *decisions: UnitDecision) -> None:
    decide_units(draft, decisions, actor=ward.office)
    db.session.commit()


def undo(office: FlaskClient, draft: ImportDraft) -> TestResponse:
    last = queries.last_change(draft.id)
    assert last is not None
    return office.post(f"/imports/{draft.id}/undo", data={"change": last.id}, follow_redirects=True)


def new_unit(draft: ImportDraft, ward: Ward) -> Unit:
    """The unknown name as a new unit of another name."""
    decision = UnitDecision(UNKNOWN_UNIT, UnitChoice.INTERNAL, new_name=NEW_NAME)
    decide(draft, ward, decision)
    unit = unit_named(NEW_NAME)
    assert unit is not None
    return unit


def test_a_new_unit_goes_and_its_name_is_asked_about_again(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    new_unit(draft, ward)
    assert "Hoàn tác: chọn đơn vị cho “Ban Chỉ huy" in words_of(office.get(f"/imports/{draft.id}"))

    words = words_of(undo(office, draft))

    assert unit_named(NEW_NAME) is None
    assert unit_directory().find(UNKNOWN_UNIT) is None
    assert "1 tên đơn vị chưa có trong danh sách" in words
    assert "vẫn còn trong danh sách" not in words
    actions = [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert actions[-3:].count("unit:removed") == 1


def test_a_spelling_goes_and_its_unit_stays(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    decide(draft, ward, UnitDecision(UNKNOWN_UNIT, UnitChoice.ALIAS, unit=ward.culture))
    assert unit_directory().find(UNKNOWN_UNIT) is ward.culture

    undo(office, draft)

    assert unit_directory().find(UNKNOWN_UNIT) is None
    assert unit_named(ward.culture.name) is ward.culture


def test_a_collective_goes_with_its_members_kept(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    members = (ward.culture,)
    decide(draft, ward, UnitDecision(UNKNOWN_UNIT, UnitChoice.COLLECTIVE, members=members))
    undo(office, draft)
    assert unit_named(UNKNOWN_UNIT) is None
    assert unit_named(ward.culture.name) is ward.culture


def test_several_names_decided_at_once_are_taken_back_at_once(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    row = row_with(draft, "Tuyên truyền")
    row.cooperating = ["BCH quân sự"]
    db.session.commit()
    decide(
        draft,
        ward,
        UnitDecision("BCH quân sự", UnitChoice.SAME, same_as=UNKNOWN_UNIT),
        UnitDecision(UNKNOWN_UNIT, UnitChoice.INTERNAL),
    )
    assert "chọn đơn vị cho 2 tên" in words_of(office.get(f"/imports/{draft.id}"))

    undo(office, draft)

    directory = unit_directory()
    assert directory.find("BCH quân sự") is None
    assert directory.find(UNKNOWN_UNIT) is None


def test_a_unit_in_use_stays_and_the_page_says_why(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    unit = new_unit(draft, ward)
    ward.office.unit_id = unit.id
    db.session.commit()

    words = words_of(undo(office, draft))

    assert unit_named(NEW_NAME) is unit
    assert f"“{NEW_NAME}” vẫn còn trong danh sách đơn vị vì đã có tài khoản." in words
    assert "Đã hoàn tác: chọn đơn vị cho" in words


def test_a_unit_that_somebody_went_on_with_stays(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    unit = new_unit(draft, ward)
    add_alias(unit, "BCHQS", actor=ward.office)
    db.session.commit()
    assert "vì đã có tên gọi khác được thêm sau đó" in words_of(undo(office, draft))
    assert unit_named(NEW_NAME) is unit


def test_a_unit_whose_form_was_saved_since_stays(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    unit = new_unit(draft, ward)
    unit.short_name = "BCHQS"
    db.session.commit()
    assert "vì đã được sửa sau đó" in words_of(undo(office, draft))
    assert unit_named(NEW_NAME) is unit


def test_a_unit_removed_meanwhile_is_no_error(
    office: FlaskClient, draft: ImportDraft, ward: Ward
) -> None:
    db.session.delete(new_unit(draft, ward))
    db.session.commit()
    assert undo(office, draft).status_code == 200

"""Units and the names they are printed under: one name leads to one unit, for all time."""

from __future__ import annotations

import pytest

from tests.personas import Ward
from tracker.audit.queries import entries_about
from tracker.core.db import db
from tracker.core.errors import ConflictError, RuleError
from tracker.units.models import Unit
from tracker.units.queries import unit_directory, unit_named
from tracker.units.rules import UNIT_KIND_WORDS, UnitKind, owes_work
from tracker.units.service import UnitDetails, add_alias, change_unit, create_unit


def change(unit: Unit, **changes: object) -> None:
    """Save the unit's form with some fields changed."""
    details: dict[str, object] = {
        "name": unit.name,
        "kind": unit.kind,
        "short_name": unit.short_name,
        "aliases": [alias.name for alias in unit.aliases],
        "members": [membership.member for membership in unit.memberships],
        "is_active": unit.is_active,
    }
    wanted = UnitDetails(**{**details, **changes})  # type: ignore[arg-type]
    change_unit(unit, wanted, version=unit.version, actor=None)


def names(unit: Unit) -> list[str]:
    return [alias.name for alias in unit.aliases]


def test_only_units_of_the_ward_are_held_to_deadlines() -> None:
    assert [kind for kind in UnitKind if owes_work(kind)] == [
        UnitKind.INTERNAL,
        UnitKind.LEADERSHIP,
    ]
    assert set(UNIT_KIND_WORDS) == set(UnitKind)


def test_a_name_is_found_however_it_is_written(ward: Ward) -> None:
    assert unit_named("phòng  văn hoá - xã hội") is ward.culture
    assert unit_named("PHÒNG VĂN HÓA - XÃ HỘI") is ward.culture
    assert unit_named("Phòng Tư pháp") is None


def test_a_renamed_unit_is_still_found_under_its_old_name(ward: Ward) -> None:
    change(ward.culture, name="Phòng Văn hóa và Thể thao")
    assert names(ward.culture) == ["Phòng Văn hóa - Xã hội"]
    assert unit_named("Phòng Văn hóa - Xã hội") is ward.culture
    assert unit_directory().find("Phòng Văn hóa - Xã hội") is ward.culture
    assert entries_about(ward.culture)[0].changes == {
        "name": ["Phòng Văn hóa - Xã hội", "Phòng Văn hóa và Thể thao"],
        "aliases": [None, "Phòng Văn hóa - Xã hội"],
    }


def test_a_unit_that_takes_its_old_name_back_has_it_once(ward: Ward) -> None:
    change(ward.culture, name="Phòng Văn hóa và Thể thao")
    change(ward.culture, name="Phòng Văn hóa - Xã hội")
    assert names(ward.culture) == ["Phòng Văn hóa và Thể thao"]


def test_a_new_way_of_writing_the_same_name_leaves_no_alias(ward: Ward) -> None:
    change(ward.culture, name="Phòng Văn hoá - Xã hội")
    assert ward.culture.name == "Phòng Văn hoá - Xã hội"
    assert names(ward.culture) == []


@pytest.mark.parametrize("name", ["Phòng Văn hoá - Xã hội", "  PHÒNG VĂN HÓA - XÃ HỘI"])
def test_no_two_units_bear_one_name(ward: Ward, name: str) -> None:
    with pytest.raises(RuleError, match="đã là tên của “Phòng Văn hóa - Xã hội”"):
        create_unit(name, actor=None)
    with pytest.raises(RuleError, match="đã là tên của “Phòng Văn hóa - Xã hội”"):
        change(ward.economy, name=name)
    with pytest.raises(RuleError, match="đã là tên của “Phòng Văn hóa - Xã hội”") as refused:
        change(ward.economy, aliases=[name])
    assert refused.value.field == "aliases"


def test_an_alias_of_one_unit_is_no_name_for_another(ward: Ward) -> None:
    add_alias(ward.culture, "Phòng VHXH", actor=None)
    with pytest.raises(RuleError, match="“Phòng VHXH” đã là tên"):
        create_unit("Phòng VHXH", actor=None)
    with pytest.raises(RuleError, match="“phòng vhxh” đã là tên"):
        add_alias(ward.economy, "phòng vhxh", actor=None)


def test_an_alias_is_kept_once_and_an_empty_one_never(ward: Ward) -> None:
    for name in ("Phòng VHXH", "PHÒNG VHXH", "  ", ward.culture.name):
        add_alias(ward.culture, name, actor=None)
    assert names(ward.culture) == ["Phòng VHXH"]


def test_a_spelling_taken_out_of_the_list_no_longer_means_the_unit(ward: Ward) -> None:
    change(ward.culture, aliases=["Phòng VHXH", "VHXH"])
    change(ward.culture, aliases=["VHXH"])
    db.session.expire_all()
    assert names(ward.culture) == ["VHXH"]
    assert unit_named("Phòng VHXH") is None
    assert entries_about(ward.culture)[0].changes == {"aliases": ["Phòng VHXH; VHXH", "VHXH"]}


def test_a_collective_stands_for_the_members_that_work(ward: Ward) -> None:
    assert ward.divisions.members == [ward.culture, ward.economy]
    ward.culture.is_active = False
    assert ward.divisions.members == [ward.economy]


def test_a_unit_stands_for_itself_and_a_body_outside_for_nobody(ward: Ward) -> None:
    assert ward.culture.members == [ward.culture]
    assert ward.leadership.members == [ward.leadership]
    assert ward.city.members == []


def test_members_are_changed_in_the_journal_too(ward: Ward) -> None:
    change(ward.divisions, members=[ward.culture, ward.centre])
    assert ward.divisions.members == [ward.culture, ward.centre]
    assert list(entries_about(ward.divisions)[0].changes) == ["members"]


def test_only_a_collective_has_members_and_none_is_a_collective(ward: Ward) -> None:
    with pytest.raises(RuleError, match="Chỉ nhóm đơn vị"):
        change(ward.culture, members=[ward.economy])
    with pytest.raises(RuleError, match="không phải nhóm khác"):
        change(ward.divisions, members=[ward.divisions])


def test_saving_a_unit_as_it_is_leaves_no_trace(ward: Ward) -> None:
    version = ward.divisions.version
    change(ward.divisions)
    assert ward.divisions.version == version
    assert [entry.action for entry in entries_about(ward.divisions)] == ["unit:created"]


def test_two_people_changing_one_unit(ward: Ward) -> None:
    version = ward.divisions.version
    details = UnitDetails(ward.divisions.name, ward.divisions.kind, members=[ward.centre])
    change_unit(ward.divisions, details, version=version, actor=None)
    with pytest.raises(ConflictError, match="vừa sửa đơn vị này"):
        change_unit(ward.divisions, details, version=version, actor=None)

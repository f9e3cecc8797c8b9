"""A unit is removed only while nothing names it."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.personas import Ward
from tracker.core.db import db
from tracker.units.models import Unit
from tracker.units.queries import unit_named
from tracker.units.removing import referring_columns, remove_unit, uses_of
from tracker.units.rules import USE_WORDS, UnitKind
from tracker.units.service import create_unit


@pytest.mark.usefixtures("app")
def test_every_table_that_names_a_unit_has_words_for_it() -> None:
    assert {column.table.name for column in referring_columns()} == set(USE_WORDS)


def test_an_unused_unit_goes_with_its_spellings_and_membership(ward: Ward) -> None:
    members = (ward.culture,)
    unit = create_unit(
        "Tổ mới", UnitKind.COLLECTIVE, aliases=["Tổ M"], members=members, actor=ward.office
    )
    assert remove_unit(unit, actor=ward.office) == []
    assert unit_named("Tổ M") is None
    assert db.session.scalar(text("SELECT count(*) FROM unit WHERE name = 'Tổ mới'")) == 0


def test_a_unit_in_use_stays_and_the_reasons_are_given(ward: Ward) -> None:
    members = (ward.culture,)
    create_unit("Nhóm mới", UnitKind.COLLECTIVE, members=members, actor=ward.office)
    assert set(uses_of(ward.culture)) >= {"thuộc một nhóm đơn vị", "đã có tài khoản"}
    assert remove_unit(ward.culture, actor=ward.office)
    assert db.session.get(Unit, ward.culture.id) is ward.culture

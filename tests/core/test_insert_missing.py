"""Rows are added that no unique key refuses, however many come at once."""

from __future__ import annotations

import pytest

from tests.personas import Ward
from tracker.core import db as database
from tracker.core.db import db, insert_missing
from tracker.units.models import UnitAlias


@pytest.mark.parametrize("at_once", [2, 500])
def test_each_missing_row_is_added_once_and_named(
    ward: Ward, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "ROWS_AT_ONCE", at_once)
    rows = [
        {"unit_id": ward.culture.id, "name": f"Tên {number}", "key": f"ten {number}"}
        for number in range(5)
    ]
    first = insert_missing(UnitAlias, rows[1:3])
    others = insert_missing(UnitAlias, rows)
    assert (len(first), len(others)) == (2, 3)
    kept = db.session.execute(db.select(UnitAlias.id, UnitAlias.name))
    assert {number for number, name in kept if name.startswith("Tên")} == first | others

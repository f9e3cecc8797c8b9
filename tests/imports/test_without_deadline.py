"""Many tasks of a directive name no time: one decision settles them, and can be taken back."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.imports.documents import CULTURE
from tests.imports.reviewing import row_with, words_of
from tests.personas import Ward
from tracker.core.db import db
from tracker.imports.models import ImportDraft
from tracker.imports.queries import last_change
from tracker.imports.rules import CellField
from tracker.imports.service import import_file
from tracker.imports.without_deadline import rows_without_deadline

LINES = (
    "TT;Nội dung;Đơn vị chủ trì;Thời hạn",
    f"1;Niêm yết thủ tục hành chính;{CULTURE};",
    f"2;Tiếp công dân;{CULTURE};",
    f"3;Lập báo cáo năm;{CULTURE};31/12/2026",
    f"4;Kiểm tra nội bộ;{CULTURE};theo chỉ đạo sau",
)


@pytest.fixture
def untimed(ward: Ward) -> ImportDraft:
    """Two tasks without a word about time, one with words nobody understands."""
    made = import_file("giao-viec.csv", "\n".join(LINES).encode(), actor=ward.office)
    db.session.commit()
    return made


def test_all_tasks_without_a_time_become_regular_at_once_and_back(
    office: FlaskClient, untimed: ImportDraft
) -> None:
    url = f"/imports/{untimed.id}"
    assert "Coi 2 nhiệm vụ không ghi thời hạn là thường xuyên" in words_of(office.get(url))

    office.post(f"{url}/regular", data={"state_mark": untimed.state_mark})

    row = row_with(untimed, "Tiếp công dân")
    assert row.deadline is not None
    assert row.deadline["kind"] == "regular"
    assert CellField.DEADLINE in row.confirmed
    assert rows_without_deadline(untimed) == []
    understood = row_with(untimed, "Lập báo cáo").deadline
    assert understood is not None
    assert understood["dates"] == ["2026-12-31"]

    change = last_change(untimed.id)
    assert change is not None
    office.post(f"{url}/undo", data={"change": change.id})
    assert len(rows_without_deadline(untimed)) == 2


def test_nobody_settles_what_another_has_just_changed(
    office: FlaskClient, untimed: ImportDraft
) -> None:
    answer = office.post(f"/imports/{untimed.id}/regular", data={"state_mark": "khác"})
    assert answer.status_code == 409
    assert len(rows_without_deadline(untimed)) == 2

"""The numbers of a directive: read, reviewed beside the printed words, made targets of the plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from tests.imports.reviewing import words_of
from tests.personas import Ward
from tests.reading.directives import BY_UNIT
from tracker.core.db import db
from tracker.imports.applying import apply_draft
from tracker.imports.cells import mark_of
from tracker.imports.changes import undo_change
from tracker.imports.models import DraftRow, ImportDraft
from tracker.imports.queries import last_change
from tracker.imports.reshaping import merge_into_above, split_row
from tracker.imports.rules import CellField, parts_at, split_points
from tracker.imports.service import import_file
from tracker.imports.targets import rows_with_targets, targets_in, targets_mark
from tracker.imports.unit_decisions import UnitChoice, UnitDecision, decide_units
from tracker.imports.values import deadline_to_json
from tracker.reading.result import Comparator, DeadlineKind, DeadlineReading
from tracker.targets.queries import targets_of_plan


@pytest.fixture
def directive(ward: Ward) -> ImportDraft:
    """A directive by unit: 100 % in time, of which 95 % of the land files."""
    draft = import_file("giao-viec.txt", BY_UNIT.encode(), actor=ward.office)
    db.session.commit()
    return draft


def row_of(draft: ImportDraft) -> DraftRow:
    (row,) = rows_with_targets(draft)
    return row


def form_of(row: DraftRow, **changes: str) -> dict[str, str]:
    form = {"seen": targets_mark(row), "count": "3", "t2-is_new": "1", "t2-value": ""}
    for at, target in enumerate(targets_in(row)):
        form |= {
            f"t{at}-indicator": target.indicator,
            f"t{at}-comparator": target.comparator.value,
            f"t{at}-value": str(target.value),
            f"t{at}-measure": target.measure,
            f"t{at}-part_of": target.part_of or "",
            f"t{at}-rhythm": "",
        }
    return form | changes


def apply_all(draft: ImportDraft, ward: Ward):  # type: ignore[no-untyped-def]
    """Settle what stands in the way, then make the plan."""
    decisions = [UnitDecision("Trạm Y tế phường", UnitChoice.INTERNAL, new_name="Trạm Y tế")]
    decide_units(draft, decisions, actor=ward.office)
    for row in draft.rows:
        if row.kind == "unread":
            row.kind = "not_a_task"  # type: ignore[assignment]
        if row.kind == "task" and (
            row.deadline_reading is None or row.deadline_reading.kind is None
        ):
            row.deadline = deadline_to_json(DeadlineReading(DeadlineKind.REGULAR))
    db.session.flush()
    plan = apply_draft(draft, actor=ward.office, doubts_seen=True)
    db.session.commit()
    return plan


def test_the_review_page_shows_them_beside_the_words(
    office: FlaskClient, directive: ImportDraft
) -> None:
    page = office.get(f"/imports/{directive.id}").text
    assert "2 chỉ tiêu" in page
    assert "= 100%" in page
    assert "≥ 95%" in page
    assert "Trong đó: " in page
    assert "Trạm Y tế phường" in page
    assert "12/KH-UBND, ngày 05/01/2026, UBND tỉnh Ví Dụ" in page


def test_a_target_is_corrected_and_taken_back(
    office: FlaskClient, directive: ImportDraft, ward: Ward
) -> None:
    row = row_of(directive)
    url = f"/imports/{directive.id}/rows/{row.id}/targets"
    assert "100" in office.get(url).text
    changed = form_of(row, **{"t1-value": "96,5", "t1-evaluated_on": "14/12/2026"})
    assert office.post(url, data=changed).status_code == 303
    second = targets_in(row_of(directive))[1]
    assert (second.value, second.evaluated_on) == (Decimal("96.5"), date(2026, 12, 14))
    late = office.post(url, data={**changed, "t1-value": "97"})
    assert late.status_code == 409
    assert 'value="97"' in late.text
    bad = office.post(url, data=form_of(row_of(directive), **{"t0-value": "nhiều"}))
    assert bad.status_code == 422
    assert "nhiều" in bad.text
    change = last_change(directive.id)
    assert change is not None
    undo_change(directive, change.id, actor=ward.office)
    assert targets_in(row_of(directive))[1].value == Decimal(95)


def test_one_more_target_is_added_to_a_row(office: FlaskClient, directive: ImportDraft) -> None:
    row = row_of(directive)
    more = {
        "t2-indicator": "hồ sơ nộp trực tuyến",
        "t2-comparator": "≥",
        "t2-value": "60",
        "t2-measure": "%",
        "t2-rhythm": "monthly",
    }
    url = f"/imports/{directive.id}/rows/{row.id}/targets"
    # A box that did not come along is an empty one.
    without_box = form_of(row)
    del without_box["t2-value"]
    assert office.post(url, data=without_box).status_code == 303
    row = row_of(directive)
    assert len(targets_in(row)) == 2
    assert office.post(url, data=form_of(row, **more)).status_code == 303
    assert len(targets_in(row_of(directive))) == 3


def test_a_split_row_keeps_each_target_with_its_words(directive: ImportDraft, ward: Ward) -> None:
    row = row_of(directive)
    at = next(n for n in range(len(row.content)) if row.content[n:].startswith("trong đó"))
    places = split_points(row.content)
    seen = mark_of(row, CellField.CONTENT)
    if at in places:
        new = split_row(row, at, seen=seen, actor=ward.office)
        assert parts_at(row.content, at)
        assert [t.value for t in targets_in(new)] == [Decimal(95)]
    else:
        new = directive.rows[directive.rows.index(row) + 1]
    above = merge_into_above(new, seen=mark_of(new, CellField.CONTENT), actor=ward.office)
    assert len(targets_in(above)) == 2


def test_the_plan_has_targets_addressees_and_basis(
    office: FlaskClient, directive: ImportDraft, ward: Ward
) -> None:
    plan = apply_all(directive, ward)
    whole, part = targets_of_plan(plan.id)
    assert (whole.target.comparator, whole.target.value) == (Comparator.EXACTLY, Decimal(100))
    assert part.target.parent is whole.target
    assert part.depth == 1
    assert whole.target.units == [ward.office_unit]
    assert whole.target.task is not None
    assert whole.target.printed_text == whole.target.task.content
    page = office.get(f"/plans/{plan.id}").text
    assert "Kính gửi" in page
    assert "300/SNV-CCHC" in page
    edit = office.get(f"/plans/{plan.id}/edit").text
    assert "12/KH-UBND; 05/01/2026; UBND tỉnh Ví Dụ" in edit


def test_addressees_and_basis_are_mended_in_the_draft(
    office: FlaskClient, directive: ImportDraft, ward: Ward
) -> None:
    sent = {"title": "Giao việc", "year": "2026", "coordinator": "0", "version": directive.version}
    lines = {"addressees": "Văn phòng\r\n\r\nTrạm Y tế", "basis": "12/KH-UBND; 31/02/2026"}
    wrong = office.post(f"/imports/{directive.id}/details", data={**sent, **lines})
    assert wrong.status_code == 422
    assert "12/KH-UBND; 31/02/2026" in wrong.text
    assert 'id="basis-error"' in wrong.text

    lines["basis"] = "12/KH-UBND; 05/01/2026; UBND tỉnh Ví Dụ"
    office.post(f"/imports/{directive.id}/details", data={**sent, **lines})
    assert directive.addressees == ["Văn phòng", "Trạm Y tế"]
    assert [item["issued_on"] for item in directive.basis] == ["2026-01-05"]

    change = last_change(directive.id)
    assert change is not None
    undo_change(directive, change.id, actor=ward.office)
    assert directive.addressees != ["Văn phòng", "Trạm Y tế"]


def test_an_amended_directive_keeps_the_figures_of_what_remains(
    office: FlaskClient, directive: ImportDraft, ward: Ward
) -> None:
    plan = apply_all(directive, ward)
    whole_id = targets_of_plan(plan.id)[0].target.id
    amended = BY_UNIT.replace(", trong đó hồ sơ đất đai đạt từ 95% trở lên", "").replace(
        "100% hồ sơ", "99% hồ sơ"
    )
    draft = import_file("sua-doi.txt", amended.encode(), actor=ward.office)
    draft.amends_plan = plan
    db.session.flush()
    for row in draft.rows:
        if row.kind == "unread":
            row.kind = "not_a_task"  # type: ignore[assignment]
        if row.kind == "task" and (
            row.deadline_reading is None or row.deadline_reading.kind is None
        ):
            row.deadline = deadline_to_json(DeadlineReading(DeadlineKind.REGULAR))
    draft.addressees = ["Trạm Y tế"]
    db.session.commit()

    foreseen = words_of(office.get(f"/imports/{draft.id}"))
    assert "Mức: = 100% → = 99%" in foreseen
    assert "Bỏ: hồ sơ đất đai" in foreseen
    assert "→ Trạm Y tế" in foreseen

    apply_draft(draft, actor=ward.office, doubts_seen=True)
    assert plan.addressees == ["Trạm Y tế"]
    (left,) = targets_of_plan(plan.id)
    assert left.target.id == whole_id
    assert left.target.value == Decimal(99)

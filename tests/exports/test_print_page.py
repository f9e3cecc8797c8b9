"""The page where a sheet is chosen, looked at and printed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import MORNING
from tests.factories import fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tracker.core.db import db
from tracker.core.text_vn import fold
from tracker.exports.choice import MatrixKind, SheetChoice
from tracker.exports.matrix import unit_sheet
from tracker.exports.service import everything, export_plan, owed_in
from tracker.plans.models import Plan
from tracker.plans.service import add_section
from tracker.tasks.queries import appendix_rows


@pytest.fixture
def plan(ward: Ward) -> Plan:
    """Two sections: one of the culture division, one where the economy division works alone."""
    plan = make_plan()
    section = add_section(plan, "TUYÊN TRUYỀN", label="I", position=1)
    add_section(plan, "ĐẦU TƯ", label="II", position=5)
    for content, lead in (("Phát thanh", ward.culture), ("Rà soát dự án", ward.economy)):
        make_task(plan, fixed(date(2026, 12, 20)), lead=lead, content=content)
    told, _alone = (row for row in appendix_rows(plan) if row not in plan.sections)
    told.section_id = section.id  # type: ignore[union-attr]
    told.position = 2
    db.session.commit()
    return plan


def test_extract_has_the_rows_of_the_unit_and_the_headings_above_them(
    ward: Ward, plan: Plan
) -> None:
    rows, owed = appendix_rows(plan), owed_in(plan, everything)
    sheet = unit_sheet(plan, rows, owed, ward.culture, as_of=MORNING)
    assert sheet.kicker == "Nhiệm vụ giao Phòng Văn hóa - Xã hội"
    assert [row.cells[1] for row in sheet.rows] == ["TUYÊN TRUYỀN", "Phát thanh"]


def test_head_of_a_unit_gets_the_extract_of_their_own(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    page = browser.as_(ward.culture_head).get(f"/plans/{plan.id}/print?sheet=unit").text
    assert "Nhiệm vụ giao Phòng Văn hóa - Xã hội" in page
    assert "Rà soát dự án" not in page


def test_office_chooses_the_unit_and_is_told_so(ward: Ward, browser: Browser, plan: Plan) -> None:
    client = browser.as_(ward.observer)
    assert "Hãy chọn đơn vị cần trích" in client.get(f"/plans/{plan.id}/print?sheet=unit").text
    unit = f"/plans/{plan.id}/print?sheet=unit&unit={ward.economy.id}"
    page = client.get(unit).text
    assert "Rà soát dự án" in page
    assert f"/plans/{plan.id}/export/pdf?sheet=unit&amp;unit={ward.economy.id}" in page


@pytest.mark.parametrize("kind", MatrixKind)
@pytest.mark.parametrize("form", ["appendix", "attached"])
def test_each_sheet_is_shown_as_it_is_printed(
    ward: Ward, browser: Browser, plan: Plan, kind: MatrixKind, form: str
) -> None:
    address = f"/plans/{plan.id}/print?sheet={kind}&form={form}&unit={ward.culture.id}"
    page = browser.as_(ward.office).get(address).text
    assert ("Phát thanh" in page) == (kind is not MatrixKind.TARGETS)
    assert ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page) == (form == "attached")
    assert "Mã kiểm tra" in page


def test_file_of_an_extract_without_a_unit_is_refused_in_words(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    answer = browser.as_(ward.observer).get(f"/plans/{plan.id}/export/pdf?sheet=unit")
    assert answer.status_code == 422
    assert "Hãy chọn đơn vị cần trích" in answer.text


def test_name_of_a_file_ends_with_a_whole_word(ward: Ward) -> None:  # noqa: ARG001
    plan = make_plan("Kế hoạch " + "kiểm soát thủ tục hành chính " * 6)
    name = export_plan(plan.id, "docx", choice=SheetChoice(MatrixKind.ISSUED)).name
    title = name.removeprefix("phu-luc-").rpartition("-")[0]
    assert set(title.split("-")) <= set(fold(plan.title).split())
    assert len(title) <= 80

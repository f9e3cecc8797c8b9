"""The targets of a plan as a printed table: every word and figure of them, whether met."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from openpyxl import load_workbook

from tests.factories import make_plan
from tests.imports.reviewing import words_of
from tests.personas import Browser, Ward
from tests.targets.factories import JULY, make_measurement, make_target
from tracker.core.db import db
from tracker.evidence.rules import EvidenceKind
from tracker.plans.models import Plan
from tracker.targets.models import MeasurementEvidence
from tracker.targets.rules import Entered
from tracker.targets.service import FigureEntry, add_measurement


@pytest.fixture
def plan(ward: Ward) -> Plan:
    """Not met by its parts, a striving part of it, one not yet measured, one that is met."""
    plan = make_plan()
    whole = make_target(plan, ward.culture, ward.economy, label="1", evaluated_on=date(2026, 8, 20))
    make_target(plan, ward.culture, parent=whole, scope="đất đai", is_striving=True, value="90")
    make_target(plan, ward.centre, label="2", indicator="=1+1", measure="hội nghị", value="2")
    done = make_target(plan, ward.centre, label="3", comparator="≤", value="5")
    make_measurement(done, ward.centre_head, "4")
    parts = Entered(numerator=Decimal(1899), denominator=Decimal(1999))
    entry = FigureEntry(JULY, parts, source="cổng dịch vụ công", taken_on=date(2026, 8, 3))
    figure = add_measurement(whole, entry, actor=ward.culture_head)
    paper = MeasurementEvidence(
        measurement=figure,
        kind=EvidenceKind.DOCUMENT,
        document_number="9/BC",
        document_date=date(2026, 8, 4),
        added_at=figure.entered_at,
    )
    db.session.add(paper)
    db.session.commit()
    return plan


ROWS = [
    ["TT", "Chỉ tiêu", "Mức giao", "Đơn vị", "Ngày đánh giá", "Số liệu mới nhất", "Trạng thái",
     "Nguồn, ghi chú"],
    ["1", "hồ sơ được trả đúng hạn", "≥ 95%",
     "Phòng Văn hóa - Xã hội; Phòng Kinh tế, Hạ tầng và Đô thị", "20/08/2026",
     "94,99% (1.899/1.999)\nTháng 7/2026",
     "▲ Chưa đạt\ncòn thiếu chưa đến 0,01 điểm %",
     "Cổng dịch vụ công, lấy ngày 03/08/2026\nVăn bản số 9/BC ngày 04/08/2026"],
    ["", "Trong đó: hồ sơ được trả đúng hạn; đất đai", "≥ 90%\n(phấn đấu)",
     "Phòng Văn hóa - Xã hội", "", "", "Chưa có số liệu", ""],
    ["2", "=1+1", "≥ 2 hội nghị", "Trung tâm Phục vụ hành chính công", "", "",
     "Chưa có số liệu", ""],
    ["3", "hồ sơ được trả đúng hạn", "≤ 5%", "Trung tâm Phục vụ hành chính công", "",
     "4%\nTháng 7/2026", "✓ Đạt\nthấp hơn mức cho phép 1 điểm %", "Cổng dịch vụ công"],
]  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_word_and_excel_say_the_same(ward: Ward, browser: Browser, plan: Plan) -> None:
    office = browser.as_(ward.office)
    address = f"/plans/{plan.id}/export/{{}}?sheet=targets"
    answer = office.get(address.format("docx"))
    assert "chi-tieu-" in answer.headers["Content-Disposition"]
    document = docx.Document(BytesIO(answer.data))
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == ROWS
    assert "Kết quả thực hiện các chỉ tiêu" in [line.text for line in document.paragraphs]
    sheet = load_workbook(BytesIO(office.get(address.format("xlsx")).data)).active
    assert sheet is not None
    found = [row for row in sheet.iter_rows(values_only=True) if row[1]]
    assert [row[1] for row in found][-4:] == [row[1] for row in ROWS[1:]]
    assert office.get(address.format("pdf")).data.startswith(b"%PDF")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_papers_behind_a_figure_are_named_only_to_those_who_may_see_them(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    address = f"/plans/{plan.id}/print?sheet=targets"
    assert "Văn bản số 9/BC" in words_of(browser.as_(ward.culture_officer).get(address))
    others = words_of(browser.as_(ward.centre_head).get(address))
    assert "Văn bản số 9/BC" not in others
    assert "94,99% (1.899/1.999)" in others

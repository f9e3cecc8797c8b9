"""Getting a plan as a file: from the page and from the command line."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
import openpyxl
import pdfplumber
import pytest

from tests.counted_statements import counted_statements
from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tracker.core.db import db
from tracker.core.errors import RuleError
from tracker.exports.choice import MatrixKind, SheetChoice
from tracker.exports.service import MEDIA_TYPES, FileFormat, export_plan
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.rules import ContributionStatus
from tracker.progress.service import Report, report


@pytest.fixture
def plan(ward: Ward) -> Plan:
    """A plan of one task on which its unit has begun, with a note nobody else may read yet."""
    plan = make_plan("Kế hoạch số hóa hồ sơ / năm 2026")
    task = make_task(plan, fixed(date(2026, 8, 20)), lead=ward.culture, content="Số hóa hồ sơ")
    contribution = contribution_of(task, ward.culture)
    begun = Report(
        status=ContributionStatus.IN_PROGRESS,
        version=contribution.version,
        request_key="begun",
        note="Mới quét một nửa",
    )
    report(contribution, begun, actor=ward.culture_head)
    db.session.commit()
    return plan


def words_in(data: bytes, file_format: FileFormat) -> str:
    if file_format is FileFormat.PDF:
        with pdfplumber.open(BytesIO(data)) as document:
            return "\n".join(page.extract_text() for page in document.pages)
    if file_format is FileFormat.DOCX:
        table = docx.Document(BytesIO(data)).tables[0]
        return "\n".join(cell.text for row in table.rows for cell in row.cells)
    worksheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    return "\n".join(str(value) for row in worksheet.values for value in row)


@pytest.mark.parametrize("file_format", FileFormat)
def test_office_gets_the_plan_with_its_progress(
    ward: Ward, browser: Browser, plan: Plan, file_format: FileFormat
) -> None:
    answer = browser.as_(ward.office).get(f"/plans/{plan.id}/export/{file_format}")
    assert answer.status_code == 200
    assert answer.mimetype == MEDIA_TYPES[file_format]
    name = f"tien-do-ke-hoach-so-hoa-ho-so-nam-2026-20260805.{file_format}"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    words = words_in(answer.data, file_format)
    assert "Số hóa hồ sơ" in words
    assert "Đang thực hiện" in words


def test_appendix_as_issued_comes_on_request(ward: Ward, browser: Browser, plan: Plan) -> None:
    answer = browser.as_(ward.office).get(f"/plans/{plan.id}/export/docx?sheet=issued")
    assert "phu-luc-ke-hoach" in answer.headers["Content-Disposition"]
    assert "Đang thực hiện" not in words_in(answer.data, FileFormat.DOCX)


def test_notes_a_person_may_not_read_are_not_in_their_file(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    address = f"/plans/{plan.id}/export/docx"
    seen_by = {
        person.username: "Mới quét một nửa"
        in words_in(browser.as_(person).get(address).data, FileFormat.DOCX)
        for person in (ward.office, ward.culture_head, ward.economy_head, ward.observer)
    }
    assert seen_by == {
        "vanphong": True,
        "truong.vanhoa": True,
        "truong.kinhte": False,
        "giamsat": False,
    }


def test_draft_is_not_found_by_those_outside_the_office(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    plan.state = PlanState.DRAFT
    db.session.commit()
    address = f"/plans/{plan.id}/export/pdf"
    assert browser.as_(ward.culture_head).get(address).status_code == 404
    assert browser.as_(ward.administrator).get(address).status_code == 403
    assert browser.as_(ward.office).get(address).status_code == 200


def test_signing_in_comes_first(browser: Browser, plan: Plan) -> None:
    answer = browser.anonymous().get(f"/plans/{plan.id}/export/pdf")
    assert answer.status_code in {302, 303}


def test_unknown_plan_and_unknown_format_are_not_found(
    ward: Ward, browser: Browser, plan: Plan
) -> None:
    client = browser.as_(ward.office)
    assert client.get("/plans/999/export/pdf").status_code == 404
    assert client.get(f"/plans/{plan.id}/export/exe").status_code == 404


def test_command_line_names_a_plan_that_does_not_exist(ward: Ward) -> None:  # noqa: ARG001
    with pytest.raises(RuleError, match="Không có kế hoạch số 999"):
        export_plan(999, "pdf")


@pytest.mark.parametrize("file_format", FileFormat)
@pytest.mark.parametrize("kind", MatrixKind)
def test_asking_twice_gives_the_same_bytes(
    plan: Plan, file_format: FileFormat, kind: MatrixKind
) -> None:
    first = export_plan(plan.id, file_format, choice=SheetChoice(kind, unit_id=1))
    db.session.expire_all()
    assert export_plan(plan.id, file_format, choice=SheetChoice(kind, unit_id=1)) == first


def test_number_of_queries_does_not_grow_with_the_plan(ward: Ward) -> None:
    small, large = plan_of(2, ward), plan_of(20, ward)
    assert queries_for(large) == queries_for(small)


def plan_of(tasks: int, ward: Ward) -> int:
    plan = make_plan()
    for number in range(tasks):
        make_task(plan, fixed(date(2026, 8, 20)), lead=ward.divisions, content=f"Việc {number}")
    db.session.commit()
    return plan.id


def queries_for(plan_id: int) -> int:
    """How many statements an export of the plan sends, beginning with nothing loaded."""
    db.session.remove()
    with counted_statements() as asked:
        export_plan(plan_id, FileFormat.DOCX)
    return len(asked)

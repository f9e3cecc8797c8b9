"""A code beside each row: it opens the task, in every format, and is never another task's."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import docx
import openpyxl
import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tracker.core.db import db
from tracker.exports.cells import codes_in
from tracker.exports.choice import MatrixKind, SheetChoice
from tracker.exports.docx import render_docx
from tracker.exports.pdf import render_pdf
from tracker.exports.scanned import square_of
from tracker.exports.service import sheet_of
from tracker.exports.sheet import CODE_MM, Sheet
from tracker.exports.xlsx import render_xlsx
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.plans.service import add_section
from tracker.tasks.codes import code_of, task_with
from tracker.tasks.models import Task

NUMBERS = st.integers(1, 2**31 - 1)


@pytest.fixture
def plan(ward: Ward) -> Plan:
    plan = make_plan()
    add_section(plan, "TUYÊN TRUYỀN", label="I", position=0)
    for content in ("Phát thanh", "Rà soát"):
        make_task(plan, fixed(date(2026, 12, 20)), lead=ward.culture, content=content)
    db.session.commit()
    return plan


def sheet_with_codes(plan: Plan, kind: MatrixKind = MatrixKind.PROGRESS) -> Sheet:
    return sheet_of(plan, SheetChoice(kind, unit_id=2, with_codes=True))


@given(NUMBERS)
def test_a_code_leads_back_to_its_task_however_it_is_typed(number: int) -> None:
    code = code_of(number)
    assert task_with(code) == task_with(f" {code.lower()} ") == number
    assert not set(code) & set("0O1IZ")


@given(NUMBERS, st.data())
def test_one_wrong_letter_or_two_changed_places_open_nothing(
    number: int, data: st.DataObject
) -> None:
    code = code_of(number)
    place = data.draw(st.integers(0, len(code) - 1))
    letter = data.draw(st.sampled_from([c for c in code_of(29) + "XY7" if c != code[place]]))
    assert task_with(code[:place] + letter + code[place + 1 :]) is None
    if place and code[place] != code[place - 1]:
        swapped = code[: place - 1] + code[place] + code[place - 1] + code[place + 1 :]
        assert task_with(swapped) is None


@pytest.mark.parametrize("text", ["", "2", "222", "O0I1", "22" * 9, "²222", "ĐĐĐĐ"])
def test_what_is_no_code_opens_nothing(text: str) -> None:
    assert task_with(text) is None


def test_the_square_is_one_path_within_its_edge() -> None:
    square = square_of("http://localhost/t/22CC")
    assert square.side >= 21 + 4
    assert square.path.startswith("M2 2h7v1h-7z")


@pytest.mark.parametrize("kind", sorted(set(MatrixKind) - {MatrixKind.TARGETS}))
def test_each_sheet_has_a_code_for_each_task(plan: Plan, kind: MatrixKind) -> None:
    sheet = sheet_with_codes(plan, kind)
    tasks = [row for row in sheet.rows if not row.is_heading]
    assert codes_in(sheet) == [row.cells[-1] for row in tasks]
    assert len(set(codes_in(sheet))) == 2
    assert sheet.code_address == "http://localhost/t/"
    assert sheet.widths_mm[-1] >= CODE_MM


def test_squares_are_in_every_file(plan: Plan) -> None:
    sheet = sheet_with_codes(plan)
    first, second = codes_in(sheet)
    for render in (render_pdf, render_docx, render_xlsx):
        assert render(sheet) == render(sheet)
    with pdfplumber.open(BytesIO(render_pdf(sheet))) as document:
        assert first in document.pages[0].extract_text()
        assert len(document.pages[0].curves) + len(document.pages[0].rects) > 100
    written = render_docx(sheet)
    cells = [row.cells[-1].text.strip() for row in docx.Document(BytesIO(written)).tables[0].rows]
    assert cells[-2:] == [first, second]
    assert len([n for n in ZipFile(BytesIO(written)).namelist() if n.endswith(".png")]) == 2
    worksheet = openpyxl.load_workbook(BytesIO(render_xlsx(sheet))).worksheets[0]
    assert len(worksheet._images) == 2


def test_the_code_opens_the_task_after_signing_in(ward: Ward, browser: Browser, plan: Plan) -> None:
    task = db.session.query(Task).first()
    assert task is not None
    address = f"/t/{code_of(task.id)}"
    assert "/login" in browser.anonymous().get(address).headers["Location"]
    answer = browser.as_(ward.culture_head).get(address.lower().replace("/t/", "/t/"))
    assert answer.headers["Location"].endswith(f"/tasks/{task.id}")
    assert browser.as_(ward.culture_head).get("/t/XXXX").status_code == 404
    plan.state = PlanState.DRAFT
    db.session.commit()
    assert browser.as_(ward.culture_head).get(address).status_code == 404


def test_page_draws_the_squares_when_asked(ward: Ward, browser: Browser, plan: Plan) -> None:
    client = browser.as_(ward.office)
    assert "sheet__code" not in client.get(f"/plans/{plan.id}/print").text
    page = client.get(f"/plans/{plan.id}/print?codes=1").text
    assert page.count('class="sheet__code"') == 2
    assert f"/plans/{plan.id}/export/pdf?sheet=progress" in page
    assert "codes=1" in page

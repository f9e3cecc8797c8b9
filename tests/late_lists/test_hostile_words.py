"""What anybody typed is printed as words in the grid, the targets, late lists and inputs too.

Formulas, markup, control characters, a cell of 5,000 letters, a task of thirty units.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from io import BytesIO

import docx
import openpyxl
import pdfplumber
import pytest
from flask.testing import FlaskClient

from tests.factories import contribution_of, fixed, make_plan, make_task
from tests.personas import Browser, Ward
from tests.progress.reports import accept, send_report
from tests.targets.factories import make_measurement, make_target
from tracker.core import clock
from tracker.core.db import db
from tracker.exports.choice import MatrixKind, SheetChoice
from tracker.exports.service import export_plan
from tracker.late_lists.models import LateList
from tracker.plans.models import Plan
from tracker.progress.models import Contribution
from tracker.units.rules import UnitKind
from tracker.units.service import create_unit

TRAP = '=HYPERLINK("http://x") <b>&amp; #panic() $x$ \x00\x1b\u202e'
LONG = " ".join(f"chữ{number}" for number in range(750))
AUGUST = "/figures/rating?kind=days&first=01/07/2026&last=31/07/2026"
LEFT_OVER = re.compile("[\x00\x07\x1b\u202e]")


@pytest.fixture
def owed(ward: Ward, browser: Browser) -> Contribution:
    """One task of thirty units with traps in every word; late, with a long reason; a target."""
    units = [
        create_unit(f"Tổ dân phố số {number}", UnitKind.INTERNAL, actor=None)
        for number in range(1, 30)
    ]
    with clock.at(datetime(2026, 6, 20, 1, tzinfo=UTC)):
        plan = make_plan()
        task = make_task(
            plan, fixed(date(2026, 7, 1)), lead=ward.culture, cooperating=units, content=TRAP
        )
        task.product = f"{TRAP} {LONG}"
        target = make_target(plan, ward.culture, indicator=f"{TRAP} {LONG}")
        db.session.commit()
    make_measurement(target, ward.culture_head)
    db.session.commit()
    made = contribution_of(task, ward.culture)
    with clock.at(datetime(2026, 7, 6, 1, tzinfo=UTC)):
        says = {"late_reason": f"{TRAP} {LONG[:3500]}", "note": TRAP, "late_cause": "objective"}
        assert send_report(browser.as_(ward.culture_head), made, **says).status_code == 303
        ruling = {"ruling": "confirm", "ruling_note": f"{TRAP} {LONG[:3500]}"}
        assert accept(browser.as_(ward.office), made, **ruling).status_code == 303
    return made


def words_of_docx(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def words_of_pdf(content: bytes) -> str:
    with pdfplumber.open(BytesIO(content)) as document:
        pages = [page.extract_words() for page in document.pages]
        width = document.pages[0].width
    words = [word for page in pages for word in page]
    assert all(0 < word["x0"] < word["x1"] < width for word in words)
    return " ".join(word["text"] for word in words)


def words_of_xlsx(content: bytes) -> str:
    cells = [
        cell
        for sheet in openpyxl.load_workbook(BytesIO(content))
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    return "\n".join(str(cell.value) for cell in cells if cell.value is not None)


READ = {"docx": words_of_docx, "pdf": words_of_pdf, "xlsx": words_of_xlsx}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", [MatrixKind.GRID, MatrixKind.TARGETS])
def test_the_grid_and_the_targets(
    ward: Ward, browser: Browser, owed: Contribution, kind: MatrixKind
) -> None:
    plan: Plan = owed.occurrence.task.plan
    for form, read in READ.items():
        words = read(export_plan(plan.id, form, choice=SheetChoice(kind)).data)
        assert not LEFT_OVER.search(words), form
        assert "#panic()" in words, form
        if kind is MatrixKind.TARGETS:
            assert re.findall(r"chữ\d+", words) == LONG.split(), form
    page = browser.as_(ward.office).get(f"/plans/{plan.id}/print?kind={kind}").text
    assert "<b>&amp;amp;" not in page
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("owed")
def test_the_list_of_who_was_late(ward: Ward, browser: Browser) -> None:
    office: FlaskClient = browser.as_(ward.office)
    assert office.post("/late-lists/new", data={"day": "14/07/2026"}).status_code == 303
    late_list = db.session.query(LateList).one()
    for form in ("docx", "pdf"):
        words = READ[form](office.get(f"/late-lists/{late_list.id}/{form}").data)
        assert not LEFT_OVER.search(words), form
        assert words.count("#panic()") > 30, form
        assert set(LONG[:3490].split()[:-1]) <= set(words.split()), form
        assert "xác nhận ngày 06/07/2026" in re.sub(r"\s+", " ", words), form


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("owed")
def test_the_inputs_of_rating_and_the_figures(ward: Ward, browser: Browser) -> None:
    office: FlaskClient = browser.as_(ward.office)
    for words in (
        words_of_xlsx(office.post(AUGUST).data),
        words_of_xlsx(office.get(AUGUST.replace("/rating", "/xlsx")).data),
    ):
        assert not LEFT_OVER.search(words)
        assert '=HYPERLINK("http://x")' in words
    assert re.findall(r"chữ\d+", words_of_xlsx(office.post(AUGUST).data)).count("chữ749") >= 1

"""Golden tests: what each sheet of one and the same plan says, in every format.

`golden/<kind>.txt` is what a person has read and found right; a change there wants reading again.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pytest

from tests.factories import contribution_of, fixed, make_plan, on_occurrence, regular
from tests.personas import Browser, Ward
from tests.progress.reports import accept, give_back, send_report
from tracker.core.db import db
from tracker.exports.choice import MatrixKind, SheetChoice
from tracker.exports.service import export_plan
from tracker.plans.models import Plan, Section
from tracker.plans.service import add_section
from tracker.progress.instances import make_instances_of
from tracker.reading.result import DeadlineReading
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskRole
from tracker.tasks.service import AssignedUnit, TaskDetails, create_task
from tracker.units.models import Unit
from tracker.units.rules import UnitKind
from tracker.units.service import create_unit

GOLDEN = Path(__file__).parent / "golden"
KINDS = (MatrixKind.ISSUED, MatrixKind.PROGRESS, MatrixKind.UNIT, MatrixKind.GRID)
TRAP = '=HYPERLINK("http://x") <b>&amp; #panic() $x$ \x00\x1b\u202e'
SHOWN = '=HYPERLINK("http://x") <b>&amp; #panic() $x$'


def add(
    plan: Plan,
    place: tuple[int, Section | None, str],
    content: str,
    deadline: DeadlineReading,
    *units: Unit,
) -> Task:
    """A task below a heading; the first unit leads."""
    position, section, label = place
    roles = [TaskRole.LEAD] + [TaskRole.COOPERATING] * (len(units) - 1)
    task = create_task(
        plan,
        TaskDetails(content=content, deadline=deadline, label=label, product="Báo cáo"),
        position=position,
        section=section,
        assigned=[AssignedUnit(u, r, u.name) for u, r in zip(units, roles, strict=True)],
        actor=None,
    )
    make_instances_of(task, until=date(2026, 12, 31))
    return task


@pytest.fixture
def plan(ward: Ward, browser: Browser) -> Plan:
    """Done, late, waiting, returned, regular, for an event, outside the ward: one of each."""
    plan = make_plan()
    first = add_section(plan, "CHỈ ĐẠO, ĐIỀU HÀNH", label="I", position=1)
    done = add(plan, (2, first, "1"), "Ban hành kế hoạch", fixed(date(2026, 8, 20)), ward.culture)
    add(plan, (3, first, "2"), "Rà soát thủ tục", fixed(date(2026, 7, 31)), ward.economy)
    second = add_section(plan, "TUYÊN TRUYỀN", label="II", position=4)
    below = add_section(plan, "Truyền thông cơ sở", label="1", position=5, parent=second)
    units = (ward.culture, ward.economy, ward.office_unit)
    shared = add(plan, (6, below, "1.1"), "Phát thanh", fixed(date(2026, 8, 25)), *units)
    add(plan, (7, below, "1.2"), "Niêm yết công khai", regular(), ward.culture)
    add(plan, (8, None, "III"), "Họp theo yêu cầu", on_occurrence(5), ward.culture, ward.city)
    add(plan, (9, None, "IV"), "Tham gia ý kiến", fixed(date(2026, 9, 1)), ward.city, ward.economy)
    db.session.commit()
    office, head = browser.as_(ward.office), browser.as_(ward.culture_head)
    send_report(head, contribution_of(done, ward.culture), note="Đã ban hành.")
    accept(office, contribution_of(done, ward.culture))
    send_report(head, contribution_of(shared, ward.culture), note="Đã phát ba buổi.")
    give_back(office, contribution_of(shared, ward.culture), "Thiếu bài viết.")
    waiting = contribution_of(shared, ward.economy)
    send_report(browser.as_(ward.economy_head), waiting, note="Đã góp ý.", difficulty="Thiếu loa.")
    return plan


def docx_words(data: bytes) -> str:
    """Line by line as Word shows it: paragraphs, then rows with their cells between bars."""
    document = docx.Document(BytesIO(data))
    lines = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    for row in document.tables[0].rows:
        cells: list[str] = []
        for cell in row.cells:
            if not cells or cell._tc is not row.cells[len(cells) - 1]._tc:
                cells.append(" / ".join(cell.text.splitlines()))
        lines.append(" | ".join(cells).rstrip())
    return "\n".join([*lines, document.sections[0].footer.paragraphs[0].text]) + "\n"


def pdf_words(data: bytes) -> str:
    with pdfplumber.open(BytesIO(data)) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def xlsx_words(data: bytes) -> str:
    worksheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    days = ((f"{v:%d/%m/%Y}" if hasattr(v, "year") else v) for row in worksheet.values for v in row)
    return "\n".join(str(value) for value in days if value is not None)


def letters(text: str) -> Counter[str]:
    """Every letter and number, wherever lines and cells were broken."""
    return Counter(re.sub(r"[^\w%]", "", text))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", KINDS)
def test_each_sheet_says_what_a_person_found_right(
    ward: Ward, plan: Plan, kind: MatrixKind
) -> None:
    choice = SheetChoice(kind, ward.culture.id)
    word, pdf, excel = (
        export_plan(plan.id, form, choice=choice).data for form in ("docx", "pdf", "xlsx")
    )
    said = docx_words(word)
    assert said == (GOLDEN / f"{kind}.txt").read_text("utf-8")
    body = said.rpartition("\nSố liệu đến")[0]
    assert not letters(body) - letters(xlsx_words(excel))
    if kind is not MatrixKind.GRID:  # its headings are turned: read from the bottom up
        assert not letters(body) - letters(pdf_words(pdf))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_anybody_typed_is_printed_as_words(ward: Ward, browser: Browser) -> None:
    """Formulas, markup, control characters, a cell of 5,000 letters, a task of thirty units."""
    units = [
        create_unit(f"Tổ dân phố số {number}", UnitKind.INTERNAL, actor=None)
        for number in range(1, 31)
    ]
    plan = make_plan()
    long = " ".join(f"chữ{number}" for number in range(750))
    assert len(long) > 5000
    task = add(plan, (1, None, "1.10"), f"{TRAP} {long}", fixed(date(2026, 8, 20)), *units)
    task.product = TRAP
    db.session.commit()
    files = {form: export_plan(plan.id, form).data for form in ("docx", "pdf", "xlsx")}
    page = browser.as_(ward.office).get(f"/plans/{plan.id}/print").text
    read = {"docx": docx_words, "pdf": pdf_words, "xlsx": xlsx_words}
    for words in (*(read[form](data) for form, data in files.items()), page):
        assert re.findall(r"chữ\d+", words) == long.split()
        assert words.count("#panic()") >= 2
        assert not re.search("[\x00\x1b\u202e]", words)
        assert words.count("phố") >= 30
    assert SHOWN in read["docx"](files["docx"])
    sheet = openpyxl.load_workbook(BytesIO(files["xlsx"])).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    grid = export_plan(plan.id, "pdf", choice=SheetChoice(MatrixKind.GRID)).data
    with pdfplumber.open(BytesIO(grid)) as document:
        words = document.pages[0].extract_words()
        assert all(0 < word["x0"] < word["x1"] < document.pages[0].width for word in words)
        assert sum(word["text"] == "P" for word in words) == 29

"""Cells that are one on the printed original are one again, where no words are lost by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import docx
import pdfplumber
import pytest

from tests.exports.sheets import ROWS, task
from tests.reading.accuracy import SHARED
from tests.reading.documents import PLAN, plan_as_docx
from tracker.exports.cells import cells_by_row
from tracker.exports.docx import render_docx
from tracker.exports.matrix import issued_sheet
from tracker.exports.pdf import render_pdf
from tracker.exports.sheet import Sheet, SheetRow
from tracker.imports.values import anchor_to_json, named_columns
from tracker.plans.models import Plan, Section
from tracker.reading.document import read_document
from tracker.reading.result import ReadDocument, RowKind
from tracker.tasks.models import Task
from tracker.tasks.queries import AppendixRow

Make = Callable[..., Sheet]
LEAD = 2


def joined(*rows: int) -> tuple[SheetRow, ...]:
    """Five tasks of one unit; those numbered share its cell with the one above."""
    return tuple(
        replace(
            task(str(number), f"Việc {number}", "Văn phòng"),
            joined=frozenset({LEAD} if number in rows else ()),
        )
        for number in range(1, 6)
    )


def test_a_cell_reaches_down_to_the_last_row_it_is_one_with(make_sheet: Make) -> None:
    leads = [cells[LEAD].rows for cells in cells_by_row(make_sheet(*joined(2, 3, 5)))]
    assert leads == [3, 0, 0, 2, 0]
    others = {cell.rows for cells in cells_by_row(make_sheet(*ROWS)) for cell in cells}
    assert others == {1}


def test_word_and_paper_say_the_words_once(make_sheet: Make) -> None:
    sheet = make_sheet(*joined(2, 3, 4, 5))
    table = docx.Document(BytesIO(render_docx(sheet))).tables[0]
    assert len({row.cells[LEAD]._tc for row in table.rows[1:]}) == 1
    with pdfplumber.open(BytesIO(render_pdf(sheet))) as document:
        words = document.pages[0].extract_text()
    assert words.count("Văn phòng") == 1
    assert words.count("Việc") == 5


def test_a_run_longer_than_a_page_is_said_in_each_row(make_sheet: Make) -> None:
    rows = tuple(
        replace(
            task(str(number), "Rà soát thủ tục hành chính " * 6, "Văn phòng"),
            joined=frozenset({LEAD} if number > 1 else ()),
        )
        for number in range(1, 31)
    )
    with pdfplumber.open(BytesIO(render_pdf(make_sheet(*rows)))) as document:
        said = [page.extract_text().count("Văn phòng") for page in document.pages]
    assert sum(said) == 30
    assert min(said) > 0


@pytest.mark.parametrize("words", ["Văn phòng", "Phòng Kinh tế"])
def test_a_corrected_cell_stands_alone_again(words: str) -> None:
    """What the office wrote anew is no longer the cell that the paper had."""
    plan = Plan(title="Kế hoạch", year=2026, columns=named_columns(["TT", "Nội dung", "Chủ trì"]))
    first, second = (
        Task(label=str(at), content="Việc", lead_text=lead, position=at, level=1, extra={})
        for at, lead in ((1, "Văn phòng"), (2, words))
    )
    first.anchor, second.anchor = {"row": 1}, {"row": 2, "merged": ["lead"]}
    sheet = issued_sheet(plan, [first, second], as_of=datetime(2026, 8, 5, tzinfo=UTC))
    assert sheet.rows[1].joined == (frozenset({LEAD}) if words == "Văn phòng" else frozenset())


def sample_plan() -> bytes:
    """As Word, with the units of the rows 1.1 and 1.2 printed once for both."""
    together = frozenset({"lead", "cooperating"})
    rows = [replace(row, merged=together) if row.label == "1.2" else row for row in PLAN.rows]
    return plan_as_docx(replace(PLAN, rows=rows))


# The contents and how many of their rows share a cell with the row above.
PLANS: dict[str, tuple[Callable[[], bytes], int]] = {"phuong-mau-2026": (sample_plan, 1)}
REAL = SHARED / "plans" / "files" / "chi-linh-2025.docx"
if REAL.is_file():
    PLANS[REAL.stem] = (REAL.read_bytes, 8)


@pytest.mark.parametrize("name", PLANS)
def test_merged_cells_of_a_whole_plan_come_back(name: str) -> None:
    contents, sharing = PLANS[name]
    original = read_document(contents(), f"{name}.docx")
    again = read_document(render_docx(printed(original)), f"{name}.docx")
    assert [row.anchor.merged for row in again.rows] == [r.anchor.merged for r in original.rows]
    assert sum(bool(row.anchor.merged) for row in again.rows) == sharing
    assert [row.lead_text for row in again.rows] == [row.lead_text for row in original.rows]


def printed(read: ReadDocument) -> Sheet:
    plan = Plan(
        title=read.title or "",
        year=2025,
        columns=named_columns(read.columns, read.column_meanings),
    )
    rows: list[AppendixRow] = []
    for at, row in enumerate(read.rows):
        if row.kind is not RowKind.TASK:
            level = 0 if row.kind is RowKind.SECTION else 1
            rows.append(Section(label=row.label, title=row.content, level=level, position=at))
            continue
        words = {
            name: getattr(row, name)
            for name in ("label", "content", "product", "lead_text", "cooperating_text")
        }
        task_row = Task(**words, deadline_text=row.deadline_text, position=at, level=1, extra={})
        task_row.anchor = anchor_to_json(row.anchor)
        rows.append(task_row)
    return issued_sheet(plan, rows, as_of=datetime(2026, 8, 5, tzinfo=UTC))

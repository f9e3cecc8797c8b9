"""What is printed can be read again: the same rows under the same columns."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from tracker.exports.docx import render_docx
from tracker.exports.matrix import issued_sheet
from tracker.exports.pdf import render_pdf
from tracker.exports.sheet import Sheet
from tracker.exports.xlsx import render_xlsx
from tracker.imports.values import named_columns
from tracker.plans.models import Plan, Section
from tracker.reading.document import read_document
from tracker.reading.result import RowKind
from tracker.tasks.models import Task
from tracker.tasks.queries import AppendixRow

WORDS = ("label", "content", "lead_text", "cooperating_text", "deadline_text", "product")
SHARED_PLANS = Path(__file__).parents[3] / "shared" / "plans"
REAL_PLANS = [
    path
    for name in ("chi-linh-2025", "dinh-ke-2024")
    if (path := SHARED_PLANS / f"{name}.json").is_file()
]


def row(kind: str, label: str, content: str, **words: str) -> dict[str, Any]:
    return dict.fromkeys(WORDS) | {"kind": kind, "label": label, "content": content} | words


OWN_PLAN: dict[str, Any] = {
    "title": "Kế hoạch cải cách hành chính năm 2026",
    "year": 2026,
    "number": "12/KH-UBND",
    "columns": [
        "TT",
        "Nội dung công việc",
        "Thời gian hoàn thành",
        "Đơn vị chủ trì",
        "Đơn vị phối hợp",
        "Kết quả",
    ],
    "rows": [
        row("section", "I", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"),
        row(
            "task",
            "1",
            "Ban hành kế hoạch rà soát, đơn giản hóa thủ tục",
            lead_text="Văn phòng HĐND - UBND",
            deadline_text="Trước ngày 30/8/2026",
            product="Kế hoạch",
        ),
        row(
            "task",
            "2",
            "Kiểm tra việc tiếp nhận hồ sơ tại Bộ phận Một cửa",
            lead_text="Phòng Văn hóa - Xã hội, Trung tâm Phục vụ hành chính công",
            cooperating_text="Các phòng chuyên môn",
            deadline_text="Khi có phát sinh",
        ),
        row("section", "II", "TUYÊN TRUYỀN"),
        row("group", "1", "Truyền thông cơ sở"),
        row(
            "task",
            "1.1",
            "Phát thanh trên hệ thống loa truyền thanh",
            lead_text="Phòng Văn hóa - Xã hội",
            deadline_text="Thường xuyên",
            product="Tin, bài",
        ),
        row(
            "task",
            "1.10",
            "Công khai kết quả giải quyết hồ sơ",
            lead_text="Trung tâm Phục vụ hành chính công",
            deadline_text="Tháng 3, 6, 9, 12/2026",
            product="Báo cáo",
        ),
    ],
}


def printed(truth: dict[str, Any]) -> Sheet:
    plan = Plan(
        title=truth["title"],
        number=truth["number"],
        year=truth["year"],
        columns=named_columns(truth["columns"]),
    )
    rows = [_appendix_row(values, at) for at, values in enumerate(truth["rows"])]
    return issued_sheet(plan, rows, as_of=datetime(2026, 8, 5, tzinfo=UTC))


def _appendix_row(values: dict[str, Any], position: int) -> AppendixRow:
    if values["kind"] != "task":
        level = 0 if values["kind"] == "section" else 1
        return Section(
            label=values["label"], title=values["content"], level=level, position=position
        )
    words = {word: values[word] for word in WORDS}
    return Task(**words, position=position, level=1, extra={}, anchor={"row": position + 1})


def words_of(values: dict[str, Any]) -> tuple[str, ...]:
    return (values["kind"], *(values[word] or "" for word in WORDS))


@pytest.fixture(
    params=[pytest.param(OWN_PLAN, id="own"), *(pytest.param(p, id=p.stem) for p in REAL_PLANS)]
)
def truth(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A plan as transcribed by hand; the real ones wherever they are at hand."""
    if isinstance(request.param, Path):
        found: dict[str, Any] = json.loads(request.param.read_text(encoding="utf-8"))
        return found
    own: dict[str, Any] = request.param
    return own


@pytest.mark.parametrize(
    ("render", "file_name"),
    [
        pytest.param(render_docx, "phu-luc.docx", id="docx"),
        pytest.param(render_xlsx, "phu-luc.xlsx", id="xlsx"),
    ],
)
def test_printed_plan_reads_back_row_by_row(
    truth: dict[str, Any], render: Callable[[Sheet], bytes], file_name: str
) -> None:
    document = read_document(render(printed(truth)), file_name, year=truth["year"])
    assert document.columns == truth["columns"]
    assert document.unread == []
    read = [(str(row.kind), *(getattr(row, word) or "" for word in WORDS)) for row in document.rows]
    assert read == [words_of(values) for values in truth["rows"]]


def test_headings_over_the_whole_row_and_bold_tasks_come_back_as_printed() -> None:
    sheet = printed(OWN_PLAN)
    rows = tuple(
        replace(row, is_wide=row.kind is RowKind.SECTION, is_bold=at in {1, 6})
        for at, row in enumerate(sheet.rows)
    )
    looked = replace(sheet, rows=rows)
    document = read_document(render_docx(looked), "phu-luc.docx", year=2026)
    read = [(str(row.kind), *(getattr(row, word) or "" for word in WORDS)) for row in document.rows]
    assert read == [words_of(values) for values in OWN_PLAN["rows"]]
    assert [row.anchor.wide for row in document.rows] == [row.is_wide for row in rows]
    bold = [row.anchor.bold for row in document.rows if row.kind is RowKind.TASK]
    assert bold == [True, False, False, True]
    with pdfplumber.open(BytesIO(render_pdf(looked))) as paper:
        table = [row for page in paper.pages for found in page.extract_tables() for row in found]
        fonts = {letter["fontname"] for letter in paper.pages[0].crop(_row_box(paper, 2)).chars}
    assert table[1][:2] == ["I CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", None]
    assert all("Bold" in font for font in fonts)
    assert looked.check_code == sheet.check_code


def _row_box(paper: pdfplumber.PDF, number: int) -> tuple[float, float, float, float]:
    box: tuple[float, float, float, float] = paper.pages[0].find_tables()[0].rows[number].bbox
    return box


def test_paper_holds_every_row_in_order(truth: dict[str, Any]) -> None:
    with pdfplumber.open(BytesIO(render_pdf(printed(truth)))) as document:
        tables = [table for page in document.pages for table in page.extract_tables()]
    cells = [[squeezed(cell) for cell in row[:6]] for table in tables for row in table]
    header = [squeezed(heading) for heading in truth["columns"]]
    assert [row[:2] for row in cells if row != header] == [
        [squeezed(values["label"]), squeezed(values["content"])] for values in truth["rows"]
    ]


def squeezed(text: str | None) -> str:
    """Without blanks: a line may end inside "12/KH-UBND"."""
    return "".join((text or "").split())

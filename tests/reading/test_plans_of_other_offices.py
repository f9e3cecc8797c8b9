"""Plans as a province, a university and a ministry may send them: by Word's own writer, and PDF."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import docx
import pytest
import typst

from tests.reading.deadline_cases import days
from tracker.core.paths import static_folder
from tracker.reading.document import read_document
from tracker.reading.result import ReadDocument, RowKind

_TABLE = """
#let plan = json(bytes(sys.inputs.plan))
#set page(width: 420mm, height: 297mm, margin: 15mm, numbering: "1")
#set text(font: "Tinos", size: 11pt)
#for line in plan.before [#line #parbreak()]
#table(columns: plan.widths.map(width => width * 1fr), stroke: 0.5pt, ..plan.cells.map(cell =>
  table.cell(colspan: cell.columns, rowspan: cell.rows)[#cell.words]))
"""


@dataclass(frozen=True)
class Sheet:
    """Rows of cells; `merges` are (top, left, bottom, right), counted from 0."""

    before: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()


PROVINCE = Sheet(
    ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "Số: 88/KH-SKHCN", "KẾ HOẠCH", "Đổi mới sáng tạo năm 2026"),
    (
        (
            "Số TT",
            "Nhiệm vụ, giải pháp",
            "Mục tiêu cụ thể",
            "Phân công thực hiện",
            "",
            "Thời gian thực hiện",
            "",
            "Kinh phí (triệu đồng)",
            "",
            "Sản phẩm dự kiến",
        ),
        ("", "", "", "Chủ trì", "Phối hợp", "Bắt đầu", "Kết thúc", "NSNN", "Xã hội hóa", ""),
        tuple(f"({number})" for number in range(1, 11)),
        ("I", "Hoàn thiện thể chế", *[""] * 8),
        (
            "1",
            "Xây dựng quy chế quỹ phát triển",
            "100% quỹ có quy chế",
            "Phòng Công nghệ",
            "Văn phòng Sở; Thanh tra Sở",
            "01/02/2026",
            "30/6/2026",
            "150",
            "0",
            "Quyết định",
        ),
        (
            "2",
            "Rà soát danh mục nhiệm vụ",
            "",
            "Phòng Kế hoạch - Tài chính",
            "Các phòng chuyên môn thuộc Sở",
            "",
            "Quý III/2026",
            "",
            "50",
            "Báo cáo",
        ),
    ),
    (1, 4, 3, 3, 3, 2, 2, 2, 2, 3),
    (
        (0, 0, 1, 0),
        (0, 1, 1, 1),
        (0, 2, 1, 2),
        (0, 3, 0, 4),
        (0, 5, 0, 6),
        (0, 7, 0, 8),
        (0, 9, 1, 9),
    ),
)
UNIVERSITY = Sheet(
    ("TRƯỜNG ĐẠI HỌC MẪU", "Số: 45/KH-ĐHM", "KẾ HOẠCH", "Công tác năm học 2026 - 2027"),
    (
        (
            "STT",
            "Nội dung công việc",
            "Người chịu trách nhiệm chính",
            "Người phối hợp",
            "Hạn hoàn thành",
            "Lãnh đạo phụ trách",
            "Minh chứng",
        ),
        ("A", "CÔNG TÁC ĐÀO TẠO", *[""] * 5),
        (
            "1",
            "Rà soát chương trình đào tạo",
            "TS. Nguyễn Văn Mẫu",
            "ThS. Trần Thị Mẫu, ThS. Lê Mẫu",
            "15/9/2026",
            "PHT",
            "Biên bản",
        ),
        (
            "2",
            "Lấy ý kiến người học",
            "Trưởng Phòng Khảo thí",
            "Các khoa",
            "Cuối học kỳ I",
            "PHT",
            "Báo cáo",
        ),
    ),
    (1, 4, 3, 3, 2, 3, 2),
)
MINISTRY = Sheet(
    ("BỘ MẪU", "Số: 1234/QĐ-BM", "QUYẾT ĐỊNH", "Kế hoạch cải cách hành chính năm 2026"),
    (
        ("TT", "Đơn vị chủ trì", "Nhiệm vụ", "Sản phẩm", "Thời hạn", "Đơn vị phối hợp"),
        ("A.", "CẢI CÁCH THỂ CHẾ", *[""] * 4),
        (
            "a)",
            "Vụ Pháp chế",
            "Trình Nghị định về dữ liệu dùng chung",
            "Dự thảo Nghị định",
            "Tháng 9/2026",
            "Vụ Tổ chức cán bộ; Cục Chuyển đổi số",
        ),
        (
            "b)",
            "",
            "Kiểm tra, rà soát văn bản",
            "Báo cáo",
            "Tháng 6, tháng 12",
            "Các đơn vị thuộc Bộ",
        ),
    ),
    (1, 3, 5, 3, 3, 3),
    ((1, 1, 1, 5), (2, 1, 3, 1)),
)


def as_word(sheet: Sheet) -> bytes:
    document = docx.Document()
    for line in sheet.before:
        document.add_paragraph(line)
    table = document.add_table(rows=len(sheet.rows), cols=len(sheet.widths))
    for at, row in enumerate(sheet.rows):
        for column, words in enumerate(row):
            table.cell(at, column).text = words
    for top, left, bottom, right in sheet.merges:
        words = table.cell(top, left).text
        table.cell(top, left).merge(table.cell(bottom, right)).text = words
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf(sheet: Sheet) -> bytes:
    spans = {
        (top, left): (bottom - top + 1, right - left + 1)
        for top, left, bottom, right in sheet.merges
    }
    plan = {
        "before": sheet.before,
        "widths": sheet.widths,
        "cells": list(_cells(sheet.rows, spans)),
    }
    return typst.compile(
        _TABLE.encode(),
        format="pdf",
        sys_inputs={"plan": json.dumps(plan)},
        font_paths=[str(static_folder() / "fonts")],
        ignore_system_fonts=True,
    )


def _cells(
    rows: Sequence[Sequence[str]], spans: dict[tuple[int, int], tuple[int, int]]
) -> list[dict[str, object]]:
    covered: set[tuple[int, int]] = set()
    cells: list[dict[str, object]] = []
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            if (at, column) in covered:
                continue
            height, width = spans.get((at, column), (1, 1))
            covered |= {
                (at + down, column + right) for down in range(height) for right in range(width)
            }
            cells.append({"words": words, "columns": width, "rows": height})
    return cells


both_forms = pytest.mark.parametrize("writer", [as_word, as_pdf], ids=["docx", "pdf"])


def read(sheet: Sheet, writer: Callable[[Sheet], bytes]) -> ReadDocument:
    return read_document(writer(sheet), "ke-hoach")


@both_forms
def test_ten_columns_below_two_rows_of_titles(writer: Callable[[Sheet], bytes]) -> None:
    document = read(PROVINCE, writer)

    section, first, second = document.rows
    assert (document.number, section.kind) == ("88/KH-SKHCN", RowKind.SECTION)
    assert (first.lead, first.cooperating) == (
        ("Phòng Công nghệ",),
        ("Văn phòng Sở", "Thanh tra Sở"),
    )
    assert first.deadline is not None
    assert first.deadline.dates == days("30/06/2026")
    assert first.extra["Mục tiêu cụ thể"] == "100% quỹ có quy chế"
    assert first.extra["Thời gian thực hiện Bắt đầu"] == "01/02/2026"
    assert first.extra["Kinh phí (triệu đồng) NSNN"] == "150"
    assert second.lead == ("Phòng Kế hoạch - Tài chính",)
    assert not [row for row in document.rows if row.findings]


@both_forms
def test_persons_instead_of_units(writer: Callable[[Sheet], bytes]) -> None:
    document = read(UNIVERSITY, writer)

    section, first, second = document.rows
    assert section.content == "CÔNG TÁC ĐÀO TẠO"
    assert first.lead == ("TS. Nguyễn Văn Mẫu",)
    assert first.cooperating == ("ThS. Trần Thị Mẫu", "ThS. Lê Mẫu")
    assert first.extra == {"Lãnh đạo phụ trách": "PHT"}
    assert first.product == "Biên bản"
    assert second.deadline is not None
    assert not second.deadline.dates
    assert [finding.field for finding in second.findings] == ["deadline"]


@both_forms
def test_the_lead_before_the_content_and_lettered_labels(writer: Callable[[Sheet], bytes]) -> None:
    document = read(MINISTRY, writer)

    section, first, second = document.rows
    assert (section.kind, section.label) == (RowKind.SECTION, "A.")
    assert (first.label, first.lead) == ("a)", ("Vụ Pháp chế",))
    assert first.cooperating == ("Vụ Tổ chức cán bộ", "Cục Chuyển đổi số")
    assert (second.label, second.lead) == ("b)", ("Vụ Pháp chế",))
    assert "Ô trộn dọc" in second.findings[0].message
    assert second.deadline is not None
    assert second.deadline.dates == days("30/06/2026", "31/12/2026")

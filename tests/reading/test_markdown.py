"""Pipe tables of Markdown."""

from __future__ import annotations

import pytest

from tests.reading.documents import CENTRE, OFFICE, ROWS
from tests.reading.helpers import expected, printed
from tests.reading.markup_documents import plan_as_markdown
from tracker.reading.document import read_document, read_pasted

HEADER = "TT | Nội dung | Đơn vị chủ trì | Thời hạn\n---|:---:|---:|---\n"


def test_a_pasted_plan() -> None:
    document = read_pasted(plan_as_markdown(), year=2026)

    assert [printed(row) for row in document.rows] == [expected(row) for row in ROWS]
    assert document.title == "Kế hoạch chuyển đổi số phường Mẫu năm 2026"


def test_a_file_without_outer_pipes() -> None:
    data = f"{HEADER}1 | Rà soát | {OFFICE} | Quý II/2026\n\nGhi chú\n".encode()
    rows = read_document(data, "ke-hoach.md").rows

    assert [printed(row)[:3] for row in rows] == [("1", "Rà soát", OFFICE)]
    assert rows[0].anchor.line == 3


def test_marks_are_no_words() -> None:
    row = rf"1 | **Rà soát** [hồ sơ](http://mau) `A\|B` *gấp*<br>lưu | {OFFICE} | Hàng tháng"

    assert read_pasted(HEADER + row).rows[0].content == "Rà soát hồ sơ A|B gấp lưu"


def test_units_on_lines_of_their_own() -> None:
    row = f"1 | Rà soát | {OFFICE}<br/>{CENTRE} | Hàng tháng"

    assert read_pasted(HEADER + row).rows[0].lead == (OFFICE, CENTRE)


def test_stars_and_underscores_inside_words_stay() -> None:
    row = f"1 | Nhập tệp so_lieu_2026 và 3*4 biểu | {OFFICE} | Hàng tháng"

    assert read_pasted(HEADER + row).rows[0].content == "Nhập tệp so_lieu_2026 và 3*4 biểu"


@pytest.mark.parametrize("between", ["", "**II. Công tác khác**", "\n## II. Công tác khác\n"])
def test_lines_between_rows_do_not_end_the_table(between: str) -> None:
    first, second = (f"| {at} | Rà soát {at} | {OFFICE} | Quý II/2026 |" for at in "12")
    header = "| TT | Nội dung | Đơn vị chủ trì | Thời hạn |\n|---|---|---|---|\n"
    document = read_pasted(f"{header}{first}\n{between}\n{second}\n")

    headings = ["Công tác khác"] if between else []
    assert [row.content for row in document.rows] == ["Rà soát 1", *headings, "Rà soát 2"]

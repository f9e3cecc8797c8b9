"""OpenDocument spreadsheets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reading.documents import CENTRE, OFFICE, PLAN, ROWS, Plan, PlanRow
from tests.reading.helpers import HEADER, expected, messages, printed
from tests.reading.ods_documents import cell, covered, ods, plan_as_ods, row
from tracker.reading.document import read_document
from tracker.reading.result import ReadRow, UnreadableDocumentError

TITLES = row(*(cell(title) for title in HEADER))


def read(*rows: str) -> list[ReadRow]:
    return read_document(ods(TITLES + "".join(rows)), "ke-hoach.ods", year=2026).rows


def task(label: str, *, deadline: str = "", lead: str = "") -> str:
    return row(
        cell(label),
        cell("Rà soát hồ sơ"),
        lead or cell(OFFICE),
        cell(CENTRE),
        deadline or cell("Hàng tháng"),
        cell("Báo cáo"),
    )


def test_a_plan() -> None:
    document = read_document(plan_as_ods(), "ke-hoach.ods")

    assert [printed(row) for row in document.rows] == [expected(row) for row in ROWS]
    assert document.number == "12/KH-UBND"
    assert document.signer == "Nguyễn Văn Mẫu"
    assert document.rows[1].anchor.row == len(PLAN.before) + 4


def test_cells_merged_down_and_across() -> None:
    merged = frozenset({"lead", "deadline"})
    rows = (ROWS[1], replace(ROWS[2], lead="", deadline="", merged=merged))
    first, second = read_document(plan_as_ods(Plan(rows)), "a.ods").rows

    assert second.lead_text == first.lead_text == OFFICE
    assert "Ô trộn dọc" in messages(second, "deadline")[0]


def test_the_last_column_merged_at_the_edge_of_the_sheet() -> None:
    upper = task("1").replace(cell("Báo cáo"), cell("Báo cáo", 'table:number-rows-spanned="2"'))
    lower = task("2").replace(cell("Báo cáo"), covered())

    assert [found.product for found in read(upper, lower)] == ["Báo cáo", "Báo cáo"]


def test_a_block_merged_over_two_columns_and_rows() -> None:
    block = 'table:number-columns-spanned="2" table:number-rows-spanned="2"'
    upper = row(cell("1"), cell("Rà soát"), cell(OFFICE, block), covered(), cell("Hàng tháng"))
    lower = row(cell("2"), cell("Lưu"), covered(2), cell("Hàng quý"))
    rows = read(upper, lower)

    assert [found.lead_text for found in rows] == [OFFICE, OFFICE]
    assert [found.deadline_text for found in rows] == ["Hàng tháng", "Hàng quý"]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("04/20/26", "20/04/2026"),
        ("20 thg 4 2026", "20/04/2026"),
        ("20-Apr-26", "20/04/2026"),
        ("Tháng 4/2026", "Tháng 4/2026"),
        ("Apr-26", "Tháng 4/2026"),
        ("04/2026", "Tháng 4/2026"),
    ],
)
def test_a_date_in_whatever_language_the_sheet_shows_it(words: str, shown: str) -> None:
    date = 'office:value-type="date" office:date-value="2026-04-20"'

    assert read(task("1", deadline=cell(words, date)))[0].deadline_text == shown


def test_a_number_with_a_decimal_comma_is_a_label() -> None:
    label = '<table:table-cell office:value-type="float" office:value="1.1">'
    written = task("1,1").replace("<table:table-cell >", label, 1)

    assert read(written)[0].label == "1.1"


def test_lines_notes_and_blanks_inside_a_cell() -> None:
    words = (
        "<table:table-cell><office:annotation><text:p>ghi chú</text:p></office:annotation>"
        "<text:p>Công<text:s/>an</text:p><text:p>Trạm <text:span>Y</text:span> tế</text:p>"
        "</table:table-cell>"
    )

    assert read(task("1", lead=words))[0].lead == ("Công an", "Trạm Y tế")


def test_a_hidden_sheet_is_not_read() -> None:
    sheet = TITLES + task("1")

    assert len(read_document(ods(f"hidden:{sheet}", sheet), "a.ods").rows) == 1


def test_rows_in_groups() -> None:
    group = f"<table:table-row-group>{task('1')}{task('2')}</table:table-row-group>"

    assert [found.label for found in read(group)] == ["1", "2"]


def test_a_row_repeated_without_end_is_refused() -> None:
    many = task("1").replace(
        "<table:table-row ", '<table:table-row table:number-rows-repeated="1048576" '
    )

    with pytest.raises(UnreadableDocumentError, match="quá lớn"):
        read(many)


def test_an_invented_plan_row_keeps_its_line_breaks() -> None:
    plan = Plan((PlanRow("1", "Họp", f"{OFFICE}\n{CENTRE}", "", "Hàng tháng", ""),))

    assert read_document(plan_as_ods(plan), "a.ods").rows[0].lead == (OFFICE, CENTRE)


def test_struck_out_rows_and_words_are_left_out_and_said() -> None:
    whole = task("2").replace("<table:table-cell ", '<table:table-cell table:style-name="out" ')
    dropped = '<text:span text:style-name="out">Quyết định </text:span>'
    part = task("1").replace("<text:p>Báo cáo", f"<text:p>{dropped}Báo cáo")
    document = read_document(ods(TITLES + part + whole), "a.ods")
    (row,) = document.rows

    assert document.findings[0].message == "1 hàng bị gạch ngang nên không được đọc."
    assert (row.label, row.product) == ("1", "Báo cáo")
    assert "gạch ngang" in messages(row, "product")[0]

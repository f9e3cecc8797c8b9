"""Words that are in the file but not on the page are left out; words in odd places are read."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import xlsxwriter

from tests.reading.documents import cell, docx, table
from tests.reading.helpers import HEADER, messages, task_row
from tracker.reading.document import read_document, read_pasted
from tracker.reading.result import ReadDocument

OLD, NEW = "Trước 30/6/2026", "Trước 30/9/2026"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def word_cell(runs: str) -> str:
    return f"<w:tc><w:tcPr/><w:p>{runs}</w:p></w:tc>"


def read_deadline_cell(runs: str) -> ReadDocument:
    row = [cell(text) for text in task_row("1")]
    row[4] = word_cell(runs)
    return read_word_rows(row)


def read_word_rows(*rows: list[str], more: str = "") -> ReadDocument:
    written = table([[cell(title) for title in HEADER], *rows]).replace(
        "</w:tbl>", more + "</w:tbl>"
    )
    return read_document(docx(written), "x.docx", year=2026)


@pytest.mark.parametrize(
    "runs",
    [
        f"<w:del><w:r><w:delText>{OLD}</w:delText></w:r></w:del><w:ins>{run(NEW)}</w:ins>",
        f"<w:moveFrom>{run(OLD)}</w:moveFrom><w:moveTo>{run(NEW)}</w:moveTo>",
    ],
)
def test_tracked_changes_are_read_as_accepted_and_said(runs: str) -> None:
    document = read_deadline_cell(runs)

    assert document.rows[0].deadline_text == NEW
    assert "Track Changes" in document.findings[0].message


@pytest.mark.parametrize("switch", ["<w:del/>", "<w:hidden/>"])
def test_a_row_deleted_or_hidden_is_no_task_and_said(switch: str) -> None:
    cells = "".join(cell(text) for text in task_row("2", "Việc đã bỏ"))
    gone = f"<w:tr><w:trPr>{switch}</w:trPr>{cells}</w:tr>"
    document = read_word_rows([cell(text) for text in task_row("1")], more=gone)

    assert [row.label for row in document.rows] == ["1"]
    assert any("Có 1 hàng" in finding.message for finding in document.findings)


@pytest.mark.parametrize("switch", ["<w:strike/>", "<w:dstrike/>"])
def test_struck_out_words_are_left_out_and_said(switch: str) -> None:
    row = read_deadline_cell(run(OLD, switch) + run(" " + NEW)).rows[0]

    assert row.deadline_text == NEW
    assert "gạch ngang" in messages(row, "deadline")[0]


def test_a_row_struck_out_whole_is_said() -> None:
    struck = [word_cell(run(text, "<w:strike/>")) for text in task_row("2")]
    document = read_word_rows([cell(text) for text in task_row("1")], struck)

    assert document.rows_in_file == 1
    assert document.findings[0].message == "1 hàng bị gạch ngang nên không được đọc."


def test_the_mark_of_a_footnote_is_no_figure_of_the_year() -> None:
    raised = run("1", '<w:vertAlign w:val="superscript"/>')
    row = read_deadline_cell(run("Quý III/2026") + raised).rows[0]

    assert row.deadline_text == "Quý III/2026"
    assert "chú thích “1”" in messages(row, "deadline")[0]


def test_an_exponent_is_kept() -> None:
    row = [cell(text) for text in task_row("1")]
    raised = run("2", '<w:vertAlign w:val="superscript"/>')
    row[1] = word_cell(run("Sửa 100 m") + raised + run(" sân"))

    assert read_word_rows(row).rows[0].content == "Sửa 100 m2 sân"


def test_a_control_nobody_filled_in_is_empty() -> None:
    control = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    row = read_deadline_cell(control.format(run("Bấm để nhập ngày"))).rows[0]

    assert row.deadline_text is None


def test_a_text_box_inside_a_cell_is_read_and_said() -> None:
    box = "<w:r><w:pict><w:txbxContent><w:p>{}</w:p></w:txbxContent></w:pict></w:r>"
    row = read_deadline_cell(box.format(run(NEW))).rows[0]

    assert row.deadline_text == NEW
    assert "khung rời" in messages(row, "deadline")[0]


def test_marks_that_print_nothing() -> None:
    row = read_deadline_cell(run("\u200fTrước\u00a030/9/\u00ad2026\u202c\u2060")).rows[0]

    assert row.deadline_text == NEW


@pytest.mark.parametrize(
    "tick",
    ["x", "✓", "\uf0fc", "☒"],
)
def test_a_tick_is_no_time_and_said(tick: str) -> None:
    row = read_deadline_cell(run(tick)).rows[0]

    assert row.deadline is not None
    assert row.deadline.dates == ()
    assert "chỉ đánh dấu" in messages(row, "deadline")[0]


def test_a_tick_of_a_symbol_font() -> None:
    row = read_deadline_cell('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>').rows[0]

    assert row.deadline_text == "✓"


@pytest.mark.parametrize(
    "struck",
    ["<s>{}</s>", "<del>{}</del>", '<span style="text-decoration: line-through">{}</span>'],
)
def test_struck_out_words_of_a_page(struck: str) -> None:
    words = list(task_row("1"))
    words[4] = struck.format(OLD) + " " + NEW + "<sup>(1)</sup>"
    rows = "".join(
        f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in (HEADER, words)
    )
    row = read_pasted(f"<table>{rows}</table>", year=2026).rows[0]

    assert row.deadline_text == NEW
    assert len(messages(row, "deadline")) == 2


def sheet(write: Callable[[xlsxwriter.Workbook], None]) -> ReadDocument:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    write(book)
    book.close()
    return read_document(buffer.getvalue(), "x.xlsx", year=2026)


def test_struck_out_cells_and_parts_of_cells_in_a_sheet() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        struck, page = book.add_format({"font_strikeout": True}), book.add_worksheet()
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, task_row("1"))
        page.write(1, 2, "Công an phường", struck)
        page.write_rich_string(1, 4, struck, OLD, book.add_format(), " " + NEW)
        page.write_row(2, 0, task_row("2"), struck)

    document = sheet(write)
    row = document.rows[0]

    assert (row.lead, row.deadline_text) == ((), NEW)
    assert "gạch ngang" in messages(row, "lead")[0]
    assert "gạch ngang" in messages(row, "deadline")[0]
    assert document.findings[-1].message == "1 hàng bị gạch ngang nên không được đọc."


def test_hidden_sheets_and_rows_are_said() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        draft, page = book.add_worksheet("Nháp"), book.add_worksheet("Chính")
        for at, part in enumerate((draft, page)):
            part.write_row(0, 0, HEADER)
            part.write_row(1, 0, task_row(str(at)))
        page.set_row(1, None, None, {"hidden": True})
        page.set_first_sheet()
        page.activate()
        draft.hide()

    document = sheet(write)
    said = [finding.message for finding in document.findings]

    assert [row.label for row in document.rows] == ["1"]
    assert any("trang tính ẩn “Nháp”" in message for message in said)
    assert any("có 1 hàng ẩn" in message for message in said)


def test_a_footnote_of_a_cell_is_quoted() -> None:
    row = [cell(text) for text in task_row("1")]
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    row[2] = word_cell(run("Công an phường") + mark)
    body = table([[cell(title) for title in HEADER], row])
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:footnote w:id="2"><w:p>{run("Cùng Ban Chỉ huy quân sự")}</w:p></w:footnote>'
        "</w:footnotes>"
    )
    file = docx(body, more={"word/footnotes.xml": notes})
    found = read_document(file, "x.docx", year=2026).rows[0]

    assert found.lead_text == "Công an phường"
    assert messages(found, "lead") == [
        "Ô này có chú thích ở cuối trang: “Cùng Ban Chỉ huy quân sự”."
    ]


def test_struck_out_words_of_another_column_are_said() -> None:
    header = (*HEADER, "Ghi chú")
    row = [cell(text) for text in task_row("1")]
    row.append(word_cell(run("việc gấp", "<w:strike/>")))
    document = read_document(docx(table([[cell(title) for title in header], row])), "x.docx")

    assert "Cột “Ghi chú”: Có chữ gạch ngang" in messages(document.rows[0], "kind")[0]

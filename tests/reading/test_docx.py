"""What only Word files have: automatic numbers, split runs, tracked changes, nested tables."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.reading.documents import cell, decimal_list, docx, package, paragraph, table
from tests.reading.helpers import HEADER, labels, read_cells, task_row
from tracker.reading.document import read_document
from tracker.reading.readers.word_numbering import write_number


def _numbered(level: int, words: tuple[str, ...], list_id: int = 1) -> list[str]:
    return [cell(number=(list_id, level)), *(cell(text) for text in words[1:])]


def test_automatic_numbers_become_labels() -> None:
    rows = [_numbered(level, task_row("")) for level in (0, 1, 1, 0, 1)]
    document = read_cells(*rows, numbering=decimal_list("%1"))

    assert labels(document) == ["1", "1.1", "1.2", "2", "2.1"]


def test_automatic_numbers_are_written_as_the_list_says() -> None:
    document = read_cells(_numbered(0, task_row("")), numbering=decimal_list("%1)"))

    assert labels(document) == ["1)"]


def test_two_lists_count_apart() -> None:
    lists = decimal_list("%1") + decimal_list("%1", list_id=2)
    rows = [_numbered(0, task_row(""), list_id) for list_id in (1, 1, 2)]

    assert labels(read_cells(*rows, numbering=lists)) == ["1", "2", "1"]


@pytest.mark.parametrize(
    ("value", "number_format", "written"),
    [
        (4, "upperRoman", "IV"),
        (9, "lowerRoman", "ix"),
        (2, "upperLetter", "B"),
        (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"),
        (7, "unknown", "7"),
    ],
)
def test_numbers_in_words_formats(value: int, number_format: str, written: str) -> None:
    assert write_number(value, number_format) == written


def test_words_cut_by_a_line_break_are_joined_as_printed() -> None:
    content = "Theo Thông tư số 03/2020/TT-\nBTTTT của Văn phòng HĐND -\nUBND"
    document = read_cells([cell(text) for text in task_row("1", content)])

    assert document.rows[0].content == (
        "Theo Thông tư số 03/2020/TT-BTTTT của Văn phòng HĐND - UBND"
    )


def test_misread_and_decomposed_letters_are_mended() -> None:
    document = read_cells([cell(text) for text in task_row("1", "Phƣờng tổ chư\u0301c họp")])

    assert document.rows[0].content == "Phường tổ chức họp"


def test_deleted_words_are_not_read_inserted_ones_are() -> None:
    changed = (
        "<w:tc><w:p><w:del><w:r><w:delText>Bỏ</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>Lập hồ sơ mới</w:t></w:r></w:ins></w:p></w:tc>"
    )
    words = task_row("1")
    document = read_cells([cell(words[0]), changed, *(cell(text) for text in words[2:])])

    assert document.rows[0].content == "Lập hồ sơ mới"


def test_words_of_a_table_inside_a_cell_are_kept() -> None:
    inner = table([[cell("Loại A"), cell("10 hồ sơ")]])
    words = task_row("1")
    document = read_cells(
        [cell(words[0]), cell("Kiểm kê", inside=inner), *(cell(text) for text in words[2:])]
    )

    assert document.rows[0].content == "Kiểm kê Loại A 10 hồ sơ"
    assert document.rows_in_file == 1


def test_a_table_inside_a_content_control() -> None:
    tasks = table([[cell(t) for t in HEADER], [cell(t) for t in task_row("1")]])
    document = read_document(docx(f"<w:sdt><w:sdtContent>{tasks}</w:sdtContent></w:sdt>"), "x")

    assert labels(document) == ["1"]


def test_cells_left_out_at_the_start_of_a_row() -> None:
    words = task_row("")
    row = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + "".join(cell(t) for t in words[1:])
    tasks = table([[cell(t) for t in HEADER], [row]])
    document = read_document(docx(paragraph("KẾ HOẠCH"), tasks), "x.docx")

    assert document.rows[0].content == words[1]
    assert document.rows[0].lead_text == words[2]


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    body = docx(table([[cell(t) for t in HEADER], [cell(t) for t in task_row("1", "§")]]))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        xml = archive.read("word/document.xml").decode()
    document = read_document(
        package({"word/document.xml": bomb + xml.replace("§", "Việc &b;")}), "x.docx"
    )

    assert document.rows[0].content == "Việc"


def test_strict_open_xml() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    tasks = docx(table([[cell(t) for t in HEADER], [cell(t) for t in task_row("1")]]))
    with zipfile.ZipFile(io.BytesIO(tasks)) as archive:
        xml = archive.read("word/document.xml").decode()
    xml = xml.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict)

    assert labels(read_document(package({"word/document.xml": xml}), "x.docx")) == ["1"]

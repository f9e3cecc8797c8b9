"""A file that cannot be read is refused in one Vietnamese sentence, in little memory."""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
import zipfile

import pytest

from tests.reading.documents import PLAN, package, plan_as_docx, plan_as_rows, plan_as_text
from tests.reading.documents import plan_as_xlsx as xlsx
from tracker.reading.document import read_document
from tracker.reading.result import UnreadableDocumentError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89"
WORKBOOK = (
    '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
)
RELATIONS = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'


def refusal(data: bytes, name: str = "ke-hoach.docx") -> str:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(data, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.docx", "không có nội dung"),
        (b"\0\0\0\0", "a.docx", "không có nội dung"),
        (OLE, "ke-hoach.doc", "lưu lại dạng .docx"),
        (OLE + "Workbook".encode("utf-16-le"), "a.xls", "lưu lại dạng .xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "mật khẩu"),
        (PNG, "a.docx", "là ảnh"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "a.xlsx", "là ảnh"),
        (b"%PDF-1.7\n", "a.pdf", "PDF"),
        (b"{\\rtf1 abc}", "a.doc", ".docx"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "a.html", "Không tìm thấy bảng nhiệm vụ"),
        (b"<html><body><script>x</script></body></html>", "a.html", "Trang web không có nội dung"),
        (b"Rar!\x1a\x07\x00" + b"\0" * 40, "a.docx", "Loại tệp"),
        ("Số liệu".encode("utf-16-le")[1:], "a.txt", "Loại tệp"),
        (b"K\xd5 ho\xb9ch c\xb6i c\xb8ch", "a.txt", "Unicode"),
        ("Chỉ là lời văn, không có bảng.".encode(), "a.txt", "Không tìm thấy bảng nhiệm vụ"),
        (package({"word/other.xml": "<a/>"}), "a.docx", "Loại tệp"),
        (package({"word/document.xml": "<w:document"}), "a.docx", "bị hỏng"),
        (package({"word/document.xml": "<document/>"}), "a.docx", "bị hỏng"),
        (plan_as_docx()[:-300], "a.docx", "bị hỏng"),
        (xlsx()[:2000], "a.xlsx", "bị hỏng"),
    ],
)
def test_each_bad_file_gets_its_sentence(data: bytes, name: str, words: str) -> None:
    sentence = refusal(data, name)

    assert words in sentence
    assert sentence.endswith(".")


def test_the_content_decides_not_the_name() -> None:
    assert len(read_document(plan_as_docx(), "ke-hoach.xlsx").rows) == len(PLAN.rows)
    assert len(read_document(xlsx(), "ke-hoach.pdf").rows) == len(PLAN.rows)
    assert len(read_document(plan_as_rows().encode(), "ke-hoach.docx").rows) == len(PLAN.rows)


def test_a_package_with_a_password_flag() -> None:
    data = bytearray(plan_as_docx())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1

    assert "mật khẩu" in refusal(bytes(data))


def test_a_zip_bomb_is_refused_without_being_opened() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (70 * 1024 * 1024))
    tracemalloc.start()
    assert "quá lớn" in refusal(buffer.getvalue())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 20 * 1024 * 1024


def test_a_part_larger_than_it_claims_is_damaged() -> None:
    data = bytearray(package({"word/document.xml": "0" * 5_000_000}))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(signature)
        data[at + offset : at + offset + 4] = struct.pack("<I", 1000)

    assert "bị hỏng" in refusal(bytes(data))


def test_two_parts_of_one_name_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("xl/workbook.xml", "<b/>")

    assert "bị hỏng" in refusal(buffer.getvalue())


def _sheet(cells: str) -> bytes:
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>",
    }
    return package(parts)


def test_two_cells_in_opposite_corners_are_refused() -> None:
    """Laid out densely they would take hundreds of gigabytes."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="XFD1048576"><v>1</v></c></row>'

    assert "Bảng tính quá lớn" in refusal(_sheet(cells), "a.xlsx")


def test_a_huge_sheet_with_few_used_rows_takes_little_memory() -> None:
    row = '<row r="1" s="1" customFormat="1"></row>' * 2_000_000
    data = _sheet(row)
    tracemalloc.start()
    assert "quá lớn" in refusal(data, "a.xlsx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(data) < 2_000_000
    assert peak < 20 * 1024 * 1024


SOURCES = (plan_as_docx(), xlsx(), plan_as_rows().encode(), plan_as_text().encode())


@pytest.mark.parametrize("seed", range(60))
def test_damaged_files_end_in_a_reading_or_a_sentence(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    data = bytearray(SOURCES[seed % len(SOURCES)])
    for _ in range(chance.choice((1, 3, 10))):
        at = chance.randrange(len(data))
        data[at : at + chance.choice((0, 1, 40))] = bytes([chance.randrange(256)])
    sentence, balanced = "", True
    try:
        document = read_document(bytes(data), "ke-hoach.docx")
        balanced = document.rows_in_file == len(document.rows) + len(document.unread)
    except UnreadableDocumentError as error:
        sentence = str(error)

    assert balanced
    assert not sentence or sentence.endswith(".")

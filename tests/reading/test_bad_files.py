"""A file that cannot be read is refused in one Vietnamese sentence, in little memory."""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from tests.reading.documents import PLAN, package, plan_as_docx, plan_as_rows, plan_as_text
from tests.reading.documents import plan_as_xlsx as xlsx
from tests.reading.markup_documents import plan_as_html
from tests.reading.ods_documents import plan_as_ods
from tests.reading.peak_memory import refused_with_peak
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


def test_more_merged_ranges_than_cells_are_refused(tmp_path: Path) -> None:
    merges = "".join(f'<mergeCell ref="A{at}:B{at}"/>' for at in range(40, 150_040))
    cells = '<row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells>'
    file = tmp_path / "gop-o.xlsx"
    file.write_bytes(_sheet(f"{cells}{merges}</mergeCells><sheetData>"))

    sentence, peak = refused_with_peak(file)

    assert "Bảng tính quá lớn" in sentence
    assert peak < 500 * 1024 * 1024


def test_styles_based_on_each_other_do_no_harm() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{own}"><w:basedOn w:val="{other}"/></w:style>'
        for own, other in ("AB", "BA")
    )
    data = _changed(plan_as_docx(), "word/document.xml", b"<w:p>", _STYLED)
    data = _with_part(data, "word/styles.xml", f"<w:styles {_WORD}>{styles}</w:styles>")

    assert len(read_document(data, "a.docx").rows) == len(PLAN.rows)


@pytest.mark.parametrize("kind", ["docx", "ods", "html"])
def test_entities_are_never_resolved(kind: str, tmp_path: Path) -> None:
    """Neither a file of this machine nor ten to the ninth letters come out of an entity."""
    secret = tmp_path / "secret.txt"
    secret.write_text("matkhau")
    entities = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{secret.as_uri()}"><!ENTITY f0 "ffffffffff">'
    entities += "".join(f'<!ENTITY f{n} "{f"&f{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
    words = "&e;&f9;Công an".encode()
    if kind == "html":
        opening = entities.replace("DOCTYPE a", "DOCTYPE html")
        page = plan_as_html(PLAN).replace("<!DOCTYPE html>", opening)
        data = page.encode().replace("Công an".encode(), words, 1)
        assert "matkhau" not in str(read_document(data, "a.html"))
        return
    part = {"docx": "word/document.xml", "ods": "content.xml"}[kind]
    whole = plan_as_docx() if kind == "docx" else plan_as_ods()
    data = _changed(whole, part, "Công an".encode(), words)
    data = _changed(data, part, b"", entities.encode())

    assert "bị hỏng" in refusal(data, f"a.{kind}")


@pytest.mark.parametrize("depth", [100, 20_000])
def test_tables_in_tables_in_tables_are_refused(depth: int) -> None:
    nested = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth
    document = f"<w:document {_WORD}><w:body>{nested}</w:body></w:document>"
    page = "<html><body>" + "<table><tr><td>" * depth + "x" + "</td></tr></table>" * depth

    assert refusal(package({"word/document.xml": document}))
    assert refusal(page.encode(), "a.html")


def test_text_that_is_no_plan_does_not_take_minutes() -> None:
    header = "TT\nNội dung\nĐơn vị chủ trì\nThời gian\n1\n"

    assert "quá nhiều dòng" in refusal((header + "Rà soát hồ sơ\n" * 5_100).encode(), "a.txt")


def test_far_more_rows_than_a_plan_has_are_refused() -> None:
    table = "TT\tNội dung nhiệm vụ\tĐơn vị chủ trì\tThời gian\n"
    row = "{}\tRà soát hồ sơ\tVăn phòng\tTháng 6\n"
    words = "Giao Phòng Văn hóa - Xã hội rà soát hồ sơ tồn đọng trước ngày 30/6/2026;\n"

    assert "có 2001 dòng" in refusal(
        (table + "".join(map(row.format, range(2001)))).encode(), "a.txt"
    )
    assert "quá nhiều dòng" in refusal((words * 2001).encode(), "a.txt")


_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_STYLED = b'<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr>'


def _changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A package with the first `old` of a part replaced; without `old` the new words lead it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part]
    start = text.index(b"?>") + 2 if not old and text.startswith(b"<?xml") else 0
    parts[part] = text[:start] + text[start:].replace(old, new, 1)
    return package({name: content.decode() for name, content in parts.items()})


def _with_part(data: bytes, name: str, content: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {known: archive.read(known).decode() for known in archive.namelist()}
    return package({**parts, name: content})


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

"""A file is what its content says: names lie, contents do not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.progress.files import (
    DOCX,
    JPEG,
    OLE,
    PDF,
    PNG,
    PPTX,
    PROGRAM,
    XLSX,
    ole,
    zipped,
    zipped_parts,
)
from tracker.core.errors import RuleError
from tracker.evidence.files import media_type_of
from tracker.evidence.kinds import ENDINGS
from tracker.evidence.names import LONGEST_FILE_NAME, MOST_BYTES, safe_name, stored_name

ODT = zipped_parts({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})
MEGABYTE = 1024 * 1024


def media_type(name: str, content: bytes) -> str:
    return media_type_of(name, content, max_megabytes=20)


def is_answered(name: str, content: bytes) -> bool:
    """Taken as a known type, or refused in a sentence; anything else is a failure."""
    try:
        return media_type(name, content) in ENDINGS
    except RuleError as error:
        return error.field == "files" and error.message.endswith(".")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("bao-cao.pdf", PDF, "application/pdf"),
        ("anh.png", PNG, "image/png"),
        ("anh.jpg", JPEG, "image/jpeg"),
        ("bao-cao.docx", DOCX, "wordprocessingml.document"),
        ("bang.xlsx", XLSX, "spreadsheetml.sheet"),
        ("trinh-chieu.pptx", PPTX, "presentationml.presentation"),
        ("bao-cao.odt", ODT, "opendocument.text"),
        ("ho-so.zip", zipped("a.pdf", "b.pdf"), "application/zip"),
        ("cu.doc", ole("WordDocument"), "application/msword"),
        ("cu.xls", ole("Workbook"), "application/vnd.ms-excel"),
        ("cu.ppt", ole("PowerPoint Document"), "application/vnd.ms-powerpoint"),
        ("khong-co-duoi", PDF, "application/pdf"),
    ],
)
def test_what_offices_send_is_taken(name: str, content: bytes, kind: str) -> None:
    assert kind in media_type(name, content)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("rong.pdf", b"", "rỗng: hãy chọn lại tệp"),
        ("bao-cao.pdf", PROGRAM, "không thuộc loại được nhận"),
        ("trang.pdf", b"<html><script>alert(1)</script>", "không thuộc loại được nhận"),
        ("hinh.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "không thuộc loại được nhận"),
        ("chu.txt", b"Da xong.", "không thuộc loại được nhận"),
        ("cai-dat.doc", ole("Property"), "không thuộc loại được nhận"),
        ("cai-dat.doc", OLE, "bị hỏng, không mở được"),
        ("hong.docx", DOCX[:60], "bị hỏng, không mở được"),
        ("hong.zip", b"PK\x03\x04" + bytes(40), "bị hỏng, không mở được"),
        ("macro.xls", ole("Workbook", "_VBA_PROJECT"), "có macro"),
        ("khoa.docx", ole("EncryptedPackage"), "đang đặt mật khẩu"),
    ],
)
def test_what_cannot_be_evidence_is_refused_with_its_reason(
    name: str, content: bytes, why: str
) -> None:
    with pytest.raises(RuleError, match=why) as refused:
        media_type(name, content)
    assert refused.value.field == "files"
    assert f"“{name}”" in refused.value.message


def test_an_archive_with_a_password_cannot_be_checked_by_the_office() -> None:
    content = bytearray(zipped("bi-mat.pdf"))
    flags = content.find(b"PK\x01\x02") + 8
    content[flags] |= 0x1
    with pytest.raises(RuleError, match="đang đặt mật khẩu"):
        media_type("bi-mat.zip", bytes(content))


def test_twenty_megabytes_are_taken_and_one_byte_more_is_not() -> None:
    comment = b"\n%%EOF\n".rjust(20 * MEGABYTE - len(PDF), b"%")
    whole = PDF + comment
    assert media_type("to.pdf", whole) == "application/pdf"
    with pytest.raises(RuleError, match="lớn hơn 20 MB: hãy nén hoặc tách nhỏ"):
        media_type("to.pdf", whole + b"\0")


@settings(max_examples=40)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_archive_is_refused_never_a_failure(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - which bytes to damage
    content = bytearray(zipped("word/document.xml", "tệp đính kèm.txt"))
    for _ in range(chance.randint(1, 8)):
        content[chance.randrange(2, len(content))] = chance.randrange(256)
    assert is_answered("hong.docx", bytes(content))


@given(content=st.binary(max_size=300))
def test_any_bytes_are_taken_or_refused_in_a_sentence(content: bytes) -> None:
    for start in (b"", b"PK", b"PK\x05\x06", OLE[:8], b"%PDF"):
        assert is_answered("la.bin", start + content)


@pytest.mark.parametrize(
    ("given_name", "content", "name"),
    [
        ("bao-cao.pdf", PDF, "bao-cao.pdf"),
        ("Báo cáo.PDF", PDF, "Báo cáo.PDF"),
        ("bao-cao.pdf.exe", PDF, "bao-cao.pdf.exe.pdf"),
        ("chay.hta", PDF, "chay.hta.pdf"),
        ("anh", PNG, "anh.png"),
        ("bieu.docm", DOCX, "bieu.docm.docx"),
        ("C:\\Users\\an\\báo cáo.docx", DOCX, "báo cáo.docx"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("a\u202efdp.exe", PDF, "a_fdp.exe.pdf"),
        ('"<>|?*:', PDF, "_______.pdf"),
        ("", PDF, "tep-khong-ten.pdf"),
        ("CON.pdf", PDF, "_CON.pdf"),
        ("lpt1", PNG, "_lpt1.png"),
        ("a\0.pdf", PDF, "a_.pdf"),
        ("Ba\u0301o ca\u0301o.pdf", PDF, "Báo cáo.pdf"),
        ("ế" * 300 + ".pdf", PDF, "ế" * 78 + ".pdf"),
    ],
)
def test_the_name_kept_says_what_the_file_is(given_name: str, content: bytes, name: str) -> None:
    assert stored_name(given_name, media_type(given_name, content)) == name


@given(name=st.text(max_size=400), kind=st.sampled_from(sorted(ENDINGS)))
def test_every_name_can_be_kept(name: str, kind: str) -> None:
    kept = stored_name(name, kind)
    assert 0 < len(kept) <= LONGEST_FILE_NAME
    assert kept.rpartition(".")[2].lower() in ENDINGS[kind]
    assert len(kept.encode()) <= MOST_BYTES
    assert not set(kept) & set('/\\<>:"|?*\n\r\0\u202e\u2066')
    assert safe_name(kept) == kept
